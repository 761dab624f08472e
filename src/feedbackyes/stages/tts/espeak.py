"""The espeak-ng voice: robotic, everywhere, and quick (first audio after a fraction of a millisecond)."""

from __future__ import annotations

import asyncio
import contextlib
import difflib
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from feedbackyes.audio import Int16
from feedbackyes.stages.tts import BUILT_IN, SpeechChunk, SpokenWord, VoiceFailed, _espeak_library
from feedbackyes.stages.tts._spoken_text import Piece, pieces

WORDS_PER_MINUTE = 145
"""espeak counts generously: this is about 175 words of running text in a minute, pauses included."""
SLOWEST, FASTEST = 0.25, 1.5
"""Limits of `speed`, as Realtime sessions have them."""
SLOWEST_RATE = 80
"""espeak's own lower limit; slower speech gets longer gaps between the words."""
GAP_UNITS_PER_SECOND = 23
"""Of espeak's word gap at its lowest rate, measured, so that speed 0.25 takes four times as long as 1."""


@dataclass(frozen=True, slots=True)
class _Character:
    """Who speaks: an espeak voice variant, pitch and liveliness in espeak's units, and the kind of English."""

    variant: str
    pitch: int
    pitch_range: int
    english: str = "en-us"


BRITISH = "en"
"""espeak's own name for English as spoken in Great Britain."""
LANGUAGES = MappingProxyType({"en-gb": BRITISH, "zh": "cmn", "zh-cn": "cmn", "es-mx": "es-419"})
"""BCP 47 tags that espeak knows by another name."""

CHARACTERS = MappingProxyType(
    {
        "alloy": _Character("f2", 40, 50),
        "ash": _Character("m6", 46, 50),
        "ballad": _Character("m6", 56, 60, BRITISH),
        "cedar": _Character("m6", 34, 50),
        "coral": _Character("f5", 50, 62),
        "echo": _Character("edward", 48, 45),
        "fable": _Character("m1", 52, 65, BRITISH),
        "marin": _Character("f5", 38, 55),
        "nova": _Character("f2", 58, 62),
        "onyx": _Character("m1", 26, 45),
        "sage": _Character("f1", 46, 45),
        "shimmer": _Character("f5", 64, 55),
        "verse": _Character("m6", 62, 66),
    }
)
"""Built on the variants that a recogniser understands best at this rate, which is as good a measure as there is of how
clearly they speak."""


def create() -> Espeak:
    """Load the library.

    Raises:
        NotReady: espeak-ng is missing.
    """
    return Espeak(_espeak_library.library())


