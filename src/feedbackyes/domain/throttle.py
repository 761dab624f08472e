"""Fewer guesses: whoever has failed waits, longer each time.

Pure: the clock is an argument. An attempt counts when it begins, so that a hundred at once are a hundred; success forgives.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

FIRST_SECONDS = 4.0
LONGEST_SECONDS = 15 * 60.0
"""Of the waits; each is twice as long as the one before."""
FORGOTTEN_SECONDS = 60 * 60.0
"""After which failures do not count any more."""
MOST_KEYS = 100_000


@dataclass(slots=True)
class _Failures:
    count: int
    last: float


class Throttle:
    """Failures by key, such as an account or an address. Times are seconds of any one clock."""

    def __init__(self) -> None:
        self._failures: OrderedDict[str, _Failures] = OrderedDict()

    def begin(self, keys: Mapping[str, int], now: float) -> float:
        """Count an attempt under each key, unless one of them has to wait.

        Args:
            keys: with how many attempts each has free before it waits.

        Returns:
            Seconds to wait, in which case nothing was counted; 0: go on.
        """
        wait = max((self._wait(key, free, now) for key, free in keys.items()), default=0.0)
        if wait > 0:
            return wait
        for key in keys:
            found = self._failures.setdefault(key, _Failures(0, now))
            found.count, found.last = found.count + 1, now
            self._failures.move_to_end(key)
        while len(self._failures) > MOST_KEYS:
            self._failures.popitem(last=False)
        return 0.0

    def forgive(self, key: str) -> None:
        """Forget what failed under this key."""
        self._failures.pop(key, None)

    def take_back(self, key: str) -> None:
        """The attempt was none: one less under this key."""
        found = self._failures.get(key)
        if found is not None:
            found.count = max(0, found.count - 1)

    def _wait(self, key: str, free: int, now: float) -> float:
        found = self._failures.get(key)
        if found is None:
            return 0.0
        if now - found.last > FORGOTTEN_SECONDS:
            del self._failures[key]
            return 0.0
        if found.count < free:
            return 0.0
        penalty = min(LONGEST_SECONDS, FIRST_SECONDS * 2.0 ** min(found.count - free, 20))
        return max(0.0, found.last + penalty - now)
