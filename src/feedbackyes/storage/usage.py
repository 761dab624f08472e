"""What was used of voice and language models, and what it cost."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Literal, cast

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Insert,
    Result,
    Row,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from feedbackyes.domain.errors import InvalidInput
from feedbackyes.domain.limits import Spent
from feedbackyes.domain.prices import KINDS, Amounts
from feedbackyes.domain.usage import UsageKind, UsageRecord
from feedbackyes.storage import schema

_table = schema.usage
By = Literal["day", "user", "team", "model", "provider", "kind", "session"]
_DAY_MS = 86_400_000
# Made once: each call of a server stores its use again and again.
_GROW = update(_table).where(_table.c.id == bindparam("of"), _table.c.seconds < bindparam("now"))
_INSERT: Mapping[str, Insert] = {
    "postgresql": postgresql.insert(_table).on_conflict_do_nothing(index_elements=["id"]),
    "sqlite": sqlite.insert(_table).on_conflict_do_nothing(index_elements=["id"]),
}
_GROWN = ("seconds", "cost_usd", "counted_usd", "estimated")
_GROWING: Mapping[str, Insert] = {
    name: insert.on_conflict_do_update(
        index_elements=["id"],
        set_={column: insert.excluded[column] for column in _GROWN},
        where=_table.c.seconds < insert.excluded.seconds,
    )
    for name, insert in (("postgresql", postgresql.insert(_table)), ("sqlite", sqlite.insert(_table)))
}


async def put(tx: AsyncSession, record: UsageRecord) -> bool:
    """Store a use once, however often it is told of. What grows (seconds, its cost) is brought up to the larger one.

    Returns:
        Whether it was new.
    """
    values = _values(record)
    if record.used.seconds:
        grown = {name: values[name] for name in _GROWN}
        if _count(await tx.execute(_GROW, {**grown, "of": record.id, "now": record.used.seconds})):
            return False
    return bool(_count(await tx.execute(_INSERT[tx.get_bind().dialect.name], values)))


async def put_growing(tx: AsyncSession, records: Sequence[UsageRecord]) -> None:
    """Store uses that grow, each as far as it is larger than what is there, all in one statement."""
    if records:
        await tx.execute(_GROWING[tx.get_bind().dialect.name], [_values(record) for record in records])


async def spent(
    tx: AsyncSession,
    *,
    since: int,
    owner_id: str | None = None,
    team_id: str | None = None,
    session_id: str | None = None,
) -> Spent:
    """What limits count since the Unix millisecond `since`, of one owner, one team or one session."""
    query = select(func.sum(_table.c.counted_usd), func.sum(_TALK_SECONDS)).where(_table.c.at >= since)
    whose = ((_table.c.owner_id, owner_id), (_table.c.team_id, team_id), (_table.c.session_id, session_id))
    query = query.where(*(column == value for column, value in whose if value is not None))
    usd, seconds = (await tx.execute(query)).one()
    return Spent(usd or 0.0, seconds or 0.0)


@dataclass(frozen=True, slots=True)
class Sum:
    """Uses taken together.

    Args:
        key: the day (`2026-11-21`), id or name that they have in common; empty: those that have none.
        cost_usd: of those whose price is known.
        unknown: how many have no known price.
        talks: sessions that were open. seconds: how long they were. voice_seconds: what was billed by the second.
    """

    key: str
    cost_usd: float
    unknown: int
    estimated: bool
    talks: int
    seconds: float
    used: Amounts


async def sums(
    tx: AsyncSession,
    by: By | None,
    *,
    since: int = 0,
    before: int | None = None,
    owner_id: str | None = None,
    team_id: str | None = None,
    session_ids: Collection[str] | None = None,
    after_key: str | None = None,
    limit: int | None = None,
) -> list[Sum]:
    """Uses from the Unix millisecond `since` to `before` by what they have in common, in its order.

    Args:
        by: None takes all together.
        owner_id, team_id: of one owner, of one owner or team when both are given.
        after_key: only keys that follow this one.
    """
    key = literal_column("''") if by is None else _key(by)
    query = select(key.label("key"), *_SUMMED).where(_table.c.at >= since)
    if before is not None:
        query = query.where(_table.c.at < before)
    whose = [column == value for column, value in ((_table.c.owner_id, owner_id), (_table.c.team_id, team_id)) if value]
    if whose:
        query = query.where(or_(*whose))
    if session_ids is not None:
        query = query.where(_table.c.session_id.in_(sorted(session_ids)))
    if by is not None:
        query = query.group_by(key).order_by(key)
        if after_key is not None:
            query = query.where(key > (_ms_of(after_key) if by == "day" else after_key))
    rows = await tx.execute(query if limit is None else query.limit(limit))
    return [_sum(row, _day_of(row.key) if by == "day" else str(row.key)) for row in rows]


async def of_sessions(tx: AsyncSession, session_ids: Collection[str]) -> Mapping[str, Sum]:
    """What each of these has used; sessions that used nothing are left out."""
    return {one.key: one for one in await sums(tx, "session", session_ids=session_ids)} if session_ids else {}


@dataclass(frozen=True, slots=True)
class Talk:
    """What a talk that is over came to."""

    cost_usd: float
    seconds: float


async def talks(
    tx: AsyncSession, owner_id: str, model: str, *, limit: int = 20, least_seconds: float = 60.0
) -> list[Talk]:
    """The owner's latest talks with a voice model that were long enough to say something, and have a known cost."""
    voiced = select(_table.c.session_id).where(
        _table.c.owner_id == owner_id,
        _table.c.model == model,
        _table.c.kind.in_((UsageKind.RESPONSE, UsageKind.VOICE)),
    )
    voice = case((_table.c.kind != UsageKind.JUDGE, _table.c.cost_usd))
    unknown = func.sum(case((_table.c.cost_usd.is_(None), 1), else_=0))
    seconds = func.sum(_TALK_SECONDS)
    query = (
        select(func.sum(voice).label("usd"), seconds.label("seconds"))
        .where(_table.c.session_id.in_(voiced))
        .group_by(_table.c.session_id)
        .having(unknown == 0, seconds >= least_seconds)
        .order_by(func.max(_table.c.at).desc())
        .limit(limit)
    )
    return [Talk(row.usd, row.seconds) for row in await tx.execute(query)]


