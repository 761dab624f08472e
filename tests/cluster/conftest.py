"""A Redis of the tests' own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from redis.asyncio import Redis

from feedbackyes.cluster.bus import client
from tests.cluster.rig import RedisServer, needs_programs


@pytest.fixture(scope="module")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    needs_programs()
    started = RedisServer(Path(tmp_path_factory.mktemp("redis")))
    started.start()
    yield started
    started.stop()


@pytest.fixture
async def redis(redis_server: RedisServer) -> AsyncIterator[Redis]:
    opened = client(redis_server.url)
    yield opened
    await opened.aclose()
