"""Links that make somebody an account, and what is done with them."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from feedbackyes.api.access import Allow, Public
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.services import Services, ServicesDep, now_ms
from feedbackyes.api.signing import DAY_MS, Me, TeamName, address, page_url, shown_kind, sign_in
from feedbackyes.domain.errors import Conflict, Forbidden, InvalidInput
from feedbackyes.domain.people import (
    MOST_EMAIL,
    MOST_PASSWORD,
    Invitation,
    Person,
    Purpose,
    check_password,
    clean_email,
    clean_name,
)
from feedbackyes.domain.permissions import Action, Reach, reach
from feedbackyes.domain.principal import Principal, Role, SignIn, TrainerKind, role_named
from feedbackyes.storage import adoption, audit, invitations, logins, people, teams

router = APIRouter(
    prefix="/api/invitations",
    tags=["accounts"],
    responses={code: {"model": ErrorBody} for code in (403, 404, 409)},
)
Inviter = Annotated[Principal, Allow(Action.INVITE)]
Token = Annotated[str, Path(max_length=200, description="What the link ends with.")]
InvitationId = Annotated[str, Path(max_length=128)]
PAGE = "/invitation/"
_REFUSED: dict[int | str, dict[str, Any]] = {code: {"model": ErrorBody} for code in (400, 429)}


class NewInvitation(BaseModel):
    model_config = ConfigDict(extra="forbid")

    role: Annotated[
        str, Field(max_length=64, description="`admin`, `trainer`, `learner`; or SuperAdmin, Formateur-int, … Formé.")
    ] = Role.LEARNER.value
    trainer_kind: Annotated[TrainerKind | None, Field(description="Of a trainer; `internal` unless it is said.")] = None
    team_id: Annotated[str | None, Field(max_length=128)] = None
    email: Annotated[
        str | None, Field(max_length=MOST_EMAIL, description="Only whoever has this address can accept it.")
    ] = None


class InvitationBody(BaseModel):
    """Times are Unix milliseconds."""

    id: str
    role: Role
    trainer_kind: TrainerKind | None
    team: TeamName | None
    email: str | None
    created_at: int
    expires_at: int
    invited_by: Annotated[str | None, Field(description="Name of who invites; null: the server itself.")] = None


class MadeInvitation(InvitationBody):
    url: Annotated[str, Field(description="The link to send. It is shown this once, and can be used once.")]


class InvitationList(BaseModel):
    items: list[InvitationBody]


class Invited(BaseModel):
    """What a link is for."""

    purpose: Purpose
    role: Role
    trainer_kind: TrainerKind | None
    team: TeamName | None
    email: str | None
    expires_at: int
    local_talks: Annotated[
        int,
        Field(description="Of `setup`: talks that were held here before there were accounts, and can be taken over."),
    ]


class Acceptance(BaseModel):
    """To choose a new password, `password` alone."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str | None, Field(max_length=200)] = None
    email: Annotated[str | None, Field(max_length=MOST_EMAIL)] = None
    password: Annotated[str, Field(max_length=MOST_PASSWORD)]
    take_over: Annotated[
        bool, Field(description="With `setup`: what was made here before there were accounts becomes this person's.")
    ] = False


@router.post("", status_code=201, responses=_REFUSED)
async def create_invitation(
    wanted: NewInvitation, request: Request, response: Response, services: ServicesDep, principal: Inviter
) -> MadeInvitation:
    """Invite somebody. Admins invite anybody, trainers learners into their own team."""
    services.accounts.check_on()
    response.headers["Cache-Control"] = "no-store"
    at = now_ms()
    made = _invitation(services, principal, wanted, at)
    async with services.database.begin() as tx:
        team = await teams.get(tx, made.team_id) if made.team_id else None
        await invitations.clear(tx, at=at)
        token = await invitations.add(tx, made)
        await audit.put(
            tx,
            at=at,
            actor=principal,
            action="user.invited",
            subject=f"invitation:{made.id}",
            detail={"role": made.role, "trainer_kind": made.trainer_kind, "team_id": made.team_id},
            address=address(request),
        )
    body = _body(made, TeamName.of(team), principal.name)
    return MadeInvitation(**body.model_dump(), url=page_url(services, request, PAGE + token))


