"""Voice activity by loudness: how far a frame is above what is quiet on this line.

For lines on which nothing sounds but speech (a headset in a quiet room, a phone system that sends silence), and for sounds that
silero's model does not take for speech. Music, typing and a second voice are speech to it.
"""

from __future__ import annotations

import math

import numpy as np

from feedbackyes.audio import Int16, Samples
from feedbackyes.domain.errors import Failed
from feedbackyes.stages.vad import FRAME, RATE_HZ

QUIET_DB = -50.0
"""Of full scale: nothing below it is speech, however quiet the line is."""
ABOVE_DB = 9.0
"""Above what is quiet on the line a frame is as likely speech as not."""
WIDTH_DB = 1.5
"""By so much more it is three times as likely as not (logistic)."""
RISE_DB = 3.0 * FRAME / RATE_HZ
"""By which what is quiet grows louder with each frame, 3 dB a second; it falls at once."""


class Ended(Failed):
    """The detector is closed."""

    code = "vad_failed"


def create() -> Energy:
    """Needs no model."""
    return Energy()


class Energy:
    """See `VoiceActivity`."""

    def __init__(self) -> None:
        self.closed = False

    def open(self) -> _Stream:
        return _Stream(self)

    async def close(self) -> None:
        self.closed = True


class _Stream:
    """One microphone."""

    def __init__(self, detector: Energy) -> None:
        self._detector = detector
        self._rest: Samples = np.empty(0, np.float32)
        self._floor: float | None = None

    async def feed(self, samples: Int16) -> list[float]:
        """See `VadStream.feed`. Raises `Ended`."""
        if self._detector.closed:
            raise Ended("Voice activity detection has ended with the engine.")
        joined = np.concatenate((self._rest, samples.astype(np.float32) / 32768.0))
        whole = joined.size // FRAME * FRAME
        self._rest = joined[whole:]
        return [self._probability(level) for level in _levels(joined[:whole].reshape(-1, FRAME))]

    def reset(self) -> None:
        self._rest, self._floor = self._rest[:0], None

    def close(self) -> None:
        self.reset()

    def _probability(self, level: float) -> float:
        floor = level if self._floor is None else min(level, self._floor + RISE_DB)
        self._floor = max(floor, QUIET_DB - ABOVE_DB)
        return 1 / (1 + math.exp(-(level - self._floor - ABOVE_DB) / WIDTH_DB))


def _levels(frames: Samples) -> list[float]:
    """Decibels of full scale, of each frame; silence is -100."""
    powers = np.square(frames, dtype=np.float64).mean(axis=1) if frames.size else np.empty(0)
    levels: list[float] = (10 * np.log10(np.maximum(powers, 1e-10))).tolist()
    return levels
