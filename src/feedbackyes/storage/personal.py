"""Everything that is kept about one person, table by table: what of it they get, and what becomes of it when they go.

A table with `owner_id` is theirs without being named here: its rows are given and deleted. `RULES` names the tables where
something else happens, `IMPERSONAL` those that know nobody. A test fails for a table that is neither.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, cast

import msgspec
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CursorResult,
    Float,
    Integer,
    Select,
    Table,
    and_,
    func,
    insert,
    literal,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy import Text as AnyText
from sqlalchemy import cast as as_type
from sqlalchemy import delete as delete_from
from sqlalchemy.ext.asyncio import AsyncSession

from feedbackyes.domain.session import OPEN_STATES
from feedbackyes.storage import schema
from feedbackyes.storage.database import Database

DELETED = "deleted"
"""Whose things are that stay when their owner is gone."""
SECRET_COLUMNS = frozenset({"hash", "secret", "password_hash", "nonce", "verifier", "browser"})
"""Not given to anybody: who finds them in a file could sign in with them, or try to."""
IMPERSONAL = frozenset({"nodes", "oidc_requests", "webhooks_seen", "pulse_boxes", "pulse_groups"})
"""They know nobody: machines, sign-ins that have not found out who it is, and sums that were made never to tell."""
PAGE_ROWS = 200
MONTH_MS = 30 * 86_400_000
"""As coarse as sums have to be that tell nobody's days."""


class Fate(StrEnum):
    """What becomes of rows when their owner goes."""

    DELETE = "delete"
    UNOWNED = "unowned"  # stays, as nobody's
    SUMMED = "summed"  # only sums stay, as nobody's
    PSEUDONYM = "pseudonym"  # stays, under a made-up name that nothing leads back from
    SHARED_STAYS = "shared_stays"  # what others work with stays, as nobody's


@dataclass(frozen=True, slots=True)
class Rule:
    """How a table treats somebody who goes, and which rows are theirs beside those that they own."""

    fate: Fate = Fate.DELETE
    also: Callable[[str], ColumnElement[bool]] | None = None


def _own_sessions(user_id: str) -> Select[tuple[str]]:
    return select(schema.sessions.c.id).where(schema.sessions.c.owner_id == user_id)


RULES: Mapping[str, Rule] = {
    "users": Rule(also=lambda user_id: schema.users.c.id == user_id),
    "session_shares": Rule(also=lambda user_id: schema.session_shares.c.grantee_id == user_id),
    "invitations": Rule(also=lambda user_id: schema.invitations.c.user_id == user_id),
    "webhook_deliveries": Rule(
        also=lambda user_id: schema.webhook_deliveries.c.session_id.in_(_own_sessions(user_id)),
    ),
    "webhook_endpoints": Rule(Fate.UNOWNED),
    "teams": Rule(Fate.UNOWNED),
    "pulse_waves": Rule(Fate.UNOWNED),
    "pulse_notes": Rule(Fate.UNOWNED),
    "scenarios": Rule(Fate.SHARED_STAYS),
    "scenario_versions": Rule(Fate.SHARED_STAYS),
    "usage": Rule(Fate.SUMMED),
    "audit": Rule(Fate.PSEUDONYM, also=lambda user_id: schema.audit.c.subject == f"user:{user_id}"),
}


def tables() -> list[Table]:
    """All that know people, in an order in which rows may be added."""
    return [table for table in schema.metadata.sorted_tables if table.name not in IMPERSONAL]


def rule(table: Table) -> Rule:
    return RULES.get(table.name, Rule())


def theirs(table: Table, user_id: str) -> ColumnElement[bool]:
    """Which rows of a table are about somebody."""
    found = [table.c.owner_id == user_id] if "owner_id" in table.c else []
    also = rule(table).also
    return or_(*found, *([also(user_id)] if also is not None else []))


