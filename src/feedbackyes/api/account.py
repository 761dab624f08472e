"""One's own account: who one is, password, tokens, logins, and tickets for WebSockets."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from feedbackyes.api.access import Admit
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.services import ServicesDep, now_ms
from feedbackyes.api.signing import DAY_MS, Me, address, me_of
from feedbackyes.domain.admission import Admission
from feedbackyes.domain.errors import Conflict, Forbidden
from feedbackyes.domain.people import MOST_PASSWORD, check_password, clean_name
from feedbackyes.domain.permissions import Action
from feedbackyes.domain.principal import SignIn
from feedbackyes.storage import api_tokens, audit, logins, people, users
from feedbackyes.storage.api_tokens import ApiToken

router = APIRouter(prefix="/api", tags=["me"])
Caller = Annotated[Admission, Admit(Action.USE)]
MOST_TOKENS = 50
_REFUSED: dict[int | str, dict[str, Any]] = {code: {"model": ErrorBody} for code in (400, 403, 404, 409)}
_THROTTLED: dict[int | str, dict[str, Any]] = {**_REFUSED, 429: {"model": ErrorBody}}


class MeChange(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(max_length=200)]


class PasswordChange(BaseModel):
    model_config = ConfigDict(extra="forbid")

    current: Annotated[str, Field(max_length=MOST_PASSWORD)]
    new: Annotated[str, Field(max_length=MOST_PASSWORD)]


class TokenWish(BaseModel):
    model_config = ConfigDict(extra="forbid")

    label: Annotated[str, Field(max_length=200, description="What it is for, in your own words.")]
    expires_in_days: Annotated[int | None, Field(ge=1, le=3650, description="null: until it is revoked.")] = None


class TokenBody(BaseModel):
    """Times are Unix milliseconds."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    label: str
    created_at: int
    last_used_at: Annotated[int | None, Field(description="To the minute.")]
    expires_at: int | None


class MadeToken(TokenBody):
    token: Annotated[str, Field(description="Sent as `Authorization: Bearer …`. It is shown this once.")]


class TokenList(BaseModel):
    items: list[TokenBody]


class LoginBody(BaseModel):
    """A browser that is signed in. Times are Unix milliseconds."""

    id: str
    sign_in: SignIn
    created_at: int
    last_seen_at: Annotated[int, Field(description="To the minute.")]
    expires_at: int
    address: str | None
    agent: Annotated[str | None, Field(description="What the browser calls itself.")]
    current: Annotated[bool, Field(description="This one.")]


class LoginList(BaseModel):
    items: list[LoginBody]


class Ticket(BaseModel):
    """`?ticket=` of any WebSocket of ours, once."""

    ticket: str
    expires_at: Annotated[int, Field(description="Unix seconds.")]


@router.get("/me")
async def me(services: ServicesDep, admission: Caller) -> Me:
    """Who the server takes the caller for."""
    return await me_of(services, admission)


@router.patch("/me", responses=_REFUSED)
async def change_me(wanted: MeChange, services: ServicesDep, admission: Caller) -> Me:
    """Another name. Address, role and team are an admin's to change."""
    services.accounts.check_on()
    async with services.database.begin() as tx:
        await people.get(tx, admission.principal.id)
        await people.change(tx, admission.principal.id, name=clean_name(wanted.name))
    services.door.forget(admission.principal.id)
    return await me_of(services, admission)


@router.post("/me/password", status_code=204, responses=_THROTTLED)
async def change_password(wanted: PasswordChange, request: Request, services: ServicesDep, admission: Caller) -> None:
    """Everywhere else one is signed out then. Tokens go on working."""
    services.accounts.check_on(password=True)
    who = admission.principal
    async with services.database.read() as tx:
        person = await people.get(tx, who.id)
    check_password(wanted.new, email=person.email, name=person.name)
    await services.accounts.prove(who.id, wanted.current, address(request))
    hashed = await services.accounts.passwords.hash(wanted.new)
    async with services.database.begin() as tx:
        await people.change(tx, who.id, password_hash=hashed)
        await logins.end_all(tx, who.id, but=admission.login_id)
        await audit.put(
            tx,
            at=now_ms(),
            actor=who,
            action="user.password_set",
            subject=f"user:{who.id}",
            detail={"by": "password"},
            address=address(request),
        )
    services.door.forget(who.id)


