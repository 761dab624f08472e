"""Work that some node does once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from feedbackyes.cluster import jobs as jobs_module
from feedbackyes.cluster.jobs import Jobs
from tests.cluster.rig import RedisServer
from tests.e2e.conftest import free_port
from tests.gateway.conftest import eventually


class Node:
    def __init__(self, url: str) -> None:
        self.jobs, self.did = Jobs(url), list[str]()
        self.goes_on = asyncio.Event()

    async def work(self, what: str) -> None:
        self.did.append(what)
        await self.goes_on.wait()


@pytest.fixture
async def nodes(redis_server: RedisServer) -> AsyncIterator[list[Node]]:
    made = [Node(redis_server.url) for _ in range(2)]
    for node in made:
        node.jobs.start({"work": node.work}, {})
    yield made
    for node in made:
        node.goes_on.set()
        await node.jobs.close()


async def test_a_job_is_done_once_whoever_asks(nodes: list[Node]) -> None:
    one, other = nodes
    assert await one.jobs.add("work", "same", what="a")
    await eventually(lambda: one.did + other.did == ["a"])
    assert await other.jobs.add("work", "same", what="a")
    assert await other.jobs.add("work", "another", what="b")
    await eventually(lambda: sorted(one.did + other.did) == ["a", "b"])
    one.goes_on.set()
    other.goes_on.set()


async def test_a_node_that_stops_leaves_its_job_to_another(nodes: list[Node]) -> None:
    await nodes[0].jobs.add("work", "left", what="c")
    await eventually(lambda: nodes[0].did + nodes[1].did == ["c"])
    stopped, other = nodes if nodes[0].did else reversed(nodes)
    await stopped.jobs.close()
    await eventually(lambda: other.did == ["c"])
    other.goes_on.set()


async def test_nobody_can_be_asked_while_redis_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs_module, "WAIT_SECONDS", 0.1)
    alone = Node(f"redis://127.0.0.1:{free_port()}")
    alone.jobs.start({"work": alone.work}, {})
    assert not await alone.jobs.add("work", "x", what="x")
    await alone.jobs.close()
