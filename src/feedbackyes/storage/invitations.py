"""Links that make an account, or let somebody choose a new password. Only a hash of what the link says is stored."""

from __future__ import annotations

import secrets
from dataclasses import fields
from typing import Any

from sqlalchemy import Row, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from feedbackyes.domain.errors import NotFound
from feedbackyes.domain.people import Invitation, Purpose
from feedbackyes.domain.principal import Role, TrainerKind
from feedbackyes.storage import schema
from feedbackyes.storage.hashes import digest

PREFIX = "fyi_"
_table = schema.invitations
_columns = [_table.c[field.name] for field in fields(Invitation)]


class InvitationGone(NotFound):
    """Nobody was given this link, or it was used, withdrawn, or too old."""

    code = "invitation_gone"


def make_id() -> str:
    return secrets.token_hex(8)


async def add(tx: AsyncSession, invitation: Invitation) -> str:
    """Store an invitation and return the token for its link."""
    token = PREFIX + secrets.token_urlsafe(32)
    values = {field.name: getattr(invitation, field.name) for field in fields(Invitation)}
    await tx.execute(insert(_table).values(**values, hash=digest(token)))
    return token


async def waiting(tx: AsyncSession, token: str, *, at: int) -> Invitation:
    """What a link stands for that can still be used; nobody else can use it before the transaction ends.

    Raises:
        InvitationGone: it cannot be used.
    """
    return await by_hash(tx, digest(token), at=at)


async def by_hash(tx: AsyncSession, hash_: str, *, at: int) -> Invitation:
    """The same, found by the hash of its token. Raises `InvitationGone`."""
    holds = (_table.c.hash == hash_, _table.c.accepted_at.is_(None), _table.c.expires_at > at)
    row = (await tx.execute(select(*_columns).where(*holds).with_for_update())).one_or_none()
    if row is None:
        raise InvitationGone("This link was used, withdrawn, or is too old. Ask whoever sent it for a new one.")
    return _invitation(row)


async def peek(tx: AsyncSession, token: str, *, at: int) -> Invitation:
    """The same as `waiting`, to look at only. Raises `InvitationGone`."""
    holds = (_table.c.hash == digest(token), _table.c.accepted_at.is_(None), _table.c.expires_at > at)
    row = (await tx.execute(select(*_columns).where(*holds))).one_or_none()
    if row is None:
        raise InvitationGone("This link was used, withdrawn, or is too old. Ask whoever sent it for a new one.")
    return _invitation(row)


async def accepted(tx: AsyncSession, invitation: Invitation, user_id: str, *, at: int) -> None:
    """It was used by this person, and cannot be used again."""
    await tx.execute(update(_table).where(_table.c.id == invitation.id).values(accepted_at=at, user_id=user_id))


async def every(tx: AsyncSession, *, at: int, team_id: str | None = None) -> list[Invitation]:
    """Those that can still be used to join, the newest first. `team_id`: only into this team; None: all."""
    wanted = [_table.c.accepted_at.is_(None), _table.c.expires_at > at, _table.c.purpose == Purpose.JOIN]
    if team_id is not None:
        wanted.append(_table.c.team_id == team_id)
    rows = await tx.execute(select(*_columns).where(*wanted).order_by(_table.c.created_at.desc(), _table.c.id))
    return [_invitation(row) for row in rows]


async def get(tx: AsyncSession, invitation_id: str) -> Invitation:
    """Raises `NotFound`."""
    row = (await tx.execute(select(*_columns).where(_table.c.id == invitation_id))).one_or_none()
    if row is None:
        raise NotFound(f"There is no invitation {invitation_id!r}.", code="invitation_not_found")
    return _invitation(row)


async def withdraw(tx: AsyncSession, invitation_id: str) -> None:
    await tx.execute(delete(_table).where(_table.c.id == invitation_id))


async def withdraw_all(tx: AsyncSession, purpose: Purpose, user_id: str | None = None) -> None:
    """Those of a purpose that were not used (for this person)."""
    wanted = [_table.c.purpose == purpose, _table.c.accepted_at.is_(None)]
    if user_id is not None:
        wanted.append(_table.c.user_id == user_id)
    await tx.execute(delete(_table).where(*wanted))


async def withdraw_of(tx: AsyncSession, owner_id: str) -> None:
    """Those that somebody has sent and nobody has used."""
    await tx.execute(delete(_table).where(_table.c.owner_id == owner_id, _table.c.accepted_at.is_(None)))


async def clear(tx: AsyncSession, *, at: int) -> None:
    """Forget those that were used or cannot be any more."""
    await tx.execute(delete(_table).where(or_(_table.c.expires_at <= at, _table.c.accepted_at.is_not(None))))


def _invitation(row: Row[Any]) -> Invitation:
    values = {field.name: getattr(row, field.name) for field in fields(Invitation)}
    values |= {"purpose": Purpose(row.purpose), "role": Role(row.role)}
    values["trainer_kind"] = TrainerKind(row.trainer_kind) if row.trainer_kind else None
    return Invitation(**values)
