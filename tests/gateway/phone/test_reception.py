from __future__ import annotations

from dataclasses import replace

import pytest

from feedbackyes import library
from feedbackyes.domain.scenario import Scenario
from feedbackyes.gateway.phone.reception import (
    CONSENT_WAIT_MS,
    MENU_WAIT_MS,
    PAGE,
    Connect,
    Desk,
    Leave,
    Reception,
    Say,
    Step,
)

SCENARIOS = library.scenarios()
REPORT = library.scenario("late-report")
GERMAN = next(one for one in SCENARIOS if one.language == "de")
DESK = Desk((REPORT,), {}, "en", asks=True, hosted=False, phrases=library.phone_phrases())


def said(steps: list[Step]) -> str:
    return " ".join(step.text for step in steps if isinstance(step, Say))


def connected(steps: list[Step]) -> tuple[Scenario, bool]:
    last = steps[-1]
    assert isinstance(last, Connect)
    return last.scenario, last.recording


def test_a_number_with_one_scenario_is_introduced_with_all_that_a_caller_must_know() -> None:
    text = said(Reception(replace(DESK, hosted=True)).begin())
    for part in (REPORT.title, REPORT.learner.role, REPORT.learner.brief, "computer voice", "written down", "press 1"):
        assert part in text
    assert "outside of this server" in text


@pytest.mark.parametrize(("key", "recording"), [("1", True), ("2", False)])
def test_a_key_says_whether_it_is_recorded(key: str, recording: bool) -> None:
    reception = Reception(DESK)
    reception.begin()
    steps = reception.key(key, 0)
    assert connected(steps) == (REPORT, recording)
    assert said(steps) == f"This call is {'' if recording else 'not '}recorded."


def test_no_key_is_no_consent() -> None:
    reception = Reception(DESK)
    reception.begin()
    assert reception.heard(1000) == []
    assert reception.deadline_ms == 1000 + CONSENT_WAIT_MS
    assert reception.tick(1000 + CONSENT_WAIT_MS - 1) == []
    assert connected(reception.tick(1000 + CONSENT_WAIT_MS)) == (REPORT, False)


def test_another_key_skips_the_introduction_and_not_the_question() -> None:
    reception = Reception(DESK)
    reception.begin()
    assert said(reception.key("#", 0)) == library.phone_phrases()["en"]["record"]
    assert reception.deadline_ms is None
    reception.heard(500)
    assert connected(reception.key("1", 600)) == (REPORT, True)


def test_where_nothing_is_recorded_nobody_is_asked() -> None:
    reception = Reception(replace(DESK, asks=False))
    text = said(reception.begin())
    assert "not recorded" in text
    assert "press 1" not in text
    assert connected(reception.heard(0)) == (REPORT, False)
    skipped = Reception(replace(DESK, asks=False))
    skipped.begin()
    assert connected(skipped.key("1", 0)) == (REPORT, False)


def test_a_menu_is_chosen_from_with_keys_and_in_the_language_of_what_is_chosen() -> None:
    reception = Reception(replace(DESK, scenarios=(REPORT, GERMAN)))
    text = said(reception.begin())
    assert f"For {REPORT.title}, press 1." in text
    assert f"For {GERMAN.title}, press 2." in text
    chosen = reception.key("2", 0)[0]
    assert isinstance(chosen, Say)
    assert chosen.language == "de"
    assert "Computerstimme" in chosen.text


def test_a_long_menu_has_pages() -> None:
    reception = Reception(replace(DESK, scenarios=SCENARIOS))
    assert "press 0" in said(reception.begin())
    second = said(reception.key("0", 0))
    assert f"For {SCENARIOS[PAGE].title}, press 1." in second
    assert said(reception.key("*", 0)) == second
    assert SCENARIOS[PAGE].title in said(reception.key("1", 0))


def test_who_presses_nothing_is_asked_again_and_then_left() -> None:
    reception = Reception(replace(DESK, scenarios=(REPORT, GERMAN)))
    first, now_ms = said(reception.begin()), 0.0
    for _ in range(2):
        reception.heard(now_ms)
        now_ms += MENU_WAIT_MS
        assert first in said(reception.tick(now_ms))
    reception.heard(now_ms)
    assert said(reception.tick(now_ms + MENU_WAIT_MS)) == "Goodbye."
    assert reception.heard(now_ms) == [Leave()]
    assert reception.heard(now_ms) == []


def test_a_pin_chooses_with_or_without_the_hash_key() -> None:
    desk = replace(DESK, scenarios=(), pins={"47": GERMAN, "4711": REPORT})
    long, short = Reception(desk), Reception(desk)
    assert "enter your number" in said(long.begin())
    assert [said(long.key(key, 0)) for key in "471"] == ["", "", ""]
    assert REPORT.title in said(long.key("1", 0))
    short.begin()
    short.key("4", 0)
    short.key("7", 0)
    assert GERMAN.title in said(short.key("#", 0))


def test_three_wrong_pins_are_the_end() -> None:
    reception = Reception(replace(DESK, scenarios=(), pins={"4711": REPORT}))
    reception.begin()
    answers = [said([step for key in "0000" for step in reception.key(key, 0)]) for _ in range(3)]
    assert [("not known" in answer) for answer in answers] == [True, True, False]
    assert "Goodbye" in answers[2]
    assert reception.key("1", 0) == []


def test_half_a_pin_is_forgotten_after_a_while() -> None:
    reception = Reception(replace(DESK, scenarios=(), pins={"4711": REPORT}))
    reception.begin()
    reception.key("9", 0)
    reception.tick(MENU_WAIT_MS)
    for key in "4711":
        steps = reception.key(key, 10_000)
    assert REPORT.title in said(steps)


def test_a_number_whose_scenario_is_gone_says_so() -> None:
    assert "not to be had" in said(Reception(replace(DESK, scenarios=())).begin())


def test_a_language_that_has_no_phrases_is_spoken_to_in_english() -> None:
    assert said(Reception(replace(DESK, scenarios=(REPORT, GERMAN), language="nl")).begin()).startswith("Whom")


def test_a_talk_in_a_language_that_is_not_understood_is_refused_before_it_begins() -> None:
    reception = Reception(replace(DESK, scenarios=(GERMAN,), held=lambda one: one.language != "de"))
    text = said(reception.begin())
    assert text == library.phone_phrases()["en"]["not_held"]
    assert reception.heard(0) == [Leave()]
