"""What learners set out to reach."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from feedbackyes.domain.errors import NotFound
from feedbackyes.domain.principal import Principal
from feedbackyes.domain.progress import Goal
from feedbackyes.storage import schema

_table = schema.goals
_columns = [_table.c[name] for name in Goal.__slots__]


async def add(tx: AsyncSession, principal: Principal, goal: Goal) -> None:
    values = {**asdict(goal), "owner_id": principal.id, "team_id": principal.team_id}
    await tx.execute(insert(_table).values(**values))


async def standing(tx: AsyncSession, principal: Principal) -> list[Goal]:
    """Goals that are not closed, the oldest first."""
    own = select(*_columns).where(_table.c.owner_id == principal.id, _table.c.closed_at.is_(None))
    rows = await tx.execute(own.order_by(_table.c.created_at, _table.c.id))
    return [Goal(**row._asdict()) for row in rows]


async def close(tx: AsyncSession, principal: Principal, goal_id: str, *, at: int) -> None:
    """Set a goal aside. Raises `NotFound`: there is none with this id that is one's own and stands."""
    own = (_table.c.id == goal_id, _table.c.owner_id == principal.id, _table.c.closed_at.is_(None))
    done = await tx.execute(update(_table).where(*own).values(closed_at=at).returning(_table.c.id))
    if done.one_or_none() is None:
        raise NotFound(f"There is no goal {goal_id!r} of yours.", code="goal_not_found")
