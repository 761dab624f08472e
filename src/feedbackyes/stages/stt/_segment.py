"""Speech between two pauses: warmed up, decoded step by step, and taken up again when the pause was only a breath.

What is decoded, and from which mean, follows from the samples alone: not from the pieces in which they came, nor from
whether somebody thought that there was a pause and went on.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from feedbackyes.audio import Int16
from feedbackyes.stages.stt._confidence import confidences, settle
from feedbackyes.stages.stt._decoder import FRAME_MS, CepstralMean, Decoder, Mean
from feedbackyes.stages.stt._protocol import Word

RATE_HZ = 16_000
WARM_UP = RATE_HZ
"""Samples of a speaker's first words that are heard before decoding begins: the first second tells the mean of the
cepstra, without which half as many words again are wrong."""
STEP = RATE_HZ // 40
"""Samples that the decoder gets at once: always as many, because it moves its mean between two of them."""
CATCH_UP = 12 * STEP
"""Samples decoded while behind, before others get their turn: 300 ms."""
LOOK = 5 * STEP
"""Samples between two looks at the interim words: 125 ms."""
KEPT = 6 * RATE_HZ
"""Samples of a segment that are kept: the mean is learned from them."""
REJOIN = 4 * RATE_HZ
"""A segment up to this long is decoded again together with what follows: a breath in the middle of a sentence would
cost the words around it their context. Bounds the work of a resumed sentence to about half a second."""
FLOOR_DB = -70.0
"""Level of the noise added to everything: the models have never heard digital silence."""

PRIOR: Mean = np.array([53.0, 3.0, 8.0, 18.0, -1.0, 0.0, 1.0, -5.0, -2.0, 0.0, 3.0, 3.0, 4.0])
"""Mean of the cepstra before anything is known of a speaker, from flite and espeak voices and recordings."""
PRIOR_FRAMES = 50
MEMORY_FRAMES = 1500
FRAME = RATE_HZ * FRAME_MS // 1000


@dataclass(frozen=True, slots=True)
class Speaker:
    """What is known of a speaker's voice and line: the mean of the cepstra over the last 15 s of speech.

    Args:
        total: sum of the cepstra. frames: how many.
    """

    total: Mean = field(default_factory=lambda: np.zeros_like(PRIOR))
    frames: float = 0.0

    @property
    def known(self) -> bool:
        return self.frames > 0

    def mean(self, measured: Mean | None = None, samples: int = 0) -> Mean:
        """The mean to expect, given what was just measured over some samples."""
        frames = samples / FRAME if measured is not None else 0.0
        recent = measured * frames if measured is not None else 0.0
        expected: Mean = (self.total + PRIOR * PRIOR_FRAMES + recent) / (self.frames + PRIOR_FRAMES + frames)
        return expected

    def learned(self, measured: Mean, samples: int) -> Speaker:
        """The same speaker, after so much more speech."""
        frames = samples / FRAME
        kept = min(1.0, max(0.0, MEMORY_FRAMES - frames) / self.frames) if self.frames else 0.0
        return Speaker(self.total * kept + measured * frames, self.frames * kept + frames)


class Tools:
    """What all segments of a process share."""

    def __init__(self) -> None:
        self._measure = CepstralMean()
        scale = 32768 * 10 ** (FLOOR_DB / 20)
        self._noise: NDArray[np.int32] = np.rint(np.random.default_rng(0).standard_normal(RATE_HZ) * scale).astype(
            np.int32
        )

    def mean(self, samples: Int16) -> Mean:
        return self._measure.of(samples)

    def with_floor(self, samples: Int16, at: int = 0) -> Int16:
        """The samples, of which the first is the segment's `at`-th, with the noise of the floor."""
        noise = self._noise[np.arange(at, at + samples.size) % self._noise.size]
        return np.asarray(np.clip(samples + noise, -32768, 32767), np.int16)


