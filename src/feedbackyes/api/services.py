"""What requests work with. Made by `app` at start, found at `app.state.services`."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Annotated, Any, cast

from fastapi import Depends
from starlette.requests import HTTPConnection

from feedbackyes.analysis import Analyst, Readings, reliability
from feedbackyes.analysis.reliability import Measure
from feedbackyes.api.accounts import Accounts
from feedbackyes.api.auth import Door
from feedbackyes.engine import Calls, ClientSecrets, Engine
from feedbackyes.engine.live import LiveSessions
from feedbackyes.gateway import Gateway
from feedbackyes.gateway.echo import Echoes
from feedbackyes.gateway.phone import Switchboard
from feedbackyes.gateway.till import Till
from feedbackyes.models.pulls import Pulls
from feedbackyes.models.store import Store
from feedbackyes.providers import Provider
from feedbackyes.rtc import Peers
from feedbackyes.settings import Settings
from feedbackyes.storage import Database, activity
from feedbackyes.storage.recordings.disk import Recordings

FINISH_SECONDS = 3
"""For work that goes on after its answer, when the server stops."""


Queue = Callable[..., Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class ModelServer:
    """A server of language models that was noticed on this machine. `models`: their names, at least one."""

    name: str
    url: str
    models: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class EngineServices:
    """What the embedded engine alone needs.

    Args:
        model_servers: that could play the partner, and are not used.
        secrets, calls, live: the engine's own, of clients that connect to it directly.
        peers: WebRTC connections; None where there are none.
        till: books what clients of `/v1` use of servers; None: nobody pays for it.
        setup_token: of the link by which somebody becomes the first admin; empty: there is one, or none is needed.
        draining: the server was told to stop and lets live sessions end.
    """

    settings: Settings
    database: Database
    door: Door
    provider: Provider
    engine: Engine
    calls: Calls
    live: LiveSessions
    secrets: ClientSecrets = field(default_factory=ClientSecrets)
    peers: Peers | None = None
    model_servers: tuple[ModelServer, ...] = ()
    till: Till | None = None
    setup_token: str = ""
    draining: bool = False

    async def drained(self) -> None:
        """Take no new sessions and wait until the live ones have ended."""
        self.draining = True

    def close_streams(self) -> None:
        """End what would go on for ever."""
        self.draining = True


@dataclass(slots=True, kw_only=True)
class Services(EngineServices):
    """What the whole app needs.

    Args:
        readings: model dialogues read aloud.
        measured: how well the built-in detectors of a language work.
        echoes: of self-tests.
        phone: takes telephone calls; None where none are taken.
        pulls: downloads of models.
        accounts: what signing in takes.
        closing: live sessions have ended; streams that would go on for ever end too.
        practised: sums of the last weeks for the dashboard.
        queue: has work done by some node, where several serve: its name, a key, arguments; False: nobody can be asked.
        tasks: work that goes on after its request was answered; `app` awaits it before the database closes.
    """

    recordings: Recordings
    gateway: Gateway
    phone: Switchboard | None = None
    analyst: Analyst
    readings: Readings
    measured: Measure = reliability.measured
    echoes: Echoes = field(default_factory=lambda: Echoes(None))
    closing: asyncio.Event = field(default_factory=asyncio.Event)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    pulls: Pulls = field(init=False)
    accounts: Accounts = field(init=False)
    queue: Queue | None = None
    practised: activity.Weeks = field(default_factory=activity.Weeks)
    _drain: asyncio.Task[None] | None = None

    def __post_init__(self) -> None:
        self.pulls = Pulls(Store(self.settings.models_folder))
        self.accounts = Accounts(self.settings, self.database)
        self.door.on_forget = lambda user_id: self.spawn(self.gateway.monitoring.look_again(user_id))

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Go on with `work` after the answer."""
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def finish(self) -> None:
        """Let live sessions end, then what goes on after answers; what takes long is taken up at the next start."""
        await self.drained()
        self.close_streams()
        await asyncio.to_thread(self.pulls.close)
        await self.accounts.close()
        if self.tasks:
            _, late = await asyncio.wait(self.tasks, timeout=FINISH_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def begin_drain(self) -> None:
        """Take no new sessions and let the live ones end."""
        self.draining = True
        self._drain = self._drain or asyncio.create_task(self.gateway.drain())

    async def drained(self) -> None:
        self.begin_drain()
        if self._drain is not None:
            await asyncio.shield(self._drain)

    def close_streams(self) -> None:
        self.draining = True
        self.closing.set()


def _services(connection: HTTPConnection) -> Services:
    return cast("Services", connection.app.state.services)


def _engine_services(connection: HTTPConnection) -> EngineServices:
    return cast("EngineServices", connection.app.state.services)


ServicesDep = Annotated[Services, Depends(_services)]
EngineServicesDep = Annotated[EngineServices, Depends(_engine_services)]


def now_ms() -> int:
    """Unix milliseconds."""
    return time.time_ns() // 1_000_000
