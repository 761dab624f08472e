"""Who is signed in where. The cookie has a random secret; only its SHA-256 is stored."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, fields

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from feedbackyes.domain.errors import NotFound
from feedbackyes.domain.principal import Principal, SignIn
from feedbackyes.storage import schema, users
from feedbackyes.storage.hashes import digest

PREFIX = "fyl_"
"""Not that of API tokens: a login is believed in its cookie only, a token never in one."""
_table = schema.logins
MOST_AGENT = 300


@dataclass(frozen=True, slots=True)
class Login:
    """One browser of somebody. Times are Unix milliseconds; `expires_at`: whatever happens, not longer than that."""

    id: str
    owner_id: str
    sign_in: SignIn
    created_at: int
    last_seen_at: int
    expires_at: int
    address: str | None = None
    agent: str | None = None


_columns = [_table.c[field.name] for field in fields(Login)]


async def begin(
    tx: AsyncSession,
    user: Principal,
    sign_in: SignIn,
    *,
    at: int,
    expires_at: int,
    address: str | None = None,
    agent: str | None = None,
) -> tuple[Login, str]:
    """Sign somebody in. The secret for the cookie is new every time. What has expired is cleared away."""
    await tx.execute(delete(_table).where(_table.c.expires_at <= at))
    secret = PREFIX + secrets.token_urlsafe(32)
    agent = agent[:MOST_AGENT] if agent else None
    made = Login(secrets.token_hex(8), user.id, sign_in, at, at, expires_at, address, agent)
    values = {field.name: getattr(made, field.name) for field in fields(Login)}
    await tx.execute(insert(_table).values(**values, hash=digest(secret), team_id=user.team_id))
    return made, secret


async def by_secret(tx: AsyncSession, secret: str, *, at: int, idle_ms: int) -> tuple[Login, Principal] | None:
    """Whose login this is; nobody's when it has expired, was not used for `idle_ms`, or its owner is disabled."""
    holds = (_table.c.hash == digest(secret), _table.c.expires_at > at, _table.c.last_seen_at > at - idle_ms)
    row = (await tx.execute(select(*_columns).where(*holds))).one_or_none()
    if row is None:
        return None
    owner = await users.active(tx, row.owner_id)
    return None if owner is None else (_login(row), owner)


async def seen(tx: AsyncSession, login: Login, *, at: int) -> None:
    await tx.execute(update(_table).where(_table.c.id == login.id).values(last_seen_at=at))


async def every(tx: AsyncSession, owner_id: str, *, at: int, idle_ms: int) -> list[Login]:
    """Where somebody is signed in, used last first."""
    mine = (_table.c.owner_id == owner_id, _table.c.expires_at > at, _table.c.last_seen_at > at - idle_ms)
    query = select(*_columns).where(*mine).order_by(_table.c.last_seen_at.desc(), _table.c.id)
    return [_login(row) for row in await tx.execute(query)]


async def end(tx: AsyncSession, owner_id: str, login_id: str) -> None:
    """Sign out in one place. Raises `NotFound`."""
    mine = (_table.c.owner_id == owner_id, _table.c.id == login_id)
    if (await tx.execute(select(_table.c.id).where(*mine))).one_or_none() is None:
        raise NotFound(f"You are not signed in as {login_id!r} anywhere.", code="login_not_found")
    await tx.execute(delete(_table).where(*mine))


async def end_by_secret(tx: AsyncSession, secret: str) -> None:
    """Sign out where this secret is kept, if anywhere."""
    await tx.execute(delete(_table).where(_table.c.hash == digest(secret)))


async def end_all(tx: AsyncSession, owner_id: str, *, but: str | None = None) -> None:
    """Sign somebody out everywhere, except in the login `but`."""
    mine = _table.c.owner_id == owner_id
    await tx.execute(delete(_table).where(mine if but is None else mine & (_table.c.id != but)))


def _login(row: object) -> Login:
    values = {field.name: getattr(row, field.name) for field in fields(Login)}
    return Login(**{**values, "sign_in": SignIn(values["sign_in"])})