class Segment:
    """Holds a decoder until it ends and is told to `release` it.

    Args:
        speaker: what was known before its first sample.
        begin: that sample's place in the utterance.
        before: the segment that it takes up again; it must have kept all of its sound (`rejoinable`).

    Attributes:
        length: samples so far.
        places: where runs of samples begin, in the segment and in the utterance.
    """

    def __init__(
        self, decoder: Decoder, speaker: Speaker, tools: Tools, begin: int, before: Segment | None = None
    ) -> None:
        self.decoder = decoder
        self.length = 0
        self.speaker: Speaker = before.speaker if before is not None else speaker
        self._tools = tools
        self._heard: list[Int16] = []  # the first samples, at most `KEPT`
        self._behind: Int16 = np.empty(0, np.int16)
        self.places: list[tuple[int, int]] = []
        self._warming = True
        if before is not None:
            self._hear(before.heard)
            self.places += before.places
        if self.speaker.known:
            self._begin(self.speaker.mean())
        self.places.append((self.length, begin))

    @property
    def rejoinable(self) -> bool:
        return self.length <= REJOIN

    @property
    def heard(self) -> Int16:
        """The first samples, with the floor."""
        return np.concatenate(self._heard) if self._heard else np.empty(0, np.int16)

    @property
    def behind(self) -> bool:
        """Whether a step or more waits to be decoded."""
        return self._behind.size >= STEP

    def feed(self, samples: Int16) -> None:
        """Take samples; `catch_up` and `end` decode them."""
        self._hear(self._tools.with_floor(samples, self.length))

    def catch_up(self, *, ending: bool = False) -> list[str] | None:
        """Decode some of what waits; returns the interim words when it is time to look.

        Args:
            ending: nothing follows, so that there is nothing more to warm up with.
        """
        if self._warming and self.length < WARM_UP and not ending:
            return None
        self._warm_up()
        looks = (self.length - self._behind.size) // LOOK
        for _ in range(min(CATCH_UP, self._behind.size) // STEP):
            self.decoder.feed(self._behind[:STEP])
            self._behind = self._behind[STEP:]
        if (self.length - self._behind.size) // LOOK == looks:
            return None
        return self.decoder.interim()

    def end(self, silence: int = 0) -> list[Word]:
        """Decode the rest, and some silence; the words, with times in the utterance."""
        rest = self._tools.with_floor(np.zeros(silence, np.int16), self.length)
        self._warm_up()
        self._behind = np.concatenate((self._behind, rest))
        while self._behind.size:
            self.decoder.feed(self._behind[:STEP])
            self._behind = self._behind[STEP:]
        found, features = settle(self.decoder, self.heard)
        return [
            Word(word.text, self._time(word.start_ms), self._time(word.end_ms), round(confidence, 3))
            for word, confidence in zip(found, confidences(features), strict=True)
        ]

    def release(self) -> Decoder:
        """Part with the decoder, when the segment has ended: what is kept of it must not keep a decoder that is let go."""
        decoder = self.decoder
        del self.decoder
        return decoder

    def learned(self) -> Speaker:
        """What is known of the speaker now, and from the segments that this one took up."""
        heard = self.heard
        return self.speaker.learned(self._tools.mean(heard), heard.size)

    def abandon(self) -> None:
        if not self._warming:
            self.decoder.abandon()

    def _hear(self, samples: Int16) -> None:
        self._heard.append(samples[: max(0, KEPT - self.length)])
        self.length += samples.size
        self._behind = np.concatenate((self._behind, samples))

    def _warm_up(self) -> None:
        if self._warming:
            heard = self.heard[:WARM_UP]
            self._begin(self.speaker.mean(self._tools.mean(heard), heard.size))

    def _begin(self, mean: Mean) -> None:
        self.decoder.begin(mean)
        self._warming = False

    def _time(self, time_ms: int) -> int:
        """Milliseconds in the utterance, of milliseconds in the segment."""
        sample = time_ms * RATE_HZ // 1000
        start, place = next((pair for pair in reversed(self.places) if pair[0] <= sample), self.places[0])
        return max(0, place + sample - start) * 1000 // RATE_HZ
