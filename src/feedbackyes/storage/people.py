"""People with accounts."""

from __future__ import annotations

import secrets
from typing import Any, cast

from sqlalchemy import ColumnElement, Row, func, insert, or_, select, tuple_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from feedbackyes.domain.errors import NotFound
from feedbackyes.domain.page import Page
from feedbackyes.domain.people import EmailTaken, LastAdmin, Person
from feedbackyes.domain.principal import Role, TrainerKind
from feedbackyes.domain.sharing import GUEST
from feedbackyes.storage import cursors, schema

_table = schema.users
_PLAIN = (
    "id",
    "name",
    "role",
    "team_id",
    "created_at",
    "trainer_kind",
    "email",
    "email_verified",
    "disabled_at",
    "last_seen_at",
)
_columns = [*(_table.c[name] for name in _PLAIN), _table.c.password_hash.is_not(None).label("has_password")]


def make_id() -> str:
    return secrets.token_hex(16)


async def add(tx: AsyncSession, person: Person, *, password_hash: str | None = None) -> None:
    """Raises `EmailTaken`."""
    values = {name: getattr(person, name) for name in _PLAIN}
    try:
        async with tx.begin_nested():
            await tx.execute(insert(_table).values(**values, password_hash=password_hash))
    except IntegrityError as error:
        raise _taken(person.email) from error


async def find(tx: AsyncSession, user_id: str) -> Person | None:
    row = (await tx.execute(select(*_columns).where(_table.c.id == user_id))).one_or_none()
    return None if row is None else _person(row)


async def get(tx: AsyncSession, user_id: str) -> Person:
    """Raises `NotFound`."""
    found = await find(tx, user_id)
    if found is None:
        raise NotFound(f"There is nobody with the id {user_id!r}.", code="user_not_found")
    return found


async def by_email(tx: AsyncSession, email: str) -> tuple[Person, str | None] | None:
    """Whose address this is, with the hash of their password. `email` is in lower case."""
    query = select(*_columns, _table.c.password_hash).where(_table.c.email == email)
    row = cast("Row[Any] | None", (await tx.execute(query)).one_or_none())
    return None if row is None else (_person(row), row.password_hash)


async def password_hash(tx: AsyncSession, user_id: str) -> str | None:
    return (await tx.execute(select(_table.c.password_hash).where(_table.c.id == user_id))).scalar_one_or_none()


async def page(
    tx: AsyncSession,
    *,
    words: str = "",
    team_id: str | None = None,
    guests: bool = False,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Person]:
    """By name.

    Args:
        words: a part of the name or the address. team_id: only of this team; None: of all.
        guests: callers on the telephone who are nobody's users, too.

    Raises:
        InvalidInput: `cursor` is none that an earlier page gave.
    """
    wanted: list[ColumnElement[bool]] = [] if guests else [_table.c.id.not_like(f"{GUEST}%")]
    if words:
        low = words.strip().lower()
        names = (func.lower(_table.c.name), func.coalesce(_table.c.email, ""))
        wanted.append(or_(*(name.contains(low, autoescape=True) for name in names)))
    if team_id is not None:
        wanted.append(_table.c.team_id == team_id)
    if cursor:
        wanted.append(tuple_(_table.c.name, _table.c.id) > tuple_(*cursors.read(cursor)))
    query = select(*_columns).where(*wanted).order_by(_table.c.name, _table.c.id).limit(limit + 1)
    found = [_person(row) for row in await tx.execute(query)]
    more = len(found) > limit
    return Page(tuple(found[:limit]), cursors.write(found[limit - 1].name, found[limit - 1].id) if more else None)


async def of_team(tx: AsyncSession, team_id: str) -> list[str]:
    """The ids of who is in a team."""
    return list((await tx.execute(select(_table.c.id).where(_table.c.team_id == team_id))).scalars())


async def change(tx: AsyncSession, user_id: str, **values: Any) -> None:
    """Set columns. Raises `EmailTaken`."""
    try:
        async with tx.begin_nested():
            await tx.execute(update(_table).where(_table.c.id == user_id).values(**values))
    except IntegrityError as error:
        raise _taken(values.get("email")) from error


async def seen(tx: AsyncSession, user_id: str, *, at: int) -> None:
    await tx.execute(update(_table).where(_table.c.id == user_id).values(last_seen_at=at))


async def has_admin(tx: AsyncSession, *, beside: str | None = None, lock: bool = False) -> bool:
    """Whether somebody (else than `beside`) may manage this server and can sign in.

    Args:
        lock: in PostgreSQL, the rows of all admins until the transaction ends: of two who go at once, one is told.
    """
    may = _table.c.role == Role.ADMIN
    query = select(_table.c.id, _table.c.disabled_at).where(may).order_by(_table.c.id)
    query = query.with_for_update() if lock else query
    admins = [row.id for row in await tx.execute(query) if row.disabled_at is None and row.id != beside]
    if not admins:
        return False
    by_password = select(_table.c.id).where(_table.c.id.in_(admins), _table.c.password_hash.is_not(None))
    by_provider = select(schema.identities.c.owner_id).where(schema.identities.c.owner_id.in_(admins))
    return (await tx.execute(by_password.union(by_provider).limit(1))).first() is not None


async def check_not_last(tx: AsyncSession, person: Person) -> None:
    """Raise `LastAdmin` when nobody would be left who may manage this server without this person."""
    admin = person.role is Role.ADMIN and person.disabled_at is None
    if admin and not await has_admin(tx, beside=person.id, lock=True):
        raise LastAdmin(
            "This is the last admin who can sign in. Make somebody else an admin first, and let them sign in."
        )


def _person(row: Row[Any]) -> Person:
    values = {name: getattr(row, name) for name in (*_PLAIN, "has_password")}
    values["role"] = Role(row.role)
    values["trainer_kind"] = TrainerKind(row.trainer_kind) if row.trainer_kind else None
    return Person(**{**values, "has_password": bool(row.has_password)})


def _taken(email: str | None) -> EmailTaken:
    return EmailTaken(f"Somebody else has the address {email!r} here.", param="email")