async def talks_of(tx: AsyncSession, user_id: str, *, still_open: bool = False) -> list[str]:
    """Ids of somebody's sessions, or of those that go on."""
    query = _own_sessions(user_id)
    if still_open:
        query = query.where(schema.sessions.c.state.in_(sorted(OPEN_STATES)))
    return [row.id for row in await tx.execute(query.order_by(schema.sessions.c.id))]


async def rows(database: Database, table: Table, user_id: str) -> AsyncIterator[dict[str, Any]]:
    """What a table has about somebody, without secrets, a page at a time so that no transaction lasts long."""
    key = list(table.primary_key.columns)
    wanted = [column for column in table.c if column.name not in SECRET_COLUMNS]
    last: tuple[Any, ...] | None = None
    while True:
        query = select(*wanted, *(column.label(f"key_{n}") for n, column in enumerate(key)))
        query = query.where(theirs(table, user_id)).order_by(*key).limit(PAGE_ROWS)
        if last is not None:
            query = query.where(tuple_(*key) > tuple_(*(literal(value) for value in last)))
        async with database.read() as tx:
            found = (await tx.execute(query)).all()
        for row in found:
            yield {column.name: row[n] for n, column in enumerate(wanted)}
        if len(found) < PAGE_ROWS:
            return
        last = tuple(found[-1][len(wanted) :])


async def erase_talks(tx: AsyncSession, user_id: str) -> dict[str, int]:
    """Delete somebody's sessions with all that hangs on them; what they cost stays in their account.

    Returns:
        How many rows went, by table.
    """
    counts = {}
    of_talks = [table for table in tables() if "session_id" in table.c and table.name != "usage"]
    for table in reversed([schema.sessions, *of_talks]):
        here = table.c.id if table is schema.sessions else table.c.session_id
        counts[table.name] = await _delete(tx, table, here.in_(_own_sessions(user_id)))
    return counts


async def erase(tx: AsyncSession, user_id: str, *, name: str, watches: bool) -> tuple[str, dict[str, int]]:
    """Delete everything about somebody, and leave of what others need nothing that leads back to them.

    Args:
        name: theirs, as it may stand in other people's talks. watches: they may have followed such talks.

    Returns:
        The name under which the audit log goes on, and how many rows went or lost their owner, by table.
    """
    pseudonym = f"{DELETED}-{secrets.token_hex(6)}"
    counts = {}
    if watches:
        counts["monitored"] = await _forget_looks(tx, user_id)
    for table in reversed(tables()):
        match rule(table).fate:
            case Fate.DELETE:
                counts[table.name] = await _delete(tx, table, theirs(table, user_id))
            case Fate.UNOWNED:
                counts[table.name] = await _disown(tx, table, theirs(table, user_id))
            case Fate.SHARED_STAYS:
                counts[table.name] = await _keep_shared(tx, table, user_id)
            case Fate.SUMMED:
                counts[table.name] = await _sum_up(tx, user_id)
            case Fate.PSEUDONYM:
                counts[table.name] = await _pseudonymise(tx, user_id, name, pseudonym)
    return pseudonym, counts


async def _delete(tx: AsyncSession, table: Table, here: ColumnElement[bool]) -> int:
    return cast("CursorResult[Any]", await tx.execute(delete_from(table).where(here))).rowcount


async def _disown(tx: AsyncSession, table: Table, here: ColumnElement[bool]) -> int:
    nobody = None if table.c.owner_id.nullable else DELETED
    done = await tx.execute(update(table).where(here).values(owner_id=nobody))
    return cast("CursorResult[Any]", done).rowcount


