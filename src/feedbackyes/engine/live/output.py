"""What the partner says, and in which words, on its way out at the pace of the session's clock."""

from __future__ import annotations

from collections import deque
from typing import Any

BYTES_PER_MS = 48
"""PCM16 at 24 kHz."""
CELL_MS = 200
"""Words go out together that begin in the same of these."""


class Output:
    """A queue of audio in which words have their places. Silence follows when it is empty."""

    def __init__(self) -> None:
        self._audio = bytearray()
        self._words: deque[tuple[int, str]] = deque()
        self._taken = 0  # bytes of all audio so far

    @property
    def ahead_ms(self) -> float:
        """Audio that waits."""
        return len(self._audio) / BYTES_PER_MS

    def play(self, pcm: bytes) -> None:
        self._audio += pcm

    def word(self, text: str) -> None:
        """It begins with the audio that comes next."""
        self._words.append((self._taken + len(self._audio), text))

    def clear(self) -> None:
        """Drop what waits, with its words."""
        self._audio.clear()
        self._words.clear()

    def words(self, within_ms: int) -> str:
        """The words that begin within so much audio from here; each is given once."""
        limit = self._taken + within_ms * BYTES_PER_MS
        text = ""
        while self._words and self._words[0][0] < limit:
            text += self._words.popleft()[1]
        return text

    def take(self, length_ms: int) -> bytes:
        """The next audio, filled up with silence."""
        size = length_ms * BYTES_PER_MS
        piece = bytes(self._audio[:size])
        del self._audio[:size]
        self._taken += len(piece)
        return piece.ljust(size, b"\0")


class Fragments:
    """The words of both sides as they are told."""

    def __init__(self) -> None:
        self._begun: set[str] = set()
        self._start_ms = 0

    def next(self, side: str, text: str, start_ms: int, end_ms: int) -> dict[str, Any]:
        """The fields of the next fragment.

        It can be put behind all that came before it of its side. It begins no sooner than the one before it: clients
        take a step back for the beginning of another session.
        """
        delta = text if side not in self._begun or text[0].isspace() else f" {text}"
        self._begun.add(side)
        self._start_ms = max(self._start_ms, start_ms)
        return {"delta": delta, "start_ms": self._start_ms, "end_ms": max(end_ms, self._start_ms + CELL_MS)}


def spread(text: str, start_ms: float, end_ms: float) -> list[tuple[str, int, int]]:
    """Cut words that were spoken from `start_ms` to `end_ms` into fragments on the grid.

    Nobody knows when each word was; they are spread evenly over the characters.

    Returns:
        Text, start and end of each fragment, in milliseconds. Together the texts are `text`.
    """
    fragments: list[tuple[str, int, int]] = []
    per_character = max(0.0, end_ms - start_ms) / max(1, len(text))
    position = 0
    for word in _words(text):
        cell = int((start_ms + position * per_character) // CELL_MS) * CELL_MS
        position += len(word)
        if fragments and fragments[-1][1] == cell:
            fragments[-1] = (fragments[-1][0] + word, cell, cell + CELL_MS)
        else:
            fragments.append((word, cell, cell + CELL_MS))
    return fragments


def _words(text: str) -> list[str]:
    """Each with the space before it."""
    found: list[str] = []
    for character in text:
        if not found or (character.isspace() and not found[-1][-1].isspace()):
            found.append(character)
        else:
            found[-1] += character
    return found
