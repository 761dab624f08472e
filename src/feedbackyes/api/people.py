"""Who has an account here: for admins, and for trainers those of their own team."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from feedbackyes.api import erasure
from feedbackyes.api.access import Allow
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.invitations import PAGE
from feedbackyes.api.services import Services, ServicesDep, now_ms
from feedbackyes.api.signing import DAY_MS, TeamName, address, page_url, shown_kind
from feedbackyes.domain.errors import Conflict
from feedbackyes.domain.people import MOST_EMAIL, Invitation, Person, Purpose, clean_email, clean_name
from feedbackyes.domain.permissions import Action, Reach, reach
from feedbackyes.domain.principal import LOCAL_ADMIN, Principal, Role, TrainerKind, role_named
from feedbackyes.storage import audit, invitations, logins, people, personal, teams

router = APIRouter(
    prefix="/api/users", tags=["accounts"], responses={code: {"model": ErrorBody} for code in (403, 404)}
)
Admin = Annotated[Principal, Allow(Action.MANAGE_PEOPLE)]
UserId = Annotated[str, Path(max_length=128)]
_REFUSED: dict[int | str, dict[str, Any]] = {code: {"model": ErrorBody} for code in (400, 409)}


class UserBody(BaseModel):
    """Somebody with an account. Times are Unix milliseconds."""

    id: str
    name: str
    email: Annotated[str | None, Field(description="null: a machine, which has tokens only.")]
    role: Role
    trainer_kind: TrainerKind | None
    team: TeamName | None
    team_id: str | None
    created_at: int
    last_seen_at: int | None
    disabled: bool
    disabled_at: int | None
    has_password: bool


class UserList(BaseModel):
    items: list[UserBody]
    next_cursor: str | None


class UserChange(BaseModel):
    """What is left out stays as it is; `team_id` null takes somebody out of their team."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str | None, Field(max_length=200)] = None
    email: Annotated[str | None, Field(max_length=MOST_EMAIL)] = None
    role: Annotated[str | None, Field(max_length=64)] = None
    trainer_kind: TrainerKind | None = None
    team_id: Annotated[str | None, Field(max_length=128)] = None
    disabled: bool | None = None


class PasswordLink(BaseModel):
    """`url` lets whoever has it choose this person's password, once. It is shown this once."""

    url: str
    expires_at: int


