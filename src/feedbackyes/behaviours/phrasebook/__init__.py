"""Detectors for a language that is given as a book of phrases: everything but the words is the same for all of them.

English has detectors of its own (`behaviours.en`); the others (`fr`, `de`, `es`) are books. A book says which phrases
show which behaviour, what in front of or behind them makes them mean something else, and how its speakers quote, deny
and imagine. What a turn means in its place in the talk (echoes, follow-ups, holding a no) is worked out here.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from feedbackyes.behaviours import Behaviour, Finding, Utterance
from feedbackyes.behaviours.phrasebook.book import Book
from feedbackyes.behaviours.phrasebook.local import Parser, Seen
from feedbackyes.behaviours.phrasebook.talk import FROM_TALK, Talk
from feedbackyes.behaviours.repetition import Said
from feedbackyes.domain.transcript import Speaker

__all__ = ["Book", "Reader"]
_NEAR = 4


class Reader:
    """A `Language` that reads by a book."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._parser = Parser(book)
        self._hedge, self._absolute = book.script.rx(book.hedges), book.script.rx(book.absolutes)
        self._content = lru_cache(maxsize=4096)(book.content_words)
        self.detects = frozenset(book.marks) | FROM_TALK

    def detect(self, turns: Sequence[Utterance]) -> list[Finding]:
        """Every behaviour of the learner's turns, ordered by turn and position; each at most once at a place."""
        talk = Talk(self._book, self.content_words)
        found: list[Finding] = []
        said = Said(self.words)
        for i, turn in enumerate(turns):
            if turn.speaker is Speaker.PARTNER:
                talk.partner_says(turn.text)
                said.hear(turn.text)
            else:
                shown = _distinct(talk.learner_says(self._parser.parse(turn.text)))
                found += said.only_anew(turn.text, [_finding(one, turn, i) for one in shown])
        return found

    def is_addressed_to_judge(self, text: str, start: int, end: int) -> bool:
        """See `Language`."""
        return self._parser.is_addressed_to_judge(text, start, end)

    def prepare(self) -> None:
        """Nothing is left to do: a book is compiled when it is read."""

    def is_backchannel(self, text: str) -> bool:
        """At most three words, all of them listening noises."""
        said = self.words(text.replace("-", " "))
        whole = " ".join(said)
        noises = self._book.backchannels | self._book.fillers
        return 0 < len(said) <= 3 and (whole in noises or all(word in noises for word in said))

    def hedges(self, text: str) -> list[str]:
        """Softening words."""
        return [match[0] for match in self._hedge.finditer(self._book.script.normalise(text))]

    def absolutes(self, text: str) -> list[str]:
        """ "Always", "never" and the like within four words of "you"."""
        norm = self._book.script.normalise(text)
        found = []
        for match in self._absolute.finditer(norm):
            near = self.words(norm[: match.start()])[-_NEAR:] + self.words(norm[match.end() :])[:_NEAR]
            if any(part in self._book.yous for word in near for part in word.split("'")):
                found.append(match[0])
        return found

    def fillers(self, text: str) -> list[str]:
        """Hesitation sounds."""
        return [word for word in self.words(text) if word in self._book.fillers]

    def words(self, text: str) -> list[str]:
        """Lower-case words, contractions whole."""
        return self._book.script.words(text)

    def content_words(self, text: str) -> frozenset[str]:
        """Stems of the words that carry meaning."""
        return self._content(text)


def _distinct(seen: Sequence[Seen]) -> list[Seen]:
    """By place; of two quotes of one behaviour that overlap, the first."""
    kept: list[Seen] = []
    for one in sorted(seen, key=lambda one: (one.start, one.at, one.behaviour)):
        if not any(
            one.behaviour is other.behaviour and one.start < other.end and other.start < one.end for other in kept
        ):
            kept.append(one)
    return kept


def _finding(one: Seen, turn: Utterance, place: int) -> Finding:
    return Finding(Behaviour(one.behaviour), turn.turn_id, one.start, one.end, turn.text[one.start : one.end], place)
