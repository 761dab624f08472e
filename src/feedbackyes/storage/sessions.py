"""Practice sessions."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Collection, Sequence
from dataclasses import asdict, fields, replace
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, Row, Select, and_, case, func, insert, or_, select, union_all
from sqlalchemy import delete as delete_from
from sqlalchemy import update as update_rows
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from feedbackyes.domain.errors import Conflict, InvalidInput, NotFound
from feedbackyes.domain.page import Page
from feedbackyes.domain.session import OPEN_STATES, EndReason, Session, SessionState, Transport, check_transition
from feedbackyes.domain.transcript import TurnState
from feedbackyes.storage import schema, webhooks
from feedbackyes.storage.webhooks import WebhookType

_table = schema.sessions
_columns = [_table.c[field.name] for field in fields(Session)]


class SessionExists(Conflict):
    code = "session_exists"


class UnknownSession(NotFound):
    code = "session_not_found"

    def __init__(self, session_id: str) -> None:
        super().__init__(f"There is no session {session_id!r}.", param="session_id")


async def create(tx: AsyncSession, session: Session) -> None:
    """Store a new session. Raises `SessionExists` when its id is taken."""
    try:
        await tx.execute(insert(_table).values(**asdict(session)))
    except IntegrityError as error:
        raise SessionExists(f"The session id {session.id!r} is taken.", param="session_id") from error


async def find(tx: AsyncSession, session_id: str) -> Session | None:
    row = (await tx.execute(select(*_columns).where(_table.c.id == session_id))).one_or_none()
    return None if row is None else _session(row)


async def get(tx: AsyncSession, session_id: str) -> Session:
    """Raises `UnknownSession`."""
    session = await find(tx, session_id)
    if session is None:
        raise UnknownSession(session_id)
    return session


async def several(tx: AsyncSession, session_ids: Collection[str]) -> dict[str, Session]:
    """Those of these sessions that are there, by id."""
    rows = await tx.execute(select(*_columns).where(_table.c.id.in_(sorted(session_ids))))
    return {session.id: session for session in map(_session, rows)}


async def page(
    tx: AsyncSession,
    *,
    owner_id: str | None = None,
    also: Select[tuple[str]] | None = None,
    among: Select[tuple[str]] | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Session]:
    """Newest first; of one owner, or of all.

    Args:
        also: selects the ids of some that are wanted beside the owner's; without an owner, of all that are wanted.
        among: selects the ids of those that are wanted.

    Raises:
        InvalidInput: `cursor` is none that an earlier page gave.
    """
    ways: list[ColumnElement[bool]] = [] if owner_id is None else [_table.c.owner_id == owner_id]
    if also is not None:
        ways.append(_table.c.id.in_(also))
    narrowed = [*([] if among is None else [_table.c.id.in_(among)]), *_after(cursor)]
    if len(ways) > 1:
        # Of either, with `or`, the database would look through everybody's, the newest first.
        latest = (_newest(select(_table.c.id), limit + 1).where(way, *narrowed).subquery() for way in ways)
        ways, narrowed = [_table.c.id.in_(union_all(*(select(one.c.id) for one in latest)))], []
    query = _newest(select(*_columns), limit + 1).where(*ways, *narrowed)
    found = [_session(row) for row in await tx.execute(query)]
    more = len(found) > limit
    return Page(tuple(found[:limit]), _cursor(found[limit - 1]) if more else None)


def newest_ids(owner_id: str, *, cursor: str | None, limit: int) -> Select[tuple[str]]:
    """Selects the ids of an owner's newest sessions after a cursor. Raises `InvalidInput` as `page` does."""
    return _newest(select(_table.c.id), limit).where(_table.c.owner_id == owner_id, *_after(cursor))


