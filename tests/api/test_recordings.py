"""Listening to recordings, and drawing them."""

from __future__ import annotations

import asyncio
import io
import wave
from contextlib import suppress

import httpx
import numpy as np
import pytest

from tests.api.conftest import World, listening


@pytest.fixture(autouse=True)
async def _recorded(world: World) -> None:
    await world.session()
    samples = np.zeros((24_000, 2), np.int16)
    samples[:12_000, 0] = 16384
    writer = world.services.recordings.writer("s1")
    writer.write(samples)
    writer.close()


async def test_a_recording_is_a_wav_file(world: World) -> None:
    async with world.client("ann") as client:
        answer = await client.get("/api/sessions/s1/recording")
        head = await client.head("/api/sessions/s1/recording")
    assert answer.headers["content-type"] == "audio/wav"
    assert head.headers["content-length"] == str(len(answer.content))
    with wave.open(io.BytesIO(answer.content)) as found:
        assert (found.getnchannels(), found.getframerate(), found.getnframes()) == (2, 24_000, 24_000)


@pytest.mark.parametrize(
    ("asked", "first", "last"), [("bytes=0-99", 0, 99), ("bytes=1000-1999", 1000, 1999), ("bytes=-4", 96_040, 96_043)]
)
async def test_a_part_can_be_asked_for(world: World, asked: str, first: int, last: int) -> None:
    async with world.client("ann") as client:
        whole = (await client.get("/api/sessions/s1/recording")).content
        part = await client.get("/api/sessions/s1/recording", headers={"Range": asked})
    assert part.status_code == 206
    assert part.headers["content-range"] == f"bytes {first}-{last}/{len(whole)}"
    assert part.content == whole[first : last + 1]


async def test_a_part_behind_the_end_is_refused(world: World) -> None:
    async with world.client("ann") as client:
        answer = await client.get("/api/sessions/s1/recording", headers={"Range": "bytes=999999-"})
    assert answer.status_code == 416


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "bytes=5-4", "words=1-2", "bytes=-", "x"])
async def test_what_is_no_single_range_means_all(world: World, asked: str) -> None:
    async with world.client("ann") as client:
        answer = await client.get("/api/sessions/s1/recording", headers={"Range": asked})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "audio/wav")
    assert len(answer.content) == 96_044


async def test_a_recording_that_grows_while_it_is_fetched_comes_as_long_as_it_was_announced(world: World) -> None:
    writer = world.services.recordings.writer("s1")
    writer.write(np.ones((8 * 24_000, 2), np.int16))

    async def record() -> None:
        while True:
            writer.write(np.ones((2_400, 2), np.int16))
            await asyncio.sleep(0.001)

    recording = asyncio.create_task(record())
    headers = {"Authorization": f"Bearer {world.tokens['ann']}"}
    async with listening(world) as port, httpx.AsyncClient(headers=headers) as client:
        for asked in ({}, {"Range": "bytes=0-"}, {"Range": "bytes=0-9,100-"}):
            async with client.stream(
                "GET", f"http://localhost:{port}/api/sessions/s1/recording", headers=asked
            ) as answer:
                announced = writer.frames
                content = await answer.aread()
            assert len(content) == int(answer.headers["content-length"])
            assert writer.frames > announced
    recording.cancel()
    with suppress(asyncio.CancelledError):
        await recording
    writer.close()


async def test_levels_are_drawn_from_the_recording(world: World) -> None:
    async with world.client("ann") as client:
        found = (await client.get("/api/sessions/s1/levels", params={"bins": 2})).json()
        assert len((await client.get("/api/sessions/s1/levels")).json()["learner"]) == 400
    assert found == {"duration_ms": 1000, "learner": [0.5, 0], "partner": [0, 0]}


@pytest.mark.parametrize("bins", ["0", "-1", "4001", "x"])
async def test_a_senseless_number_of_parts_is_refused(world: World, bins: str) -> None:
    async with world.client("ann") as client:
        assert (await client.get("/api/sessions/s1/levels", params={"bins": bins})).status_code == 422


async def test_a_session_without_a_recording_says_so(world: World) -> None:
    await world.session("s2")
    async with world.client("ann") as client:
        for path in ("recording", "levels"):
            answer = await client.get(f"/api/sessions/s2/{path}")
            assert (answer.status_code, answer.json()["error"]["code"]) == (404, "recording_not_found")


@pytest.mark.parametrize(("shared", "read", "heard"), [(None, 403, 403), (False, 200, 403), (True, 200, 200)])
async def test_a_recording_is_heard_when_it_is_shared_beside_the_talk(
    world: World, shared: bool | None, read: int, heard: int
) -> None:
    if shared is not None:
        await world.share(people=("tim",), recording=shared)
    async with world.client("tim") as client:
        assert (await client.get("/api/sessions/s1/transcript")).status_code == read
        for what in ("recording", "levels"):
            assert (await client.get(f"/api/sessions/s1/{what}")).status_code == heard
    async with world.client("eve") as client:
        assert (await client.get("/api/sessions/s1/recording")).status_code == 403
