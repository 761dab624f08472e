"""Where speech begins and pauses, by level alone: cheap, and only for what a recogniser should not waste time on.

The engine's voice activity detector decides about turns. Here it is about the silence that is fed as well: after a
pause nothing is decoded until there is sound again, and then from a little before it.
"""

from __future__ import annotations

import numpy as np

from feedbackyes.audio import Int16

FRAME = 320
"""Samples per level: 20 ms."""
BEFORE = 16 * FRAME
"""Samples kept from before the onset: 320 ms, so that no first sound is lost."""
LOUD = 3
WINDOW = 5
"""Sound has begun when `LOUD` of the last `WINDOW` levels are above the threshold."""
ABOVE_FLOOR_DB = 10.0
THRESHOLDS_DB = (-65.0, -38.0)
FLOOR_RISES_DB = 0.04
"""Per frame, 2 dB in a second: the floor falls at once and rises slowly."""


def level_db(samples: Int16) -> float:
    """Root-mean-square level in dB of full scale; -100 for digital silence."""
    power = float(np.mean(np.square(samples, dtype=np.float64))) if samples.size else 0.0
    return 10 * float(np.log10(max(power / 32768.0**2, 1e-10)))


class Onset:
    """Holds samples back until sound begins; then lets everything through until `close`."""

    def __init__(self) -> None:
        self._floor_db = 0.0
        self._rest: Int16 = np.empty(0, np.int16)
        self._before: Int16 = np.empty(0, np.int16)
        self._recent: list[bool] = []
        self.opened = False
        self.quiet_ms = 0

    def feed(self, samples: Int16) -> Int16:
        """What is to be decoded now, in order; empty while it is quiet."""
        self._listen(samples)
        if self.opened and self._before.size:
            through, self._before = np.concatenate((self._before, samples)), np.empty(0, np.int16)
            return through
        if self.opened:
            return samples
        self._before = np.concatenate((self._before, samples))[-BEFORE - FRAME * WINDOW :]
        return np.empty(0, np.int16)

    def close(self) -> None:
        """Hold back again, from now on."""
        self.opened = False
        self._recent.clear()
        self._before = np.empty(0, np.int16)

    def _listen(self, samples: Int16) -> None:
        joined = np.concatenate((self._rest, samples))
        whole = joined.size // FRAME
        self._rest = joined[whole * FRAME :]
        for frame in joined[: whole * FRAME].reshape(whole, FRAME):
            self._judge(level_db(frame))

    def _judge(self, level: float) -> None:
        self._floor_db = min(level, self._floor_db + FLOOR_RISES_DB)
        threshold = min(max(self._floor_db + ABOVE_FLOOR_DB, THRESHOLDS_DB[0]), THRESHOLDS_DB[1])
        loud = level > threshold
        self.quiet_ms = 0 if loud else self.quiet_ms + 20
        self._recent = [*self._recent[1 - WINDOW :], loud]
        if sum(self._recent) >= LOUD:
            self.opened = True