async def _keep_shared(tx: AsyncSession, table: Table, user_id: str) -> int:
    """A scenario that others may practise, or have practised, stays without its author, and without drafts and notes."""
    scenarios, sessions = schema.scenarios, schema.sessions
    practised = select(sessions.c.scenario_id).where(
        sessions.c.owner_id != user_id, sessions.c.scenario_id.is_not(None)
    )
    kept = select(scenarios.c.id).where(or_(scenarios.c.shared, scenarios.c.id.in_(practised)))
    scenario = table.c.id if table is scenarios else table.c.scenario_id
    mine = table.c.owner_id == user_id
    if table is schema.scenario_versions:
        gone = await _delete(tx, table, and_(mine, or_(table.c.draft, scenario.not_in(kept))))
        await tx.execute(update(table).where(mine).values(note=None))
    else:
        gone = await _delete(tx, table, and_(mine, scenario.not_in(kept)))
    return gone + await _disown(tx, table, mine)


async def _sum_up(tx: AsyncSession, user_id: str) -> int:
    """What somebody used becomes one row for each month, team, kind and model, of nobody and of no talk."""
    table = schema.usage
    same = [table.c[name] for name in ("team_id", "kind", "provider", "model", "priced_as_of")]
    amounts = [column for column in table.c if isinstance(column.type, BigInteger | Float) and column is not table.c.at]
    month = table.c.at // MONTH_MS
    summed = [func.sum(column).label(column.name) for column in amounts]
    flags = [func.max(as_type(table.c[name], Integer)).label(name) for name in ("estimated", "reported")]
    query = select(month.label("month"), *same, *summed, *flags).where(table.c.owner_id == user_id)
    found = (await tx.execute(query.group_by(month, *same))).mappings().all()
    gone = await _delete(tx, table, table.c.owner_id == user_id)
    for row in found:
        values = {name: value for name, value in row.items() if name != "month"}
        values |= {name: bool(values[name]) for name in ("estimated", "reported")}
        id_ = f"{DELETED}-{secrets.token_hex(12)}"
        await tx.execute(insert(table).values(id=id_, owner_id=DELETED, at=row["month"] * MONTH_MS, **values))
    return gone


async def _pseudonymise(tx: AsyncSession, user_id: str, name: str, pseudonym: str) -> int:
    """In every line that knows them. What was changed about them, and from where, goes too."""
    table = schema.audit
    text = as_type(table.c.detail, AnyText)
    known = [
        text.contains(one, autoescape=True) for one in {user_id, msgspec.json.encode(name).decode().strip('"')} if one
    ]
    query = select(table.c.id, table.c.owner_id, table.c.subject, table.c.detail)
    lines = (await tx.execute(query.where(or_(theirs(table, user_id), *known)))).all()
    for line in lines:
        own = line.owner_id == user_id
        about = line.subject == f"user:{user_id}"
        values: dict[str, Any] = {
            "detail": {} if about else _without(line.detail, {user_id: pseudonym, name: pseudonym})
        }
        values |= {"owner_id": pseudonym, "address": None} if own else {}
        values |= {"subject": f"user:{pseudonym}"} if about else {}
        await tx.execute(update(table).where(table.c.id == line.id).values(**values))
    return len(lines)


async def _forget_looks(tx: AsyncSession, user_id: str) -> int:
    """Who followed other people's talks is in those talks by id and name: from now on as somebody."""
    table = schema.events
    here = and_(
        or_(table.c.type.like("monitor.%"), table.c.type == "hint"),
        table.c.owner_id != user_id,
        as_type(table.c.data, AnyText).contains(user_id, autoescape=True),
    )
    found = (await tx.execute(select(table.c.session_id, table.c.seq, table.c.data).where(here))).all()
    for row in found:
        data = {**row.data, "user_id": DELETED, "name": DELETED}
        place = (table.c.session_id == row.session_id) & (table.c.seq == row.seq)
        await tx.execute(update(table).where(place).values(data=data))
    return len(found)


def _without(value: Any, instead: Mapping[str, str]) -> Any:
    """A JSON value in which some texts are others."""
    if isinstance(value, str):
        return instead.get(value, value)
    if isinstance(value, list):
        return [_without(one, instead) for one in value]
    if isinstance(value, dict):
        return {key: _without(one, instead) for key, one in value.items()}
    return value