@router.get("/me/tokens")
async def list_tokens(services: ServicesDep, admission: Caller) -> TokenList:
    """The newest first."""
    async with services.database.read() as tx:
        found = await api_tokens.every(tx, admission.principal.id)
    return TokenList(items=[TokenBody.model_validate(one) for one in found])


@router.post("/me/tokens", status_code=201, responses=_REFUSED)
async def make_token(
    wanted: TokenWish, request: Request, response: Response, services: ServicesDep, admission: Caller
) -> MadeToken:
    """A token for a machine that acts as oneself. A token makes no other: what leaks must not grow."""
    services.accounts.check_on()
    _check_login(admission)
    response.headers["Cache-Control"] = "no-store"
    at, who = now_ms(), admission.principal
    until = at + wanted.expires_in_days * DAY_MS if wanted.expires_in_days else None
    token = users.make_token()
    async with services.database.begin() as tx:
        if len(await api_tokens.every(tx, who.id)) >= MOST_TOKENS:
            raise Conflict(f"You have {MOST_TOKENS} tokens, which is the most. Revoke one.", code="too_many_tokens")
        made = await api_tokens.add(tx, who, token, at=at, label=clean_name(wanted.label), expires_at=until)
        await _note_token(tx, admission, "token.made", made, request)
    return MadeToken(**TokenBody.model_validate(made).model_dump(), token=token)


@router.delete("/me/tokens/{token_id}", status_code=204, responses=_REFUSED)
async def revoke_token(
    token_id: Annotated[str, Path(max_length=128)], request: Request, services: ServicesDep, admission: Caller
) -> None:
    """It works no more."""
    async with services.database.begin() as tx:
        gone = await api_tokens.remove(tx, admission.principal.id, token_id)
        await _note_token(tx, admission, "token.revoked", gone, request)
    services.door.forget(admission.principal.id)


@router.get("/me/logins")
async def list_logins(services: ServicesDep, admission: Caller) -> LoginList:
    """Where one is signed in, used last first."""
    async with services.database.read() as tx:
        found = await logins.every(tx, admission.principal.id, at=now_ms(), idle_ms=services.door.idle_ms)
    fields = [name for name in LoginBody.model_fields if name != "current"]
    items = [
        LoginBody(**{name: getattr(one, name) for name in fields}, current=one.id == admission.login_id)
        for one in found
    ]
    return LoginList(items=items)


@router.delete("/me/logins/{login_id}", status_code=204, responses=_REFUSED)
async def end_login(login_id: Annotated[str, Path(max_length=128)], services: ServicesDep, admission: Caller) -> None:
    """Sign out there."""
    async with services.database.begin() as tx:
        await logins.end(tx, admission.principal.id, login_id)
    services.door.forget(admission.principal.id)


@router.post("/ws-ticket", responses={429: {"model": ErrorBody}})
async def make_ticket(response: Response, services: ServicesDep, admission: Caller) -> Ticket:
    """For a page that has a token and opens a WebSocket, to which a browser adds no headers."""
    response.headers["Cache-Control"] = "no-store"
    ticket, expires_at = services.door.tickets.issue(admission)
    if services.door.lent is not None:
        await services.door.lent.ticket(ticket, admission)
    return Ticket(ticket=ticket, expires_at=expires_at)


def _check_login(admission: Admission) -> None:
    if admission.login_id is None:
        raise Forbidden("Sign in to make a token: a token makes no other.", code="needs_login")


async def _note_token(tx: Any, admission: Admission, action: str, token: ApiToken, request: Request) -> None:
    await audit.put(
        tx,
        at=now_ms(),
        actor=admission.principal,
        action=action,
        subject=f"token:{token.id}",
        address=address(request),
    )
