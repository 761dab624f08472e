"""Who is who at an identity provider, and sign-ins there that are under way."""

from __future__ import annotations

from dataclasses import dataclass, fields

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from feedbackyes.domain.principal import Principal
from feedbackyes.storage import schema
from feedbackyes.storage.hashes import digest

_known, _requests = schema.identities, schema.oidc_requests
MOST_PENDING = 10_000


@dataclass(frozen=True, slots=True)
class Request:
    """A browser that was sent to the provider.

    Args:
        browser: hash of a cookie, so that nobody else's browser can end what this one began.
        target: path of the page to go on to.
        owner_id: who was signed in already, and links this identity to their account; None: nobody.
        invitation: hash of the token of an invitation that is accepted by signing in; None: there is none.
        expires_at: Unix milliseconds.
    """

    browser: str
    nonce: str
    verifier: str
    target: str
    invitation: str | None
    expires_at: int
    owner_id: str | None = None


_columns = [_requests.c[field.name] for field in fields(Request)]


async def owner(tx: AsyncSession, issuer: str, subject: str) -> str | None:
    """The id of the person behind a subject of an issuer."""
    wanted = (_known.c.issuer == issuer, _known.c.subject == subject)
    return (await tx.execute(select(_known.c.owner_id).where(*wanted))).scalar_one_or_none()


async def link(tx: AsyncSession, issuer: str, subject: str, user: Principal, *, at: int) -> None:
    """From now on this subject is that person."""
    values = {"owner_id": user.id, "team_id": user.team_id, "created_at": at, "last_used_at": at}
    await tx.execute(insert(_known).values(issuer=issuer, subject=subject, **values))


async def used(tx: AsyncSession, issuer: str, subject: str, *, at: int) -> None:
    wanted = (_known.c.issuer == issuer, _known.c.subject == subject)
    await tx.execute(update(_known).where(*wanted).values(last_used_at=at))


async def begin(tx: AsyncSession, state: str, request: Request, *, at: int) -> None:
    """Remember what was asked of the provider under `state`. What has expired is cleared away, and of very many the oldest:
    anybody may ask."""
    await tx.execute(delete(_requests).where(_requests.c.expires_at <= at))
    if (await tx.execute(select(func.count()).select_from(_requests))).scalar_one() >= MOST_PENDING:
        oldest = select(_requests.c.hash).order_by(_requests.c.expires_at).limit(MOST_PENDING // 10)
        await tx.execute(delete(_requests).where(_requests.c.hash.in_(oldest)))
    values = {field.name: getattr(request, field.name) for field in fields(Request)}
    await tx.execute(insert(_requests).values(hash=digest(state), **values))


async def take(tx: AsyncSession, state: str, *, at: int) -> Request | None:
    """What was asked under `state`, once; None when nothing was, it is too old, or was taken."""
    wanted = delete(_requests).where(_requests.c.hash == digest(state)).returning(*_columns)
    row = (await tx.execute(wanted)).one_or_none()
    found = None if row is None else Request(*row)
    return found if found is not None and found.expires_at > at else None
