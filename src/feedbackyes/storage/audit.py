"""Who changed what others may see or do. No content of talks, no secrets."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, insert, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from feedbackyes.domain.page import Page
from feedbackyes.domain.principal import Principal
from feedbackyes.storage import cursors, schema

_table = schema.audit


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. `at` in Unix milliseconds.

    Args:
        owner_id: who did it, in which `role`; None: the server itself, or the command line.
        action: such as `user.invited`. subject: to what, such as `user:ID`.
    """

    id: str
    at: int
    owner_id: str | None
    role: str | None
    action: str
    subject: str
    detail: Mapping[str, Any]
    address: str | None


_columns = [_table.c[name] for name in ("id", "at", "owner_id", "role", "action", "subject", "detail", "address")]


async def put(
    tx: AsyncSession,
    *,
    at: int,
    actor: Principal | None,
    action: str,
    subject: str,
    detail: Mapping[str, Any] | None = None,
    address: str | None = None,
) -> None:
    """Write a line in the transaction of what it tells of.

    Args:
        detail: what changed, as JSON: ids, roles, counts; no words of anybody.
        address: from where it was asked.
    """
    values = {
        "id": secrets.token_hex(8),
        "at": at,
        "owner_id": actor.id if actor else None,
        "team_id": actor.team_id if actor else None,
        "role": actor.role if actor else None,
        "action": action,
        "subject": subject,
        "detail": dict(detail or {}),
        "address": address,
    }
    await tx.execute(insert(_table).values(**values))


async def page(
    tx: AsyncSession,
    *,
    actor: str | None = None,
    action: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Entry]:
    """The newest first.

    Args:
        actor: id of who did it. action: a whole one, or a part before a dot, such as `user`.

    Raises:
        InvalidInput: `cursor` is none that an earlier page gave.
    """
    wanted: list[ColumnElement[bool]] = []
    if actor:
        wanted.append(_table.c.owner_id == actor)
    if action:
        wanted.append((_table.c.action == action) | _table.c.action.startswith(f"{action}.", autoescape=True))
    if cursor:
        wanted.append(tuple_(_table.c.at, _table.c.id) < tuple_(*cursors.read_number(cursor)))
    query = select(*_columns).where(*wanted).order_by(_table.c.at.desc(), _table.c.id.desc()).limit(limit + 1)
    found = [Entry(*row) for row in await tx.execute(query)]
    more = len(found) > limit
    return Page(tuple(found[:limit]), cursors.write(found[limit - 1].at, found[limit - 1].id) if more else None)
