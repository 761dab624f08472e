"""Levels over time: what compares, where one is, what comes next."""

from __future__ import annotations

import pytest

from feedbackyes.domain.feedback import Judge
from feedbackyes.domain.progress import Goal, Judged, Offer, reached, skills, suggest

BASIC = Judge(kind="basic", name="Basic check", rubric="sbi", rubric_version=1, rubric_hash="a")
MODEL = Judge(kind="model", name="Language model", model="m", rubric="sbi", rubric_version=1, rubric_hash="a")


def judged(*levels: int | None, element: str = "impact", rubric: str = "sbi", by: Judge = BASIC) -> list[Judged]:
    return [Judged(f"{element}{i}", 100 + i, rubric, element, element, level, by) for i, level in enumerate(levels)]


def test_a_line_breaks_where_the_judge_or_the_rubric_changes() -> None:
    later = BASIC.model_copy(update={"rubric_hash": "b", "rubric_version": 2})
    talks = [*judged(1, 2), *(one for one in judged(0, 0, 3, by=MODEL) if one.at > 101)]
    talks.append(Judged("x", 200, "sbi", "impact", "impact", 2, later))
    (skill,) = skills(reversed(talks))
    assert [[one.level for one in version.points] for version in skill.versions] == [[1, 2], [3], [2]]
    assert [version.by for version in skill.versions] == [BASIC, MODEL, later]


def test_where_somebody_is_comes_from_the_last_scored_talks_of_one_version() -> None:
    (skill,) = skills(judged(0, 0, 0, 1, None, 2, 2, 3))
    assert skill.now is not None
    assert (skill.now.median, skill.now.low, skill.now.high, skill.now.talks) == (2.0, 0, 3, 5)
    (unknown,) = skills(judged(None, None))
    assert unknown.now is None


@pytest.mark.parametrize(("levels", "there"), [((2,), False), ((1, 2), False), ((2, 2), True), ((0, 3, 2), True)])
def test_a_goal_is_reached_when_the_middle_of_some_talks_is_there(levels: tuple[int, ...], there: bool) -> None:
    assert reached(Goal("g", "sbi", "impact", 2, 0), skills(judged(*levels))) is there


OFFERS = (Offer("late-report", "sbi"), Offer("credit", "desc"), Offer("report-two", "sbi"), Offer("boss", "saying_no"))


def test_the_next_scenario_serves_a_goal_first() -> None:
    found = suggest(OFFERS, skills(judged(1, 1)), [Goal("g", "saying_no", "holds", 2, 0)], ["late-report"])
    assert found is not None
    assert (found.scenario_id, found.reason, found.element) == ("boss", "goal", "holds")


def test_the_next_scenario_serves_the_weakest_skill_and_is_never_the_last_one() -> None:
    known = skills([*judged(1, 1), *judged(0, 1, element="ask_view"), *judged(2, 2, element="situation")])
    found = suggest(OFFERS, known, [], ["late-report"])
    assert found is not None
    assert (found.scenario_id, found.reason, found.element) == ("report-two", "weakest", "ask_view")


def test_who_is_good_at_everything_gets_something_untried_and_then_what_was_longest_ago() -> None:
    known = skills(judged(2, 2))
    untried = suggest(OFFERS, known, [], ["late-report"])
    assert untried is not None
    assert (untried.scenario_id, untried.reason) == ("credit", "untried")
    again = suggest(OFFERS, known, [], ["boss", "credit", "report-two", "late-report"])
    assert again is not None
    assert (again.scenario_id, again.reason) == ("late-report", "again")


MIXED = (Offer("retard", "sbi", "fr"), Offer("absage", "desc", "de-CH"), Offer("late-report", "sbi", "en"))


def test_the_next_scenario_is_in_a_language_of_ones_talks_and_in_another_when_there_is_nothing_else() -> None:
    chosen = {
        spoken: found.scenario_id
        for spoken, practised in (("en-GB", []), ("de", []), ("fr", ["retard"]), ("it", []))
        if (found := suggest(MIXED, (), [Goal("g", "sbi", "impact", 2, 0)], practised, [spoken]))
    }
    assert chosen == {"en-GB": "late-report", "de": "absage", "fr": "late-report", "it": "retard"}


def test_there_is_nothing_to_suggest_when_there_is_one_scenario_only() -> None:
    assert suggest(OFFERS[:1], (), [], ["late-report"]) is None