class Espeak:
    """The library's voices by the names that Realtime clients use."""

    name = BUILT_IN
    voices = tuple(CHARACTERS)

    def __init__(self, library: _espeak_library.Library) -> None:
        self._library = library
        self.rate_hz = library.rate_hz
        renamed = frozenset(tag.split("-")[0] for tag in LANGUAGES)
        self.languages: frozenset[str] | None = library.languages() | renamed
        self._thread = ThreadPoolExecutor(1, "espeak")

    async def speak(
        self, text: str, *, voice: str = "", speed: float = 1.0, language: str = "en"
    ) -> AsyncIterator[SpeechChunk]:
        """See `Voice.speak`. Words are divided by white space and keep their punctuation. White space at the end says
        that more follows: the pause between sentences is then part of the audio.

        Raises:
            VoiceFailed: there is nothing to be spoken in `text`, or no such language.
        """
        manner = self._manner(voice, speed, language)
        done = 0
        parts = list(pieces(text))
        for index, piece in enumerate(parts):
            end_pause = index + 1 < len(parts) or text[-1:].isspace()
            async for chunk in self._speak_piece(piece, manner, end_pause, done):
                done += chunk.samples.size
                yield chunk
        if not done:
            raise VoiceFailed("The voice found nothing to speak in this text.")

    async def _speak_piece(
        self, piece: Piece, manner: _espeak_library.Manner, end_pause: bool, offset: int
    ) -> AsyncIterator[SpeechChunk]:
        """Chunks as the library makes them; others' pieces are spoken between two pieces of one speaker."""
        loop = asyncio.get_running_loop()
        chunks: asyncio.Queue[SpeechChunk | None] = asyncio.Queue()
        words = _Words(piece, offset, self.rate_hz)
        wanted = True

        def sink(samples: Int16, begun: list[tuple[int, int]]) -> bool:
            with contextlib.suppress(RuntimeError):  # the loop has ended, and who listened with it
                loop.call_soon_threadsafe(chunks.put_nowait, SpeechChunk(samples, words.take(begun)))
            return wanted

        def work() -> None:
            try:
                if wanted:
                    self._library.speak(piece.text, manner, end_pause=end_pause, sink=sink)
            finally:
                with contextlib.suppress(RuntimeError):
                    loop.call_soon_threadsafe(chunks.put_nowait, None)

        try:
            self._thread.submit(work)
        except RuntimeError as error:
            raise VoiceFailed("The voice has ended with the engine.") from error
        spoken = 0
        try:
            while (chunk := await chunks.get()) is not None:
                spoken += chunk.samples.size
                yield chunk
        finally:
            wanted = False
        if spoken and (rest := words.rest(spoken)):
            yield SpeechChunk(np.empty(0, np.int16), rest)

    def _manner(self, voice: str, speed: float, language: str) -> _espeak_library.Manner:
        character = CHARACTERS[nearest(voice)]
        base = self._language(language, character)
        return _manner(character, base, speed)

    def _language(self, language: str, character: _Character) -> str:
        """The name of an espeak voice for a BCP 47 tag, e.g. `en-us`, `de`."""
        tag = language.strip().replace("_", "-").casefold()
        if tag in {"", "en", "und"}:
            return character.english
        for name in (LANGUAGES.get(tag, tag), tag.split("-")[0]):
            if self._library.knows(name):
                return name
        raise VoiceFailed(
            f"The voice espeak-ng does not speak {language!r}. Choose a language such as en, de, fr or es."
        )

    async def close(self) -> None:
        """End the thread; speech under way stops."""
        await asyncio.to_thread(self._thread.shutdown, cancel_futures=True)


class _Words:
    """Turns the library's word events into the words of a piece, each once and in order.

    espeak speaks some pairs ("of the") as one and tells of the first word only: the second gets a time between its
    neighbours, and is told of with the next one.
    """

    def __init__(self, piece: Piece, offset: int, rate_hz: int) -> None:
        self._piece = piece
        self._offset = offset
        self._rate_hz = rate_hz
        self._last = -1
        self._last_sample = 0

    def take(self, begun: list[tuple[int, int]]) -> tuple[SpokenWord, ...]:
        """Words from events of (character position, sample), and those left out before them."""
        words: list[SpokenWord] = []
        for position, sample in begun:
            index = self._piece.word_at(position)
            if index > self._last:
                words += self._between(index, sample)
                words.append(self._word(index, sample))
                self._last, self._last_sample = index, sample
        return tuple(words)

    def rest(self, end: int) -> tuple[SpokenWord, ...]:
        """What is left when the piece ends after `end` samples."""
        return tuple(self._between(len(self._piece.spans), min(end, self._last_sample + self._rate_hz // 2)))

    def _between(self, index: int, sample: int) -> list[SpokenWord]:
        """Words after the last one and before `index`, spread evenly up to `sample`; signs alone are no words."""
        missed = [word for word in range(self._last + 1, index) if self._piece.speakable(word)]
        step = (sample - self._last_sample) / (len(missed) + 1)
        return [self._word(word, self._last_sample + step * count) for count, word in enumerate(missed, 1)]

    def _word(self, index: int, sample: float) -> SpokenWord:
        start, end = self._piece.spans[index]
        return SpokenWord(start, end, round((self._offset + sample) * 1000 / self._rate_hz))


def nearest(voice: str) -> str:
    """The known voice whose name is most like `voice`; the default one when none is."""
    known = list(CHARACTERS)
    name = voice.strip().casefold()
    return name if name in CHARACTERS else next(iter(difflib.get_close_matches(name, known, 1)), known[0])


def _manner(character: _Character, base: str, speed: float) -> _espeak_library.Manner:
    wanted = WORDS_PER_MINUTE * min(max(speed, SLOWEST), FASTEST)
    gap_seconds = max(0.0, 60 / wanted - 60 / SLOWEST_RATE)
    return _espeak_library.Manner(
        f"{base}+{character.variant}",
        max(round(wanted), SLOWEST_RATE),
        character.pitch,
        character.pitch_range,
        round(gap_seconds * GAP_UNITS_PER_SECOND),
    )
