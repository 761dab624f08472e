"""Disagreements with judgements."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, delete, distinct, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from feedbackyes.domain.disagreement import Count, Disagreement, Judgement
from feedbackyes.domain.errors import NotFound
from feedbackyes.domain.session import Session
from feedbackyes.storage import schema

_table = schema.disagreements
_about = [_table.c[name] for name in Judgement.__slots__]
_columns = [_table.c.id, _table.c.session_id, _table.c.comment, _table.c.at, *_about]
MOST = 500


async def put(tx: AsyncSession, session: Session, wanted: Disagreement) -> Disagreement:
    """Store it. Who disagrees with the same judgement again says it anew, under the same id."""
    about = {name: getattr(wanted.about, name) for name in Judgement.__slots__}
    same = [column == about[column.name] for column in _about]
    query = select(_table.c.id).where(_table.c.session_id == session.id, *same)
    known = (await tx.execute(query)).scalars().first()
    kept = Disagreement(known or wanted.id, session.id, wanted.about, wanted.comment, wanted.at)
    if known is not None:
        await tx.execute(delete(_table).where(_table.c.id == known))
    values = {"id": kept.id, "session_id": session.id, "comment": kept.comment, "at": kept.at, **about}
    await tx.execute(insert(_table).values(**values, owner_id=session.owner_id, team_id=session.team_id))
    return kept


async def remove(tx: AsyncSession, session_id: str, disagreement_id: str) -> None:
    """Raises `NotFound`."""
    there = (_table.c.session_id == session_id) & (_table.c.id == disagreement_id)
    if (await tx.execute(select(_table.c.id).where(there))).first() is None:
        raise NotFound(f"There is no disagreement {disagreement_id!r} here.", code="disagreement_not_found")
    await tx.execute(delete(_table).where(there))


async def every(tx: AsyncSession, session_id: str) -> tuple[Disagreement, ...]:
    """Those with the feedback on one session, oldest first."""
    query = select(*_columns).where(_table.c.session_id == session_id).order_by(_table.c.at, _table.c.id)
    return tuple(_disagreement(row) for row in await tx.execute(query))


async def of_owner(tx: AsyncSession, owner_id: str) -> tuple[Disagreement, ...]:
    """One person's latest, newest first, at most `MOST`."""
    query = select(*_columns).where(_table.c.owner_id == owner_id).order_by(_table.c.at.desc(), _table.c.id)
    return tuple(_disagreement(row) for row in await tx.execute(query.limit(MOST)))


async def counts(tx: AsyncSession) -> tuple[Count, ...]:
    """Of everybody, for each kind of judgement, most disagreed with first. Nobody's words are in it."""
    by = [_table.c[name] for name in ("judge", "rubric", "rubric_hash", "element", "behaviour")]
    how_many = func.count().label("disagreements")
    people = func.count(distinct(_table.c.owner_id)).label("people")
    query = select(*by, how_many, people).group_by(*by).order_by(how_many.desc(), *by)
    return tuple(Count(**row._asdict()) for row in await tx.execute(query))


def _disagreement(row: Row[Any]) -> Disagreement:
    values = row._asdict()
    about = Judgement(**{name: values.pop(name) for name in Judgement.__slots__})
    return Disagreement(about=about, **values)
