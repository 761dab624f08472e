"""What of a model's text is stopped before the voice, on everything that the shipped scenarios hide and say."""

from __future__ import annotations

import pytest

from feedbackyes import library
from feedbackyes.domain.scenario import Scenario
from feedbackyes.stages.dialogue import Line
from feedbackyes.stages.dialogue._delivery import Delivery
from feedbackyes.stages.dialogue._guard import Guard, Verdict
from feedbackyes.stages.dialogue._speakable import Speakable

EVERY = pytest.mark.parametrize("scenario", library.scenarios(), ids=lambda one: one.id)
MARC = library.scenario("late-report")


def spoken(
    scenario: Scenario, written: str, *history: Line, earned: tuple[str, ...] = ()
) -> tuple[str, Verdict | None]:
    """What is said of `written`, which comes in small pieces, and why the rest is not."""
    delivery = Delivery(Guard(scenario, history, earned), must_call=False)
    speakable = Speakable(scenario.partner.name)
    clauses = [clause for i in range(0, len(written), 3) for clause in speakable.feed(written[i : i + 3])]
    said = ""
    for clause in [*clauses, *speakable.end()]:
        said += "" if delivery.over else delivery.take(clause)
    return said.strip(), delivery.stopped


@EVERY
def test_nothing_hidden_is_spoken_but_what_leads_to_it(scenario: Scenario) -> None:
    for hidden in [text for one in scenario.disclosures for text in (one.fact, *one.lines)]:
        said, stopped = spoken(scenario, hidden)
        assert stopped is Verdict.LEAK, hidden
        assert len(said.split()) <= 10, said
    assert spoken(scenario, scenario.partner.secret)[1] is Verdict.LEAK


@EVERY
def test_what_was_earned_is_spoken(scenario: Scenario) -> None:
    earned = tuple(one.id for one in scenario.disclosures)
    for told in [text for one in scenario.disclosures for text in one.lines]:
        assert spoken(scenario, told, earned=earned)[1] is None, told


@EVERY
def test_what_the_partner_says_anyway_is_hardly_ever_stopped(scenario: Scenario) -> None:
    lines = [line for beat in scenario.beats for line in beat.lines][::3]
    stopped = [line for line in lines if spoken(scenario, f"Well then. {line}")[1] is not None]
    assert len(stopped) <= 0.02 * len(lines) + 1, stopped


@pytest.mark.parametrize(
    "written",
    [
        "There is an envelope in my bag.",
        "Honestly, there is an envelope in my bag.",
        "Another company, I have to tell them by Friday.",
    ],
)
def test_one_sentence_of_a_fact_is_enough(written: str) -> None:
    assert spoken(library.scenario("quiet-one-to-one"), written)[1] is Verdict.LEAK


def test_a_beginning_that_may_lead_to_a_fact_waits_for_its_sentence() -> None:
    guard = Guard(MARC, (), ())
    assert guard.judge("", "My father moved in, ", whole=False) is Verdict.HOLD
    assert guard.judge("", "To be honest, ", whole=False) is Verdict.SAY


def test_who_answers_beside_the_talk_may_leave_the_role_and_still_tells_nothing() -> None:
    guard = Guard(MARC, (), (), in_role=False)
    assert guard.judge("", "As an AI language model, I can sum this up.", whole=True) is Verdict.SAY
    assert guard.judge("", MARC.disclosures[2].fact, whole=True) is Verdict.LEAK
