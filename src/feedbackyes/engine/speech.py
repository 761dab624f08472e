"""Turns a voice's samples into what goes over the wire: small pieces of audio, each with the words that begin with it.

A piece ends where the next word begins. So (text received, audio received) is exact at every moment: captions can follow
playback, and what was cut off can be told to the word. Pieces are short at first, for a quick start, then up to 200 ms.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from feedbackyes.audio import Int16, g711
from feedbackyes.audio.resample import Resampler
from feedbackyes.protocol.sessions import FormatName
from feedbackyes.stages.tts import SpeechChunk, SpokenWord

FIRST_MS = (60, 60, 100, 100)
"""Longest duration of the first pieces."""
LONGEST_MS = 200
CLOSE_MS = 20
"""Words that begin within this time of each other go together."""


@dataclass(frozen=True, slots=True)
class Piece:
    """`text` begins with `audio`, which is in the wire's format and may be empty at a clause's end."""

    text: str
    audio: bytes
    duration_ms: float


class Spacing:
    """Joins clauses: white space at the end of one goes before the next, so that a reply ends without any."""

    def __init__(self) -> None:
        self._carried = ""

    def join(self, text: str) -> str:
        stripped = text.rstrip()
        joined = self._carried + stripped if stripped else ""
        self._carried = text[len(stripped) :] if stripped else self._carried + text
        return joined


class Slicer:
    """Cuts one reply, clause by clause: `begin`, `add`…, `end`."""

    def __init__(self, voice_hz: int, wire: FormatName) -> None:
        self._wire = wire
        self._rate_hz = 24_000 if wire == "audio/pcm" else 8_000
        self._resampler = Resampler(voice_hz, self._rate_hz)
        self._spacing = Spacing()
        self._sizes = [ms * self._rate_hz // 1000 for ms in FIRST_MS]
        self._samples: Int16 = np.zeros(0, np.int16)
        self._position = 0  # of the first sample in hand, from the clause's beginning
        self._clause = ""
        self._offset = 0  # characters that were put before the clause
        self._told = 0  # characters of the clause that are in pieces already
        self._text = ""  # of the piece to come
        self._words: deque[tuple[int, int]] = deque()

    def begin(self, clause: str) -> None:
        """This clause will be spoken next. Words come with positions in this text."""
        self._clause = self._spacing.join(clause)
        self._offset = len(self._clause) - len(clause.rstrip())
        self._told = self._position = 0

    def add(self, chunk: SpeechChunk) -> list[Piece]:
        """Take samples at the voice's rate; give the pieces that are complete."""
        self._words.extend(self._mark(word) for word in chunk.words)
        self._samples = np.concatenate((self._samples, self._resampler.process(chunk.samples)))
        return list(self._cut(final=False))

    def end(self) -> list[Piece]:
        """The clause is spoken; give the rest."""
        self._samples = np.concatenate((self._samples, self._resampler.flush()))
        pieces = list(self._cut(final=True))
        self._words.clear()
        self._tell(len(self._clause))
        if self._text:
            pieces.append(self._piece(0))
        return pieces

    def _mark(self, word: SpokenWord) -> tuple[int, int]:
        """The sample at which a word begins, and where its text ends: after the punctuation that belongs to it."""
        end = min(len(self._clause), word.end + self._offset)
        while end < len(self._clause) and not self._clause[end].isspace():
            end += 1
        return word.at_ms * self._rate_hz // 1000, end

    def _cut(self, *, final: bool) -> Iterator[Piece]:
        close = CLOSE_MS * self._rate_hz // 1000
        while self._samples.size:
            while self._words and self._words[0][0] <= self._position + close:
                self._tell(self._words.popleft()[1])
            if final and not self._words:
                self._tell(len(self._clause))
            size = self._sizes[0] if self._sizes else LONGEST_MS * self._rate_hz // 1000
            if self._words:
                size = min(size, self._words[0][0] - self._position)
            if size > self._samples.size and not final:
                return
            yield self._piece(min(size, self._samples.size))

    def _tell(self, until: int) -> None:
        """Put the clause's text up to a position into the piece to come."""
        self._text += self._clause[self._told : until]
        self._told = max(self._told, until)

    def _piece(self, size: int) -> Piece:
        samples, self._samples = self._samples[:size], self._samples[size:]
        text, self._text = self._text, ""
        self._position += size
        del self._sizes[:1]
        audio = samples.tobytes() if self._wire == "audio/pcm" else _encode(samples, self._wire)
        return Piece(text, audio, size * 1000 / self._rate_hz)


def _encode(samples: Int16, wire: FormatName) -> bytes:
    return g711.encode_mu(samples) if wire == "audio/pcmu" else g711.encode_a(samples)
