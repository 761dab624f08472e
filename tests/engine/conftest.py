"""An engine with known stages."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.engine.desk import Desk
from tests.engine.wire import Bench, Wire


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    bench = Bench()
    yield bench
    await bench.engine.close()


@pytest.fixture
async def wire(bench: Bench) -> Wire:
    return bench.connect()


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    desk.detect()
    return desk