_TALK_SECONDS = case((_table.c.kind == UsageKind.TALK, _table.c.seconds), else_=0.0)
_SUMMED = (
    func.sum(_table.c.cost_usd).label("cost_usd"),
    func.sum(case((_table.c.cost_usd.is_(None), 1), else_=0)).label("unknown"),
    func.max(case((_table.c.estimated, 1), else_=0)).label("estimated"),
    func.count(case((_table.c.kind == UsageKind.TALK, _table.c.session_id)).distinct()).label("talks"),
    func.sum(_TALK_SECONDS).label("talk_seconds"),
    func.sum(case((_table.c.kind == UsageKind.TALK, 0.0), else_=_table.c.seconds)).label("seconds"),
    *(func.sum(_table.c[name]).label(name) for name in KINDS if name != "seconds"),
)


def _key(by: By) -> ColumnElement[Any]:
    match by:
        case "day":
            return _table.c.at - _table.c.at % _DAY_MS
        case "user":
            return _table.c.owner_id
        case "team":
            return func.coalesce(_table.c.team_id, "")
        case "model":
            return func.coalesce(_table.c.model, "")
        case "session":
            return func.coalesce(_table.c.session_id, "")
        case _:
            return _table.c[by]


def _day_of(at_ms: int) -> str:
    return datetime.fromtimestamp(int(at_ms) / 1000, UTC).date().isoformat()


def _ms_of(day: str) -> int:
    """Raises `InvalidInput` unless it is a key that a list by days gave."""
    try:
        return round(datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=UTC).timestamp() * 1000)
    except ValueError as error:
        raise InvalidInput("The cursor is none that this list gave.", param="cursor") from error


def _sum(row: Row[Any], key: str) -> Sum:
    amounts = {name: getattr(row, name) or 0 for name in KINDS}
    return Sum(
        key=key,
        cost_usd=row.cost_usd or 0.0,
        unknown=row.unknown or 0,
        estimated=bool(row.estimated),
        talks=row.talks or 0,
        seconds=row.talk_seconds or 0.0,
        used=Amounts(**amounts),
    )


def _count(done: Result[Any]) -> int:
    return cast("CursorResult[Any]", done).rowcount


def _values(record: UsageRecord) -> dict[str, Any]:
    return {
        **{name: getattr(record, name) for name in ("id", "session_id", "owner_id", "team_id", "at", "kind")},
        **{name: getattr(record, name) for name in ("provider", "model", "reported", "priced_as_of")},
        **asdict(record.used),
        "cost_usd": record.cost.usd,
        "counted_usd": record.cost.counted_usd,
        "estimated": record.cost.estimated,
    }
