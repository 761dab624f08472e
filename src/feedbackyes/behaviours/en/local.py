"""What one turn says by itself. Cached, because a talk is looked at again with every new turn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from feedbackyes.behaviours import Behaviour
from feedbackyes.behaviours.en import against, frames, guards, listening, questions, refusing, saying, telling
from feedbackyes.behaviours.en.text import Span, clauses, pieces, rx, sentences

LONGEST_QUOTE = 28
"""Words; a clause of unpunctuated speech that is longer is quoted in part."""
_SCANS = (questions.scan, listening.scan, saying.scan, against.scan, refusing.scan, telling.scan)
_NEAR = 60
_DISPLACED_BY = {
    Behaviour.CONSEQUENCE_STATED: frozenset({Behaviour.THREAT, Behaviour.LEARNING_STATED}),
    Behaviour.SITUATION_NAMED: frozenset({Behaviour.REFUSAL_CLEAR, Behaviour.NEXT_STEP_AGREED}),
}
"""What words do not show when they show the other close by: an "otherwise" that threatens, a day that lies ahead."""
_AGAINST = frozenset(
    {
        Behaviour.TRAIT_LABEL,
        Behaviour.BLAME,
        Behaviour.ABSOLUTE_YOU,
        Behaviour.THREAT,
        Behaviour.CALM_DOWN_COMMAND,
        Behaviour.DEMAND,
    }
)
_KIND = frozenset({Behaviour.ACKNOWLEDGEMENT, Behaviour.PARAPHRASE, Behaviour.SUMMARY, Behaviour.THANKS_FOR_FEEDBACK})
_TURN = rx(r"but|though|although|however|only that|except|still")
_ASKED_FOR = frozenset({Behaviour.REQUEST_DOABLE, Behaviour.NEXT_STEP_AGREED})
_LATER = 90
"""Characters after a request or a plan in which a day is still part of it."""
_KNOWN_BY_HEARING = frozenset(
    {
        Behaviour.SITUATION_NAMED,
        Behaviour.OBSERVATION_SPECIFIC,
        Behaviour.IMPACT_STATED,
        Behaviour.INTERVIEW_SITUATION,
        Behaviour.INTERVIEW_RESULT_QUANTIFIED,
    }
)


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


@lru_cache(maxsize=4096)
def parse(text: str) -> Parsed:
    """Sentences of a turn and what each of them shows without knowing the talk."""
    said = frames.outer(text)
    meant = (
        Span(sentence.start, sentence.end, said[sentence.start : sentence.end])
        for sentence in sentences(text)
        if not guards.to_judge(sentence)
    )
    kept = tuple(piece for sentence in meant for piece in pieces(sentence))
    told = frames.hearsay(said)
    return Parsed(kept, tuple(seen for sentence in kept for seen in _scan(sentence) if not _heard(seen, told)))


def _heard(seen: Seen, told: Sequence[tuple[int, int]]) -> bool:
    """Somebody else asked, felt or promised it: only what happened may be known by hearing."""
    return seen.behaviour not in _KNOWN_BY_HEARING and any(start <= seen.at < end for start, end in told)


def quoted(sentence: Span, behaviour: Behaviour, start: int, end: int) -> Seen:
    """The clause or clauses around a match (positions in the sentence), as a place in the turn."""
    first, last = start, end
    for clause in clauses(sentence):
        begin, stop = clause.start - sentence.start, clause.end - sentence.start
        if begin < end and stop > start:
            first, last = min(first, begin), max(last, stop)
    if len(sentence.text[first:last].split()) > LONGEST_QUOTE:
        first, last = start, _after(sentence.text, max(end, start), last)
    while first < start and not sentence.text[first].isalnum() and sentence.text[first] not in "\"'":
        first += 1
    if sentence.text[last:].strip(" \"'") in ("?", "!", "."):
        last = len(sentence.text)
    return Seen(behaviour, sentence.start + start, sentence.start + first, sentence.start + last)


def _after(text: str, end: int, limit: int) -> int:
    """A few more words after a match, so that the quote says what it was about."""
    place = end
    for _ in range(8):
        following = text.find(" ", place + 1, limit)
        if following < 0:
            return limit
        place = following
    return place


def _scan(sentence: Span) -> Iterator[Seen]:
    hits = [hit for scan in _SCANS for hit in scan(sentence)]
    for behaviour, start, end in hits:
        others = _DISPLACED_BY.get(behaviour, frozenset())
        if any(other in others and abs(place - start) < _NEAR for other, place, _ in hits):
            continue
        if behaviour in _KIND and _turns_against(sentence.text, start, hits):
            continue
        ahead = behaviour is Behaviour.SITUATION_NAMED and any(
            other in _ASKED_FOR and place < start < place + _LATER for other, place, _ in hits
        )
        if not ahead:
            yield quoted(sentence, behaviour, start, end)


def _turns_against(text: str, start: int, hits: Sequence[tuple[Behaviour, int, int]]) -> bool:
    """ "I hear you, but you always": what begins kindly at `start` ends in a reproach."""
    return any(
        behaviour in _AGAINST and place > start and _TURN.search(text[start:place]) for behaviour, place, _ in hits
    )
