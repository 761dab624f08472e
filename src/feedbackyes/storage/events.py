"""The conversation events of a session: append-only."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Row, func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from feedbackyes.domain.errors import Conflict
from feedbackyes.protocol.conversation import ConversationEvent, EventType
from feedbackyes.storage import schema
from feedbackyes.storage.owners import owner_of

_table = schema.events
_columns = [_table.c[name] for name in ConversationEvent.__struct_fields__]


class EventRefused(Conflict):
    """No such session, or its number is taken: another process writes to the same session."""

    code = "event_refused"


async def append(tx: AsyncSession, *events: ConversationEvent) -> None:
    """Append events, which bring their numbers. Raises `EventRefused`."""
    try:
        for event in events:
            await tx.execute(insert(_table).values(**msgspec.structs.asdict(event), **owner_of(event.session_id)))
    except IntegrityError as error:
        numbers = ", ".join(f"{event.session_id}/{event.seq}" for event in events)
        raise EventRefused(f"Events {numbers} cannot be stored: no such session, or a number is taken.") from error


async def after(tx: AsyncSession, session_id: str, seq: int = 0, *, limit: int = 500) -> list[ConversationEvent]:
    """At most `limit` events that follow number `seq`, in order."""
    query = select(*_columns).where(_table.c.session_id == session_id, _table.c.seq > seq)
    return [_event(row) for row in await tx.execute(query.order_by(_table.c.seq).limit(limit))]


async def of_type(tx: AsyncSession, session_id: str, kind: EventType) -> list[ConversationEvent]:
    """All events of a type, in order."""
    query = select(*_columns).where(_table.c.session_id == session_id, _table.c.type == kind)
    return [_event(row) for row in await tx.execute(query.order_by(_table.c.seq))]


async def last_seq(tx: AsyncSession, session_id: str) -> int:
    """Number of the last event; 0 when there is none."""
    found = await tx.execute(select(func.max(_table.c.seq)).where(_table.c.session_id == session_id))
    return found.scalar_one() or 0


def _event(row: Row[Any]) -> ConversationEvent:
    return ConversationEvent(**row._asdict())
