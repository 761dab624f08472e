"""What people have agreed to, or refused."""

from __future__ import annotations

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from feedbackyes.domain.consent import Purpose
from feedbackyes.domain.principal import Principal
from feedbackyes.storage import schema

_table = schema.consents


async def get(tx: AsyncSession, principal: Principal, purpose: Purpose) -> bool | None:
    """What was answered last; None when the question was never answered."""
    return await of(tx, principal.id, purpose)


async def of(tx: AsyncSession, owner_id: str, purpose: Purpose) -> bool | None:
    """The same of the person whose things these are, whoever asks."""
    here = (_table.c.owner_id == owner_id) & (_table.c.purpose == purpose)
    return (await tx.execute(select(_table.c.granted).where(here))).scalar_one_or_none()


async def put(tx: AsyncSession, principal: Principal, purpose: Purpose, *, granted: bool, at: int) -> None:
    """Store an answer, given at Unix millisecond `at`, in place of an earlier one."""
    here = (_table.c.owner_id == principal.id) & (_table.c.purpose == purpose)
    await tx.execute(delete(_table).where(here))
    values = {"owner_id": principal.id, "team_id": principal.team_id, "purpose": purpose, "granted": granted, "at": at}
    await tx.execute(insert(_table).values(**values))
