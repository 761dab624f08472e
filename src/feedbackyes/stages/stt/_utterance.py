"""One speaker's utterance: segments between pauses, their words in order, interim text that grows."""

from __future__ import annotations

from collections.abc import Callable

from feedbackyes.audio import Int16
from feedbackyes.stages.stt._decoder import Decoder
from feedbackyes.stages.stt._onset import Onset
from feedbackyes.stages.stt._protocol import Word
from feedbackyes.stages.stt._segment import Segment, Speaker, Tools
from feedbackyes.stages.stt._telling import Telling


class Utterance:
    """Fed in order. A decoder is borrowed while a segment is open.

    Attributes:
        speaker: what is known of who speaks.
    """

    def __init__(
        self, speaker: Speaker, tools: Tools, borrow: Callable[[], Decoder], give_back: Callable[[Decoder], None]
    ) -> None:
        self.speaker = speaker
        self._tools = tools
        self._borrow = borrow
        self._give_back = give_back
        self._onset = Onset()
        self._telling = Telling()
        self._segment: Segment | None = None
        self._settled: Segment | None = None
        self._to_learn: Segment | None = None
        self._words: list[Word] = []
        self._settled_words: list[Word] = []

    @property
    def in_segment(self) -> bool:
        return self._segment is not None

    @property
    def behind(self) -> bool:
        """Whether a pause that comes now has to wait for more than a moment's decoding."""
        return self._segment is not None and self._segment.behind

    @property
    def words(self) -> list[Word]:
        """Of all segments that were settled."""
        return [*self._words, *self._settled_words]

    def feed(self, samples: Int16) -> str:
        """Take samples; returns text to append to what was told before."""
        told = ""
        for piece in self._onset.feed(samples):
            if piece is None:
                told += self._settle(0)
            else:
                segment = self._segment or self._begin(self._onset.begin)
                segment.feed(piece)
        return told + self.catch_up()

    def catch_up(self, *, ending: bool = False) -> str:
        """Decode a part of what waits; returns text to append. `ending`: `settle` follows."""
        words = self._segment.catch_up(ending=ending) if self._segment is not None else None
        return self._telling.look(words) if words is not None else ""

    def settle(self) -> str:
        """The speaker paused: settle the words so far; returns what of them was not told."""
        rest, silence = self._onset.close()
        if self._segment is not None:
            self._segment.feed(rest)
        return self._settle(silence)

    def remember(self) -> None:
        """Learn from the segment that was settled: to be called when its words are on their way."""
        segment, self._to_learn = self._to_learn, None
        if segment is not None:
            self.speaker = segment.learned()

    def abandon(self) -> None:
        """Drop what is open."""
        segment, self._segment = self._segment, None
        if segment is not None:
            segment.abandon()
            self._give_back(segment.release())

    def _settle(self, silence: int) -> str:
        segment, self._segment = self._segment, None
        if segment is None:
            return ""
        self._settled_words = segment.end(silence)
        self._give_back(segment.release())
        self._settled = self._to_learn = segment
        return self._telling.settle([word.text for word in self._settled_words])

    def _begin(self, begin: int) -> Segment:
        """Open a segment: with the one before when that was short, else a new one after its words."""
        self.remember()
        before, self._settled = self._settled, None
        if before is None or not before.rejoinable:
            before = None
            self._words += self._settled_words
            self._settled_words = []
            self._telling.part()
        self._segment = Segment(self._borrow(), self.speaker, self._tools, begin, before)
        return self._segment
