"""Alive, and ready for traffic."""

from __future__ import annotations

from datetime import datetime

import pytest

from feedbackyes import __version__
from feedbackyes.api import health
from tests.api.conftest import World

PARTS = ("database", "disk", "engine")


async def test_health_says_what_is_running(world: World) -> None:
    async with world.client() as client:
        found = (await client.get("/health")).json()
    assert datetime.fromisoformat(found.pop("timestamp")).tzinfo is not None
    assert found == {"status": "ok", "version": __version__, "provider": "local", **dict.fromkeys(PARTS, True)}


async def test_a_draining_server_wants_no_traffic_but_is_alive(world: World) -> None:
    world.services.begin_drain()
    async with world.client() as client:
        assert (await client.get("/health")).status_code == 200
        ready = await client.get("/ready")
    assert (ready.status_code, ready.json()["status"]) == (503, "draining")


async def test_a_server_without_its_database_is_not_ready(world: World) -> None:
    async def down() -> bool:
        return False

    world.services.database.ping = down  # type: ignore[method-assign]
    async with world.client() as client:
        assert (await client.get("/health")).json()["status"] == "degraded"
        assert (await client.get("/ready")).status_code == 503


async def test_load_balancers_need_no_token(world: World) -> None:
    async with world.client(peer="10.1.2.3") as client:
        assert (await client.get("/ready")).status_code == 200
        assert (await client.head("/ready")).status_code == 200
        assert (await client.head("/health")).status_code == 200
        assert (await client.get("/api/me")).status_code == 401


async def test_a_server_without_room_takes_no_new_talks(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LEAST_FREE_BYTES", 2**70)
    async with world.client() as client:
        found = await client.get("/ready")
        assert (found.status_code, found.json()["disk"]) == (503, False)
        assert (await client.get("/health")).status_code == 200


async def test_a_server_whose_engine_could_not_start_is_not_ready(world: World) -> None:
    world.services.engine.fault = "The recogniser is missing."
    async with world.client() as client:
        found = await client.get("/ready")
        assert (found.status_code, found.json()["engine"]) == (503, False)
        world.services.provider.name = "openai"
        assert (await client.get("/ready")).status_code == 200
