"""Once an hour, and at start: delete what has been kept for long enough."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from feedbackyes.api.services import now_ms
from feedbackyes.app.folder import make
from feedbackyes.domain.retention import Kind
from feedbackyes.settings import Settings
from feedbackyes.storage import Database, retention
from feedbackyes.storage.recordings.bucket import open_bucket
from feedbackyes.storage.recordings.disk import Recordings
from feedbackyes.storage.retention import Swept

EVERY_SECONDS = 3600.0
log = structlog.get_logger(__name__)


async def run_once(settings: Settings, database: Database, recordings: Recordings) -> Swept:
    """What a scheduler calls, from any process."""
    swept = await retention.sweep(database, recordings, settings.retention, now_ms=now_ms())
    if any(swept.counts.values()):
        log.info("deleted what was kept for long enough", **swept.counts)
    return swept


async def from_outside(settings: Settings, *, dry_run: bool) -> tuple[dict[str, int], dict[str, int | None]]:
    """For the command line, beside a server or without one: how many talks lose what, and the rules in force."""
    make(settings.data)
    database = await Database.open(settings.sqlalchemy_url)
    try:
        recordings = Recordings(settings.data / "recordings", open_bucket(settings))
        swept = await retention.sweep(database, recordings, settings.retention, now_ms=now_ms(), dry_run=dry_run)
    finally:
        await database.close()
    return swept.counts, {kind.value: settings.retention.days(kind) for kind in Kind}


@asynccontextmanager
async def hourly(settings: Settings, database: Database, recordings: Recordings) -> AsyncIterator[None]:
    """Goes on for as long as the block lasts."""

    async def run() -> None:
        while True:
            try:
                await run_once(settings, database, recordings)
            except Exception:  # the root of the task
                log.exception("what was kept for long enough could not be deleted; it is tried again in an hour")
            await asyncio.sleep(EVERY_SECONDS)

    task = asyncio.create_task(run(), name="retention")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
