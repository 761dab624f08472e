"""Evidence: every quote is checked against the learner's own turn, located in time, and doubted when the ears doubted.

A finding whose quote is not, letter for letter and at its place, in the learner's turn that it names is dropped. One whose words the
recogniser was not sure of is kept, marked `unsure`, and moves no level.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from feedbackyes.behaviours import Finding
from feedbackyes.domain.transcript import DOUBTFUL_BELOW, Speaker, Turn, Word

_WORD = re.compile(r"[\w']+")


@dataclass(frozen=True, slots=True)
class Proof:
    """A verified finding.

    Args:
        turn: the learner's turns from 0.
        sure: it may move a level.
        confidence: of the recogniser in the quoted words, 0 to 1.
        disputed: the judge was not of one mind about it.
        unproven: what found it is not reliable enough to count.
    """

    behaviour: str
    turn: int
    turn_id: str
    quote: str
    start_ms: int | None
    end_ms: int | None
    sure: bool
    confidence: float = 1.0
    disputed: bool = False
    unproven: bool = False


def verify(findings: Iterable[Finding], turns: Sequence[Turn]) -> list[Proof]:
    """Keep the findings that can be shown, in the order of the talk."""
    learner = [turn for turn in turns if turn.speaker is Speaker.LEARNER]
    order = {turn.id: i for i, turn in enumerate(learner)}
    proofs = []
    for finding in findings:
        place = order.get(finding.turn_id)
        if place is None or not finding.quote.strip():
            continue
        if learner[place].text[finding.start_char : finding.end_char] != finding.quote:
            continue
        proofs.append(_proof(finding, place, learner[place]))
    return sorted(proofs, key=lambda proof: (proof.turn, proof.start_ms or 0))


def _proof(finding: Finding, place: int, turn: Turn) -> Proof:
    spoken = _words_of(turn, finding.start_char, finding.end_char)
    known = [word.confidence for word in spoken if word.confidence is not None]
    confidence = sum(known) / len(known) if known else turn.confidence
    timed = spoken or ([Word(turn.text, turn.start_ms, turn.end_ms)] if turn.end_ms > turn.start_ms else [])
    turn_doubted = turn.confidence is not None and turn.confidence < DOUBTFUL_BELOW
    return Proof(
        behaviour=str(finding.behaviour),
        turn=place,
        turn_id=turn.id,
        quote=finding.quote,
        start_ms=timed[0].start_ms if timed else None,
        end_ms=timed[-1].end_ms if timed else None,
        sure=not turn_doubted and (confidence is None or confidence >= DOUBTFUL_BELOW),
        confidence=1.0 if confidence is None else confidence,
    )


def _words_of(turn: Turn, start: int, end: int) -> list[Word]:
    """The timed words under the characters `start` to `end` of the turn's text; [] when the words do not fit it."""
    written = list(_WORD.finditer(turn.text))
    if len(written) != len(turn.words):
        return []
    return [
        word for match, word in zip(written, turn.words, strict=True) if match.end() > start and match.start() < end
    ]
