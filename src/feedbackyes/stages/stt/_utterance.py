"""One speaker's utterance: segments between pauses, their words in order, interim text that grows."""

from __future__ import annotations

from collections.abc import Callable

from feedbackyes.audio import Int16
from feedbackyes.stages.stt._decoder import Decoder
from feedbackyes.stages.stt._onset import Onset
from feedbackyes.stages.stt._protocol import Word
from feedbackyes.stages.stt._segment import RATE_HZ, Segment, Speaker, Tools
from feedbackyes.stages.stt._telling import Telling

LONG = 8 * RATE_HZ
LONG_PAUSE_MS = 400
"""A segment longer than this settles by itself in a pause, when nobody says `pause`."""


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
        self._segment: Segment | None = None
        self._settled: Segment | None = None
        self._to_learn: Segment | None = None
        self._heard = 0
        self._words: list[Word] = []
        self._settled_words: list[Word] = []

    @property
    def in_segment(self) -> bool:
        return self._segment is not None

    @property
    def behind(self) -> bool:
        """Whether `catch_up` has something to do."""
        return self._segment is not None and self._segment.behind

    @property
    def words(self) -> list[Word]:
        """Of all segments that were settled."""
        return [*self._words, *self._settled_words]

    def feed(self, samples: Int16) -> str:
        """Take samples; returns text to append to what was told before."""
        self._heard += samples.size
        through = self._onset.feed(samples)
        if not through.size:
            return ""
        segment = self._segment or self._begin(self._heard - through.size)
        words = segment.feed(through)
        if segment.length > LONG and self._onset.quiet_ms >= LONG_PAUSE_MS:
            return self.settle()
        return self._telling.look(words) if words is not None else ""

    def catch_up(self) -> str:
        """Decode a part of what waits; returns text to append."""
        words = self._segment.catch_up() if self._segment is not None else None
        return self._telling.look(words) if words is not None else ""

    def settle(self) -> str:
        """The speaker paused: settle the words so far; returns what of them was not told."""
        segment, self._segment = self._segment, None
        self._onset.close()
        if segment is None:
            return ""
        self._settled_words = segment.end()
        self._give_back(segment.decoder)
        self._settled = self._to_learn = segment
        return self._telling.settle([word.text for word in self._settled_words])

    def remember(self) -> None:
        """Learn from the segment that was settled: to be called when its words are on their way."""
        segment, self._to_learn = self._to_learn, None
        if segment is not None:
            segment.learn()

    def abandon(self) -> None:
        """Drop what is open."""
        segment, self._segment = self._segment, None
        if segment is not None:
            segment.abandon()
            self._give_back(segment.decoder)

    def _begin(self, begin: int) -> Segment:
        """Open a segment: with the one before when that was short, else a new one after its words."""
        before, self._settled = self._settled, None
        if before is None or not before.rejoinable:
            before = None
            self._words += self._settled_words
            self._settled_words = []
            self._telling.part()
        self._segment = Segment(self._borrow(), self._speaker, self._tools, begin, before)
        return self._segment
