"""How late the event loop is (what waits for it, audio too, waits as long), and how much it has on hand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from feedbackyes.telemetry import metrics

EVERY_SECONDS = 0.5


@asynccontextmanager
async def watched() -> AsyncIterator[None]:
    """Measure while the block lasts."""
    here = asyncio.get_running_loop()
    task = asyncio.create_task(_watch(), name="event loop lag")
    forget = metrics.TASKS.look(lambda: [((), len(asyncio.all_tasks(here)))])
    try:
        yield
    finally:
        forget()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _watch() -> None:
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + EVERY_SECONDS
        await asyncio.sleep(EVERY_SECONDS)
        metrics.LAG.observe(max(0.0, loop.time() - due))
