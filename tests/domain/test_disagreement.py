"""The judgement that a learner says is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from feedbackyes.domain.disagreement import Judgement, find, judgements
from feedbackyes.domain.errors import NotFound
from feedbackyes.domain.feedback import Report

SEEN = {"turn_id": "t1", "quote": "I felt left out"}


def report(judge: dict[str, Any] | None = None, level: int = 2) -> dict[str, Any]:
    """Two elements, of which one is proved, and one behaviour that was noticed twice in the same words."""
    feelings = {"id": "feelings", "title": "Feelings", "level": level, "state": "scored", "why": ""}
    noticed = {"name": "feeling", "present": "yes", **SEEN}
    return {
        "session_id": "s",
        "status": "done",
        "judge": {
            "kind": "basic",
            "name": "Basic",
            "rubric": "sbi",
            "rubric_version": 1,
            "rubric_hash": "r",
            **(judge or {}),
        },
        "elements": [
            {
                **feelings,
                "evidence": [{"behaviour": "feeling", **SEEN}, {"behaviour": "feeling", "turn_id": "t2", "quote": "x"}],
            },
            {**feelings, "id": "wish", "level": 0},
        ],
        "behaviours": [noticed, noticed],
        "metrics": [],
        "strength": None,
        "next_step": None,
        "recommendations": [],
        "scores": {},
        "feedback": "",
        "metadata": {
            "duration_seconds": 60,
            "scenario_id": None,
            "language": "en",
            "created_at": "2026-11-01T00:00:00Z",
            "learner_words": 200,
        },
    }


def found(bodies: list[dict[str, Any]], **asked: str) -> Judgement:
    wanted: dict[str, str | None] = {"element": None, "behaviour": None, "turn_id": None, "quote": None}
    return find(bodies, **{**wanted, **asked})


def test_an_element_is_told_with_the_words_it_was_first_proved_with() -> None:
    assert found([report()], element="feelings") == Judgement(
        "basic", "sbi", "r", "feelings", None, 2, "t1", "I felt left out"
    )
    assert found([report()], element="wish") == Judgement("basic", "sbi", "r", "wish", None, 0)


def test_a_behaviour_is_one_with_its_turn_and_words() -> None:
    assert found([report()], behaviour="feeling", **SEEN) == Judgement(
        "basic", "sbi", "r", None, "feeling", None, "t1", "I felt left out"
    )
    with pytest.raises(NotFound, match="says no such thing"):
        found([report()], behaviour="feeling", turn_id="t1", quote="I felt")


def test_the_newest_report_that_says_it_counts() -> None:
    assert found([report(level=3), report(level=1)], element="feelings").level == 3
    with pytest.raises(NotFound):
        found([report()], element="impact")
    with pytest.raises(NotFound):
        found([], element="feelings")


def test_a_model_is_told_with_the_beginning_of_its_instructions() -> None:
    model = {"kind": "model", "model": "judge-1", "prompt_hash": "0123456789abcdef"}
    assert found([report(model)], element="wish").judge == "judge-1@0123456789ab"
    assert found([report({**model, "prompt_hash": None})], element="wish").judge == "judge-1@"


def test_the_same_words_twice_are_one_judgement() -> None:
    assert judgements(Report.model_validate(report())) == 3
