"""Messages between nodes, over a real Redis, also one that goes and comes back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from feedbackyes.cluster import NoAnswer
from feedbackyes.cluster.bus import Bus, Json, client
from feedbackyes.domain.errors import Conflict
from tests.cluster.rig import RedisServer
from tests.gateway.conftest import eventually


@pytest.fixture
async def pair(redis_server: RedisServer) -> AsyncIterator[tuple[Bus, Bus]]:
    one, other = (Bus(client(redis_server.url), name) for name in ("one", "other"))
    for bus in (one, other):
        bus.start()
        await asyncio.wait_for(bus.is_up.wait(), 5)
    yield one, other
    await one.close()
    await other.close()


async def test_a_question_is_answered(pair: tuple[Bus, Bus]) -> None:
    one, other = pair

    async def double(asked: Json) -> Json:
        return {"twice": 2 * asked["number"]}

    other.answers("double", double)
    assert (await one.ask("other", "double", {"number": 21}, seconds=5))["twice"] == 42


async def test_an_error_is_raised_where_the_question_was_asked(pair: tuple[Bus, Bus]) -> None:
    one, other = pair

    async def refuse(asked: Json) -> Json:
        raise Conflict("Not now.", code="busy", param="session_id")

    other.answers("refuse", refuse)
    with pytest.raises(Conflict, match=r"Not now\.") as refused:
        await one.ask("other", "refuse", {}, seconds=5)
    assert (refused.value.code, refused.value.param) == ("busy", "session_id")


async def test_who_is_not_there_is_known_at_once(pair: tuple[Bus, Bus]) -> None:
    with pytest.raises(NoAnswer):
        await asyncio.wait_for(pair[0].ask("nobody", "double", {}, seconds=60), 2)


async def test_who_does_not_answer_is_not_waited_for(pair: tuple[Bus, Bus]) -> None:
    async def sleep(asked: Json) -> Json:
        await asyncio.Event().wait()
        return {}

    pair[1].answers("sleep", sleep)
    with pytest.raises(NoAnswer):
        await pair[0].ask("other", "sleep", {}, seconds=0.2)


async def test_news_of_a_session_reach_who_follows_it(pair: tuple[Bus, Bus]) -> None:
    one, other = pair
    news: list[str] = []
    with other.follow("s1", lambda: news.append("s1")):

        def told() -> bool:
            one.tell("s1")
            one.tell("s2")
            return bool(news)

        await eventually(told)
    assert set(news) == {"s1"}


async def test_a_redis_that_comes_back_is_used_again(tmp_path: Path) -> None:
    server = RedisServer(tmp_path)
    server.start()
    bus = Bus(client(server.url), "one")
    bus.start()
    news: list[str] = []
    try:
        await asyncio.wait_for(bus.is_up.wait(), 5)
        with bus.follow("s1", lambda: news.append("s1")):
            server.stop()
            await eventually(lambda: not bus.is_up.is_set())
            with pytest.raises(NoAnswer):
                await asyncio.wait_for(bus.ask("other", "double", {}, seconds=60), 5)
            server.start()
            await asyncio.wait_for(bus.is_up.wait(), 10)
            await eventually(lambda: bool(news))  # some may have been missed
    finally:
        await bus.close()
        server.stop()
