"""The embedded engine's own API with stages of the tests' own, behind a real server and without a database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

import httpx
from fastapi import FastAPI

from feedbackyes.api.application import build_engine
from feedbackyes.api.auth import Door
from feedbackyes.api.services import EngineServices
from feedbackyes.engine import Calls, Engine
from feedbackyes.engine.live import LiveSessions
from feedbackyes.settings import Settings
from tests.api.conftest import World, listening
from tests.engine.fakes import Cast


@dataclass
class Place:
    """Where the engine is to be reached, and what its stages are."""

    world: World
    port: int
    cast: Cast

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def client(self, **options: Any) -> httpx.AsyncClient:
        """Somebody who calls from an address, `peer`."""
        return self.world.client(**options)


@cache
def _app() -> FastAPI:
    """Made once: its routes take longer than a test."""
    return build_engine(Settings())


@asynccontextmanager
async def engine_alone() -> AsyncIterator[Place]:
    """On loopback nobody has to say who they are, and no database is asked who it is."""
    settings, stages = Settings(), Cast()
    engine = Engine(settings, stages.stages)
    services = EngineServices(
        settings=settings,
        database=cast("Any", None),
        door=Door(settings, cast("Any", None), access_token=""),
        provider=cast("Any", None),
        engine=engine,
        calls=Calls(engine, None),
        live=LiveSessions(engine, None),
    )
    app = _app()
    app.state.services = services
    world = World(app, cast("Any", services), cast("Any", None), {})
    async with listening(world) as port:
        yield Place(world, port, stages)
        await services.calls.close()
        await engine.close()
