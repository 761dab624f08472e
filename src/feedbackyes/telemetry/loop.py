"""How late the event loop is: what waits for it, audio too, waits as long."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from feedbackyes.telemetry import metrics

EVERY_SECONDS = 0.5


@asynccontextmanager
async def watched() -> AsyncIterator[None]:
    """Measure while the block lasts."""
    task = asyncio.create_task(_watch(), name="event loop lag")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _watch() -> None:
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + EVERY_SECONDS
        await asyncio.sleep(EVERY_SECONDS)
        metrics.LAG.observe(max(0.0, loop.time() - due))
