"""What nodes know for a while: in one process, in Redis, and while Redis is gone."""

from __future__ import annotations

import pytest
from redis.asyncio import Redis

from feedbackyes.cluster import InMemory, Shared
from feedbackyes.cluster.bus import client
from feedbackyes.cluster.in_redis import CountsInRedis, InRedis
from feedbackyes.domain.throttle import FIRST_SECONDS
from tests.e2e.conftest import free_port


@pytest.fixture(params=["memory", "redis", "gone"])
async def shared(request: pytest.FixtureRequest, redis: Redis) -> Shared:
    if request.param == "memory":
        return InMemory()
    if request.param == "gone":
        return InRedis(client(f"redis://127.0.0.1:{free_port()}"))
    return InRedis(redis)


async def test_a_value_is_known_by_its_kind_and_key(shared: Shared) -> None:
    await shared.put("token", "a", b"1", 60)
    assert await shared.get("token", "a") == b"1"
    assert await shared.get("other", "a") is None
    assert await shared.get("token", "b") is None


async def test_a_value_is_taken_once(shared: Shared) -> None:
    await shared.put("ticket", "once", b"1", 60)
    assert await shared.take("ticket", "once") == b"1"
    assert await shared.take("ticket", "once") is None
    assert await shared.get("ticket", "once") is None


async def test_counts_go_on_within_their_time(shared: Shared) -> None:
    assert [await shared.count("calls", "ada", 60) for _ in range(3)] == [1, 2, 3]
    assert await shared.count("calls", "ben", 60) == 1


async def test_values_and_counts_end_with_their_time() -> None:
    now = 0.0
    shared = InMemory(lambda: now)
    await shared.put("token", "a", b"1", 10)
    await shared.count("calls", "ada", 10)
    now = 10.5
    assert await shared.get("token", "a") is None
    assert await shared.count("calls", "ada", 10) == 1


async def test_what_one_node_puts_another_takes_and_nobody_again(redis: Redis) -> None:
    one, other = InRedis(redis), InRedis(redis)
    await one.put("ticket", "moved", b"1", 60)
    assert await other.take("ticket", "moved") == b"1"
    assert await one.take("ticket", "moved") is None


async def test_nodes_count_together(redis: Redis) -> None:
    one, other = InRedis(redis), InRedis(redis)
    assert [await one.count("both", "ada", 60), await other.count("both", "ada", 60)] == [1, 2]


async def test_failures_are_counted_for_all_nodes_and_forgiven(redis: Redis) -> None:
    one, other = CountsInRedis(redis), CountsInRedis(redis)
    keys = {"account:a": 2, "address:b": 20}
    assert [await one.begin(keys, 100.0), await other.begin(keys, 100.0)] == [0, 0]
    assert await one.begin(keys, 100.0) == pytest.approx(FIRST_SECONDS)
    assert await other.begin(keys, 101.0) == pytest.approx(FIRST_SECONDS - 1)
    assert await other.begin(keys, 100.0 + FIRST_SECONDS) == 0
    assert await one.begin(keys, 100.0 + FIRST_SECONDS) == pytest.approx(2 * FIRST_SECONDS)
    await one.forgive("account:a")
    assert await other.begin(keys, 100.0 + FIRST_SECONDS) == 0
    await other.take_back("account:a")
    assert [await one.begin(keys, 200.0), await one.begin(keys, 200.0)] == [0, 0]


async def test_failures_are_counted_while_redis_is_gone() -> None:
    counts = CountsInRedis(client(f"redis://127.0.0.1:{free_port()}"))
    assert [await counts.begin({"account:a": 1}, 100.0) for _ in range(2)] == [0, FIRST_SECONDS]
