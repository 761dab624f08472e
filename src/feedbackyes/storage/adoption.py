"""What was made here before there were accounts is the local admin's; somebody who has an account may take it over."""

from __future__ import annotations

from sqlalchemy import Table, and_, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from feedbackyes.domain.principal import LOCAL_ADMIN, Principal
from feedbackyes.storage import schema


async def talks(tx: AsyncSession) -> int:
    """How many talks the local admin has."""
    mine = schema.sessions.c.owner_id == LOCAL_ADMIN.id
    return (await tx.execute(select(func.count()).select_from(schema.sessions).where(mine))).scalar_one()


async def adopt(tx: AsyncSession, user: Principal) -> int:
    """Make everything of the local admin this person's, who is stored; returns how many talks. What they have answered or
    chosen themselves stays as it is."""
    found = await talks(tx)
    for table in schema.metadata.sorted_tables:
        if "owner_id" not in table.c or table is schema.audit:
            continue
        mine = table.c.owner_id == LOCAL_ADMIN.id
        if table.c.owner_id.primary_key:
            await _drop_answered(tx, table, user)
        values = {"owner_id": user.id, **({"team_id": user.team_id} if "team_id" in table.c else {})}
        if table.c.get("team_id") is not None and table.c.team_id.foreign_keys:
            del values["team_id"]
        await tx.execute(update(table).where(mine).values(**values))
    return found


async def _drop_answered(tx: AsyncSession, table: Table, user: Principal) -> None:
    """Rows that this person has of their own, such as an answer to the same question."""
    theirs = table.alias()
    others = [column.name for column in table.primary_key if column.name != "owner_id"]
    same = and_(theirs.c.owner_id == user.id, *(theirs.c[name] == table.c[name] for name in others))
    exists = select(theirs.c.owner_id).where(same).exists()
    await tx.execute(delete(table).where(table.c.owner_id == LOCAL_ADMIN.id, exists))
