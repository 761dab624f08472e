"""How long a partner waits for the learner, as the learner asked and as the scenario has it."""

from __future__ import annotations

import pytest

from feedbackyes import library
from feedbackyes.domain.scenario import Scenario
from feedbackyes.providers import SHORTEST_PAUSE_MS, Setup


def interrupting(share: float) -> Scenario:
    scenario = library.scenario("late-report")
    difficulty = scenario.difficulty.model_copy(update={"interrupts": share})
    return scenario.model_copy(update={"difficulty": difficulty})


@pytest.mark.parametrize(
    ("asked", "interrupts", "waits"),
    [
        (None, 0.0, None),
        (900, 0.0, 900),
        (1000, 0.4, 700),
        (2000, 1.0, 500),
        (None, 0.4, 350),
        (400, 1.0, SHORTEST_PAUSE_MS),
    ],
)
def test_a_partner_who_interrupts_cuts_in_at_shorter_pauses(
    asked: int | None, interrupts: float, waits: int | None
) -> None:
    assert Setup(scenario=interrupting(interrupts), patience_ms=asked).silence_ms == waits


def test_in_free_talk_the_learner_decides() -> None:
    assert Setup(patience_ms=900).silence_ms == 900
    assert Setup().silence_ms is None