@router.get("")
async def list_invitations(services: ServicesDep, principal: Inviter) -> InvitationList:
    """Those that nobody has accepted yet; trainers see those into their own team."""
    at = now_ms()
    everywhere = reach(principal, Action.INVITE) is Reach.ALL
    async with services.database.read() as tx:
        found = await invitations.every(tx, at=at, team_id=None if everywhere else principal.team_id or "")
        named = {team.id: TeamName.of(team) for team in await teams.every(tx)}
        senders = {one.owner_id: await people.find(tx, one.owner_id) for one in found if one.owner_id}
    items = []
    for one in found:
        sender = senders.get(one.owner_id or "")
        items.append(_body(one, named.get(one.team_id or ""), sender.name if sender else None))
    return InvitationList(items=items)


# One address has one name for what varies in it, though here it is an id and there a token: as two addresses it would be
# described as if neither took the other's method.
@router.delete("/{invitation}", status_code=204)
async def withdraw_invitation(
    invitation: InvitationId, request: Request, services: ServicesDep, principal: Inviter
) -> None:
    """The link works no more."""
    async with services.database.begin() as tx:
        found = await invitations.get(tx, invitation)
        if reach(principal, Action.INVITE) is not Reach.ALL and (
            found.team_id is None or found.team_id != principal.team_id
        ):
            raise Forbidden("You may not withdraw this invitation: it is not into your team.")
        await invitations.withdraw(tx, found.id)
        await audit.put(
            tx,
            at=now_ms(),
            actor=principal,
            action="user.invitation_withdrawn",
            subject=f"invitation:{found.id}",
            address=address(request),
        )


@router.get("/{invitation}", dependencies=[Public])
async def get_invitation(invitation: Token, services: ServicesDep, response: Response) -> Invited:
    """For whoever has the link."""
    services.accounts.check_on()
    response.headers["Cache-Control"] = "no-store"
    async with services.database.read() as tx:
        found = await invitations.peek(tx, invitation, at=now_ms())
        team = await teams.find(tx, found.team_id)
        local = await adoption.talks(tx) if found.purpose is Purpose.SETUP else 0
    body = _body(found, TeamName.of(team), None)
    return Invited(
        **body.model_dump(include=Invited.model_fields.keys() & InvitationBody.model_fields.keys()),
        purpose=found.purpose,
        local_talks=local,
    )


@router.post("/{token}/accept", dependencies=[Public], responses=_REFUSED)
async def accept_invitation(
    token: Token, wanted: Acceptance, request: Request, response: Response, services: ServicesDep
) -> Me:
    """Make the account, or set the new password; one is signed in then."""
    services.accounts.check_on(password=True)
    async with services.database.read() as tx:
        invitation = await invitations.peek(tx, token, at=now_ms())
    if invitation.purpose is Purpose.PASSWORD:
        person = await _new_password(services, request, token, wanted)
    else:
        person = await _join(services, request, token, invitation, wanted)
    return await sign_in(services, request, response, person, SignIn.PASSWORD)


async def _join(services: Services, request: Request, token: str, invitation: Invitation, wanted: Acceptance) -> Person:
    name = clean_name(wanted.name or "")
    email = clean_email(wanted.email or invitation.email or "")
    if invitation.email not in (None, email):
        raise InvalidInput(f"This invitation is for {invitation.email}.", param="email")
    check_password(wanted.password, email=email, name=name)
    hashed = await services.accounts.passwords.hash(wanted.password)
    at = now_ms()
    async with services.database.begin() as tx:
        invitation = await invitations.waiting(tx, token, at=at)
        made = joining(invitation, people.make_id(), name, email, at=at)
        if invitation.purpose is Purpose.SETUP:
            if await people.has_admin(tx, lock=True):
                raise Conflict("This server has an admin already. Sign in, or ask them for an invitation.")
            made = replace(made, email_verified=True)
            await invitations.withdraw_all(tx, Purpose.SETUP)
        await people.add(tx, made, password_hash=hashed)
        if invitation.purpose is Purpose.SETUP and wanted.take_over:
            await adoption.adopt(tx, made.principal)
        await joined(tx, invitation, made, at=at, address=address(request))
    return made


