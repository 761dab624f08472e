"""Deleting what has been kept for long enough. Running it twice, or in two processes, does no harm."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields

from sqlalchemy import ColumnElement, Table, and_, delete, func, or_, select, update
from sqlalchemy import Text as AnyText
from sqlalchemy import cast as as_type
from sqlalchemy.ext.asyncio import AsyncSession

from feedbackyes.domain.consent import Purpose
from feedbackyes.domain.errors import ExpectedError
from feedbackyes.domain.retention import DAY_MS, Kind, Rules, without_words
from feedbackyes.domain.session import OPEN_STATES
from feedbackyes.storage import audit, schema, sessions
from feedbackyes.storage.database import Database
from feedbackyes.storage.recordings.disk import Recordings

BATCH = 100
_table = schema.sessions


@dataclass(slots=True)
class Swept:
    """How many sessions lost what. `sessions`: nothing was left of them, and so they went themselves."""

    audio: int = 0
    transcript: int = 0
    feedback: int = 0
    events: int = 0
    sessions: int = 0
    ids: dict[Kind, list[str]] = field(default_factory=dict, repr=False)

    @property
    def counts(self) -> dict[str, int]:
        return {one.name: getattr(self, one.name) for one in fields(self) if one.name != "ids"}


async def sweep(
    database: Database, recordings: Recordings, rules: Rules, *, now_ms: int, dry_run: bool = False
) -> Swept:
    """Delete what is older than `rules` allow at the Unix millisecond `now_ms`: files first, then rows, in small pieces.

    Args:
        dry_run: only say what would go.
    """
    swept = Swept()
    for kind in Kind:
        found: list[str] = []
        while batch := await _due(database, rules, kind, now_ms, beside=found if dry_run else ()):
            found += batch
            if dry_run:
                continue
            if kind is Kind.AUDIO:
                await asyncio.to_thread(delete_files, recordings, batch)
            async with database.begin() as tx:
                await _expire(tx, batch, kind, now_ms)
        setattr(swept, kind.value, len(found))
        swept.ids[kind] = found
    if not dry_run:
        swept.sessions = await _delete_empty(database, recordings, rules)
        await _note(database, swept, now_ms)
    return swept


async def _due(database: Database, rules: Rules, kind: Kind, now_ms: int, *, beside: Sequence[str] = ()) -> list[str]:
    """Some sessions that are to lose this kind now; `beside`: not these."""
    here = _overdue(rules, kind, now_ms)
    if here is None:
        return []
    is_open = _table.c.state.in_(sorted(OPEN_STATES))
    gone = and_(_table.c.expired.is_not(None), as_type(_table.c.expired, AnyText).contains(f'"{kind.value}"'))
    query = select(_table.c.id).where(here, ~is_open, ~gone, _table.c.id.not_in(list(beside)))
    if kind is Kind.AUDIO:
        query = query.where(_table.c.recording)
    async with database.read() as tx:
        return list((await tx.execute(query.order_by(_table.c.id).limit(BATCH))).scalars())


def _overdue(rules: Rules, kind: Kind, now_ms: int) -> ColumnElement[bool] | None:
    over_at = func.coalesce(_table.c.ended_at, _table.c.created_at)

    def older(days: int | None) -> list[ColumnElement[bool]]:
        return [] if days is None else [over_at <= now_ms - days * DAY_MS]

    found = older(rules.days(kind))
    if kind is Kind.AUDIO:
        consents = schema.consents
        asked = and_(consents.c.purpose == Purpose.KEEP_RECORDING, ~consents.c.granted)
        unkept = _table.c.owner_id.in_(select(consents.c.owner_id).where(asked))
        found += [and_(unkept, *older(rules.days(kind, keeps_recordings=False)))]
    return or_(*found) if found else None


def delete_files(recordings: Recordings, ids: Iterable[str]) -> None:
    """Delete recordings, wherever they are. A bucket that cannot be reached now is asked again by `moving`."""
    for session_id in ids:
        recordings.delete(session_id)
        with suppress(ExpectedError):
            recordings.delete_there(session_id)


async def _expire(tx: AsyncSession, ids: Sequence[str], kind: Kind, now_ms: int) -> None:
    match kind:
        case Kind.TRANSCRIPT:
            await _delete(
                tx, ids, schema.corrections, schema.turns, schema.events, schema.judge_answers, schema.analyses
            )
            quotes = schema.disagreements
            said = update(quotes).where(quotes.c.session_id.in_(ids)).values(quote=None, comment=None)
            await tx.execute(said)
            await tx.execute(update(_table).where(_table.c.id.in_(ids)).values(instructions=None))
            await _strip_reports(tx, ids)
        case Kind.FEEDBACK:
            tables = (schema.reports, schema.disagreements, schema.analyses, schema.judge_answers)
            await _delete(tx, ids, *tables)
        case Kind.EVENTS:
            await _delete(tx, ids, schema.events)
        case Kind.AUDIO:
            pass  # files
    for row in (await tx.execute(select(_table.c.id, _table.c.expired).where(_table.c.id.in_(ids)))).all():
        expired = {**(row.expired or {}), kind.value: now_ms}
        await tx.execute(update(_table).where(_table.c.id == row.id).values(expired=expired))


async def _delete(tx: AsyncSession, ids: Sequence[str], *tables: Table) -> None:
    for table in tables:
        await tx.execute(delete(table).where(table.c.session_id.in_(ids)))


async def _strip_reports(tx: AsyncSession, ids: Sequence[str]) -> None:
    table = schema.reports
    for row in (await tx.execute(select(table.c.id, table.c.body).where(table.c.session_id.in_(ids)))).all():
        await tx.execute(update(table).where(table.c.id == row.id).values(body=without_words(row.body)))


async def _delete_empty(database: Database, recordings: Recordings, rules: Rules) -> int:
    """The sessions of which everything has gone: that there was a talk is not kept for longer than what it left."""
    if any(rules.days(kind) is None for kind in Kind):
        return 0
    text = as_type(_table.c.expired, AnyText)
    all_gone = [text.contains(f'"{kind.value}"') for kind in Kind if kind is not Kind.AUDIO]
    unheard = or_(~_table.c.recording, text.contains(f'"{Kind.AUDIO.value}"'))
    count = 0
    while True:
        async with database.begin() as tx:
            query = select(_table.c.id).where(_table.c.expired.is_not(None), *all_gone, unheard).limit(BATCH)
            ids = list((await tx.execute(query)).scalars())
            for session_id in ids:
                await sessions.delete(tx, session_id)
        await asyncio.to_thread(delete_files, recordings, ids)
        count += len(ids)
        if len(ids) < BATCH:
            return count


async def _note(database: Database, swept: Swept, now_ms: int) -> None:
    counts: Mapping[str, int] = swept.counts
    if not any(counts.values()):
        return
    async with database.begin() as tx:
        await audit.put(tx, at=now_ms, actor=None, action="retention.swept", subject="sessions", detail=dict(counts))
    await database.scrub()
