"""The learner's audio on its way to a Live session, which must never be without: silence where they send none.

A Live session's clock is its input. So what is sent is paced by ours: audio that comes too early waits, and audio that
does not come is silence. What the learner's client counts is its own audio alone; `place` says where in that a moment of
the session is. Audio is PCM16 at 24 kHz, times are milliseconds.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Callable

import numpy as np

BYTES_PER_MS = 48
FRAME_MS = 100
_FRAME = FRAME_MS * BYTES_PER_MS
STARVED_MS = 300.0
"""A network may be late by that much before silence stands in for what it brings."""
BEHIND_MS = 300.0
"""Audio that waits although it should have been sent: pauses are then left out until it has caught up."""
PAUSE_MS = 600.0
"""Quiet that is left out is what follows so much of it."""
QUIET = 100.0
"""Root mean square of samples, about -50 dBFS."""


class LiveUplink:
    """Frames for one session. `sent_ms` is the session's clock as far as this side knows it."""

    def __init__(self) -> None:
        self.sent_ms = 0
        self._audio = bytearray()
        self._marks: deque[tuple[int, Callable[[], None]]] = deque()
        self._came = self._taken = 0  # bytes
        self._owed_ms = 0.0
        self._quiet_ms = 0.0
        self._anchors: list[tuple[float, float, bool]] = [(0.0, 0.0, False)]

    def add(self, pcm: bytes) -> None:
        """The learner's next audio."""
        self._audio += pcm
        self._came += len(pcm)

    def mark(self, then: Callable[[], None]) -> None:
        """Call this when everything that was added before has been sent, and heard by who takes the frames."""
        self._marks.append((self._came, then))

    @property
    def marked(self) -> bool:
        """Somebody waits for the end of what was added."""
        return bool(self._marks)

    def clear(self) -> None:
        """Drop what waits."""
        self._taken += len(self._audio)
        self._audio.clear()

    def frames(self, passed_ms: float) -> list[bytes]:
        """The frames that are due when so much time has passed since the last call."""
        while self._marks and self._marks[0][0] <= self._taken:
            self._marks.popleft()[1]()
        self._owed_ms += passed_ms
        due: list[bytes] = []
        while self._owed_ms >= FRAME_MS:
            frame = self._next()
            if frame is None:
                break
            due.append(frame)
            self.sent_ms += FRAME_MS
            self._owed_ms -= FRAME_MS
        return due

    def place(self, session_ms: float) -> float:
        """Where in the learner's own audio a moment of the session is; a silence of ours is where they stopped."""
        index = bisect_right(self._anchors, session_ms, key=lambda anchor: anchor[0]) - 1
        at_ms, place_ms, moving = self._anchors[max(0, index)]
        return place_ms + (max(0.0, session_ms - at_ms) if moving else 0.0)

    def _next(self) -> bytes | None:
        self._skip_pauses()
        if len(self._audio) >= _FRAME or (self._audio and self._owed_ms > STARVED_MS):
            frame = bytes(self._audio[:_FRAME])
            self._anchor(moving=True)
            del self._audio[:_FRAME]
            self._taken += len(frame)
            self._quiet_ms = self._quiet_ms + FRAME_MS if _quiet(frame) else 0.0
            return frame.ljust(_FRAME, b"\0")
        if self._taken and self._quiet_ms < PAUSE_MS and self._owed_ms <= STARVED_MS:
            return None  # somebody is sending, and the next of it may only be late
        self._anchor(moving=False)
        self._quiet_ms += FRAME_MS
        return bytes(_FRAME)

    def _skip_pauses(self) -> None:
        waiting_ms = len(self._audio) / BYTES_PER_MS - self._owed_ms
        while waiting_ms > BEHIND_MS and self._quiet_ms >= PAUSE_MS and _quiet(bytes(self._audio[:_FRAME])):
            del self._audio[:_FRAME]
            self._taken += _FRAME
            waiting_ms -= FRAME_MS

    def _anchor(self, *, moving: bool) -> None:
        place_ms = self._taken / BYTES_PER_MS
        at_ms, before_ms, was_moving = self._anchors[-1]
        expected = before_ms + (self.sent_ms - at_ms if was_moving else 0.0)
        if moving is not was_moving or abs(expected - place_ms) > 1.0:
            self._anchors.append((float(self.sent_ms), place_ms, moving))


def _quiet(frame: bytes) -> bool:
    samples = np.frombuffer(frame[: len(frame) // 2 * 2], "<i2").astype(np.float32)
    return samples.size == 0 or float(np.sqrt(np.mean(samples**2))) < QUIET
