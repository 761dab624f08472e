"""What an unreliable detector finds is shown as such and moves no level, up or down."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from evals.figures import detectors
from evals.golden import actual_hashes, load, stated_hashes
from feedbackyes import behaviours, library
from feedbackyes.analysis import evidence, judge, transcripts
from feedbackyes.analysis.reliability import measured
from feedbackyes.behaviours import Utterance
from feedbackyes.domain.detector import Measured
from feedbackyes.domain.feedback import ElementResult
from feedbackyes.domain.rubric import Behaviour

SAID = """Marc: You wanted to see me.
You: On Friday you left the client call after ten minutes. The client was without an answer the whole weekend.
Marc: I had to pick up my daughter.
You: You are lazy. How do you see it?"""


def verdict(*experimental: Behaviour) -> judge.Verdict:
    turns = transcripts.from_text("s", SAID, learner_name="Ann", partner_name="Marc")
    seen = behaviours.detect([Utterance(turn.id, turn.speaker, turn.text) for turn in turns])
    proofs = evidence.verify(seen, turns)
    rubric = library.rubric("sbi")
    return judge.judge(rubric, {one.id: proofs for one in rubric.elements}, turns, experimental=experimental)


def element(results: Iterable[ElementResult], name: str) -> ElementResult:
    return next(one for one in results if one.id == name)


def test_a_level_that_an_unreliable_detector_would_raise_is_left_open() -> None:
    assert element(verdict().elements, "situation").level == 2
    found = element(verdict(Behaviour.SITUATION_NAMED).elements, "situation")
    assert (found.state, found.level) == ("unsure", None)
    assert "not reliable enough" in found.why
    assert [one.behaviour for one in found.evidence] == ["situation_named"]


def test_an_unreliable_detector_that_sees_nothing_proves_no_absence() -> None:
    found = element(verdict(Behaviour.NEED_STATED, Behaviour.IMPACT_STATED, Behaviour.FEELING_NAMED).elements, "impact")
    assert (found.state, found.level) == ("unsure", None)


def test_an_unreliable_detector_lowers_nothing() -> None:
    assert element(verdict().elements, "behaviour").level == 1
    assert element(verdict(Behaviour.TRAIT_LABEL).elements, "behaviour").level == 2


def test_a_strength_that_is_not_sure_is_said_to_be_so() -> None:
    sure = verdict().strength
    assert sure is not None
    assert not sure.experimental
    weak = verdict(*Behaviour).strength
    assert weak is not None
    assert weak.experimental
    assert weak.quote is not None
    assert weak.quote in SAID


def test_where_nothing_can_be_judged_there_is_still_something_to_try() -> None:
    weak = verdict(*Behaviour)
    assert all(one.level is None for one in weak.elements)
    assert weak.next_step is not None
    assert weak.strength is not None
    others = [one for one in weak.elements if one.id != weak.strength.element]  # nobody is told to try what worked
    assert weak.next_step.element == min(others, key=lambda one: len(one.evidence)).id


def test_what_was_not_measured_is_experimental() -> None:
    assert measured("tlh").experimental == frozenset(Behaviour)


@pytest.mark.parametrize(
    ("precision", "recall", "turns", "experimental"),
    [(0.9, 0.7, 3, False), (0.89, 1.0, 9, True), (1.0, 0.69, 9, True), (1.0, 1.0, 2, True)],
)
def test_the_bar(precision: float, recall: float, turns: int, experimental: bool) -> None:
    assert Measured(precision=precision, recall=recall, turns=turns).experimental is experimental


def test_what_ships_is_what_is_measured_on_talks_that_nobody_tuned_on() -> None:
    """`make eval` writes the file; a detector that was changed since has other figures."""
    assert actual_hashes() == stated_hashes()
    now = {name: one.measured for name, one in detectors(load("figures")).items()}
    assert {str(name): one for name, one in measured("en-GB").detectors.items()} == now


def test_a_rule_that_an_unreliable_detector_keeps_from_holding_lowers_nothing() -> None:
    """Asking for the view counts after an observation; when that cannot be seen, "late" cannot be said."""
    assert element(verdict().elements, "ask_view").level == 2
    found = element(
        verdict(Behaviour.OBSERVATION_SPECIFIC, Behaviour.IMPACT_STATED, Behaviour.SITUATION_NAMED).elements, "ask_view"
    )
    assert (found.state, found.level) == ("unsure", None)
