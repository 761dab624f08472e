"""Whoever judges, behind one interface, so that the same command examines each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast

from feedbackyes import behaviours, library
from feedbackyes.analysis import evidence, judge
from feedbackyes.behaviours import Utterance
from feedbackyes.domain.rubric import BASIC_CAP, Rubric
from feedbackyes.domain.transcript import Turn


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a judge says of one talk.

    Args:
        levels: by element id; None where none applies, or where the judge leaves it open.
        open: ids of the elements on which it is not sure.
        quotes: of the evidence, as (turn id, words).
    """

    levels: dict[str, int | None]
    quotes: tuple[tuple[str, str], ...]
    open: frozenset[str] = frozenset()


class Judge(Protocol):
    """Examined by `evals.run`. `cap` is the highest level that it may give."""

    @property
    def name(self) -> str: ...

    @property
    def cap(self) -> int: ...

    def judge(self, rubric: Rubric, turns: Sequence[Turn]) -> Judgement: ...


class Basic:
    """The built-in judge, as the app uses it."""

    name = judge.NAME
    cap = BASIC_CAP

    def judge(self, rubric: Rubric, turns: Sequence[Turn]) -> Judgement:
        seen = behaviours.detect([Utterance(turn.id, turn.speaker, turn.text) for turn in turns])
        proofs = evidence.verify(seen, turns)
        by_element = {element.id: proofs for element in rubric.elements}
        verdict = judge.judge(rubric, by_element, turns, experimental=library.measurement("en").experimental)
        return Judgement(
            {one.id: one.level for one in verdict.elements},
            tuple((proof.turn_id, proof.quote) for one in verdict.elements for proof in one.evidence),
            frozenset(one.id for one in verdict.elements if one.state == "unsure"),
        )


def named(path: str) -> Judge:
    """The judge that `module:callable` makes."""
    module, _, maker = path.partition(":")
    return cast("Judge", getattr(import_module(module), maker)())
