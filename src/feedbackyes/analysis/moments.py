"""What one moment of a talk shows: the same words, read alone but in their place in the talk.

A report is about a whole talk and takes a minute of speech; takes of one moment are compared sentence by sentence.
Therefore this is always the basic check, whoever judges the reports.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from feedbackyes import behaviours
from feedbackyes.analysis import judge, reliability
from feedbackyes.analysis.evidence import Proof, verify
from feedbackyes.analysis.reliability import Measure
from feedbackyes.behaviours import Behaviour, Utterance
from feedbackyes.domain.feedback import ElementResult
from feedbackyes.domain.rubric import Rubric
from feedbackyes.domain.take import Moment
from feedbackyes.domain.transcript import Speaker, Turn

BEFORE = "before_"


@dataclass(frozen=True, slots=True)
class Reading:
    """Of one moment: the level of every element, and the behaviours that are sure, in the order of the talk."""

    elements: tuple[ElementResult, ...]
    shown: tuple[Proof, ...]


def read(
    before: Sequence[Turn], moment: Moment, rubric: Rubric, tag: str, *, measured: Measure = reliability.measured
) -> Reading:
    """Read what the learner says in `moment` against `rubric`.

    Args:
        before: everything that was said up to the moment's cue, in whatever session.
        tag: the language, BCP 47. In one that has no detectors nothing is seen.
        measured: how well the built-in detectors of a language work.
    """
    if not behaviours.is_known(tag):
        return Reading((), ())
    own = [*([moment.cue] if moment.cue is not None else []), *moment.said]
    context, proofs = split(before, own, tag)
    blind = frozenset(Behaviour) - behaviours.language(tag).detects
    by_element = {element.id: proofs for element in rubric.elements}
    weak = measured(tag).experimental
    verdict = judge.judge(rubric, by_element, own, blind=blind, experimental=weak, context=context)
    return Reading(verdict.elements, tuple(proof for proof in proofs if proof.sure))


def split(before: Sequence[Turn], own: Sequence[Turn], tag: str) -> tuple[list[Proof], list[Proof]]:
    """What the detectors see in the learner's turns of `before`, and in those of `own`, both read as one talk.

    The learner's turns are counted from 0 in `own`; those before have negative numbers.
    """
    whole = [*(replace(turn, id=f"{BEFORE}{i}") for i, turn in enumerate(before)), *own]
    # What the partner says into a sentence of the learner's is nothing that the learner answers.
    seen = behaviours.detect([Utterance(turn.id, turn.speaker, turn.text) for turn in whole if not turn.cuts_in], tag)
    proofs = verify(seen, whole)
    start = sum(turn.speaker is Speaker.LEARNER for turn in before)
    placed = [replace(proof, turn=proof.turn - start) for proof in proofs]
    return [proof for proof in placed if proof.turn < 0], [proof for proof in placed if proof.turn >= 0]
