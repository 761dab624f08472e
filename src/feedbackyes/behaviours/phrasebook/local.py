"""What one turn says by itself. Cached, because a talk is looked at again with every new turn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from feedbackyes.behaviours import Behaviour
from feedbackyes.behaviours.en.text import Span
from feedbackyes.behaviours.phrasebook.book import Book
from feedbackyes.behaviours.phrasebook.guards import Guards
from feedbackyes.behaviours.phrasebook.text import clauses, pieces, sentences

LONGEST_QUOTE = 28
"""Words; a clause of unpunctuated speech that is longer is quoted in part."""
_AFTER_WORDS = 8
_REVOCABLE = frozenset(
    {Behaviour.ACKNOWLEDGEMENT, Behaviour.PARAPHRASE, Behaviour.APOLOGY, Behaviour.THANKS_FOR_FEEDBACK}
)
_AHEAD = frozenset({Behaviour.NEXT_STEP_AGREED, Behaviour.REQUEST_DOABLE, Behaviour.REFUSAL_CLEAR})
"""With these, a day that is named lies ahead and is no occasion."""
_KNOWN_BY_HEARING = frozenset({Behaviour.SITUATION_NAMED, Behaviour.OBSERVATION_SPECIFIC, Behaviour.IMPACT_STATED})


@dataclass(frozen=True, slots=True)
class Seen:
    """A behaviour at a place in a turn: the words that showed it, and the wider quote."""

    behaviour: Behaviour
    at: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Parsed:
    """A turn without the sentences that are addressed to a judge."""

    sentences: tuple[Span, ...]
    seen: tuple[Seen, ...]


class Parser:
    """Reads turns by one book."""

    def __init__(self, book: Book) -> None:
        rx, before = book.script.rx, book.script.before
        self._book = book
        self._guards = Guards(book)
        self._marks = [(name, rx(pattern)) for name, pattern in book.marks.items()]
        self._before = {name: before(pattern) for name, pattern in book.unless_before.items()}
        self._after = {
            name: re.compile(rf"[\s,]*(?:{rx(pattern).pattern})") for name, pattern in book.unless_after.items()
        }
        self._near = {name: rx(pattern) for name, pattern in book.unless_near.items()}
        self._occasions, self._past = rx(book.occasions), rx(book.past)
        self._open, self._closed = rx(book.open_question), rx(book.closed_question)
        self.joint = re.compile(rf"[,:]\s+|\s+-+\s+|\s+(?=(?:{book.joints})\s)")
        self.parse = lru_cache(maxsize=4096)(self._parse)

    def is_addressed_to_judge(self, text: str, start: int, end: int) -> bool:
        return any(
            self._guards.to_judge(sentence)
            for sentence in sentences(self._book.script.normalise(text))
            if sentence.start < end and start < sentence.end
        )

    def quoted(self, sentence: Span, behaviour: Behaviour, start: int, end: int) -> Seen:
        """The clause or clauses around a match (positions in the sentence), as a place in the turn."""
        first, last = start, end
        for clause in clauses(sentence, self.joint):
            begin, stop = clause.start - sentence.start, clause.end - sentence.start
            if begin < end and stop > start:
                first, last = min(first, begin), max(last, stop)
        if len(sentence.text[first:last].split()) > LONGEST_QUOTE:
            first, last = start, _after(sentence.text, max(end, start), last)
        while first < start and not sentence.text[first].isalnum():
            first += 1
        if sentence.text[last:].strip(" \"'»“”") in ("?", "!", "."):
            last = len(sentence.text)
        while last > end and sentence.text[last - 1].isspace():
            last -= 1
        return Seen(behaviour, sentence.start + start, sentence.start + first, sentence.start + last)

    def _parse(self, text: str) -> Parsed:
        said = self._guards.outer(text)
        meant = [
            Span(sentence.start, sentence.end, said[sentence.start : sentence.end])
            for sentence in sentences(self._book.script.normalise(text))
            if not self._guards.to_judge(sentence)
        ]
        kept = tuple(piece for sentence in meant for piece in pieces(sentence, self.joint))
        told = self._guards.hearsay(said)
        seen = (one for sentence in kept for one in self._scan(sentence))
        return Parsed(
            kept,
            tuple(
                one
                for one in seen
                if one.behaviour in _KNOWN_BY_HEARING or not any(start <= one.at < end for start, end in told)
            ),
        )

    def _scan(self, sentence: Span) -> Iterator[Seen]:
        hits = [*self._phrases(sentence), *self._days(sentence)]
        named = {behaviour for behaviour, _, _ in hits}
        if Behaviour.LEADING_QUESTION not in named:
            hits += self._questions(sentence)
        for behaviour, start, end in hits:
            ahead = behaviour is Behaviour.SITUATION_NAMED and _AHEAD & named
            if not ahead or Behaviour.OBSERVATION_SPECIFIC in named:
                yield self.quoted(sentence, behaviour, start, end)

    def _phrases(self, sentence: Span) -> Iterator[tuple[Behaviour, int, int]]:
        text = sentence.text
        for behaviour, pattern in self._marks:
            near = self._near.get(behaviour)
            if near is not None and near.search(text):
                continue
            for match in pattern.finditer(text):
                if not self._unless(behaviour, text, match.start(), match.end()):
                    yield behaviour, match.start(), match.end()

    def _days(self, sentence: Span) -> Iterator[tuple[Behaviour, int, int]]:
        """A day that has been, not one that lies ahead."""
        if self._past.search(sentence.text) and not sentence.text.endswith("?"):
            for match in self._occasions.finditer(sentence.text):
                if not self._unless(Behaviour.SITUATION_NAMED, sentence.text, *match.span()):
                    yield Behaviour.SITUATION_NAMED, match.start(), match.end()

    def _unless(self, behaviour: Behaviour, text: str, start: int, end: int) -> bool:
        before, after = self._before.get(behaviour), self._after.get(behaviour)
        if before is not None and before.search(text[:start]):
            return True
        if after is not None and after.match(text, end):
            return True
        if behaviour is Behaviour.APOLOGY and text[end:].lstrip().startswith("?"):
            return True  # "Pardon?" asks to hear it again
        return behaviour in _REVOCABLE and self._guards.taken_back(text, end)

    def _questions(self, sentence: Span) -> Iterator[tuple[Behaviour, int, int]]:
        """Open by its first words, else closed when it has a question mark or a question's word order."""
        opened = self._open.search(sentence.text)
        if opened and not self._unless(Behaviour.OPEN_QUESTION, sentence.text, *opened.span()):
            yield Behaviour.OPEN_QUESTION, opened.start(), opened.end()
            return
        closed = self._closed.search(sentence.text)
        tail = 0
        if len(sentence.text.split()) > LONGEST_QUOTE:
            tail = max((clause.start - sentence.start for clause in clauses(sentence, self.joint)), default=0)
        if closed:
            yield Behaviour.CLOSED_QUESTION, closed.start(), closed.end()
        elif sentence.text.rstrip(" \"'»“”").endswith("?") and len(sentence.text.split()) > 1:
            yield Behaviour.CLOSED_QUESTION, tail, len(sentence.text)


def _after(text: str, end: int, limit: int) -> int:
    """A few more words after a match, so that the quote says what it was about."""
    place = end
    for _ in range(_AFTER_WORDS):
        following = text.find(" ", place + 1, limit)
        if following < 0:
            return limit
        place = following
    return place
