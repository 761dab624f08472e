"""Calls over an ASGI server's sockets, and ending them from outside."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from feedbackyes.domain.errors import Conflict
from feedbackyes.domain.session import SessionState
from tests.api.conftest import World, listening


@pytest.fixture
async def url(world: World) -> AsyncIterator[str]:
    async with listening(world) as port:
        yield f"ws://localhost:{port}"


async def test_text_and_bytes_go_both_ways(world: World, url: str) -> None:
    async with connect(f"{url}/ws/realtime/s1", max_size=None) as socket:
        assert await socket.recv() == "hello local at /ws/realtime/s1"
        await socket.send("über")
        assert await socket.recv() == "text über"
        await socket.send(b"\x01\x02")
        assert await socket.recv() == "binary \x01\x02"
    async with asyncio.timeout(5):
        assert (await world.gateway.calls[0].closed)[0] == 1000


async def test_the_call_may_end_it_and_say_why(world: World, url: str) -> None:
    async with connect(f"{url}/ws/audio") as socket:
        await socket.recv()
        await socket.send("bye")
        with pytest.raises(ConnectionClosed):
            await socket.recv()
    assert (socket.close_code, socket.close_reason) == (4000, "as you wish")
    async with asyncio.timeout(5):
        await world.gateway.calls[0].closed


async def test_everything_said_before_the_end_is_heard(world: World, url: str) -> None:
    async with connect(f"{url}/ws/audio") as socket:
        for number in range(100):
            await socket.send(str(number))
        await socket.send("bye")
        heard = [await socket.recv() for _ in range(101)]
    assert heard[1:] == [f"text {number}" for number in range(100)]


async def test_a_refusal_comes_before_the_upgrade_with_status_and_reason(world: World, url: str) -> None:
    world.gateway.refuse_with = Conflict("This session has ended.", code="session_ended")
    with pytest.raises(InvalidStatus) as refused:
        await connect(f"{url}/ws/realtime/s1")
    assert refused.value.response.status_code == 409
    assert b"This session has ended." in (refused.value.response.body or b"")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Authorization": "Bearer fy_unknown"}, 401),
    ],
)
async def test_the_door_is_before_the_upgrade(url: str, headers: dict[str, str], status: int) -> None:
    for path in ("/ws/realtime/s1", "/ws/audio"):
        with pytest.raises(InvalidStatus) as refused:
            await connect(url + path, additional_headers=headers)
        assert refused.value.response.status_code == status


async def test_a_browser_offers_its_key_as_a_subprotocol(world: World, url: str) -> None:
    offered = ["realtime", f"openai-insecure-api-key.{world.tokens['ann']}"]
    async with connect(f"{url}/ws/audio", subprotocols=offered) as socket:  # type: ignore[arg-type]
        assert socket.subprotocol == "realtime"
        assert await socket.recv() == "hello ann at /ws/audio"


@pytest.mark.parametrize(
    ("headers", "offered", "beta"),
    [
        ({}, ["realtime"], False),
        ({"OpenAI-Beta": "realtime=v1"}, ["realtime"], True),
        ({}, ["realtime", "openai-beta.realtime-v1"], True),
    ],
)
async def test_who_speaks_the_retired_shape_says_so(
    world: World, url: str, headers: dict[str, str], offered: list[str], beta: bool
) -> None:
    async with connect(
        f"{url}/ws/realtime/s1",
        additional_headers=headers,
        subprotocols=offered,  # type: ignore[arg-type]
    ) as socket:
        await socket.recv()
        assert world.gateway.calls[0].socket.beta is beta


async def test_a_client_that_vanishes_is_noticed(world: World, url: str) -> None:
    socket = await connect(f"{url}/ws/audio")
    await socket.recv()
    socket.transport.abort()
    async with asyncio.timeout(5):
        assert (await world.gateway.calls[0].closed)[0] in {1005, 1006}


async def test_force_stop_ends_a_live_session(world: World) -> None:
    await world.session(state=SessionState.LIVE)
    async with world.client("ann") as client:
        answer = await client.post("/force-stop/s1")
    assert answer.json() == {"session_id": "s1", "state": "ended", "end_reason": "stopped"}
    assert world.gateway.stopped == ["s1"]


async def test_force_stop_leaves_an_ended_session_as_it_is(world: World) -> None:
    await world.session(state=SessionState.INTERRUPTED)
    async with world.client("ann") as client:
        answer = await client.post("/force-stop/s1")
    assert (answer.status_code, answer.json()["state"]) == (200, "interrupted")
    assert world.gateway.stopped == []


@pytest.mark.parametrize(("who", "status"), [("ann", 200), ("eve", 200), ("bob", 403), ("tim", 403)])
async def test_only_owner_and_admin_may_force_a_stop(world: World, who: str, status: int) -> None:
    await world.session(state=SessionState.LIVE)
    async with world.client(who) as client:
        assert (await client.post("/force-stop/s1")).status_code == status
