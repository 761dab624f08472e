"""Where speech begins and pauses, by level alone: what a recogniser is given, and where that is cut.

The engine's voice activity detector decides about turns, in frames of 32 ms that lie differently each time. The same words
should be understood whatever the frames, so the cuts are made here, to the sample: `BEFORE` ahead of where sound begins
and `AFTER` behind where it ends. Digital silence before the first sound changes nothing: it tells nothing of the room.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from feedbackyes.audio import Int16

FULL_SCALE = 32768.0**2
HOP = 160
"""Samples judged at once: 10 ms."""
WINDOW = 10 * HOP
SOUND = 6 * HOP
"""There is sound where `SOUND` of the last `WINDOW` samples were loud: no click, but the shortest word."""
BEFORE = 30 * HOP
"""Samples given from before that: 300 ms, of which `SOUND` and more are sound already."""
AFTER = 12 * HOP
APART = BEFORE + AFTER
"""Samples without sound after which what follows is cut off: nearer ones touch."""
ABOVE_FLOOR_DB = 10.0
BELOW_PEAK_DB = 38.0
"""What is so far below the loudest moment is no speech of the same speaker, but the room."""
THRESHOLDS_DB = (-65.0, -40.0)
STEP_DB = 5.0
"""The threshold moves in steps, so that a level measured over slightly other samples gives the same one."""
FLOOR_RISES_DB = 0.02 / HOP
"""Per sample, 2 dB in a second: the floor falls at once and rises slowly."""


def level_db(samples: Int16) -> float:
    """Root-mean-square level in dB of full scale; -100 for digital silence."""
    return float(_decibels(np.square(samples, dtype=np.float64).mean())) if samples.size else -100.0


def _decibels(power: NDArray[np.float64] | np.float64) -> NDArray[np.float64]:
    return np.asarray(10 * np.log10(np.maximum(power / FULL_SCALE, 1e-10)))


def _last_sums(values: NDArray[np.int64], width: int) -> NDArray[np.int64]:
    """Of the last `width` values at each place, but for the first `width` places."""
    sums = np.cumsum(values)
    return np.asarray(sums[width:] - sums[:-width])


class Onset:
    """Holds samples back until sound begins, and what follows its end.

    However the samples are cut into pieces, what it gives is the same.

    Attributes:
        begin: place in the utterance of the first sample given since it opened; below 0: silence was put before it.
    """

    def __init__(self) -> None:
        self._kept: Int16 = np.empty(0, np.int16)
        self._kept_at = 0
        self._judged = 0
        self._given = 0
        self._last = -APART
        self._squares = np.zeros(HOP, np.int64)
        self._silent = np.ones(HOP, np.bool_)
        self._loud = np.zeros(WINDOW, np.bool_)
        self._floor_db = np.inf
        self._peak_db = -100.0
        self.opened = False
        self.begin = 0

    def feed(self, samples: Int16) -> Iterator[Int16 | None]:
        """What is to be decoded now, in order; None where it has been quiet for so long that what comes is apart."""
        self._kept = np.concatenate((self._kept, samples))
        while self._kept_at + self._kept.size >= self._judged + HOP:
            yield from self._hop()
        forgotten = self._judged - APART - HOP - self._kept_at
        if forgotten > 0:
            self._kept, self._kept_at = self._kept[forgotten:], self._kept_at + forgotten

    def close(self) -> tuple[Int16, int]:
        """Hold back again, from now on.

        Returns:
            What is still to be decoded, and how many samples of silence make its end like others.
        """
        if not self.opened:
            return np.empty(0, np.int16), 0
        sound = self._sound(self._kept_at + self._kept.size)
        if sound.size and sound[0] - self._last < APART:
            self._last = int(sound[-1]) + 1
        self.opened = False
        self._loud[:] = False
        end = min(self._last + AFTER, self._kept_at + self._kept.size)
        return self._give(end), self._last + AFTER - end

    def _hop(self) -> Iterator[Int16 | None]:
        sound = self._sound(self._judged + HOP)
        if sound.size:
            first = int(sound[0])
            if self.opened and first - self._last >= APART:
                self.opened = False
                yield None
            if not self.opened:
                yield self._open(first)
            self._last = int(sound[-1]) + 1
        if self.opened:
            yield self._give(min(self._judged, self._last + AFTER))
        if self.opened and self._judged - self._last >= APART:
            self.opened = False
            yield None

    def _open(self, first: int) -> Int16:
        """Begin a little before `first`, or where the last sound was left when they touch; the silence to begin with."""
        self.opened = True
        self.begin = self._given if first - self._last < APART else first - BEFORE
        self._given = max(0, self.begin)
        return np.zeros(self._given - self.begin, np.int16)

    def _give(self, end: int) -> Int16:
        begin, self._given = self._given, max(self._given, end)
        return self._cut(begin, self._given)

    def _cut(self, begin: int, end: int) -> Int16:
        return self._kept[begin - self._kept_at : end - self._kept_at]

    def _sound(self, end: int) -> NDArray[np.int64]:
        """Judge the samples up to `end`, at most `HOP`: the places of those at which there is sound."""
        at, self._judged = self._judged, end
        self._squares = np.concatenate((self._squares[-HOP:], np.square(self._cut(at, end), dtype=np.int64)))
        sums = _last_sums(self._squares, HOP)
        levels = _decibels(sums / HOP)
        self._silent = np.concatenate((self._silent[-HOP:], sums == 0))
        self._loud = np.concatenate((self._loud[-WINDOW:], levels > self._thresholds_db(levels)))
        return at + np.flatnonzero(_last_sums(self._loud.astype(np.int64), WINDOW) >= SOUND)

    def _thresholds_db(self, levels: NDArray[np.float64]) -> NDArray[np.float64]:
        """Level above which a sample is loud, at each; from it and from those before."""
        rises = FLOOR_RISES_DB * np.arange(levels.size + 1)
        of_room = np.where(_last_sums(self._silent.astype(np.int64), HOP) == 0, levels, np.inf)
        floors = np.minimum.accumulate(np.concatenate(([self._floor_db], of_room)) - rises) + rises
        peaks = np.maximum.accumulate(np.concatenate(([self._peak_db], levels)))
        self._floor_db, self._peak_db = float(floors[-1]), float(peaks[-1])
        wanted = np.maximum(floors + ABOVE_FLOOR_DB, peaks - BELOW_PEAK_DB)[1:]
        return np.asarray(np.rint(np.clip(wanted, *THRESHOLDS_DB) / STEP_DB) * STEP_DB, np.float64)
