"""A recording of any length, cut into what a recogniser takes at once: stretches with speech, which end in pauses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from feedbackyes.engine.turns import PAUSE_MS, Edge, SpeechDetector
from feedbackyes.stages.vad import FRAME, RATE_HZ

MARGIN = RATE_HZ * 3 // 10
"""Samples kept before the first voice and behind the last one: consonants are quiet."""
GAP_MS = 1_500.0
"""Silence that divides chunks however short they are."""
LONG_SECONDS, SHORT_GAP_MS = 15.0, 400.0
"""A chunk that is already longer ends at a shorter silence."""
LONGER_SECONDS = 24.0
"""And from here on at any pause."""
LONGEST_SECONDS = 40.0
"""Nobody speaks so long without a pause: this is music, or noise."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Samples from `start` to `end` of the recording; `pauses` are positions in between, at which nobody speaks."""

    start: int
    end: int
    pauses: tuple[int, ...] = ()


@dataclass(slots=True)
class _Cutter:
    """Takes the probability of speech of each frame of `size` samples in all."""

    size: int
    chunks: list[Chunk] = field(default_factory=list)
    _detector: SpeechDetector = field(default_factory=SpeechDetector)
    _begun: int = 0
    _pauses: list[int] = field(default_factory=list)
    _frames: int = 0

    def frame(self, probability: float) -> None:
        voiced_until = self._detector.voiced_until_ms
        edge = self._detector.frame(probability, self._patience_ms())
        self._frames += 1
        if edge is Edge.STARTED:
            after = self.chunks[-1].end if self.chunks else 0
            self._begun = max(after, _sample(self._detector.started_ms or 0.0) - MARGIN)
        elif edge is Edge.PAUSED:
            self._pauses.append(self._frames * FRAME)
        elif edge is Edge.STOPPED:
            self._end(min(_sample(voiced_until) + MARGIN, self._frames * FRAME))
        elif self._detector.speaking and self._seconds() >= LONGEST_SECONDS:
            self._end(self._frames * FRAME)
            self._detector.reset()

    def finish(self) -> list[Chunk]:
        if self._detector.speaking:
            self._end(min(_sample(self._detector.voiced_until_ms) + MARGIN, self.size))
        return self.chunks

    def _end(self, end: int) -> None:
        self.chunks.append(Chunk(self._begun, end, tuple(pause for pause in self._pauses if pause < end)))
        self._pauses.clear()

    def _seconds(self) -> float:
        return (self._frames * FRAME - self._begun) / RATE_HZ

    def _patience_ms(self) -> float:
        if not self._detector.speaking or self._seconds() < LONG_SECONDS:
            return GAP_MS
        return SHORT_GAP_MS if self._seconds() < LONGER_SECONDS else PAUSE_MS


def chunks(probabilities: Sequence[float], size: int) -> list[Chunk]:
    """Cut `size` samples at 16 kHz, of which each frame of `FRAME` has a probability of speech. In order, apart."""
    cutter = _Cutter(size)
    for probability in probabilities:
        cutter.frame(probability)
    return cutter.finish()


def _sample(at_ms: float) -> int:
    return round(at_ms * RATE_HZ / 1000)
