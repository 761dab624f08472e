"""Disagreements: a learner says that a judgement is wrong. Kept with who judged, by what, and what was quoted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from feedbackyes.domain.errors import NotFound
from feedbackyes.domain.feedback import Judge, Report


@dataclass(frozen=True, slots=True)
class Judgement:
    """What can be wrong: the level of an element, or a behaviour that was noticed in a turn.

    Args:
        judge: `basic`, or the language model with the beginning of the hash of its instructions.
        level: of the element; None when it had none.
        quote: the words of the behaviour; of an element, those that it was first proved with.
    """

    judge: str
    rubric: str
    rubric_hash: str
    element: str | None = None
    behaviour: str | None = None
    level: int | None = None
    turn_id: str | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """`at` is in Unix milliseconds."""

    id: str
    session_id: str
    about: Judgement
    comment: str | None
    at: int


@dataclass(frozen=True, slots=True)
class Count:
    """How many disagreed with one kind of judgement, without anybody's words. `people`: by how many persons."""

    judge: str
    rubric: str
    rubric_hash: str
    element: str | None
    behaviour: str | None
    disagreements: int
    people: int


def judgements(report: Report) -> int:
    """How many judgements of a report one can disagree with: what it says of each element, and behaviours noticed."""
    return len(report.elements) + len(_noticed(report))


def find(
    bodies: Iterable[Mapping[str, Any]],
    *,
    element: str | None,
    behaviour: str | None,
    turn_id: str | None,
    quote: str | None,
) -> Judgement:
    """The judgement that is meant, in the newest of the reports that has it.

    Args:
        bodies: reports as stored, newest first.

    Raises:
        NotFound: no report says that.
    """
    for body in bodies:
        report = Report.model_validate(body)
        found = _element(report, element) if element else _behaviour(report, behaviour, turn_id, quote)
        if found is not None:
            return found
    raise NotFound("The feedback on this session says no such thing. Load it again.", code="judgement_not_found")


def _element(report: Report, element_id: str) -> Judgement | None:
    for element in report.elements:
        if element.id == element_id:
            first = element.evidence[0] if element.evidence else None
            return replace(
                _by(report.judge),
                element=element.id,
                level=element.level,
                turn_id=first.turn_id if first else None,
                quote=first.quote if first else None,
            )
    return None


def _behaviour(report: Report, name: str | None, turn_id: str | None, quote: str | None) -> Judgement | None:
    wanted = (name, turn_id, quote)
    if wanted in _noticed(report):
        return replace(_by(report.judge), behaviour=name, turn_id=turn_id, quote=quote)
    return None


def _noticed(report: Report) -> set[tuple[str, str, str]]:
    return {(seen.name, seen.turn_id, seen.quote) for seen in report.behaviours}


def _by(judge: Judge) -> Judgement:
    name = f"{judge.model}@{(judge.prompt_hash or '')[:12]}" if judge.kind == "model" else judge.kind
    return Judgement(judge=name, rubric=judge.rubric, rubric_hash=judge.rubric_hash)
