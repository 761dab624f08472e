"""Words that are in a turn without being said to the partner: quoted, reported, denied, or only imagined.

The same idea as `behaviours.en.guards`: such words become `BLANK` before any pattern looks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from feedbackyes.behaviours.en import guards as english
from feedbackyes.behaviours.en.text import LONGEST_TURN, Span
from feedbackyes.behaviours.phrasebook.book import Book

BLANK = "·"
_END = re.compile(r"[.!?…]+(?=\s|$)|\n+|;|[¿¡]")
_QUOTED = re.compile(r"«[^»]*»|\"[^\"]*\"|[„“][^“”\"]*[“”\"]|(?<!\w)'[^']*(?:\w'\w[^']*)*'(?!\w)")
_COLON = re.compile(r"(?:\s+\w+){0,5}\s*:")


class Guards:
    """The patterns of one book, ready for use."""

    def __init__(self, book: Book) -> None:
        frames, rx = book.frames, book.script.rx
        self._script = book.script
        self._framed = [(rx(frames.taught), False), (rx(frames.denied), False), (rx(frames.imagined), True)]
        self._aloud, self._mine = rx(frames.aloud), rx(frames.mine)
        self._yours = book.script.before(frames.yours)
        self._hearsay, self._judge = rx(frames.hearsay), rx(frames.judge)
        self._on = re.compile(rf"{rx(frames.but).pattern}|[,\-]\s*{rx(frames.resumes).pattern}")
        self._but, self._takes_back = rx(frames.but), rx(book.takes_back)

    def outer(self, text: str) -> str:
        """`text` normalised, letter for letter as far as it is looked at, with `BLANK` for what was not said to the partner in earnest."""
        norm = _blank(self._script.normalise(text[:LONGEST_TURN]), self._quotations)
        return _blank(norm, self._frames)

    def hearsay(self, said: str) -> list[tuple[int, int]]:
        """Where `said` gives other people's words, to the end of the sentence."""
        return [(match.end(), self._stop(said, match.end())) for match in self._hearsay.finditer(said)]

    def to_judge(self, sentence: Span) -> bool:
        """The sentence speaks to whoever scores the talk; in English, too, because such words are copied."""
        return bool(self._judge.search(sentence.text)) or english.to_judge(sentence)

    def taken_back(self, text: str, end: int) -> bool:
        """After `end` the sentence says "but" and then something that undoes it."""
        but = self._but.search(text, end)
        return but is not None and self._takes_back.search(text, but.end()) is not None

    def _quotations(self, norm: str) -> Iterator[tuple[int, int]]:
        """What stands in quotation marks; not a turn that is nothing but a quotation, nor what the partner is quoted with."""
        places = [match.span() for match in _QUOTED.finditer(norm)]
        rest, last = "", 0
        for start, end in places:
            rest, last = rest + norm[last:start], end
        if re.search(r"\w", rest + norm[last:]):
            yield from (place for place in places if not self._yours.search(norm[max(0, place[0] - 40) : place[0]]))

    def _frames(self, norm: str) -> Iterator[tuple[int, int]]:
        """What follows "my coach says", "I did not say", "imagine I had said", up to where the sentence turns."""
        for match in self._aloud.finditer(norm):
            colon = _COLON.match(norm, match.end())
            if colon and not self._mine.search(norm, _start(norm, match.start()), colon.end()):
                yield colon.end(), len(norm)
        for pattern, whole in self._framed:
            for match in pattern.finditer(norm):
                yield _start(norm, match.start()) if whole else match.end(), self._stop(norm, match.end())

    def _stop(self, norm: str, start: int) -> int:
        end = _END.search(norm, start)
        limit = end.start() if end else len(norm)
        turn = self._on.search(norm, start + 1, limit)
        return turn.start() if turn else limit


def _blank(norm: str, find: Callable[[str], Iterator[tuple[int, int]]]) -> str:
    for start, end in list(find(norm)):
        norm = norm[:start] + BLANK * (end - start) + norm[end:]
    return norm


def _start(norm: str, place: int) -> int:
    return max((end.end() for end in _END.finditer(norm, 0, place)), default=0)
