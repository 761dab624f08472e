"""Signing in at the identity provider: two redirects, and who somebody is here after them."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import urlencode

import structlog
from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from feedbackyes.api.access import Public
from feedbackyes.api.credentials import HOST_PREFIX
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.identity_provider import IdentityProvider, ProviderUnreachable, Untrusted
from feedbackyes.api.invitations import joined, joining
from feedbackyes.api.services import Services, ServicesDep, now_ms
from feedbackyes.api.signing import address, page_url, sign_in
from feedbackyes.domain import claims as said
from feedbackyes.domain.errors import Unauthorised
from feedbackyes.domain.people import LastAdmin, Person, Purpose
from feedbackyes.domain.principal import Role, SignIn
from feedbackyes.settings import Settings
from feedbackyes.storage import audit, identities, invitations, logins, people, teams
from feedbackyes.storage.hashes import digest

router = APIRouter(prefix="/api/auth/oidc", tags=["accounts"], dependencies=[Public])
BROWSER_COOKIE = "feedbackyes_oidc"
PENDING_SECONDS = 600
CALLBACK = "/api/auth/oidc/callback"
SIGN_IN_PAGE = "/sign-in"
log = structlog.get_logger("feedbackyes.api")
_ANSWERS: dict[int | str, dict[str, Any]] = {
    303: {"description": "To the identity provider, to a page of ours, or to /sign-in?error=…"},
    409: {"model": ErrorBody},
}


class NotHere(Unauthorised):
    """Somebody is known to the provider, but has no account here. `code` is for the sign-in page."""


@router.get("/login", status_code=303, response_class=RedirectResponse, responses=_ANSWERS)
async def oidc_login(
    services: ServicesDep,
    request: Request,
    next: Annotated[str, Query(max_length=2000, description="Path of the page to go on to.")] = "/",  # noqa: A002
    invitation: Annotated[str, Query(max_length=200, description="Token of an invitation that is accepted so.")] = "",
) -> Response:
    """Go to the identity provider."""
    provider = _provider(services)
    secure = request.url.scheme == "https"
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    browser = request.cookies.get(_cookie(secure=secure)) or secrets.token_urlsafe(32)
    pending = identities.Request(
        browser=digest(browser),
        nonce=nonce,
        verifier=verifier,
        target=said.local_target(next),
        invitation=digest(invitation) if invitation else None,
        expires_at=now_ms() + PENDING_SECONDS * 1000,
    )
    redirect_uri = page_url(services, request, CALLBACK)
    try:
        url = await provider.authorization_url(redirect_uri, state=state, nonce=nonce, verifier=verifier)
    except ProviderUnreachable as error:
        return _refused(error.message, "unreachable", next)
    async with services.database.begin() as tx:
        await identities.begin(tx, state, pending, at=now_ms())
    answer = RedirectResponse(url, 303, {"Cache-Control": "no-store"})
    answer.set_cookie(
        _cookie(secure=secure), browser, max_age=PENDING_SECONDS, httponly=True, samesite="lax", secure=secure
    )
    return answer


@router.get("/callback", status_code=303, response_class=RedirectResponse, responses=_ANSWERS)
async def oidc_callback(
    services: ServicesDep,
    request: Request,
    state: Annotated[str, Query(max_length=500)] = "",
    code: Annotated[str, Query(max_length=4000)] = "",
    iss: Annotated[str | None, Query(max_length=1000)] = None,
    error: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """Come back from the identity provider."""
    provider = _provider(services)
    browser = request.cookies.get(_cookie(secure=request.url.scheme == "https"), "")
    async with services.database.begin() as tx:
        pending = await identities.take(tx, state, at=now_ms())
    if pending is None or not hmac.compare_digest(digest(browser), pending.browser):
        return _refused("an answer that was not asked for, or long ago", "expired", "/")
    try:
        await provider.check_issuer(iss)
        if error or not code:
            return _refused(f"the provider says {error!r}", "denied", pending.target)
        redirect_uri = page_url(services, request, CALLBACK)
        found = await provider.identify(code, redirect_uri, nonce=pending.nonce, verifier=pending.verifier)
        person = await _person(services, request, found, pending)
    except ProviderUnreachable as unreachable:
        return _refused(unreachable.message, "unreachable", pending.target)
    except Untrusted as untrusted:
        return _refused(untrusted.message, "untrusted", pending.target)
    except NotHere as stranger:
        return _refused(stranger.message, stranger.code, pending.target)
    answer = RedirectResponse(pending.target, 303, {"Cache-Control": "no-store"})
    await sign_in(services, request, answer, person, SignIn.OIDC)
    return answer


async def _person(
    services: Services, request: Request, claims: Mapping[str, Any], pending: identities.Request
) -> Person:
    """Who this is here: known, known by their address, invited, or of a domain that may join. Raises `NotHere`."""
    settings, at = services.settings, now_ms()
    issuer, subject = settings.oidc_issuer, str(claims["sub"])
    email = said.verified_email(claims)
    async with services.database.begin() as tx:
        known = await identities.owner(tx, issuer, subject)
        if known is not None:
            person = await people.get(tx, known)
            await identities.used(tx, issuer, subject, at=at)
        else:
            person = await _by_address(tx, email) or await _new(tx, settings, request, claims, email, pending, at)
            await identities.link(tx, issuer, subject, person.principal, at=at)
            await audit.put(
                tx,
                at=at,
                actor=person.principal,
                action="user.identity_linked",
                subject=f"user:{person.id}",
                detail={"issuer": issuer},
                address=address(request),
            )
        if person.disabled_at is not None:
            raise NotHere("The account is disabled.", code="disabled")
        person = await _follow(tx, settings, person, claims, at)
    services.door.forget(person.id)
    return person


async def _by_address(tx: Any, email: str | None) -> Person | None:
    """Whose verified address it is. One that somebody has only claimed here links nobody: it may have been claimed in
    order to have the true owner sign in to an account of somebody else's making."""
    found = await people.by_email(tx, email) if email else None
    if found is None:
        return None
    if not found[0].email_verified:
        raise NotHere("The address is another account's, where it is not verified.", code="address_taken")
    return found[0]


