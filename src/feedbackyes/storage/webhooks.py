"""Webhooks: which have come, which endpoints want ours, and what became of each delivery."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import CursorResult, Row, delete, insert, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from feedbackyes.domain.errors import NotFound
from feedbackyes.storage import schema

_seen, _endpoints, _deliveries = schema.webhooks_seen, schema.webhook_endpoints, schema.webhook_deliveries
REMEMBERED_MS = 24 * 3_600_000
"""Longer than any signature is good for."""


class WebhookType(StrEnum):
    """What systems outside can be told of."""

    STARTED = "session.started"
    ENDED = "session.ended"
    ANALYSED = "session.analysed"


TEST = "webhook.test"
"""Of what is sent because somebody asked whether it arrives. No endpoint has to want it."""


async def first_time(tx: AsyncSession, id_: str, *, at: int) -> bool:
    """Whether a webhook with this id has not come before; from now on it has."""
    await tx.execute(delete(_seen).where(_seen.c.at < at - REMEMBERED_MS))
    make = postgresql.insert if tx.get_bind().dialect.name == "postgresql" else sqlite.insert
    done = await tx.execute(make(_seen).values(id=id_, at=at).on_conflict_do_nothing(index_elements=["id"]))
    return bool(cast("CursorResult[Any]", done).rowcount)


async def forget(tx: AsyncSession, id_: str) -> None:
    """It has not come: nothing was done about it, and it may come again."""
    await tx.execute(delete(_seen).where(_seen.c.id == id_))


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where somebody's own system takes our webhooks. Times in Unix milliseconds.

    Args:
        content: transcripts and reports go along, not only ids and figures.
        failing_since: of the first of the failures that nothing has succeeded after.
    """

    id: str
    owner_id: str
    team_id: str | None
    url: str
    events: tuple[str, ...]
    secret: str
    content: bool
    created_at: int
    failing_since: int | None = None
    disabled_at: int | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to one endpoint. `next_at` None: nothing more will be tried. `answer`: what was said to a refusal."""

    id: str
    endpoint_id: str
    session_id: str
    type: str
    data: Mapping[str, Any]
    created_at: int
    attempts: int = 0
    next_at: int | None = None
    delivered_at: int | None = None
    status: int | None = None
    error: str | None = None
    answer: str | None = None


_endpoint_columns = [_endpoints.c[field.name] for field in fields(Endpoint)]
_delivery_columns = [_deliveries.c[field.name] for field in fields(Delivery)]


async def add(tx: AsyncSession, endpoint: Endpoint) -> None:
    await tx.execute(insert(_endpoints).values(**asdict(endpoint)))


async def every(tx: AsyncSession) -> list[Endpoint]:
    """All endpoints, the oldest first."""
    rows = await tx.execute(select(*_endpoint_columns).order_by(_endpoints.c.created_at, _endpoints.c.id))
    return [_endpoint(row) for row in rows]


async def get(tx: AsyncSession, endpoint_id: str) -> Endpoint:
    """Raises `NotFound`."""
    row = (await tx.execute(select(*_endpoint_columns).where(_endpoints.c.id == endpoint_id))).one_or_none()
    if row is None:
        raise NotFound(f"There is no webhook {endpoint_id!r}.", code="webhook_not_found")
    return _endpoint(row)


async def change(tx: AsyncSession, endpoint_id: str, **values: Any) -> None:
    await tx.execute(update(_endpoints).where(_endpoints.c.id == endpoint_id).values(**values))


async def remove(tx: AsyncSession, endpoint_id: str) -> None:
    """With its deliveries. Raises `NotFound`."""
    await get(tx, endpoint_id)
    await tx.execute(delete(_endpoints).where(_endpoints.c.id == endpoint_id))


async def enqueue(
    tx: AsyncSession, type_: WebhookType, session_id: str, data: Mapping[str, Any], *, at: int, key: str
) -> None:
    """Have every endpoint that wants it told, once for each `key`."""
    id_ = f"msg_{hashlib.sha256(f'{type_} {key}'.encode()).hexdigest()[:24]}"
    make = postgresql.insert if tx.get_bind().dialect.name == "postgresql" else sqlite.insert
    for endpoint in await every(tx):
        if endpoint.disabled_at is not None or type_ not in endpoint.events:
            continue
        made = Delivery(f"{id_}_{endpoint.id}", endpoint.id, session_id, type_, data, at, next_at=at)
        values = {**asdict(made), "owner_id": endpoint.owner_id, "team_id": endpoint.team_id}
        await tx.execute(make(_deliveries).values(**values).on_conflict_do_nothing(index_elements=["id"]))


async def enqueue_test(tx: AsyncSession, endpoint: Endpoint, *, at: int, key: str) -> Delivery:
    """Have one endpoint told something that means nothing. `key` makes its id."""
    made = Delivery(f"msg_test_{key}", endpoint.id, "", TEST, {"webhook_id": endpoint.id}, at, next_at=at)
    values = {**asdict(made), "owner_id": endpoint.owner_id, "team_id": endpoint.team_id}
    await tx.execute(insert(_deliveries).values(**values))
    return made


async def due(tx: AsyncSession, at: int, *, limit: int = 20) -> list[tuple[Endpoint, Delivery]]:
    """What is to be tried at the Unix millisecond `at`, the longest waiting first; nothing of disabled endpoints."""
    enabled = select(_endpoints.c.id).where(_endpoints.c.disabled_at.is_(None))
    ripe = (_deliveries.c.next_at <= at, _deliveries.c.endpoint_id.in_(enabled))
    query = select(*_delivery_columns).where(*ripe).order_by(_deliveries.c.next_at, _deliveries.c.id).limit(limit)
    waiting = [_delivery(row) for row in await tx.execute(query)]
    known = {endpoint.id: endpoint for endpoint in await every(tx)} if waiting else {}
    return [(known[one.endpoint_id], one) for one in waiting if one.endpoint_id in known]


async def claim(tx: AsyncSession, at: int, until: int, *, limit: int = 20) -> list[tuple[Endpoint, Delivery]]:
    """As `due`; other processes leave them alone until the Unix millisecond `until`, when it is to be tried again."""
    found = await due(tx, at, limit=limit)
    claimed: list[tuple[Endpoint, Delivery]] = []
    for endpoint, delivery in found:
        here = (_deliveries.c.id == delivery.id, _deliveries.c.next_at == delivery.next_at)
        done = await tx.execute(update(_deliveries).where(*here).values(next_at=until))
        if cast("CursorResult[Any]", done).rowcount:
            claimed.append((endpoint, delivery))
    return claimed


async def note(tx: AsyncSession, delivery: Delivery) -> None:
    """Store what became of an attempt."""
    values = {
        name: getattr(delivery, name) for name in ("attempts", "next_at", "delivered_at", "status", "error", "answer")
    }
    await tx.execute(update(_deliveries).where(_deliveries.c.id == delivery.id).values(**values))


async def give_up(tx: AsyncSession, endpoint_id: str) -> None:
    """Nothing that waits for this endpoint is tried again."""
    waiting = (_deliveries.c.endpoint_id == endpoint_id, _deliveries.c.next_at.is_not(None))
    await tx.execute(update(_deliveries).where(*waiting).values(next_at=None))


async def again(tx: AsyncSession, endpoint_id: str, delivery_id: str, *, at: int) -> Delivery:
    """Try a delivery anew at the Unix millisecond `at`, under its id. Raises `NotFound`."""
    here = (_deliveries.c.id == delivery_id, _deliveries.c.endpoint_id == endpoint_id)
    row = (await tx.execute(select(*_delivery_columns).where(*here))).one_or_none()
    if row is None:
        raise NotFound(f"There is no delivery {delivery_id!r} to this webhook.", code="delivery_not_found")
    found = replace(_delivery(row), next_at=at, delivered_at=None)
    await note(tx, found)
    return found


async def deliveries(
    tx: AsyncSession, endpoint_id: str, *, before: tuple[int, str] | None = None, limit: int = 50
) -> Sequence[Delivery]:
    """Of one endpoint, the newest first; those older than the one made at `before[0]` with the id `before[1]`."""
    place = tuple_(_deliveries.c.created_at, _deliveries.c.id)
    query = select(*_delivery_columns).where(_deliveries.c.endpoint_id == endpoint_id)
    if before is not None:
        query = query.where(place < before)
    newest = query.order_by(_deliveries.c.created_at.desc(), _deliveries.c.id.desc()).limit(limit)
    return [_delivery(row) for row in await tx.execute(newest)]


def _endpoint(row: Row[Any]) -> Endpoint:
    values = row._asdict()
    return Endpoint(**{**values, "events": tuple(values["events"])})


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(**row._asdict())
