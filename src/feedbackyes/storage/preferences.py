"""What people like to talk with."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from feedbackyes.domain.preferences import Preferences
from feedbackyes.domain.principal import Principal
from feedbackyes.storage import schema

_table = schema.preferences


async def get(tx: AsyncSession, principal: Principal) -> Preferences:
    """What was saved last; the server's own when nothing was."""
    wanted = select(_table.c.persona, _table.c.voice, _table.c.language).where(_table.c.owner_id == principal.id)
    found = (await tx.execute(wanted)).one_or_none()
    return Preferences(*found) if found else Preferences()


async def put(tx: AsyncSession, principal: Principal, wanted: Preferences, *, at: int) -> None:
    """Save in place of an earlier answer; `at` is in Unix milliseconds."""
    await tx.execute(delete(_table).where(_table.c.owner_id == principal.id))
    values = {"owner_id": principal.id, "team_id": principal.team_id, "at": at, **asdict(wanted)}
    await tx.execute(insert(_table).values(**values))