async def _new(
    tx: Any,
    settings: Settings,
    request: Request,
    claims: Mapping[str, Any],
    email: str | None,
    pending: identities.Request,
    at: int,
) -> Person:
    id_, name = people.make_id(), said.name_of(claims)
    if pending.invitation is not None:
        return await _invited(tx, pending.invitation, id_, name, email, at=at, address=address(request))
    if email is None or email.rpartition("@")[2] not in {one.lower() for one in settings.oidc_domains}:
        raise NotHere("Nobody of this name has an account here.", code="invitation_needed")
    made = Person(id=id_, name=name, role=Role.LEARNER, team_id=None, created_at=at, email=email, email_verified=True)
    await people.add(tx, made)
    detail = {"domain": email.rpartition("@")[2]}
    await audit.put(tx, at=at, actor=made.principal, action="user.joined", subject=f"user:{id_}", detail=detail)
    return made


async def _invited(
    tx: Any, hash_: str, id_: str, name: str, email: str | None, *, at: int, address: str | None
) -> Person:
    try:
        invitation = await invitations.by_hash(tx, hash_, at=at)
    except invitations.InvitationGone as gone:
        raise NotHere(gone.message, code="invitation_gone") from gone
    wrong = invitation.email is not None and invitation.email != email
    if wrong or invitation.purpose is Purpose.PASSWORD:
        raise NotHere("The invitation is for another address.", code="invitation_for_other")
    if invitation.purpose is Purpose.SETUP:
        if await people.has_admin(tx, lock=True):
            raise NotHere("This server has an admin already.", code="invitation_gone")
        await invitations.withdraw_all(tx, Purpose.SETUP)
    made = replace(joining(invitation, id_, name, email, at=at), email_verified=email is not None)
    await people.add(tx, made)
    await joined(tx, invitation, made, at=at, address=address)
    return made


async def _follow(tx: Any, settings: Settings, person: Person, claims: Mapping[str, Any], at: int) -> Person:
    """Give the person the role and the team that the provider says, when it says any."""
    values: dict[str, Any] = {}
    role = said.role_of(said.values_of(claims, settings.oidc_role_claim), settings.oidc_roles)
    if role is not None and role != (person.role, person.trainer_kind):
        values |= {"role": role[0], "trainer_kind": role[1]}
    for value in said.values_of(claims, settings.oidc_team_claim):
        team = await teams.named(tx, settings.oidc_teams.get(value, value))
        if team is not None:
            values |= {"team_id": team.id} if team.id != person.team_id else {}
            break
    if values.get("role", Role.ADMIN) is not Role.ADMIN:
        try:
            await people.check_not_last(tx, person)
        except LastAdmin:
            log.warning("the identity provider says that the last admin is none; not followed", user=person.id)
            values = {name: value for name, value in values.items() if name == "team_id"}
    if not values:
        return person
    await people.change(tx, person.id, **values)
    if "role" in values:
        await logins.end_all(tx, person.id)
        await invitations.withdraw_of(tx, person.id)
    await audit.put(
        tx, at=at, actor=None, action="user.changed", subject=f"user:{person.id}", detail={"by": "oidc", **values}
    )
    return await people.get(tx, person.id)


def _provider(services: Services) -> IdentityProvider:
    services.accounts.check_on()
    return services.accounts.provider()


def _cookie(*, secure: bool) -> str:
    return HOST_PREFIX + BROWSER_COOKIE if secure else BROWSER_COOKIE


def _refused(why: str, code: str, target: str) -> Response:
    """Back to the sign-in page, which says why; the log has more."""
    log.warning("sign-in at the identity provider failed", code=code, reason=why)
    query = urlencode({"error": code, "next": said.local_target(target)})
    return RedirectResponse(f"{SIGN_IN_PAGE}?{query}", 303, {"Cache-Control": "no-store"})