def joining(invitation: Invitation, id_: str, name: str, email: str | None, *, at: int) -> Person:
    """Who accepts an invitation. An address that only they themselves have said is not verified."""
    return Person(
        id=id_,
        name=name,
        role=invitation.role,
        team_id=invitation.team_id,
        created_at=at,
        trainer_kind=invitation.trainer_kind,
        email=email,
        email_verified=email is not None and invitation.email == email,
    )


async def joined(tx: Any, invitation: Invitation, made: Person, *, at: int, address: str | None) -> None:
    """Somebody has accepted an invitation."""
    await invitations.accepted(tx, invitation, made.id, at=at)
    await audit.put(
        tx,
        at=at,
        actor=made.principal,
        action="user.joined",
        subject=f"user:{made.id}",
        detail={"invitation": invitation.id, "role": made.role, "team_id": made.team_id},
        address=address,
    )


async def _new_password(services: Services, request: Request, token: str, wanted: Acceptance) -> Person:
    """Everywhere else one is signed out then."""
    at = now_ms()
    async with services.database.read() as tx:
        invitation = await invitations.peek(tx, token, at=at)
        person = await people.get(tx, invitation.user_id or "")
    check_password(wanted.password, email=person.email, name=person.name)
    hashed = await services.accounts.passwords.hash(wanted.password)
    async with services.database.begin() as tx:
        invitation = await invitations.waiting(tx, token, at=at)
        person = await people.get(tx, invitation.user_id or "")
        if person.disabled_at is not None:
            raise Forbidden("This account is disabled. Ask an admin.", code="account_disabled")
        await people.change(tx, person.id, password_hash=hashed)
        await logins.end_all(tx, person.id)
        await invitations.accepted(tx, invitation, person.id, at=at)
        await audit.put(
            tx,
            at=at,
            actor=person.principal,
            action="user.password_set",
            subject=f"user:{person.id}",
            detail={"by": "link"},
            address=address(request),
        )
    services.door.forget(person.id)
    await services.accounts.attempts.forgive(person.email or person.id)
    return person


def _invitation(services: Services, principal: Principal, wanted: NewInvitation, at: int) -> Invitation:
    role, kind = role_named(wanted.role)
    team_id = wanted.team_id
    if reach(principal, Action.INVITE) is not Reach.ALL:
        if principal.team_id is None:
            raise Forbidden("You are in no team that you could invite somebody into. Ask an admin for one.")
        if role is not Role.LEARNER or team_id not in (None, principal.team_id):
            raise Forbidden("Trainers invite learners into their own team. Ask an admin for anything else.")
        team_id = principal.team_id
    return Invitation(
        id=invitations.make_id(),
        purpose=Purpose.JOIN,
        role=role,
        created_at=at,
        expires_at=at + int(services.settings.invitation_days * DAY_MS),
        trainer_kind=(wanted.trainer_kind or kind) if role is Role.TRAINER else None,
        team_id=team_id,
        email=clean_email(wanted.email) if wanted.email else None,
        owner_id=principal.id,
    )


def _body(one: Invitation, team: TeamName | None, invited_by: str | None) -> InvitationBody:
    return InvitationBody(
        id=one.id,
        role=one.role,
        trainer_kind=shown_kind(Principal("", one.role, trainer_kind=one.trainer_kind)),
        team=team,
        email=one.email,
        created_at=one.created_at,
        expires_at=one.expires_at,
        invited_by=invited_by,
    )
