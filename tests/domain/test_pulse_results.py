"""Trends of known answers."""

from __future__ import annotations

import pytest

from feedbackyes.domain.pulse import DAY_MS, THEMES, Answer, ItemSet, Wave
from feedbackyes.domain.pulse_privacy import Box, Group
from feedbackyes.domain.pulse_results import Asked, is_low, latest_low, lowest_item, summed_up, trend

SAFETY, RECOMMEND, MOOD, STRESS = (THEMES[name] for name in ("safety", "recommend", "mood", "stress"))
NOW = 1_000 * DAY_MS
SAFE: list[int] = [2, 6, 2, 5, 2, 6, 6]
AFRAID: list[int] = [6, 2, 6, 2, 6, 2, 2]


def asked(*waves: list[Answer], sets: tuple[ItemSet, ...] = (ItemSet.SAFETY,), theme: str = "safety") -> list[Asked]:
    """One team of twelve, every month."""
    return [
        (
            Wave(f"w{at}", "tim", None, "", sets, at * 30 * DAY_MS, (at * 30 + 3) * DAY_MS),
            {"red": Group(12, frozenset(), {theme: Box(tuple(answers))})},
        )
        for at, answers in enumerate(waves)
    ]


def test_reversed_items_count_the_other_way_round_and_are_shown_as_they_were_answered() -> None:
    figures = summed_up(SAFETY, [SAFE, SAFE, SAFE, SAFE, AFRAID], 7)
    assert SAFETY.scored(SAFE) == [6, 6, 6, 5, 6, 6, 6]
    assert figures.mean is not None
    assert figures.mean.value == pytest.approx((4 * 41 / 7 + 2) / 5)
    assert figures.counts == {1: 0, 2: 1, 3: 0, 4: 0, 5: 0, 6: 4, 7: 0}
    assert figures.good is not None
    assert figures.good.value == 0.8
    first = figures.items[0]
    assert (first.id, first.reverse, first.mean, first.counts[2], first.counts[6]) == ("safety_1", True, 2.8, 4, 1)
    assert (figures.n, figures.people) == (5, 7)


def test_a_net_score_has_no_mean() -> None:
    figures = summed_up(RECOMMEND, [[10]] * 20 + [[7]] * 5 + [[0]] * 5, 40)
    assert figures.mean is None
    assert figures.net is not None
    assert (figures.net.points.value, figures.value.value) == pytest.approx((50, 50))


def test_what_has_no_mean_is_not_called_low() -> None:
    assert is_low(RECOMMEND, summed_up(RECOMMEND, [[0]] * 30, 30)) is False


def test_less_stress_is_the_good_side() -> None:
    figures = summed_up(STRESS, [[1], [2], [2], [3], [5]], 5)
    assert figures.good is not None
    assert figures.good.value == 0.6


def test_a_change_is_against_the_wave_before_that_is_told_and_three_count_together() -> None:
    up: list[Answer] = [SAFE] * 6
    down: list[Answer] = [AFRAID] * 6
    few: list[Answer] = [SAFE] * 4
    points = trend(SAFETY, asked(down, few, up, up, up), "red", NOW)
    assert [point.hidden for point in points] == [None, "few", None, None, None]
    first, _, third, fourth, fifth = points
    assert first.change is None
    assert third.change is not None
    assert (third.change.since, third.change.is_sure) == ("w0", True)
    assert third.change.by.value == pytest.approx(41 / 7 - 2)
    assert fourth.change is not None
    assert (fourth.change.since, fourth.change.is_sure) == ("w2", False)
    rolling = [(one.rolling.waves, one.rolling.n) for one in (first, third, fourth, fifth) if one.rolling]
    assert rolling == [(1, 6), (2, 12), (3, 18), (3, 18)]
    assert fourth.rolling is not None
    assert fourth.rolling.value == pytest.approx((2 + 41 / 7 + 41 / 7) / 3)


def test_all_together_is_no_change_when_other_teams_are_in_it() -> None:
    one, two = asked([SAFE] * 6, [AFRAID] * 6)
    more = {**two[1], "blue": Group(9, frozenset(), {"safety": Box(tuple([[4] * 7 for _ in range(5)]))})}
    both = {**one[1], "blue": Group(9, frozenset(), {"safety": Box(tuple([[4] * 7 for _ in range(2)]))})}
    first, second = trend(SAFETY, [(one[0], both), (two[0], more)], None, NOW)
    assert (first.teams, first.left_out, second.teams) == (1, 1, 2)
    assert second.change is None


def test_what_one_team_was_asked_alone_is_not_in_all_together() -> None:
    one, two = asked([SAFE] * 6, [AFRAID] * 6)
    more = {**two[1], "blue": Group(9, frozenset(), {"safety": Box(tuple([[4] * 7 for _ in range(5)]))})}
    assert [point.wave.id for point in trend(SAFETY, [one, (two[0], more)], None, NOW)] == ["w1"]
    assert [point.wave.id for point in trend(SAFETY, [one, two], None, NOW)] == ["w0", "w1"]


@pytest.mark.parametrize(("mood", "low"), [(1, True), (3, True), (4, False), (5, False)])
def test_a_theme_is_low_when_it_surely_lies_below_two_thirds(mood: int, low: bool) -> None:
    assert is_low(MOOD, summed_up(MOOD, [[mood]] * 6, 6)) is low
    assert is_low(STRESS, summed_up(STRESS, [[6 - mood]] * 6, 6)) is low


def test_a_theme_that_may_well_be_higher_is_not_called_low() -> None:
    assert not is_low(MOOD, summed_up(MOOD, [[1], [5], [5], [2], [4]], 40))


def test_what_drags_a_theme_down_is_found_as_it_counts() -> None:
    answers: list[Answer] = [[7, 4, 4, 4, 4, 4, 4]] * 5
    assert lowest_item(SAFETY, summed_up(SAFETY, answers, 5)) == "safety_1"
    assert lowest_item(MOOD, summed_up(MOOD, [[1]] * 5, 5)) == "mood"


def test_only_the_latest_wave_that_is_told_leads_to_practice() -> None:
    assert [theme.id for theme, _ in latest_low(asked([SAFE] * 6, [AFRAID] * 6), "red", NOW, 0)] == ["safety"]
    assert latest_low(asked([AFRAID] * 6, [SAFE] * 6), "red", NOW, 0) == []
    assert latest_low(asked([AFRAID] * 4), "red", NOW, 0) == []
    assert latest_low(asked([AFRAID] * 6), "red", NOW, 4 * DAY_MS) == []
    assert latest_low(asked([AFRAID] * 6), "blue", NOW, 0) == []
