"""Tokens of people and machines. A token is shown once, when it is made; only its SHA-256 is stored."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, fields

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from feedbackyes.domain.errors import NotFound
from feedbackyes.domain.principal import Principal
from feedbackyes.storage import schema
from feedbackyes.storage.hashes import digest

_table = schema.api_tokens


@dataclass(frozen=True, slots=True)
class ApiToken:
    """What is known of a token. Times are Unix milliseconds; `expires_at` None: it holds until it is revoked."""

    id: str
    owner_id: str
    label: str
    created_at: int
    last_used_at: int | None = None
    expires_at: int | None = None


_columns = [_table.c[field.name] for field in fields(ApiToken)]


async def add(
    tx: AsyncSession, user: Principal, token: str, *, at: int, label: str, expires_at: int | None = None
) -> ApiToken:
    """Store a token of somebody who is stored."""
    made = ApiToken(secrets.token_hex(8), user.id, label, at, expires_at=expires_at)
    values = {field.name: getattr(made, field.name) for field in fields(ApiToken)}
    await tx.execute(insert(_table).values(**values, hash=digest(token), team_id=user.team_id))
    return made


async def every(tx: AsyncSession, owner_id: str) -> list[ApiToken]:
    """Somebody's tokens, the newest first."""
    query = select(*_columns).where(_table.c.owner_id == owner_id).order_by(_table.c.created_at.desc(), _table.c.id)
    return [ApiToken(*row) for row in await tx.execute(query)]


async def remove(tx: AsyncSession, owner_id: str, token_id: str) -> ApiToken:
    """Revoke one of somebody's tokens. Raises `NotFound`."""
    mine = (_table.c.id == token_id, _table.c.owner_id == owner_id)
    row = (await tx.execute(select(*_columns).where(*mine))).one_or_none()
    if row is None:
        raise NotFound(f"You have no token {token_id!r}.", code="token_not_found")
    await tx.execute(delete(_table).where(*mine))
    return ApiToken(*row)


async def used(tx: AsyncSession, token: str, *, at: int) -> None:
    """Note that a token was shown."""
    await tx.execute(update(_table).where(_table.c.hash == digest(token)).values(last_used_at=at))
