"""How one signs in here, signing in with a password, and signing out."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from feedbackyes.api.access import Public, knock
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.services import Services, ServicesDep, now_ms
from feedbackyes.api.signing import Me, address, drop_cookie, sign_in
from feedbackyes.domain.errors import Forbidden, InvalidInput, NotFound, Unauthorised
from feedbackyes.domain.people import MOST_EMAIL, MOST_PASSWORD, Person
from feedbackyes.domain.principal import SignIn
from feedbackyes.storage import audit, logins, people

router = APIRouter(prefix="/api/auth", tags=["accounts"], dependencies=[Public])
_REFUSED: dict[int | str, dict[str, Any]] = {code: {"model": ErrorBody} for code in (401, 403, 409, 429)}


class WrongCredentials(Unauthorised):
    """Address and password do not belong together, or to nobody; which of it is not told."""

    code = "wrong_credentials"


class OidcName(BaseModel):
    name: str


class Auth(BaseModel):
    """How one signs in here. `single`: nobody has to. `link`: who has the link that the server printed is in."""

    mode: Literal["single", "link", "accounts"]
    password: bool
    oidc: OidcName | None
    needs_setup: Annotated[bool, Field(description="Nobody is admin yet. The server has printed a link for it.")]
    signed_in: bool


class Credentials(BaseModel):
    model_config = ConfigDict(extra="forbid")

    email: Annotated[str, Field(max_length=MOST_EMAIL)]
    password: Annotated[str, Field(max_length=MOST_PASSWORD)]


@router.get("")
async def get_auth(services: ServicesDep, request: Request) -> Auth:
    """For a page that does not know yet who is there."""
    settings = services.settings
    on = settings.with_accounts
    async with services.database.read() as tx:
        needs_setup = on and not await people.has_admin(tx)
    return Auth(
        mode="accounts" if on else "single" if services.door.loopback else "link",
        password=on and settings.password_login,
        oidc=OidcName(name=settings.oidc_name) if on and settings.oidc_issuer else None,
        needs_setup=needs_setup,
        signed_in=await _is_in(services, request),
    )


@router.post("/login", responses=_REFUSED)
async def login(wanted: Credentials, request: Request, response: Response, services: ServicesDep) -> Me:
    """Sign in with a password. The answer has a cookie that keeps one signed in."""
    accounts, email = services.accounts, wanted.email.strip().casefold()
    accounts.check_on(password=True)
    await accounts.attempts.begin(email, address(request))
    async with services.database.read() as tx:
        found = await people.by_email(tx, email)
    person, hashed = found or (None, None)
    fits = await accounts.passwords.verify(hashed, wanted.password)
    if person is None or hashed is None or not fits or person.disabled_at is not None:
        await _note_failure(services, request, person)
        raise WrongCredentials("The address and the password do not belong together.")
    await accounts.attempts.succeeded(email, address(request))
    if accounts.passwords.stale(hashed):
        again = await accounts.passwords.hash(wanted.password)
        async with services.database.begin() as tx:
            await people.change(tx, person.id, password_hash=again)
    return await sign_in(services, request, response, person, SignIn.PASSWORD)


@router.post("/logout", status_code=204, responses=_REFUSED)
async def logout(request: Request, services: ServicesDep) -> Response:
    """Sign out here. Without a login nothing happens."""
    response = Response(status_code=204)
    try:
        admission = await services.door.admit(knock(request))
    except (Unauthorised, Forbidden):
        admission = None
    if admission is not None and admission.login_id is not None:
        async with services.database.begin() as tx:
            with suppress(NotFound):
                await logins.end(tx, admission.principal.id, admission.login_id)
            who = admission.principal
            await audit.put(tx, at=now_ms(), actor=who, action="user.signed_out", subject=f"user:{who.id}")
        services.door.forget(admission.principal.id)
    drop_cookie(request, response)
    return response


async def _note_failure(services: Services, request: Request, person: Person | None) -> None:
    """The same work whether there is such a person or not; what was typed may be a password, and is not kept."""
    subject = f"user:{person.id}" if person else "user:"
    async with services.database.begin() as tx:
        await audit.put(
            tx, at=now_ms(), actor=None, action="user.sign_in_failed", subject=subject, address=address(request)
        )


async def _is_in(services: Services, request: Request) -> bool:
    try:
        await services.door.admit(knock(request))
    except (Unauthorised, Forbidden, InvalidInput):
        return False
    return True
