"""A recogniser's library behind one interface: a segment takes samples, and has words with times.

Used by one thread of a worker process; nothing follows a segment's end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np

from feedbackyes.audio import Samples
from feedbackyes.stages.stt import RATE_HZ
from feedbackyes.stages.stt._protocol import Word

LONGEST = 28 * RATE_HZ
"""Of a segment that a model without streaming hears at once: Whisper has 30 s, and others' memory grows with its square."""
SHORTEST = RATE_HZ // 10
"""Less than this is no speech; of a few samples the library makes no features, and raises."""
QUIET = 0.001
"""Root mean square of a frame, of 1: below -60 dB nobody speaks, and models without streaming make words up."""
FRAME = RATE_HZ // 50


class Segment(Protocol):
    """Speech from one pause to the next."""

    def accept(self, samples: Samples) -> None: ...

    def words(self) -> list[Word]:
        """Those so far, in milliseconds from the segment's start; the last may still be growing."""
        ...

    def end(self) -> list[Word]:
        """All of them. Nothing may follow."""
        ...


class Engine(Protocol):
    def prepare(self, language: str) -> None:
        """Load what a speaker of this language needs. Raises what `load` raises."""
        ...

    def segment(self, language: str) -> Segment: ...

    def advance(self, segments: Sequence[Any]) -> None:
        """Decode what has been accepted, of all segments together. After an error none of them can be used again."""
        ...


class WholeSegment:
    """Kept until it ends; what is too long for the model is cut where it is quietest.

    Args:
        hear: words of samples that are long and loud enough, with times from their first one.
    """

    def __init__(self, hear: Callable[[Samples], list[Word]]) -> None:
        self._hear = hear
        self._parts: list[Samples] = []
        self._size = 0
        self._begin_ms = 0
        self._done: list[Word] = []

    def accept(self, samples: Samples) -> None:
        self._parts.append(samples)
        self._size += samples.size
        while self._size > LONGEST:
            samples = np.concatenate(self._parts)
            cut = quietest(samples, LONGEST * 3 // 4, LONGEST)
            self._decode(samples[:cut])
            self._parts, self._size = [samples[cut:]], samples.size - cut

    def words(self) -> list[Word]:
        return self._done

    def end(self) -> list[Word]:
        if self._parts:
            self._decode(np.concatenate(self._parts))
        self._parts, self._size = [], 0
        return self._done

    def _decode(self, samples: Samples) -> None:
        begin_ms, length_ms = self._begin_ms, samples.size * 1000 // RATE_HZ
        self._begin_ms += length_ms
        if samples.size < SHORTEST or not audible(samples):
            return
        self._done = self._done + [
            Word(word.text, begin_ms + word.start_ms, begin_ms + word.end_ms, word.confidence)
            for word in self._hear(samples)
        ]


def quietest(samples: Samples, first: int, last: int) -> int:
    """Middle of the quietest 200 ms between two positions."""
    window = RATE_HZ // 5
    power = np.cumsum(np.concatenate([[0.0], np.square(samples[first:last], dtype=np.float64)]))
    return first + int(np.argmin(power[window:] - power[:-window])) + window // 2


def audible(samples: Samples) -> bool:
    """Whether any 20 ms of it are louder than silence."""
    frames = samples[: samples.size // FRAME * FRAME].reshape(-1, FRAME)
    return bool(frames.size and np.sqrt(np.square(frames).mean(axis=1)).max() > QUIET)
