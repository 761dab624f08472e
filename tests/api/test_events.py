"""The event stream of a session, over a real server and a real socket."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from feedbackyes.api import streams
from feedbackyes.domain.errors import TooMany
from feedbackyes.protocol.conversation import ConversationEvent
from tests.api.conftest import World, listening


@pytest.fixture
async def client(world: World) -> AsyncIterator[httpx.AsyncClient]:
    await world.session(owner="local")
    async with listening(world) as port, httpx.AsyncClient(base_url=f"http://localhost:{port}") as opened:
        yield opened


async def read(answer: httpx.Response, count: int | None = None) -> list[dict[str, Any]]:
    """The next `count` events, or all until the end."""
    found: list[dict[str, Any]] = []
    fields: dict[str, str] = {}
    async with asyncio.timeout(10):
        async for line in answer.aiter_lines():
            name, _, value = line.partition(": ")
            if name:
                fields[name] = value
            elif "data" in fields:
                event = json.loads(fields["data"])
                assert (fields["id"], fields["event"]) == (str(event["seq"]), event["type"])
                found.append(event)
                fields = {}
            if count is not None and len(found) == count:
                break
    return found


async def test_what_is_stored_comes_first_then_what_happens_until_the_end(
    world: World, client: httpx.AsyncClient
) -> None:
    await world.gateway.say("s1", "user.transcript.final", text="stored")
    async with client.stream("GET", "/api/sessions/s1/events") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert "no-cache" in answer.headers["cache-control"]
        assert answer.headers["x-accel-buffering"] == "no"
        lines = answer.aiter_lines()
        while not (await anext(lines)).startswith("data"):
            pass
        await world.gateway.say("s1", "user.transcript.final", text="live")
        await world.gateway.stop(None, "s1")
        rest = [json.loads(line[6:]) async for line in lines if line.startswith("data: ")]
    assert [event["data"] for event in rest] == [{"text": "live"}, {"state": "ended", "reason": "stopped"}]
    assert (rest[0]["seq"], rest[0]["session_id"]) == (2, "s1")


@pytest.mark.parametrize(
    ("headers", "query"), [({"Last-Event-ID": "2"}, ""), ({}, "?after=2"), ({"Last-Event-ID": "2"}, "?after=1")]
)
async def test_a_reader_goes_on_where_it_was(
    world: World, client: httpx.AsyncClient, headers: dict[str, str], query: str
) -> None:
    for number in range(3):
        await world.gateway.say("s1", "warning", number=number)
    await world.gateway.stop(None, "s1")
    async with client.stream("GET", f"/api/sessions/s1/events{query}", headers=headers) as answer:
        assert [event["seq"] for event in await read(answer)] == [3, 4]


async def test_browsers_are_told_not_to_come_back_after_the_end(world: World, client: httpx.AsyncClient) -> None:
    await world.gateway.stop(None, "s1")
    assert (await client.get("/api/sessions/s1/events", headers={"Last-Event-ID": "1"})).status_code == 204


@pytest.mark.parametrize("wrong", ["x", "-1", "1.5", "²", "9" * 30, "9" * 5000])
async def test_a_number_that_is_none_is_refused(client: httpx.AsyncClient, wrong: str) -> None:
    answer = await client.get("/api/sessions/s1/events", headers=[(b"Last-Event-ID", wrong.encode())])
    assert answer.status_code == 400


async def test_a_quiet_stream_says_that_it_is_there(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "KEEP_ALIVE_SECONDS", 0.05)
    async with client.stream("GET", "/api/sessions/s1/events") as answer, asyncio.timeout(10):
        async for line in answer.aiter_lines():
            if line.startswith(":"):
                break


async def test_streams_end_when_the_server_stops(world: World, client: httpx.AsyncClient) -> None:
    async with client.stream("GET", "/api/sessions/s1/events") as answer:
        world.services.close_streams()
        assert await read(answer) == []


async def test_a_reader_that_leaves_is_forgotten(world: World, client: httpx.AsyncClient) -> None:
    for _ in range(3):
        async with client.stream("GET", "/api/sessions/s1/events"):
            await world.gateway.follows()
        await world.gateway.follows(0)


async def test_a_reader_that_is_too_slow_is_let_go_without_an_error(world: World, client: httpx.AsyncClient) -> None:
    async def too_slow(session_id: str, after_seq: int) -> AsyncIterator[ConversationEvent]:
        yield ConversationEvent(session_id=session_id, seq=after_seq + 1, t_ms=0, t_wall=0, type="usage")
        raise TooMany("Come again.")

    world.gateway.events = too_slow  # type: ignore[method-assign]
    with capture_logs() as logs:
        async with client.stream("GET", "/api/sessions/s1/events") as answer:
            assert [event["seq"] for event in await read(answer)] == [1]
    assert logs == []
