"""Teams."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from feedbackyes.domain.errors import Conflict, NotFound
from feedbackyes.storage import schema

_teams, _users = schema.teams, schema.users


class TeamExists(Conflict):
    code = "team_exists"


@dataclass(frozen=True, slots=True)
class Team:
    """`members`: how many people are in it."""

    id: str
    name: str
    created_at: int
    members: int = 0


_members = (
    select(func.count()).select_from(_users).where(_users.c.team_id == _teams.c.id).correlate(_teams).scalar_subquery()
)
_columns = [_teams.c.id, _teams.c.name, _teams.c.created_at, _members.label("members")]


async def add(tx: AsyncSession, team: Team, *, owner_id: str | None) -> None:
    """Raises `TeamExists` when another one is called the same."""
    await _check_name(tx, team.id, team.name)
    values = {"id": team.id, "name": team.name, "owner_id": owner_id, "created_at": team.created_at}
    await tx.execute(insert(_teams).values(**values))


async def names(tx: AsyncSession) -> dict[str, str]:
    """Of all teams by their ids, in the order of names."""
    rows = await tx.execute(select(_teams.c.id, _teams.c.name).order_by(_teams.c.name, _teams.c.id))
    return {row.id: row.name for row in rows}


async def every(tx: AsyncSession) -> list[Team]:
    """All teams, by name."""
    return [Team(*row) for row in await tx.execute(select(*_columns).order_by(_teams.c.name, _teams.c.id))]


async def find(tx: AsyncSession, team_id: str | None) -> Team | None:
    row = (await tx.execute(select(*_columns).where(_teams.c.id == team_id))).one_or_none() if team_id else None
    return None if row is None else Team(*row)


async def get(tx: AsyncSession, team_id: str) -> Team:
    """Raises `NotFound`."""
    found = await find(tx, team_id)
    if found is None:
        raise NotFound(f"There is no team {team_id!r}.", code="team_not_found", param="team_id")
    return found


async def named(tx: AsyncSession, name: str) -> Team | None:
    """Whose id this is, or else whose name, upper and lower case alike."""
    found = await find(tx, name)
    if found is not None:
        return found
    same = [team for team in await every(tx) if team.name.casefold() == name.strip().casefold()]
    return same[0] if len(same) == 1 else None


async def rename(tx: AsyncSession, team_id: str, name: str) -> Team:
    """Raises `NotFound`, `TeamExists`."""
    await get(tx, team_id)
    await _check_name(tx, team_id, name)
    await tx.execute(update(_teams).where(_teams.c.id == team_id).values(name=name))
    return await get(tx, team_id)


async def remove(tx: AsyncSession, team_id: str) -> Team:
    """Its people are in no team then; its invitations are gone. Raises `NotFound`."""
    found = await get(tx, team_id)
    await tx.execute(delete(_teams).where(_teams.c.id == team_id))
    return found


async def _check_name(tx: AsyncSession, team_id: str, name: str) -> None:
    same = [team for team in await every(tx) if team.name.casefold() == name.casefold() and team.id != team_id]
    if same:
        raise TeamExists(f"There is a team {name!r} already. Choose another name.", param="name")