@router.get("")
async def list_users(
    services: ServicesDep,
    principal: Annotated[Principal, Allow(Action.SEE_PEOPLE)],
    q: Annotated[str, Query(max_length=200, description="A part of the name or the address.")] = "",
    cursor: Annotated[str | None, Query(max_length=800, description="`next_cursor` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> UserList:
    """By name. Trainers see their own team."""
    everybody = reach(principal, Action.SEE_PEOPLE) is Reach.ALL
    team_id = None if everybody else principal.team_id or ""
    async with services.database.read() as tx:
        found = await people.page(tx, words=q, team_id=team_id, cursor=cursor, limit=limit)
        named = {team.id: TeamName.of(team) for team in await teams.every(tx)}
    items = [body_of(one, named.get(one.team_id or "")) for one in found.items]
    return UserList(items=items, next_cursor=found.next_cursor)


@router.patch("/{user_id}", responses=_REFUSED)
async def change_user(
    user_id: UserId, wanted: UserChange, request: Request, services: ServicesDep, principal: Admin
) -> UserBody:
    """Who gets another role, or is disabled, is signed out everywhere at once; who is disabled has their talk ended."""
    async with services.database.begin() as tx:
        before = await people.get(tx, user_id)
        values = _values(before, wanted)
        if "team_id" in values and values["team_id"] is not None:
            await teams.get(tx, values["team_id"])
        disabled = values.get("disabled_at") is not None and before.disabled_at is None
        demoted = "role" in values or "trainer_kind" in values
        if disabled or values.get("role", Role.ADMIN) is not Role.ADMIN:
            await people.check_not_last(tx, before)
        if values:
            await people.change(tx, user_id, **values)
        if disabled or demoted:
            await logins.end_all(tx, user_id)
            await invitations.withdraw_of(tx, user_id)
        await _note_change(tx, principal, before, values, address(request))
        after = await people.get(tx, user_id)
        team = await teams.find(tx, after.team_id)
    services.door.forget(user_id)
    if disabled:
        await stop_talks(services, user_id)
    return body_of(after, TeamName.of(team))


@router.delete("/{user_id}", status_code=204, responses=_REFUSED)
async def delete_user(user_id: UserId, request: Request, services: ServicesDep, principal: Admin) -> None:
    """Delete somebody's account and everything that is kept about them: talks, recordings, feedback. There is no way back."""
    async with services.database.begin() as tx:
        person = await people.get(tx, user_id)
        await people.check_not_last(tx, person)
        await people.change(tx, user_id, disabled_at=now_ms())
        await logins.end_all(tx, user_id)
    services.door.forget(user_id)
    await erasure.delete_person(services, user_id, actor=principal, address=address(request))


@router.post("/{user_id}/sign-out", status_code=204)
async def sign_out_user(user_id: UserId, request: Request, services: ServicesDep, principal: Admin) -> None:
    """End all of somebody's logins. Their tokens go on working; they revoke them, or are disabled."""
    async with services.database.begin() as tx:
        person = await people.get(tx, user_id)
        await logins.end_all(tx, person.id)
        await audit.put(
            tx,
            at=now_ms(),
            actor=principal,
            action="user.signed_out",
            subject=f"user:{user_id}",
            address=address(request),
        )
    services.door.forget(user_id)


@router.post("/{user_id}/password-link", status_code=201, responses=_REFUSED)
async def make_password_link(
    user_id: UserId, request: Request, response: Response, services: ServicesDep, principal: Admin
) -> PasswordLink:
    """For somebody who has forgotten their password, or has to wait after too many attempts."""
    services.accounts.check_on(password=True)
    response.headers["Cache-Control"] = "no-store"
    async with services.database.begin() as tx:
        made, token = await password_link(tx, user_id, principal, at=now_ms(), address=address(request))
    return PasswordLink(url=page_url(services, request, PAGE + token), expires_at=made.expires_at)


async def password_link(
    tx: Any, user_id: str, actor: Principal | None, *, at: int, address: str | None = None
) -> tuple[Invitation, str]:
    """A link for a new password, in place of an earlier one. Raises `NotFound`, `Conflict`."""
    person = await people.get(tx, user_id)
    if person.email is None or person.disabled_at is not None:
        raise Conflict("Only somebody with an e-mail address who is not disabled signs in with a password.")
    made = Invitation(
        id=invitations.make_id(),
        purpose=Purpose.PASSWORD,
        role=person.role,
        created_at=at,
        expires_at=at + DAY_MS,
        team_id=person.team_id,
        email=person.email,
        owner_id=actor.id if actor else None,
        user_id=user_id,
    )
    await invitations.withdraw_all(tx, Purpose.PASSWORD, user_id)
    token = await invitations.add(tx, made)
    await audit.put(tx, at=at, actor=actor, action="user.password_link", subject=f"user:{user_id}", address=address)
    return made, token


async def stop_talks(services: Services, user_id: str) -> None:
    """End the talks that somebody is in, on whichever node."""
    async with services.database.read() as tx:
        found = await personal.talks_of(tx, user_id, still_open=True)
    for session_id in found:
        await services.gateway.stop(LOCAL_ADMIN, session_id)


def body_of(person: Person, team: TeamName | None) -> UserBody:
    return UserBody(
        **{
            name: getattr(person, name)
            for name in ("id", "name", "email", "role", "team_id", "created_at", "last_seen_at", "disabled_at")
        },
        trainer_kind=shown_kind(person),
        team=team,
        disabled=person.disabled_at is not None,
        has_password=person.has_password,
    )


def _values(before: Person, wanted: UserChange) -> dict[str, Any]:
    """The columns that change."""
    values: dict[str, Any] = {}
    if wanted.name is not None:
        values["name"] = clean_name(wanted.name)
    if wanted.email is not None:
        values |= {"email": clean_email(wanted.email), "email_verified": True}
    role, kind = role_named(wanted.role) if wanted.role is not None else (before.role, before.trainer_kind)
    values["role"] = role
    values["trainer_kind"] = (wanted.trainer_kind or kind) if role is Role.TRAINER else None
    if "team_id" in wanted.model_fields_set:
        values["team_id"] = wanted.team_id
    if wanted.disabled is not None and wanted.disabled is not (before.disabled_at is not None):
        values["disabled_at"] = now_ms() if wanted.disabled else None
    return {name: value for name, value in values.items() if value != getattr(before, name)}


async def _note_change(
    tx: Any, principal: Principal, before: Person, values: dict[str, Any], address: str | None
) -> None:
    """A line for what changed; of names and addresses only that they did."""
    told = {name: value for name, value in values.items() if name not in ("name", "email", "email_verified")}
    detail = {"changed": sorted(values), "before": {name: getattr(before, name) for name in told}, "after": told}
    if values:
        subject = f"user:{before.id}"
        at = now_ms()
        await audit.put(
            tx, at=at, actor=principal, action="user.changed", subject=subject, detail=detail, address=address
        )
