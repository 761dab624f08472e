"""Recordings that a browser makes and sends in pieces."""

from __future__ import annotations

import io
import time
import wave
from typing import Any

import httpx
import numpy as np
import pytest

from feedbackyes.api.services import now_ms
from feedbackyes.domain.session import SessionState
from tests.api.conftest import World

PATH = "/api/sessions/s1/recording/parts"


def second(value: int) -> bytes:
    return np.full((24_000, 2), value, "<i2").tobytes()


async def direct(world: World, **fields: Any) -> None:
    """A recorded session that has begun, of which the server has no recording."""
    await world.session(**{"state": SessionState.LIVE, "started_at": now_ms(), "recording": True, **fields})


async def test_pieces_become_the_recording_of_the_session(world: World) -> None:
    await direct(world)
    async with world.client("ann") as client:
        assert _without_now(await client.get(PATH)) == {"wanted": True, "parts": [], "duration_ms": 0}
        for n, start in ((1, 2000), (0, 0), (1, 2000)):
            answer = await client.put(f"{PATH}/{n}", params={"start_ms": start}, content=second(1000 * (n + 1)))
        assert _without_now(answer) == {"wanted": True, "parts": [0, 1], "duration_ms": 3000}
        assert _without_now(await client.get(PATH)) == _without_now(answer)
        with wave.open(io.BytesIO((await client.get("/api/sessions/s1/recording")).content)) as found:
            samples = np.frombuffer(found.readframes(found.getnframes()), "<i2").reshape(-1, 2)
        levels = (await client.get("/api/sessions/s1/levels", params={"bins": 3})).json()
    assert [int(samples[at, 0]) for at in (0, 30_000, 60_000)] == [1000, 0, 2000]
    assert levels["partner"] == [pytest.approx(1000 / 32768, abs=1e-4), 0, pytest.approx(2000 / 32768, abs=1e-4)]


async def test_nobody_sends_pieces_for_somebody_else(world: World) -> None:
    await direct(world)
    for who in ("bob", "tim", "eve"):
        async with world.client(who) as client:
            assert (await client.put(f"{PATH}/0?start_ms=0", content=second(1))).status_code == 403
            assert (await client.get(PATH)).status_code == 403
    assert world.services.recordings.path("s1") is None


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"recording": False}, "not_recorded"),
        ({"state": SessionState.ENDED, "started_at": 1, "ended_at": 2}, "recording_closed"),
    ],
)
async def test_sessions_that_no_browser_records_take_none(world: World, fields: dict[str, Any], code: str) -> None:
    await direct(world, **fields)
    async with world.client("ann") as client:
        refused = await client.put(f"{PATH}/0?start_ms=0", content=second(1))
        assert (await client.get(PATH)).json()["wanted"] is False
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, code)


async def test_a_browser_may_ask_before_the_call_is_connected(world: World) -> None:
    """It is often faster with its own line than the server is with the sideband."""
    await direct(world, state=SessionState.CREATED, started_at=None)
    await world.session("s2", state=SessionState.CONNECTING, recording=True)
    async with world.client("ann") as client:
        assert (await client.get(PATH)).json()["wanted"] is True
        refused = await client.put(f"{PATH}/0?start_ms=0", content=second(1))
        assert (refused.status_code, refused.json()["error"]["code"]) == (409, "not_started")
        taken = await client.put(f"{PATH.replace('s1', 's2')}/0?start_ms=0", content=second(1))
        assert taken.json()["parts"] == [0]


async def test_a_recording_of_the_server_is_not_written_over(world: World) -> None:
    await direct(world)
    world.services.recordings.writer("s1").close()
    async with world.client("ann") as client:
        refused = await client.put(f"{PATH}/0?start_ms=0", content=second(1))
        assert (await client.get(PATH)).json()["wanted"] is False
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "recorded_here")


@pytest.mark.parametrize(
    ("place", "body", "status"),
    [
        ("0?start_ms=0", b"", 400),
        ("0?start_ms=0", b"12345", 400),
        ("0?start_ms=0", b"\0" * (20 * 96_000 + 4), 400),
        ("0?start_ms=0", b"\0" * (5 * 2**20), 413),
        ("0?start_ms=99999999999", second(1), 400),
        ("0?start_ms=-1", second(1), 422),
        ("0", second(1), 422),
        ("10000?start_ms=0", second(1), 422),
        ("x?start_ms=0", second(1), 422),
    ],
)
async def test_pieces_that_cannot_be_are_refused(world: World, place: str, body: bytes, status: int) -> None:
    await direct(world)
    async with world.client("ann") as client:
        assert (await client.put(f"{PATH}/{place}", content=body)).status_code == status
    assert world.services.recordings.path("s1") is None


def _without_now(answer: httpx.Response) -> dict[str, object]:
    body: dict[str, object] = answer.json()
    assert abs(int(str(body.pop("now"))) - time.time() * 1000) < 60_000
    return body