async def cursor_behind(tx: AsyncSession, owner_id: str, *, cursor: str | None, count: int) -> str | None:
    """The cursor behind the next `count` sessions of an owner; None when there are none beyond them."""
    columns = (_table.c.created_at, _table.c.id)
    query = _newest(select(*columns), 2).where(_table.c.owner_id == owner_id, *_after(cursor)).offset(count - 1)
    last = (await tx.execute(query)).all()
    return _cursor_at(*last[0]) if len(last) > 1 else None


def _after(cursor: str | None) -> list[ColumnElement[bool]]:
    if not cursor:
        return []
    created_at, session_id = _read_cursor(cursor)
    older = and_(_table.c.created_at == created_at, _table.c.id < session_id)
    return [_table.c.created_at <= created_at, or_(_table.c.created_at < created_at, older)]


def _newest(query: Select[Any], count: int) -> Select[Any]:
    return query.order_by(_table.c.created_at.desc(), _table.c.id.desc()).limit(count)


async def update(tx: AsyncSession, session_id: str, **changes: Any) -> None:
    """Set columns other than the state, such as provider, model or recogniser. Raises `UnknownSession`."""
    done = await tx.execute(update_rows(_table).where(_table.c.id == session_id).values(**changes))
    if cast("CursorResult[Any]", done).rowcount == 0:
        raise UnknownSession(session_id)


async def takes_of(tx: AsyncSession, session_ids: Collection[str], *, owner_id: str) -> list[Session]:
    """The owner's sessions that are another take of one of these, the oldest first."""
    query = select(*_columns).where(_table.c.retry_of.in_(sorted(session_ids)), _table.c.owner_id == owner_id)
    return [_session(row) for row in await tx.execute(query.order_by(_table.c.created_at, _table.c.id))]


async def set_state(
    tx: AsyncSession, session_id: str, state: SessionState, *, at: int, reason: EndReason | None = None
) -> Session:
    """Move a session to `state` at Unix millisecond `at` and return it as it is now.

    The first `live` sets `started_at`; `ended` and `interrupted` set `ended_at` and `reason`. Staying changes nothing.

    Raises:
        UnknownSession: there is none.
        IllegalTransition: it may not go there from where it is.
    """
    session = await get(tx, session_id)
    check_transition(session.state, state)
    if session.state is state:
        return session
    changed = replace(session, state=state)
    if state is SessionState.LIVE and session.started_at is None:
        changed = replace(changed, started_at=at)
    if state not in OPEN_STATES:
        changed = replace(changed, ended_at=at, end_reason=reason)
    values = {name: getattr(changed, name) for name in ("state", "started_at", "ended_at", "end_reason")}
    await update(tx, session_id, **values)
    await _tell(tx, session, changed, at=at)
    return changed


async def _tell(tx: AsyncSession, before: Session, now: Session, *, at: int) -> None:
    """Have systems outside told when a talk has begun, and when it is over. One that never began is none."""
    if now.started_at is None:
        return
    if before.started_at is None:
        await webhooks.enqueue(tx, WebhookType.STARTED, now.id, _figures(now), at=at, key=now.id)
    if before.state in OPEN_STATES and now.state not in OPEN_STATES:
        await webhooks.enqueue(tx, WebhookType.ENDED, now.id, _figures(now), at=at, key=now.id)


def _figures(session: Session) -> dict[str, Any]:
    """Nothing of what was said, nor who anybody is beyond ids."""
    over = session.started_at is not None and session.ended_at is not None
    return {
        "session_id": session.id,
        "user_id": session.owner_id,
        "team_id": session.team_id,
        "scenario_id": session.scenario_id,
        "provider": session.provider,
        "model": session.model,
        "language": session.language,
        "transport": session.transport,
        "state": session.state,
        "end_reason": session.end_reason,
        "started_at": session.started_at,
        "ended_at": session.ended_at,
        "duration_ms": (session.ended_at or 0) - (session.started_at or 0) if over else None,
    }


