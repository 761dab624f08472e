"""Figures against numbers that were reckoned by hand or stand in printed tables."""

from __future__ import annotations

import math

import pytest

from feedbackyes.domain import pulse_maths
from feedbackyes.domain.pulse_maths import Interval


@pytest.mark.parametrize(
    ("freedom", "printed"),
    [(1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (7, 2.365), (10, 2.228), (29, 2.045), (30, 2.042), (120, 1.980)],
)
def test_points_of_student_are_those_of_the_printed_table(freedom: int, printed: float) -> None:
    assert pulse_maths.t_quantile(freedom) == pytest.approx(printed, abs=5e-4)


def test_a_mean_has_the_interval_of_student_less_what_the_finite_group_takes_off() -> None:
    # 1 to 5: standard deviation √2.5, standard error √0.5, t(4) = 2.776445; of ten, √(5/9).
    found = pulse_maths.mean([1, 2, 3, 4, 5], 10)
    half = 2.7764451 * math.sqrt(0.5) * math.sqrt(5 / 9)
    assert (found.value, found.low, found.high) == pytest.approx((3, 3 - half, 3 + half))
    assert half == pytest.approx(1.46331, abs=1e-5)


def test_where_everybody_answered_there_is_nothing_to_be_unsure_of() -> None:
    assert pulse_maths.mean([1, 2, 6], 3) == Interval(3, 3, 3)


def test_a_change_is_called_one_only_when_its_interval_excludes_nothing() -> None:
    # Both have variance 2.5, so standard error 1, 8 degrees of freedom, t = 2.306004.
    little = pulse_maths.difference([1, 2, 3, 4, 5], [3, 4, 5, 6, 7])
    assert (little.value, little.low, little.high) == pytest.approx((2, 2 - 2.306004, 2 + 2.306004), abs=1e-6)
    assert not pulse_maths.excludes_zero(little)
    much = pulse_maths.difference([3, 4, 5, 6, 7], [0, 1, 2, 3, 4])
    assert much.high == pytest.approx(-3 + 2.306004, abs=1e-6)
    assert pulse_maths.excludes_zero(much)


def test_groups_without_any_spread_differ_exactly() -> None:
    assert pulse_maths.difference([4, 4], [6, 6, 6]) == Interval(2, 2, 2)
    assert not pulse_maths.excludes_zero(pulse_maths.difference([4, 4], [4, 4]))


def test_a_share_has_the_interval_of_wilson() -> None:
    # 4 of 5: (0.8 + 3.8415/10 ± 1.96·√(0.032 + 3.8415/100)) / (1 + 3.8415/5).
    found = pulse_maths.share(4, 5)
    assert (found.value, found.low, found.high) == pytest.approx((0.8, 0.3755346, 0.9637759), abs=1e-6)
    assert pulse_maths.share(0, 10).low == 0
    assert pulse_maths.share(0, 10).high == pytest.approx(0.2775, abs=1e-4)
    assert pulse_maths.share(10, 10).high == pytest.approx(1)


def test_a_net_score_of_eight_answers_says_next_to_nothing() -> None:
    # p = 0.5, d = 0.25: 25 points, ± 1.96 · 100 · √(0.6875 / 8) = 57.5.
    found = pulse_maths.net_score([10, 10, 9, 9, 7, 8, 0, 6])
    assert (found.promoters, found.passives, found.detractors) == (4, 2, 2)
    assert found.points.value == 25
    assert found.points.high - found.points.value == pytest.approx(57.46, abs=0.01)
    assert found.points.low == pytest.approx(25 - 57.46, abs=0.01)


def test_a_net_score_ends_at_one_hundred() -> None:
    assert pulse_maths.net_score([10] * 9 + [0]).points.high == 100
    assert pulse_maths.net_score([3, 3]).points == Interval(-100, -100, -100)
