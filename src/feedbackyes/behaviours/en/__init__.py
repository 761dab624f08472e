"""English."""

from __future__ import annotations

from collections.abc import Sequence

from feedbackyes.behaviours import Behaviour, Finding, Utterance
from feedbackyes.behaviours.en import guards
from feedbackyes.behaviours.en.context import Talk, is_interview
from feedbackyes.behaviours.en.counts import absolutes, content_words, fillers, hedges, is_backchannel
from feedbackyes.behaviours.en.local import Seen, parse
from feedbackyes.behaviours.en.text import sentences, words
from feedbackyes.domain.transcript import Speaker

__all__ = [
    "absolutes",
    "content_words",
    "detect",
    "detects",
    "fillers",
    "hedges",
    "is_addressed_to_judge",
    "is_backchannel",
    "words",
]

FEWEST_WORDS = 4
"""Shorter turns are said again without being copied: "I see, go on"."""
_COUNTS_AGAIN = frozenset(
    {
        Behaviour.REFUSAL_CLEAR,
        Behaviour.HOLDS_WHEN_PUSHED,
        Behaviour.YIELDS,
        Behaviour.APOLOGY,
        Behaviour.APOLOGY_CHAIN,
        Behaviour.TRAIT_LABEL,
        Behaviour.BLAME,
        Behaviour.ABSOLUTE_YOU,
        Behaviour.DEMAND,
        Behaviour.THREAT,
        Behaviour.CALM_DOWN_COMMAND,
        Behaviour.PROBLEM_SOLVING_BEFORE_LISTENING,
        Behaviour.DEFENSIVE_JUSTIFICATION,
        Behaviour.LEADING_QUESTION,
        Behaviour.HEDGE,
    }
)
"""What does something each time: a no that stays a no, and what speaks against the learner."""


detects = frozenset(Behaviour)


def detect(turns: Sequence[Utterance]) -> list[Finding]:
    """Every behaviour of the learner's turns, ordered by turn and position; each at most once at a place."""
    partner = [turn.text for turn in turns if turn.speaker is Speaker.PARTNER]
    parsed = {i: parse(turn.text) for i, turn in enumerate(turns) if turn.speaker is Speaker.LEARNER}
    talk = Talk(interview=is_interview(partner, list(parsed.values())))
    found: list[Finding] = []
    said = _Said()
    for i, turn in enumerate(turns):
        if turn.speaker is Speaker.PARTNER:
            talk.partner_says(turn.text)
        else:
            shown = [_finding(one, turn, i) for one in _distinct(talk.learner_says(parsed[i]))]
            found += said.only_anew(turn.text, shown)
    return found


def is_addressed_to_judge(text: str, start: int, end: int) -> bool:
    """See `Language`."""
    return any(
        guards.to_judge(sentence)
        for sentence in sentences(text)
        if sentence.start < end and start < sentence.start + len(sentence.text)
    )


class _Said:
    """What the learner said before: a good sentence said again shows nothing more."""

    def __init__(self) -> None:
        self._turns: set[str] = set()
        self._quotes: set[tuple[Behaviour, str]] = set()

    def only_anew(self, text: str, shown: Sequence[Finding]) -> list[Finding]:
        whole = " ".join(words(text))
        again = whole in self._turns
        kept = [one for one in shown if one.behaviour in _COUNTS_AGAIN or not (again or self._quoted(one))]
        self._turns.update([whole] if whole.count(" ") >= FEWEST_WORDS - 1 else [])
        self._quotes.update((one.behaviour, " ".join(words(one.quote))) for one in kept)
        return kept

    def _quoted(self, one: Finding) -> bool:
        quote = " ".join(words(one.quote))
        return quote.count(" ") >= FEWEST_WORDS and (one.behaviour, quote) in self._quotes


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
    return Finding(one.behaviour, turn.turn_id, one.start, one.end, turn.text[one.start : one.end], place)
