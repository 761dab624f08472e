"""English."""

from __future__ import annotations

from collections.abc import Sequence

from feedbackyes.behaviours import Behaviour, Finding, Utterance
from feedbackyes.behaviours.en import guards
from feedbackyes.behaviours.en.context import Talk, is_interview
from feedbackyes.behaviours.en.counts import absolutes, content_words, fillers, hedges, is_backchannel
from feedbackyes.behaviours.en.local import Seen, parse
from feedbackyes.behaviours.en.text import prepare, sentences, words
from feedbackyes.behaviours.repetition import Said
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
    "prepare",
    "words",
]


detects = frozenset(Behaviour)


def detect(turns: Sequence[Utterance]) -> list[Finding]:
    """Every behaviour of the learner's turns, ordered by turn and position; each at most once at a place."""
    partner = [turn.text for turn in turns if turn.speaker is Speaker.PARTNER]
    parsed = {i: parse(turn.text) for i, turn in enumerate(turns) if turn.speaker is Speaker.LEARNER}
    talk = Talk(interview=is_interview(partner, list(parsed.values())))
    found: list[Finding] = []
    said = Said(words)
    for i, turn in enumerate(turns):
        if turn.speaker is Speaker.PARTNER:
            talk.partner_says(turn.text)
            said.hear(turn.text)
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
