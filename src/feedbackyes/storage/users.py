"""People, their teams and their API tokens.

A token is shown once, when it is made. Only its SHA-256 is stored: tokens are random, so there is nothing to guess that
a slow hash would protect.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from typing import Any

from sqlalchemy import Row, insert, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from feedbackyes.domain.errors import Conflict
from feedbackyes.domain.principal import Principal, Role
from feedbackyes.storage import schema

TOKEN_PREFIX = "fy_"  # noqa: S105 (no secret: what all of them begin with)
_users, _tokens = schema.users, schema.api_tokens
_columns = [_users.c.id, _users.c.role, _users.c.name, _users.c.team_id]


class UserExists(Conflict):
    """The id is taken, or the team is not there."""

    code = "user_exists"


def make_token() -> str:
    """A new secret of 256 bits, recognisable by its prefix."""
    return TOKEN_PREFIX + secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


async def add_team(tx: AsyncSession, team_id: str, name: str, *, at: int, owner_id: str | None = None) -> None:
    await tx.execute(insert(schema.teams).values(id=team_id, name=name, owner_id=owner_id, created_at=at))


async def add(tx: AsyncSession, user: Principal, *, at: int, label: str = "first") -> str:
    """Store a person and return a token for them. Raises `UserExists`."""
    values = {"id": user.id, "role": user.role, "name": user.name, "team_id": user.team_id, "created_at": at}
    try:
        await tx.execute(insert(_users).values(**values))
    except IntegrityError as error:
        raise UserExists(f"The user {user.id!r} cannot be added: the id is taken, or there is no such team.") from error
    return await add_token(tx, user, at=at, label=label)


async def has_any(tx: AsyncSession, role: Role) -> bool:
    """Whether somebody of this role is stored."""
    return (await tx.execute(select(_users.c.id).where(_users.c.role == role).limit(1))).first() is not None


async def add_token(tx: AsyncSession, user: Principal, *, at: int, label: str) -> str:
    """Make a further token for somebody who is stored."""
    token = make_token()
    values = {"hash": hash_token(token), "owner_id": user.id, "team_id": user.team_id, "label": label, "created_at": at}
    await tx.execute(insert(_tokens).values(**values))
    return token


async def keep_guest(tx: AsyncSession, guest: Principal, *, at: int) -> None:
    """Store somebody who has no token, such as a caller on the telephone, unless they are there."""
    known = (await tx.execute(select(_users.c.id).where(_users.c.id == guest.id))).scalar_one_or_none()
    if known is None:
        values = {"id": guest.id, "role": guest.role, "name": guest.name, "team_id": guest.team_id, "created_at": at}
        await tx.execute(insert(_users).values(**values))


async def named(tx: AsyncSession, name: str) -> Principal | None:
    """Whose id this is, or else whose name, when there is but one of that name."""
    same = or_(_users.c.id == name, _users.c.name == name)
    found = [_principal(row) for row in await tx.execute(select(*_columns).where(same))]
    exact = [user for user in found if user.id == name]
    return exact[0] if exact else found[0] if len(found) == 1 else None


async def by_token(tx: AsyncSession, token: str) -> Principal | None:
    query = select(*_columns).join(_tokens, _tokens.c.owner_id == _users.c.id)
    row = (await tx.execute(query.where(_tokens.c.hash == hash_token(token)))).one_or_none()
    return None if row is None else _principal(row)


async def names(tx: AsyncSession, ids: Collection[str]) -> dict[str, str]:
    """The names of people by their ids; who is not stored is left out."""
    found = await tx.execute(select(_users.c.id, _users.c.name).where(_users.c.id.in_(sorted(set(ids)))))
    return {row.id: row.name for row in found}


async def every(tx: AsyncSession) -> list[Principal]:
    """All people, by name."""
    return [_principal(row) for row in await tx.execute(select(*_columns).order_by(_users.c.name, _users.c.id))]


def _principal(row: Row[Any]) -> Principal:
    return Principal(id=row.id, role=Role(row.role), name=row.name, team_id=row.team_id)
