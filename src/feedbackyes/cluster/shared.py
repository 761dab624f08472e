"""Small things that every node knows for a while: tokens by their hash, tickets that are good once, counts per minute."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

MOST = 50_000
"""Values that one process remembers; the oldest go first."""


class Shared(Protocol):
    """Values by kind and key, each for a number of seconds."""

    async def put(self, kind: str, key: str, value: bytes, seconds: float) -> None: ...

    async def get(self, kind: str, key: str) -> bytes | None:
        """None: nobody has put it, or its time is over."""
        ...

    async def take(self, kind: str, key: str) -> bytes | None:
        """As `get`, once: nobody gets it any more."""
        ...

    async def count(self, kind: str, key: str, seconds: float) -> int:
        """Count one more; gives how many there were in this window of time, which begins with the first."""
        ...


class InMemory:
    """Of a server that stands alone. `clock` in seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._values: dict[tuple[str, str], tuple[float, bytes]] = {}
        self._counts: dict[tuple[str, str], tuple[float, int]] = {}

    async def put(self, kind: str, key: str, value: bytes, seconds: float) -> None:
        self._values.pop((kind, key), None)
        self._values[kind, key] = (self._clock() + seconds, value)
        if len(self._values) > MOST:
            now = self._clock()
            self._values = {name: held for name, held in self._values.items() if held[0] > now}
        while len(self._values) > MOST:
            del self._values[next(iter(self._values))]

    async def get(self, kind: str, key: str) -> bytes | None:
        until, value = self._values.get((kind, key), (0.0, None))
        return value if value is not None and until > self._clock() else None

    async def take(self, kind: str, key: str) -> bytes | None:
        value = await self.get(kind, key)
        self._values.pop((kind, key), None)
        return value

    async def count(self, kind: str, key: str, seconds: float) -> int:
        now = self._clock()
        if len(self._counts) > MOST:
            self._counts = {name: held for name, held in self._counts.items() if held[0] > now}
        until, count = self._counts.get((kind, key), (0.0, 0))
        if until <= now:
            until, count = now + seconds, 0
        self._counts[kind, key] = (until, count + 1)
        return count + 1
