"""Signing somebody in and out: the login, its cookie, and what they are told of themselves."""

from __future__ import annotations

from typing import Annotated

from fastapi import Response
from pydantic import BaseModel, Field
from starlette.requests import Request

from feedbackyes.api.credentials import login_cookie
from feedbackyes.api.services import Services, now_ms
from feedbackyes.domain.admission import Admission
from feedbackyes.domain.people import Person
from feedbackyes.domain.principal import Principal, Role, SignIn, TrainerKind
from feedbackyes.storage import audit, logins, people, teams
from feedbackyes.storage.teams import Team

DAY_MS = 86_400_000


class TeamName(BaseModel):
    id: str
    name: str

    @classmethod
    def of(cls, team: Team | None) -> TeamName | None:
        return None if team is None else cls(id=team.id, name=team.name)


class Me(BaseModel):
    id: str
    name: str
    email: str | None
    role: Role
    trainer_kind: Annotated[TrainerKind | None, Field(description="Of trainers.")]
    team: TeamName | None
    team_id: str | None
    single_user: Annotated[bool, Field(description="Nobody has to sign in here.")]
    sign_in: Annotated[SignIn, Field(description="By what the server knows the caller.")]


async def me_of(services: Services, admission: Admission) -> Me:
    """Who the server takes the caller for."""
    principal = admission.principal
    async with services.database.read() as tx:
        person = await people.find(tx, principal.id)
        team = await teams.find(tx, principal.team_id)
    return Me(
        id=principal.id,
        name=person.name if person else principal.name,
        email=person.email if person else None,
        role=principal.role,
        trainer_kind=shown_kind(principal),
        team=TeamName.of(team),
        team_id=principal.team_id,
        single_user=services.door.loopback and not services.door.accounts,
        sign_in=admission.sign_in,
    )


def shown_kind(who: Principal | Person) -> TrainerKind | None:
    """Which kind of trainer; one of whom nothing is said is from inside."""
    return (who.trainer_kind or TrainerKind.INTERNAL) if who.role is Role.TRAINER else None


def address(request: Request) -> str | None:
    """From where a request comes."""
    return request.client.host if request.client else None


async def sign_in(services: Services, request: Request, response: Response, person: Person, how: SignIn) -> Me:
    """Begin a login, new whatever the browser had, and give its cookie to `response`."""
    settings, at = services.settings, now_ms()
    secure = request.url.scheme == "https"
    old = request.cookies.get(login_cookie(secure=secure))
    async with services.database.begin() as tx:
        if old:
            await logins.end_by_secret(tx, old)
        login, secret = await logins.begin(
            tx,
            person.principal,
            how,
            at=at,
            expires_at=at + int(settings.login_days * DAY_MS),
            address=address(request),
            agent=request.headers.get("user-agent"),
        )
        await people.seen(tx, person.id, at=at)
        await audit.put(
            tx,
            at=at,
            actor=person.principal,
            action="user.signed_in",
            subject=f"user:{person.id}",
            detail={"by": how},
            address=address(request),
        )
    services.door.forget(person.id)
    response.set_cookie(
        login_cookie(secure=secure),
        secret,
        max_age=int(settings.login_days * DAY_MS / 1000),
        httponly=True,
        samesite="lax",
        secure=secure,
    )
    return await me_of(services, Admission(person.principal, sign_in=how, login_id=login.id))


def drop_cookie(request: Request, response: Response) -> None:
    """Have the browser forget its login."""
    secure = request.url.scheme == "https"
    response.delete_cookie(login_cookie(secure=secure), httponly=True, samesite="lax", secure=secure)


def page_url(services: Services, request: Request, path: str) -> str:
    """The address of one of our pages, to be sent to somebody."""
    base = services.settings.public_url.rstrip("/") or str(request.base_url).rstrip("/")
    return base + path
