"""Events on their way to somebody who may read more slowly than they come."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

MAX_BACKLOG = 16 * 2**20
"""Bytes that wait for a slow reader before it is given up."""


class Outlet:
    """Passes messages on, or keeps them while the reader has paused.

    Args:
        too_slow: called when more than `MAX_BACKLOG` waits.
    """

    def __init__(self, send: Callable[[bytes], None], too_slow: Callable[[], None]) -> None:
        self._send = send
        self._too_slow = too_slow
        self._paused = False
        self._backlog: deque[bytes] = deque()
        self._backlog_bytes = 0

    def send(self, payload: bytes) -> None:
        if not self._paused:
            self._send(payload)
            return
        self._backlog.append(payload)
        self._backlog_bytes += len(payload)
        if self._backlog_bytes > MAX_BACKLOG:
            self._too_slow()

    def pause(self) -> None:
        self._paused = True

    def resume(self) -> None:
        self._paused = False
        while self._backlog and not self._paused:
            payload = self._backlog.popleft()
            self._backlog_bytes -= len(payload)
            self._send(payload)

    def flush(self) -> None:
        """Send what waits, paused or not: nothing comes after it."""
        while self._backlog:
            self._send(self._backlog.popleft())

    def clear(self) -> None:
        """Drop what waits."""
        self._backlog.clear()
