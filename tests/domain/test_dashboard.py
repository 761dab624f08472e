"""What teams practise, week by week."""

from __future__ import annotations

from feedbackyes.domain.dashboard import FREE, WEEK_MS, Share, Sums, TeamWeek, activity, first_week, monday, told
from feedbackyes.domain.pulse import DAY_MS

MONDAY = 1_794_787_200_000
"""2026-11-16."""


def red(people: str, *scenarios: str) -> TeamWeek:
    """Each of `people` has talked a minute, about `late` unless told otherwise."""
    about = [*scenarios, *["late"] * (len(people) - len(scenarios))]
    return TeamWeek("red", list(people), about, 60_000 * len(people))


def test_a_week_begins_on_monday() -> None:
    assert monday(MONDAY) == monday(MONDAY + 7 * DAY_MS - 1) == MONDAY
    assert monday(MONDAY - 1) == MONDAY - WEEK_MS


def test_twelve_weeks_are_shown_and_this_one_is_the_last() -> None:
    shown = activity({}, "red", MONDAY + DAY_MS, lambda _: ())
    assert [week.begins_at for week in shown.weeks] == [MONDAY - back * WEEK_MS for back in range(11, -1, -1)]
    assert first_week(MONDAY + DAY_MS) == shown.weeks[0].begins_at
    assert shown.sums is None


def test_what_fewer_than_five_did_is_in_no_figure() -> None:
    weeks = {MONDAY: told([red("abcde")]), MONDAY - WEEK_MS: told([red("abcf")])}
    shown = activity(weeks, "red", MONDAY, lambda _: ())
    assert [week.sums for week in shown.weeks[-2:]] == [None, Sums(5, 5, 300_000)]
    assert shown.sums == Sums(5, 5, 300_000)


def test_who_comes_again_is_one_person_and_another_talk() -> None:
    weeks = {MONDAY: told([red("abcdef")]), MONDAY - WEEK_MS: told([red("abcdeg")])}
    assert activity(weeks, "red", MONDAY, lambda _: ()).sums == Sums(7, 12, 720_000)


def test_scenarios_and_skills_are_told_in_steps_of_five_people() -> None:
    weeks = {MONDAY: told([red("abcdefghijk", FREE, "raise", "raise", "raise", "raise", "raise")])}
    shown = activity(weeks, "red", MONDAY, {"late": ["listening"], "raise": ["listening", "clarity"]}.__getitem__)
    assert shown.scenarios == (Share("late", 5), Share("raise", 5))
    assert shown.skills == (Share("listening", 10), Share("clarity", 5))
