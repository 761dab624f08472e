"""What requests work with. Made by `app` at start, found at `app.state.services`."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, cast

from fastapi import Depends
from starlette.requests import HTTPConnection

from feedbackyes.api.auth import Door
from feedbackyes.providers import Provider
from feedbackyes.settings import Settings
from feedbackyes.storage import Database

if TYPE_CHECKING:
    from feedbackyes.analysis import Analyst
    from feedbackyes.engine import Engine
    from feedbackyes.gateway import Gateway
    from feedbackyes.storage.recordings.disk import Recordings


@dataclass(slots=True)
class Services:
    """One of each.

    Args:
        draining: the server was told to stop and lets live sessions end.
        closing: they have ended; streams that would go on for ever end too.
        tasks: work that goes on after its request was answered; `app` awaits it before the database closes.
    """

    settings: Settings
    database: Database
    recordings: Recordings
    door: Door
    provider: Provider
    engine: Engine
    gateway: Gateway
    analyst: Analyst
    draining: bool = False
    closing: asyncio.Event = field(default_factory=asyncio.Event)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _drain: asyncio.Task[None] | None = None

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Go on with `work` after the answer."""
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def finish(self) -> None:
        """Let live sessions end, then what goes on after answers."""
        await self.drained()
        self.close_streams()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    def begin_drain(self) -> None:
        """Take no new sessions and let the live ones end."""
        self.draining = True
        self._drain = self._drain or asyncio.create_task(self.gateway.drain())

    async def drained(self) -> None:
        """Begin to drain, unless that was done before, and wait for the end of it."""
        self.begin_drain()
        if self._drain is not None:
            await asyncio.shield(self._drain)

    def close_streams(self) -> None:
        """End what would go on for ever."""
        self.draining = True
        self.closing.set()


def _services(connection: HTTPConnection) -> Services:
    return cast("Services", connection.app.state.services)


ServicesDep = Annotated[Services, Depends(_services)]


def now_ms() -> int:
    """Unix milliseconds."""
    return time.time_ns() // 1_000_000
