"""Feedback reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Text as AnyText
from sqlalchemy import cast, desc, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from feedbackyes.domain.feedback import Unit
from feedbackyes.storage import schema, webhooks
from feedbackyes.storage.webhooks import WebhookType

_table = schema.reports


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report with what it was made from.

    Args:
        session_id: of the request; there need not be such a session.
        input_hash: SHA-256 of what the judge read, as hexadecimal digits; same input, same report.
        body: the report as JSON values.
    """

    id: str
    session_id: str
    owner_id: str
    team_id: str | None
    judge: str
    rubric: str
    input_hash: str
    body: Mapping[str, Any]
    created_at: int


# Of thousands at once, which the garbage collector would otherwise go through again and again.
class Element(msgspec.Struct, frozen=True, gc=False):
    id: str
    title: str
    state: str
    level: int | None


class Metric(msgspec.Struct, frozen=True, gc=False):
    id: str
    title: str
    unit: Unit
    value: float | None
    state: str
    caveat: str
    source: str
    band: tuple[float | None, float | None] | None


class Figures(msgspec.Struct, frozen=True):
    """What of a report is shown over time: levels and figures, and no words. Hundreds are read at once, which would hold
    up everybody's live talks were they read whole."""

    status: str
    judge: dict[str, Any]
    elements: list[Element]
    metrics: list[Metric]


_columns = [_table.c[name] for name in StoredReport.__slots__]
_figures = msgspec.json.Decoder(Figures)


def figures(body: Mapping[str, Any]) -> str | None:
    """As they are stored beside a report; None: it says nothing over time."""
    try:
        return msgspec.json.encode(msgspec.convert(body, Figures)).decode()
    except msgspec.ValidationError:
        return None


async def put(tx: AsyncSession, report: StoredReport) -> None:
    values = {name: getattr(report, name) for name in StoredReport.__slots__}
    await tx.execute(insert(_table).values(**values, figures=figures(report.body)))
    told = {
        "session_id": report.session_id,
        "user_id": report.owner_id,
        "team_id": report.team_id,
        "report_id": report.id,
        "rubric": report.rubric,
        "judge": report.judge,
    }
    await webhooks.enqueue(tx, WebhookType.ANALYSED, report.session_id, told, at=report.created_at, key=report.id)


async def get(
    tx: AsyncSession, session_id: str, *, owner_id: str | None = None, judge: str, rubric: str, input_hash: str
) -> StoredReport | None:
    """The latest report of this judge, by this rubric, on this input; of this owner, when one is named."""
    wanted = {"judge": judge, "rubric": rubric, "input_hash": input_hash}
    query = select(*_columns).where(_table.c.session_id == session_id).filter_by(**wanted)
    if owner_id is not None:
        query = query.where(_table.c.owner_id == owner_id)
    row = (await tx.execute(query.order_by(_table.c.created_at.desc()).limit(1))).one_or_none()
    return None if row is None else StoredReport(**row._asdict())


async def every(tx: AsyncSession, session_id: str) -> tuple[StoredReport, ...]:
    """All reports on a session, newest first."""
    query = select(*_columns).where(_table.c.session_id == session_id).order_by(_table.c.created_at.desc())
    return tuple(StoredReport(**row._asdict()) for row in await tx.execute(query))


async def latest(tx: AsyncSession, session_ids: Sequence[str]) -> dict[str, StoredReport]:
    """The latest report of each session that has any."""
    place = func.row_number().over(partition_by=_table.c.session_id, order_by=desc(_table.c.created_at))
    ranked = select(*_columns, place.label("place")).where(_table.c.session_id.in_(session_ids)).subquery()
    columns = [ranked.c[name] for name in StoredReport.__slots__]
    rows = await tx.execute(select(*columns).where(ranked.c.place == 1))
    return {row.session_id: StoredReport(**row._asdict()) for row in rows}


@dataclass(frozen=True, slots=True)
class Practised:
    """A talk of somebody's with the figures of its latest report, if it has one that can be read.

    Args:
        at: its beginning in Unix milliseconds.
        language: BCP 47.
    """

    session_id: str
    at: int
    ended_at: int | None
    scenario_id: str | None
    language: str
    retry_of: str | None
    figures: Figures | None


async def practised(tx: AsyncSession, owner_id: str, *, limit: int = 500) -> list[Practised]:
    """The latest `limit` talks that this person has spoken in, oldest first."""
    talks = schema.sessions
    own = (_table.c.session_id == talks.c.id, _table.c.owner_id == talks.c.owner_id)
    # Reports of older versions have no figures beside them.
    shown = func.coalesce(_table.c.figures, cast(_table.c.body, AnyText))
    # One look into an index for each talk: a join with the ranked reports would read everybody's.
    latest = select(shown).where(*own).order_by(_table.c.created_at.desc()).limit(1).scalar_subquery()
    columns = (
        talks.c.id,
        talks.c.started_at,
        talks.c.ended_at,
        talks.c.scenario_id,
        talks.c.language,
        talks.c.retry_of,
        latest,
    )
    query = (
        select(*columns)
        .where(talks.c.owner_id == owner_id, talks.c.started_at.is_not(None))
        .order_by(talks.c.created_at.desc(), talks.c.id.desc())
        .limit(limit)
    )
    rows = [Practised(*row[:-1], figures=_read(row[-1])) for row in await tx.execute(query)]
    return sorted(rows, key=lambda talk: (talk.at, talk.session_id))


def _read(told: str | None) -> Figures | None:
    """Those of an older version of this program may not be readable; then they say nothing."""
    if told is None:
        return None
    try:
        return _figures.decode(told)
    except msgspec.ValidationError:
        return None
