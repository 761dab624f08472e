"""Teams, as a list of names. What goes on in them is told elsewhere."""

from __future__ import annotations

import secrets
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, ConfigDict, Field

from feedbackyes.api.access import Allow
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.services import ServicesDep, now_ms
from feedbackyes.api.signing import address
from feedbackyes.domain.people import clean_name
from feedbackyes.domain.permissions import Action, Reach, reach
from feedbackyes.domain.principal import Principal
from feedbackyes.storage import audit, people, teams
from feedbackyes.storage.teams import Team

router = APIRouter(
    prefix="/api/teams", tags=["accounts"], responses={code: {"model": ErrorBody} for code in (403, 404)}
)
Admin = Annotated[Principal, Allow(Action.MANAGE_PEOPLE)]
TeamId = Annotated[str, Path(max_length=128)]
_REFUSED: dict[int | str, dict[str, Any]] = {code: {"model": ErrorBody} for code in (400, 409)}


class TeamWish(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(max_length=200)]


class TeamBody(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    name: str
    created_at: int
    members: int


class TeamList(BaseModel):
    items: list[TeamBody]


@router.get("")
async def list_teams(services: ServicesDep, principal: Annotated[Principal, Allow(Action.SEE_PEOPLE)]) -> TeamList:
    """By name. Trainers see their own."""
    everywhere = reach(principal, Action.SEE_PEOPLE) is Reach.ALL
    async with services.database.read() as tx:
        found = await teams.every(tx)
    items = [TeamBody.model_validate(team) for team in found if everywhere or team.id == principal.team_id]
    return TeamList(items=items)


@router.post("", status_code=201, responses=_REFUSED)
async def create_team(wanted: TeamWish, request: Request, services: ServicesDep, principal: Admin) -> TeamBody:
    made = Team(secrets.token_hex(8), clean_name(wanted.name), now_ms())
    async with services.database.begin() as tx:
        await teams.add(tx, made, owner_id=principal.id)
        await _note(tx, principal, "team.created", made.id, request)
    return TeamBody.model_validate(made)


@router.patch("/{team_id}", responses=_REFUSED)
async def rename_team(
    team_id: TeamId, wanted: TeamWish, request: Request, services: ServicesDep, principal: Admin
) -> TeamBody:
    async with services.database.begin() as tx:
        renamed = await teams.rename(tx, team_id, clean_name(wanted.name))
        await _note(tx, principal, "team.renamed", team_id, request)
    return TeamBody.model_validate(renamed)


@router.delete("/{team_id}", status_code=204)
async def delete_team(team_id: TeamId, request: Request, services: ServicesDep, principal: Admin) -> None:
    """Its people stay, in no team. Invitations into it are withdrawn."""
    async with services.database.begin() as tx:
        members = await people.of_team(tx, team_id)
        await teams.remove(tx, team_id)
        await _note(tx, principal, "team.deleted", team_id, request)
    for one in members:
        services.door.forget(one)


async def _note(tx: Any, principal: Principal, action: str, team_id: str, request: Request) -> None:
    at, subject = now_ms(), f"team:{team_id}"
    await audit.put(tx, at=at, actor=principal, action=action, subject=subject, address=address(request))
