"""Text made ready for a voice, with the way back to the positions of the text that was given."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

MAX_PIECE = 300
"""Characters spoken without a chance for others to be served."""

DROPPED = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f")
"""Invisible inside words: soft hyphen, zero-width characters, variation selectors."""
MARKUP = frozenset("*_`#~|<>[]{}\\^=")
"""Read aloud by a voice, never meant to be."""
UNSPOKEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "So", "Sk"))
"""Unicode categories that become a space: controls, unassigned, emoji and other pictures."""
SPOKEN_SIGNS = frozenset("°©®™№")

TAG = re.compile(r"</?[A-Za-z][^<>]*>")
TITLE = re.compile(r"\b(Mr|Mrs|Ms|Dr|Prof|St|vs)\.(?=\s)")
"""Abbreviations whose full stop ends no sentence."""
SENTENCE_END = re.compile(r"[.!?…。！？]+[\"'”’»)]*\s+|\n\s*|[;:]\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the text, spoken in one go.

    Args:
        text: what to give to the voice.
        starts: of each word in `text`; words are divided by white space and keep their punctuation.
        spans: of each word in the text that was given.
    """

    text: str
    starts: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]

    def word_at(self, position: int) -> int:
        """Index of the word that `position` of `text` is in, or that precedes it; -1 before the first."""
        return bisect_right(self.starts, position) - 1

    def speakable(self, word: int) -> bool:
        """Whether the word has a letter or a digit."""
        end = self.starts[word + 1] if word + 1 < len(self.starts) else len(self.text)
        return any(character.isalnum() for character in self.text[self.starts[word] : end])


def pieces(text: str) -> Iterator[Piece]:
    """Divide `text` at sentence ends into pieces of at most `MAX_PIECE` characters; pieces without words are left out."""
    characters, positions = _clean(text)
    spoken = TITLE.sub(lambda match: f"{match[1]} ", characters)
    begin = 0
    while begin < len(spoken):
        end = _end_of_piece(spoken, begin)
        words = list(re.finditer(r"\S+", characters[begin:end]))
        if words:
            yield Piece(
                spoken[begin:end],
                tuple(word.start() for word in words),
                tuple((positions[begin + word.start()], positions[begin + word.end() - 1] + 1) for word in words),
            )
        begin = end


def _clean(text: str) -> tuple[str, list[int]]:
    """What can be spoken, and where in `text` each of its characters stands."""
    characters, positions = [], []
    for index, character in enumerate(TAG.sub(lambda tag: " " * len(tag[0]), text)):
        if character not in DROPPED:
            characters.append(" " if _unspoken(character) else character)
            positions.append(index)
    return "".join(characters), positions


def _unspoken(character: str) -> bool:
    if character in MARKUP:
        return True
    return character not in SPOKEN_SIGNS and character != "\n" and unicodedata.category(character) in UNSPOKEN


def _end_of_piece(text: str, begin: int) -> int:
    """Behind the next sentence, or at a space, or anywhere when there is none."""
    limit = begin + MAX_PIECE
    sentence = SENTENCE_END.search(text, begin, limit)
    if sentence:
        return sentence.end()
    if limit >= len(text):
        return len(text)
    space = text.rfind(" ", begin + 1, limit)
    return space + 1 if space > 0 else limit
