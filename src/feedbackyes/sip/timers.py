"""Timers without a clock: what is due by a moment that the caller names."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from itertools import count


class Timer:
    """One that was set. `cancel` may be called at any time."""

    __slots__ = ("action", "at_ms")

    def __init__(self, at_ms: float, action: Callable[[float], None]) -> None:
        self.at_ms = at_ms
        self.action: Callable[[float], None] | None = action

    def cancel(self) -> None:
        self.action = None


class Timers:
    """Any number of them, in order of time."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, Timer]] = []
        self._order = count()

    @property
    def deadline_ms(self) -> float | None:
        """When the next one is due."""
        while self._heap and self._heap[0][2].action is None:
            heapq.heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def set(self, at_ms: float, action: Callable[[float], None]) -> Timer:
        timer = Timer(at_ms, action)
        heapq.heappush(self._heap, (at_ms, next(self._order), timer))
        return timer

    def run(self, now_ms: float) -> None:
        """Do what is due; each action is told the present moment."""
        while (due_ms := self.deadline_ms) is not None and due_ms <= now_ms:
            timer = heapq.heappop(self._heap)[2]
            action, timer.action = timer.action, None
            if action is not None:
                action(now_ms)
