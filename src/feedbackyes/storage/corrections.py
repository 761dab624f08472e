"""Corrections of the transcript. What was heard stays where it is."""

from __future__ import annotations

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from feedbackyes.domain import correction
from feedbackyes.domain.correction import Correction
from feedbackyes.domain.search import fold
from feedbackyes.domain.session import Session
from feedbackyes.domain.transcript import Turn
from feedbackyes.storage import schema, turns

_table, _turns = schema.corrections, schema.turns


async def put(tx: AsyncSession, session: Session, wanted: Correction) -> None:
    """Store in place of an earlier correction of that turn."""
    await remove(tx, wanted.session_id, wanted.turn_id)
    values = {name: getattr(wanted, name) for name in Correction.__slots__}
    await tx.execute(insert(_table).values(**values, owner_id=session.owner_id, team_id=session.team_id))
    await _look_for(tx, wanted.session_id, wanted.turn_id, fold(wanted.text))


async def remove(tx: AsyncSession, session_id: str, turn_id: str) -> None:
    """The turn is again as it was heard."""
    await tx.execute(delete(_table).where(_table.c.session_id == session_id, _table.c.turn_id == turn_id))
    heard = await tx.execute(select(_turns.c.text).where(_turns.c.session_id == session_id, _turns.c.id == turn_id))
    await _look_for(tx, session_id, turn_id, fold(heard.scalar_one_or_none() or ""))


async def _look_for(tx: AsyncSession, session_id: str, turn_id: str, folded: str) -> None:
    here = (_turns.c.session_id == session_id, _turns.c.id == turn_id)
    await tx.execute(update(_turns).where(*here).values(folded=folded))


async def every(tx: AsyncSession, session_id: str) -> dict[str, Correction]:
    """The corrections of a session, by turn."""
    columns = [_table.c[name] for name in Correction.__slots__]
    rows = await tx.execute(select(*columns).where(_table.c.session_id == session_id))
    return {row.turn_id: Correction(**row._asdict()) for row in rows}


async def spoken(tx: AsyncSession, session_id: str) -> tuple[Turn, ...]:
    """The whole transcript with the learner's corrections in it."""
    return correction.apply(await turns.every(tx, session_id), await every(tx, session_id))
