"""One speaker's utterance: segments between pauses, their words with times and confidence, interim text that grows."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from feedbackyes.audio import Int16
from feedbackyes.stages.stt._confidence import confidences, settle
from feedbackyes.stages.stt._decoder import CepstralMean, Decoder, Mean
from feedbackyes.stages.stt._onset import Onset
from feedbackyes.stages.stt._protocol import Word
from feedbackyes.stages.stt._telling import Telling

RATE_HZ = 16_000
WARM_UP = RATE_HZ
"""Samples of a speaker's first words that are heard before decoding begins: the first second tells the mean of the
cepstra, without which half as many words again are wrong."""
LOOK = RATE_HZ // 8
"""Samples between two looks at the interim words: 125 ms."""
LONG = 8 * RATE_HZ
LONG_PAUSE_MS = 400
"""A segment longer than this settles by itself in a pause, when nobody says `pause`."""
KEPT = 6 * RATE_HZ
"""Samples of a segment from which the mean is learned."""
FLOOR_DB = -70.0
"""Level of the noise added to everything: the models have never heard digital silence."""

PRIOR: Mean = np.array([53.0, 3.0, 8.0, 18.0, -1.0, 0.0, 1.0, -5.0, -2.0, 0.0, 3.0, 3.0, 4.0])
PRIOR_FRAMES = 50
MEMORY_FRAMES = 1500
FRAME = 160


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
    """What all utterances of a process share."""

    def __init__(self) -> None:
        self._measure = CepstralMean()
        scale = 32768 * 10 ** (FLOOR_DB / 20)
        self._noise = np.rint(np.random.default_rng(0).standard_normal(RATE_HZ) * scale).astype(np.int32)

    def mean(self, samples: Int16) -> Mean:
        return self._measure.of(samples)

    def with_floor(self, samples: Int16) -> Int16:
        noise = np.resize(self._noise, samples.size)
        return np.asarray(np.clip(samples + noise, -32768, 32767), np.int16)


class _Segment:
    """Speech between two pauses."""

    def __init__(self, decoder: Decoder, speaker: Speaker, tools: Tools, begin: int) -> None:
        self.decoder = decoder
        self.begin = begin
        self.length = 0
        self._speaker = speaker
        self._tools = tools
        self._looked = 0
        self._heard: list[Int16] = []
        self._warming = not speaker.known
        if speaker.known:
            decoder.begin(speaker.mean())

    def feed(self, samples: Int16) -> list[str] | None:
        """Decode; returns the interim words when it is time to look."""
        samples = self._tools.with_floor(samples)
        self.length += samples.size
        if self.length <= KEPT or self._warming:
            self._heard.append(samples)
        if self._warming:
            if self.length >= WARM_UP:
                self._warmed_up()
            return None
        self.decoder.feed(samples)
        if self.length - self._looked < LOOK:
            return None
        self._looked = self.length
        return self.decoder.interim()

    def _warmed_up(self) -> None:
        heard = np.concatenate(self._heard)
        self.decoder.begin(self._speaker.mean(self._tools.mean(heard), heard.size))
        self.decoder.feed(heard)
        self._warming = False

    def end(self) -> list[Word]:
        if self._warming:
            self._warmed_up()
        found, features = settle(self.decoder, np.concatenate(self._heard))
        offset = self.begin * 1000 // RATE_HZ
        return [
            Word(word.text, offset + word.start_ms, offset + word.end_ms, round(confidence, 3))
            for word, confidence in zip(found, confidences(features), strict=True)
        ]

    def learn(self) -> None:
        """Remember how this speaker sounds."""
        heard = np.concatenate(self._heard)
        self._speaker.learn(self._tools.mean(heard), heard.size)

    def abandon(self) -> None:
        if not self._warming:
            self.decoder.abandon()


class Utterance:
    """Fed in order. A decoder is borrowed while a segment is open."""

    def __init__(
        self, speaker: Speaker, tools: Tools, borrow: Callable[[], Decoder], give_back: Callable[[Decoder], None]
    ) -> None:
        self._speaker = speaker
        self._tools = tools
        self._borrow = borrow
        self._give_back = give_back
        self._onset = Onset()
        self._telling = Telling()
        self._segment: _Segment | None = None
        self._settled: _Segment | None = None
        self._heard = 0
        self.words: list[Word] = []

    @property
    def in_segment(self) -> bool:
        return self._segment is not None

    def feed(self, samples: Int16) -> str:
        """Take samples; returns text to append to what was told before."""
        self._heard += samples.size
        through = self._onset.feed(samples)
        if not through.size:
            return ""
        if self._segment is None:
            self._segment = _Segment(self._borrow(), self._speaker, self._tools, self._heard - through.size)
        words = self._segment.feed(through)
        if self._segment.length > LONG and self._onset.quiet_ms >= LONG_PAUSE_MS:
            return self.settle()
        return self._telling.look(words) if words is not None else ""

    def settle(self) -> str:
        """The speaker paused: settle the words so far; returns what of them was not told."""
        segment, self._segment = self._segment, None
        self._onset.close()
        if segment is None:
            return ""
        words = segment.end()
        self._give_back(segment.decoder)
        self._settled = segment
        self.words += words
        return self._telling.settle([word.text for word in words])

    def remember(self) -> None:
        """Learn from the segment that was settled: to be called when its words are on their way."""
        settled, self._settled = self._settled, None
        if settled is not None:
            settled.learn()

    def abandon(self) -> None:
        """Drop what is open."""
        segment, self._segment = self._segment, None
        if segment is not None:
            segment.abandon()
            self._give_back(segment.decoder)
