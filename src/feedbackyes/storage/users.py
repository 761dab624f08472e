"""People, their teams and their API tokens.

A token is shown once, when it is made. Only its SHA-256 is stored: tokens are random, so there is nothing to guess that
a slow hash would protect.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from typing import Any

from sqlalchemy import Row, and_, insert, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from feedbackyes.domain.errors import Conflict
from feedbackyes.domain.principal import Principal, Role, TrainerKind
from feedbackyes.domain.sharing import Sharing, is_guest
from feedbackyes.storage import api_tokens, schema
from feedbackyes.storage.hashes import digest

TOKEN_PREFIX = "fy_"  # noqa: S105 (no secret: what all of them begin with)
_users, _tokens = schema.users, schema.api_tokens
_columns = [_users.c.id, _users.c.role, _users.c.name, _users.c.team_id, _users.c.trainer_kind]
_active = _users.c.disabled_at.is_(None)


class UserExists(Conflict):
    """The id is taken, or the team is not there."""

    code = "user_exists"


def make_token() -> str:
    """A new secret of 256 bits, recognisable by its prefix."""
    return TOKEN_PREFIX + secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    return digest(token)


async def add_team(tx: AsyncSession, team_id: str, name: str, *, at: int, owner_id: str | None = None) -> None:
    await tx.execute(insert(schema.teams).values(id=team_id, name=name, owner_id=owner_id, created_at=at))


async def add(tx: AsyncSession, user: Principal, *, at: int, label: str = "first") -> str:
    """Store a person and return a token for them. Raises `UserExists`."""
    try:
        await tx.execute(insert(_users).values(**_values(user), created_at=at))
    except IntegrityError as error:
        raise UserExists(f"The user {user.id!r} cannot be added: the id is taken, or there is no such team.") from error
    return await add_token(tx, user, at=at, label=label)


async def add_token(tx: AsyncSession, user: Principal, *, at: int, label: str) -> str:
    """Make a further token for somebody who is stored."""
    token = make_token()
    await api_tokens.add(tx, user, token, at=at, label=label)
    return token


async def keep_guest(tx: AsyncSession, guest: Principal, *, at: int) -> None:
    """Store somebody who has no token, such as a caller on the telephone, unless they are there."""
    known = (await tx.execute(select(_users.c.id).where(_users.c.id == guest.id))).scalar_one_or_none()
    if known is None:
        await tx.execute(insert(_users).values(**_values(guest), created_at=at))


async def named(tx: AsyncSession, name: str) -> Principal | None:
    """Whose id or address this is, or else whose name, when there is but one of that name. Nobody who is disabled."""
    same = or_(_users.c.id == name, _users.c.name == name, _users.c.email == name.strip().casefold())
    rows: list[Row[Any]] = list(await tx.execute(select(*_columns, _users.c.email).where(same, _active)))
    found = [_principal(row) for row in rows]
    exact = [_principal(row) for row in rows if name == row.id or name.strip().casefold() == row.email]
    return exact[0] if exact else found[0] if len(found) == 1 else None


async def by_token(tx: AsyncSession, token: str, *, at: int = 0) -> Principal | None:
    """Whose token this is: nobody's when it has expired by `at` (Unix milliseconds), or its owner is disabled."""
    query = select(*_columns).join(_tokens, _tokens.c.owner_id == _users.c.id)
    holds = or_(_tokens.c.expires_at.is_(None), _tokens.c.expires_at > at)
    row = (await tx.execute(query.where(_tokens.c.hash == hash_token(token), holds, _active))).one_or_none()
    return None if row is None else _principal(row)


async def active(tx: AsyncSession, user_id: str) -> Principal | None:
    """Somebody as they are now; None when they are not stored, or disabled."""
    row = (await tx.execute(select(*_columns).where(_users.c.id == user_id, _active))).one_or_none()
    return None if row is None else _principal(row)


async def names(tx: AsyncSession, ids: Collection[str]) -> dict[str, str]:
    """The names of people by their ids; who is not stored is left out."""
    found = await tx.execute(select(_users.c.id, _users.c.name).where(_users.c.id.in_(sorted(set(ids)))))
    return {row.id: row.name for row in found}


async def team_names(tx: AsyncSession, ids: Collection[str]) -> dict[str, str]:
    """The names of teams by their ids; one that is gone is left out."""
    teams = schema.teams
    found = await tx.execute(select(teams.c.id, teams.c.name).where(teams.c.id.in_(sorted(set(ids)))))
    return {row.id: row.name for row in found}


async def addressed(tx: AsyncSession, wanted: Collection[str]) -> dict[str, Principal]:
    """Who can sign in and has one of these ids or e-mail addresses, by what was asked for."""
    asked = {one: one.strip().casefold() for one in wanted}
    same = or_(_users.c.id.in_(sorted(asked)), _users.c.email.in_(sorted(set(asked.values()))))
    rows: list[Row[Any]] = list(await tx.execute(select(*_columns, _users.c.email).where(same, _active)))
    by_id = {row.id: _principal(row) for row in rows if not is_guest(row.id)}
    by_email = {row.email: by_id[row.id] for row in rows if row.email and row.id in by_id}
    found = {one: by_id.get(one) or by_email.get(email) for one, email in asked.items()}
    return {one: person for one, person in found.items() if person is not None}


async def included(tx: AsyncSession, sharing: Sharing) -> list[Principal]:
    """Everybody with whom something is shared, by name; nobody who is disabled."""
    named = _users.c.id.in_(sharing.people)
    trains = and_(_users.c.role == Role.TRAINER, _users.c.team_id == sharing.trainers_of)
    wanted = named if sharing.trainers_of is None else or_(named, trains)
    rows = await tx.execute(select(*_columns).where(wanted, _active).order_by(_users.c.name, _users.c.id))
    return [_principal(row) for row in rows]


async def every(tx: AsyncSession) -> list[Principal]:
    """All people, by name."""
    return [_principal(row) for row in await tx.execute(select(*_columns).order_by(_users.c.name, _users.c.id))]


def _principal(row: Row[Any]) -> Principal:
    kind = TrainerKind(row.trainer_kind) if row.trainer_kind else None
    return Principal(id=row.id, role=Role(row.role), name=row.name, team_id=row.team_id, trainer_kind=kind)


def _values(user: Principal) -> dict[str, Any]:
    return {
        "id": user.id,
        "role": user.role,
        "name": user.name,
        "team_id": user.team_id,
        "trainer_kind": user.trainer_kind,
    }
