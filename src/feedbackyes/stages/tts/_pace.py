"""When each word of a clause is heard, where the voice does not tell: from how fast it spoke until now."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from feedbackyes.audio import Int16
from feedbackyes.stages.tts import SpokenWord
from feedbackyes.stages.tts._spoken_text import Piece

USUAL_MS = 62.0
"""For a unit of weight at speed 1: about 150 words a minute."""
NEWER = 0.5
"""How much of the pace the last clause makes."""
BETWEEN, AFTER = 1.5, {",": 3.0, ";": 4.0, ":": 4.0, ".": 5.0, "?": 5.0, "!": 5.0, "…": 5.0}
"""Weights of a gap between words, and of pauses; a letter has 1."""
LOUD = 400
"""Samples above this are voice: before the first one nobody has begun."""
LATE_MS = 400.0
"""Words of which nothing was known are told within the last part of the clause."""


class Pace:
    """What is known of one voice: milliseconds for a unit of weight at speed 1."""

    def __init__(self) -> None:
        self.unit_ms = USUAL_MS

    def learn(self, weight: float, spoken_ms: float, speed: float) -> None:
        """A clause of this weight took so long."""
        if weight > 0 and spoken_ms > 0:
            self.unit_ms += NEWER * (spoken_ms * speed / weight - self.unit_ms)


class Timing:
    """The words of one piece while its samples come: `take`…, `end`.

    Args:
        offset: samples that were spoken before this piece.
    """

    def __init__(self, piece: Piece, pace: Pace, speed: float, rate_hz: int, offset: int) -> None:
        self._pace, self._speed, self._rate_hz = pace, speed, rate_hz
        self._offset_ms = offset * 1000 / rate_hz
        self._words = [index for index in range(len(piece.spans)) if piece.speakable(index)]
        self._piece = piece
        self._weights = np.concatenate(([0.0], np.cumsum([_weight(piece, index) for index in self._words])))
        self._done_ms = self._lead_ms = 0.0
        self._begun = False
        self._told = 0
        self._last_ms = 0.0

    def take(self, samples: Int16) -> tuple[SpokenWord, ...]:
        """The words that begin in these samples, as far as can be told."""
        if not self._begun:
            loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > LOUD)
            self._begun = bool(len(loud))
            self._lead_ms += self._ms(int(loud[0]) if len(loud) else samples.size)
        self._done_ms += self._ms(samples.size)
        unit_ms = self._pace.unit_ms / self._speed
        starts = self._lead_ms + self._weights[:-1] * unit_ms
        ready = int(np.searchsorted(starts, self._done_ms)) if self._begun else 0
        return self._tell(starts[self._told : ready])

    def end(self) -> tuple[SpokenWord, ...]:
        """All is spoken: the rest of the words."""
        self._pace.learn(float(self._weights[-1]), self._done_ms - self._lead_ms, self._speed)
        left = len(self._words) - self._told
        first = max(self._last_ms, self._done_ms - LATE_MS)
        return self._tell(np.linspace(first, self._done_ms, left + 2)[1:-1])

    def _tell(
        self, starts_ms: Sequence[float] | np.ndarray[tuple[int], np.dtype[np.float64]]
    ) -> tuple[SpokenWord, ...]:
        words = []
        for start_ms in starts_ms:
            begin, end = self._piece.spans[self._words[self._told]]
            words.append(SpokenWord(begin, end, int(self._offset_ms + start_ms)))
            self._last_ms = float(start_ms)
            self._told += 1
        return tuple(words)

    def _ms(self, samples: int) -> float:
        return samples * 1000 / self._rate_hz


def _weight(piece: Piece, index: int) -> float:
    begin = piece.starts[index]
    end = piece.starts[index + 1] if index + 1 < len(piece.starts) else len(piece.text)
    word = piece.text[begin:end].strip()
    pause = AFTER.get(word[-1:], 0.0) if index + 1 < len(piece.starts) else 0.0
    return len(word) + BETWEEN + pause
