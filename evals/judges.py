"""Whoever judges, behind one interface, so that the same command examines each of them."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from feedbackyes import behaviours, library
from feedbackyes.analysis import evidence, judge
from feedbackyes.analysis.analyst import MODEL_CAP, configured_judge, proven
from feedbackyes.analysis.language_model import Usage
from feedbackyes.analysis.model_judge import ModelJudge
from feedbackyes.behaviours import Utterance
from feedbackyes.domain.rubric import BASIC_CAP, Rubric
from feedbackyes.domain.transcript import Turn
from feedbackyes.settings import Settings


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
    """Examined by `evals.run`.

    Args:
        cap: the highest level that it may give.
        runs: how often it is asked the same to see whether it says the same again.
        costs: each answer takes time and money; only some changed talks are tried.
    """

    @property
    def name(self) -> str: ...

    @property
    def cap(self) -> int: ...

    @property
    def runs(self) -> int: ...

    @property
    def costs(self) -> bool: ...

    def judge(self, rubric: Rubric, turns: Sequence[Turn]) -> Judgement: ...


class Basic:
    """The built-in judge, as the app uses it; `experimental` names other detectors that move no level."""

    name = judge.NAME
    cap = BASIC_CAP
    runs = 2
    costs = False

    def __init__(self, experimental: Collection[str] | None = None) -> None:
        self._experimental = experimental

    def judge(self, rubric: Rubric, turns: Sequence[Turn]) -> Judgement:
        seen = behaviours.detect([Utterance(turn.id, turn.speaker, turn.text) for turn in turns])
        proofs = evidence.verify(seen, turns)
        by_element = {element.id: proofs for element in rubric.elements}
        doubted = library.measurement("en").experimental if self._experimental is None else self._experimental
        return _judgement(judge.judge(rubric, by_element, turns, experimental=doubted))


class Model:
    """The language model that the settings name, as the app uses it. `used` is what it was asked until now."""

    cap = MODEL_CAP
    runs = 3
    costs = True

    def __init__(self, model: ModelJudge) -> None:
        self._model = model
        self._loop = asyncio.Runner()
        self.used = Usage()

    @property
    def model(self) -> str:
        return self._model.model

    @property
    def name(self) -> str:
        return f"Language model {self.model}"

    def judge(self, rubric: Rubric, turns: Sequence[Turn]) -> Judgement:
        """Raises `ModelFailed` when a question gets no answer that can be used."""
        opinion = self._loop.run(self._model.examine(rubric, turns))
        self.used += opinion.usage
        proofs = {element: proven(seen, turns) for element, seen in opinion.elements.items()}
        return _judgement(judge.judge(rubric, proofs, turns, cap=self.cap))

    def close(self) -> None:
        self._loop.run(self._model.close())
        self._loop.close()


def _judgement(verdict: judge.Verdict) -> Judgement:
    return Judgement(
        {one.id: one.level for one in verdict.elements},
        tuple((proof.turn_id, proof.quote) for one in verdict.elements for proof in one.evidence),
        frozenset(one.id for one in verdict.elements if one.state == "unsure"),
    )


def configured(settings: Settings) -> Model | None:
    """None when no language model is configured."""
    model = configured_judge(settings)
    return Model(model) if model is not None else None
