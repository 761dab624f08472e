"""Speech between two pauses: warmed up, decoded slice by slice, and taken up again when the pause was only a breath."""

from __future__ import annotations

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
SLICE = RATE_HZ // 10
CATCH_UP = 3 * SLICE
"""Samples decoded at once while behind, before others get their turn."""
LOOK = RATE_HZ // 8
"""Samples between two looks at the interim words: 125 ms."""
KEPT = 6 * RATE_HZ
"""Samples of a segment that are kept: the mean is learned from them."""
REJOIN = 4 * RATE_HZ
"""A segment up to this long is decoded again together with what follows: a breath in the middle of a sentence would
cost the words around it their context. Bounds the work of a resumed sentence to about half a second."""
MOST_GAP = 3 * RATE_HZ // 10
"""Samples of a pause that are decoded when a segment is taken up again."""
FLOOR_DB = -70.0
"""Level of the noise added to everything: the models have never heard digital silence."""

PRIOR: Mean = np.array([53.0, 3.0, 8.0, 18.0, -1.0, 0.0, 1.0, -5.0, -2.0, 0.0, 3.0, 3.0, 4.0])
"""Mean of the cepstra before anything is known of a speaker, from flite and espeak voices and recordings."""
PRIOR_FRAMES = 50
MEMORY_FRAMES = 1500
FRAME = RATE_HZ * FRAME_MS // 1000


class Speaker:
    """What is known of a speaker's voice and line: the mean of the cepstra over the last 15 s of speech."""

    def __init__(self) -> None:
        self._sum: Mean = np.zeros_like(PRIOR)
        self._frames = 0.0

    @property
    def known(self) -> bool:
        return self._frames > 0

    def mean(self, measured: Mean | None = None, samples: int = 0) -> Mean:
        """The mean to expect, given what was just measured over some samples."""
        frames = samples / FRAME if measured is not None else 0.0
        recent = measured * frames if measured is not None else 0.0
        expected: Mean = (self._sum + PRIOR * PRIOR_FRAMES + recent) / (self._frames + PRIOR_FRAMES + frames)
        return expected

    def learn(self, measured: Mean, samples: int) -> None:
        frames = samples / FRAME
        kept = min(1.0, max(0.0, MEMORY_FRAMES - frames) / self._frames) if self._frames else 0.0
        self._sum = self._sum * kept + measured * frames
        self._frames = self._frames * kept + frames


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

    def with_floor(self, samples: Int16) -> Int16:
        noise = np.resize(self._noise, samples.size)
        return np.asarray(np.clip(samples + noise, -32768, 32767), np.int16)


class Segment:
    """Holds a decoder until it ends.

    Args:
        begin: its first sample's place in the utterance.
        before: the segment that it takes up again; it must have kept all of its sound (`rejoinable`).
    """

    def __init__(
        self, decoder: Decoder, speaker: Speaker, tools: Tools, begin: int, before: Segment | None = None
    ) -> None:
        self.decoder = decoder
        self.length = 0
        self._speaker = speaker
        self._tools = tools
        self._heard: list[Int16] = []
        self._behind: Int16 = np.empty(0, np.int16)
        self._places: list[tuple[int, int]] = []  # (sample in the segment, sample in the utterance)
        self._looked = 0
        self._known = 0
        self._warming = not speaker.known
        if speaker.known:
            decoder.begin(speaker.mean())
        if before is not None:
            self._take_up(before, begin)
        self._places.append((self.length, begin))

    @property
    def rejoinable(self) -> bool:
        return self.length <= REJOIN

    @property
    def behind(self) -> bool:
        """Whether more than a slice waits to be decoded."""
        return self._behind.size > SLICE

    def feed(self, samples: Int16) -> list[str] | None:
        """Take samples; returns the interim words when it is time to look."""
        self._hear(self._tools.with_floor(samples))
        if self._warming:
            if self.length >= WARM_UP:
                self._warmed_up()
            return None
        return self.catch_up()

    def catch_up(self) -> list[str] | None:
        """Decode some of what waits; returns the interim words when it is time to look."""
        now, self._behind = self._behind[:CATCH_UP], self._behind[CATCH_UP:]
        if now.size:
            self.decoder.feed(now)
        decoded = self.length - self._behind.size
        if decoded - self._looked < LOOK:
            return None
        self._looked = decoded
        return self.decoder.interim()

    def end(self) -> list[Word]:
        """Decode the rest; the words, with times in the utterance."""
        if self._warming:
            self._warmed_up()
        while self._behind.size:
            self.catch_up()
        found, features = settle(self.decoder, np.concatenate(self._heard))
        return [
            Word(word.text, self._time(word.start_ms), self._time(word.end_ms), round(confidence, 3))
            for word, confidence in zip(found, confidences(features), strict=True)
        ]

    def learn(self) -> None:
        """Remember how this speaker sounds, from what was not learned before."""
        heard = np.concatenate(self._heard)[self._known :]
        if heard.size >= FRAME * 10:
            self._speaker.learn(self._tools.mean(heard), heard.size)

    def abandon(self) -> None:
        if not self._warming:
            self.decoder.abandon()

    def _hear(self, samples: Int16) -> None:
        self.length += samples.size
        if self.length <= KEPT or self._warming:
            self._heard.append(samples)
        self._behind = np.concatenate((self._behind, samples))

    def _take_up(self, before: Segment, begin: int) -> None:
        """Begin with the sound of `before` and a part of the pause."""
        self._hear(np.concatenate(before._heard))
        self._places += before._places
        last_sample, last_place = self._places[-1]
        end = last_place + before.length - last_sample
        gap = max(0, min(begin - end, MOST_GAP))
        self._places.append((self.length, end))
        self._hear(self._tools.with_floor(np.zeros(gap, np.int16)))
        self._known = self.length

    def _warmed_up(self) -> None:
        heard = np.concatenate(self._heard)
        self.decoder.begin(self._speaker.mean(self._tools.mean(heard), heard.size))
        self._warming = False

    def _time(self, time_ms: int) -> int:
        """Milliseconds in the utterance, of milliseconds in the segment."""
        sample = time_ms * RATE_HZ // 1000
        start, place = next((pair for pair in reversed(self._places) if pair[0] <= sample), self._places[0])
        return (place + sample - start) * 1000 // RATE_HZ
