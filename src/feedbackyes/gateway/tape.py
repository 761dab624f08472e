"""The two-channel recording of a call as samples in time: what was said when, and what was heard.

Both sides are kept as pieces at their place on the session clock until the recorder takes them. The learner's pieces are
placed by their own length; where they begin is decided by anchors, which may move while audio is late. The partner's
pieces lie where they will be heard, also in the future; a cut takes away what was not heard. What changes something
that was taken already is handed out as a correction.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

from feedbackyes.audio import Int16

RATE_HZ = 24_000
LEARNER, PARTNER = 0, 1
LIMIT_FRAMES = 300 * RATE_HZ
"""Audio that may wait for its time, per side."""


@dataclass(frozen=True, slots=True)
class Correction:
    """`samples` of one channel belong at `frame`, which was taken before."""

    channel: int
    frame: int
    samples: Int16


class Tape:
    """Frames count from the start of the session at 24 kHz."""

    def __init__(self, first_frame: int = 0) -> None:
        self.taken = first_frame
        self.dropped_frames = 0
        self._pieces: tuple[deque[tuple[int, Int16]], deque[tuple[int, Int16]]] = (deque(), deque())
        self._corrections: list[Correction] = []

    def add(self, channel: int, at_ms: float, samples: Int16) -> None:
        """Samples at 24 kHz, to be placed at `at_ms`. What is too far ahead is dropped and counted."""
        frame = max(0, round(at_ms * RATE_HZ / 1000))
        if frame + len(samples) - self.taken > LIMIT_FRAMES:
            self.dropped_frames += len(samples)
            return
        if frame < self.taken:
            late = samples[: self.taken - frame]
            self._corrections.append(Correction(channel, frame, late))
            frame, samples = self.taken, samples[len(late) :]
        if len(samples):
            self._pieces[channel].append((frame, samples))

    def cut(self, at_ms: float) -> None:
        """The partner is not heard from `at_ms` on, until audio is added after it."""
        frame = max(0, round(at_ms * RATE_HZ / 1000))
        pieces = self._pieces[PARTNER]
        kept = [(at, samples[: frame - at]) for at, samples in pieces if at < frame]
        pieces.clear()
        pieces.extend(kept)
        if frame < self.taken:
            self._corrections.append(Correction(PARTNER, frame, np.zeros(self.taken - frame, np.int16)))

    def take(self, until_ms: float) -> Int16:
        """Frames from what was taken last up to `until_ms`, shape (n, 2); silence where nobody spoke."""
        until = max(self.taken, round(until_ms * RATE_HZ / 1000))
        block = np.zeros((until - self.taken, 2), np.int16)
        for channel, pieces in enumerate(self._pieces):
            for frame, samples in self._due(pieces, until):
                at = frame - self.taken
                block[at : at + len(samples), channel] = samples
        self.taken = until
        return block

    def corrections(self) -> list[Correction]:
        """What belongs to frames that were taken before; each is handed out once."""
        found, self._corrections = self._corrections, []
        return found

    def end_ms(self, channel: int) -> float:
        """Where the last piece of a side ends; what was taken counts as its end when there is none."""
        frame, samples = self._pieces[channel][-1] if self._pieces[channel] else (self.taken, ())
        return (frame + len(samples)) * 1000 / RATE_HZ

    def _due(self, pieces: deque[tuple[int, Int16]], until: int) -> list[tuple[int, Int16]]:
        """What begins before `until`, up to there. Pieces may overlap and need not be in order: an anchor that moves
        places audio before what is waiting already. The later one is heard."""
        due: list[tuple[int, Int16]] = []
        rests: list[tuple[int, Int16]] = []
        for frame, samples in pieces:
            if frame < until:
                due.append((frame, samples[: until - frame]))
            if frame + len(samples) > until:
                rests.append((max(frame, until), samples[max(0, until - frame) :]))
        pieces.clear()
        pieces.extend(rests)
        return due