async def delete(tx: AsyncSession, session_id: str) -> None:
    """Delete a session with its turns, events, reports, analyses and what judges said. Raises `UnknownSession`."""
    for table in (schema.analyses, schema.judge_answers, schema.reports):
        await tx.execute(delete_from(table).where(table.c.session_id == session_id))
    done = await tx.execute(delete_from(_table).where(_table.c.id == session_id))
    if cast("CursorResult[Any]", done).rowcount == 0:
        raise UnknownSession(session_id)


async def unused(tx: AsyncSession, *, before: int, limit: int = 500) -> list[str]:
    """Ids of sessions that were made before the Unix millisecond `before` and never had a call, the oldest first."""
    waiting = and_(_table.c.state == SessionState.CREATED, _table.c.created_at < before)
    found = await tx.execute(select(_table.c.id).where(waiting).order_by(_table.c.created_at, _table.c.id).limit(limit))
    return list(found.scalars())


async def in_state(tx: AsyncSession, state: SessionState) -> list[str]:
    """Ids of all sessions in a state."""
    return list((await tx.execute(select(_table.c.id).where(_table.c.state == state))).scalars())


async def mark_interrupted(tx: AsyncSession, *, at: int, spare: Sequence[str] = ()) -> list[Session]:
    """After a crash: close every open session and the turns that were being spoken; return those sessions.

    Those in `spare` stay open.

    They ended when their last event was written, or with their last turn, which may reach further; at `at` when there
    is neither.
    """
    events, turns = schema.events, schema.turns
    told = select(func.max(events.c.t_wall)).where(events.c.session_id == _table.c.id).scalar_subquery()
    spoken = select(func.max(turns.c.end_ms)).where(turns.c.session_id == _table.c.id).scalar_subquery()
    heard = _table.c.started_at + spoken
    is_open = and_(_table.c.state.in_(sorted(OPEN_STATES)), _table.c.id.not_in(list(spare)))
    ids = list((await tx.execute(select(_table.c.id).where(is_open))).scalars())
    speaking = and_(turns.c.session_id.in_(ids), turns.c.state == TurnState.SPEAKING)
    await tx.execute(update_rows(turns).where(speaking).values(state=TurnState.FINAL))
    values = {
        "state": SessionState.INTERRUPTED,
        "end_reason": EndReason.CRASHED,
        "ended_at": case((heard > func.coalesce(told, 0), heard), else_=func.coalesce(told, at)),
    }
    await tx.execute(update_rows(_table).where(is_open).values(**values).execution_options(synchronize_session=False))
    rows = await tx.execute(select(*_columns).where(_table.c.id.in_(ids)).order_by(_table.c.created_at, _table.c.id))
    broken = [_session(row) for row in rows]
    for session in broken:
        if session.started_at is not None:
            await webhooks.enqueue(tx, WebhookType.ENDED, session.id, _figures(session), at=at, key=session.id)
    return broken


def _session(row: Row[Any]) -> Session:
    values = row._asdict()
    values["state"] = SessionState(values["state"])
    values["end_reason"] = EndReason(values["end_reason"]) if values["end_reason"] else None
    values["transport"] = Transport(values["transport"]) if values["transport"] else None
    values["hints_given"] = tuple(values["hints_given"] or ())
    return Session(**values)


def _cursor(session: Session) -> str:
    return _cursor_at(session.created_at, session.id)


def _cursor_at(created_at: int, session_id: str) -> str:
    return base64.urlsafe_b64encode(f"{created_at} {session_id}".encode()).decode()


def _read_cursor(cursor: str) -> tuple[int, str]:
    try:
        created_at, _, session_id = base64.urlsafe_b64decode(cursor).decode().partition(" ")
        at = int(created_at)
    except (ValueError, binascii.Error) as error:
        raise InvalidInput("The cursor is none that this list gave.", param="cursor") from error
    if not 0 <= at < 2**63:
        raise InvalidInput("The cursor is none that this list gave.", param="cursor")
    return at, session_id
