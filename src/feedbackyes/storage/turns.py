"""Turns of the transcript."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from typing import Any, cast

import msgspec
from sqlalchemy import CursorResult, Row, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from feedbackyes.domain.errors import Conflict, InvalidInput
from feedbackyes.domain.page import Page
from feedbackyes.domain.search import fold
from feedbackyes.domain.session import Session
from feedbackyes.domain.transcript import Speaker, Turn, TurnState, Word
from feedbackyes.storage import schema
from feedbackyes.storage.owners import owner_of

_table = schema.turns
_columns = [_table.c[field.name] for field in fields(Turn)]


class TurnRefused(Conflict):
    """No such session, or another turn has this place in the transcript."""

    code = "turn_refused"


async def put(tx: AsyncSession, turn: Turn) -> Turn:
    """Insert a turn, or replace the one with its session and id. Returns it as stored.

    `seq` 0 stands for the next free place; of a turn that is there already, for the place that it has.
    """
    values = {**asdict(turn), "folded": fold(turn.text)}
    if turn.seq == 0:
        del values["seq"]
    here = (_table.c.session_id == turn.session_id) & (_table.c.id == turn.id)
    try:
        done = cast("CursorResult[Any]", await tx.execute(update(_table).where(here).values(**values)))
        if done.rowcount == 0:
            turn = turn if turn.seq else replace(turn, seq=await _last_seq(tx, turn.session_id) + 1)
            await tx.execute(insert(_table).values(**{**values, "seq": turn.seq}, **owner_of(turn.session_id)))
        elif turn.seq == 0:
            turn = replace(turn, seq=(await tx.execute(select(_table.c.seq).where(here))).scalar_one())
    except IntegrityError as error:
        raise TurnRefused(f"Turn {turn.id!r} cannot be stored in session {turn.session_id!r}.") from error
    return turn


async def keep_spoken(tx: AsyncSession, spoken: Sequence[tuple[Session, Turn]]) -> None:
    """Insert turns that are being spoken, or bring them up to date, all in one statement. Final ones stay as they are.

    They bring their places; of two turns for one place the transcript keeps the first, and the call fails.

    Raises:
        TurnRefused: no such session, or another turn has this place in the transcript.
    """
    # Both have the same upsert, which SQLAlchemy types twice.
    statement = sqlite.insert(_table) if tx.get_bind().dialect.name == "sqlite" else postgresql.insert(_table)
    grown = {name: statement.excluded[name] for name in ("text", "folded", "words", "start_ms", "end_ms")}
    is_spoken = _table.c.state == TurnState.SPEAKING
    statement = statement.on_conflict_do_update(index_elements=["session_id", "id"], set_=grown, where=is_spoken)
    rows = [
        {
            **msgspec.to_builtins(turn),
            "folded": fold(turn.text),
            "owner_id": session.owner_id,
            "team_id": session.team_id,
        }
        for session, turn in spoken
    ]
    try:
        await tx.execute(statement, rows)
    except IntegrityError as error:
        raise TurnRefused("Turns that are being spoken cannot be stored.") from error


async def page(tx: AsyncSession, session_id: str, *, cursor: str | None = None, limit: int = 200) -> Page[Turn]:
    """In the order of the transcript. Raises `InvalidInput` when `cursor` is none that an earlier page gave."""
    after = 0
    if cursor:
        if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 10):
            raise InvalidInput("The cursor is none that this list gave.", param="cursor")
        after = int(cursor)
    query = select(*_columns).where(_table.c.session_id == session_id, _table.c.seq > after)
    found = [_turn(row) for row in await tx.execute(query.order_by(_table.c.seq).limit(limit + 1))]
    more = len(found) > limit
    return Page(tuple(found[:limit]), str(found[limit - 1].seq) if more else None)


async def every(tx: AsyncSession, session_id: str) -> tuple[Turn, ...]:
    """The whole transcript."""
    query = select(*_columns).where(_table.c.session_id == session_id).order_by(_table.c.seq)
    return tuple(_turn(row) for row in await tx.execute(query))


async def count(tx: AsyncSession, session_ids: list[str], speaker: Speaker | None = None) -> dict[str, int]:
    """Number of turns of each session that has any; of one speaker, or of both."""
    query = select(_table.c.session_id, func.count()).where(_table.c.session_id.in_(session_ids))
    if speaker is not None:
        query = query.where(_table.c.speaker == speaker.value)
    return {row[0]: row[1] for row in await tx.execute(query.group_by(_table.c.session_id))}


async def _last_seq(tx: AsyncSession, session_id: str) -> int:
    found = await tx.execute(select(func.max(_table.c.seq)).where(_table.c.session_id == session_id))
    return found.scalar_one() or 0


def _turn(row: Row[Any]) -> Turn:
    values = row._asdict()
    values["speaker"], values["state"] = Speaker(values["speaker"]), TurnState(values["state"])
    values["words"] = tuple(Word(**word) for word in values["words"])
    return Turn(**values)
