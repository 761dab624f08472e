"""What answers of a group say, and how sure that is.

Intervals are for 95 %. Sources: Student's t for means, with the finite population correction √((N−n)/(N−1)) (Cochran,
Sampling Techniques, 1977, section 2.6); Wilson's score interval for shares (Wilson 1927); Welch's interval for the
difference of two means (Welch 1947); the multinomial variance of a net score, 100²·(p + d − (p − d)²)/n.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from statistics import fmean, stdev

LEVEL = 0.95
Z = 1.959963984540054
"""The 97.5 % point of the normal distribution."""
_WIDEST = 1e6


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, about `value`."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class NetScore:
    """The share of 9 and 10 less the share of 0 to 6, in points from −100 to 100, and what it is of."""

    points: Interval
    promoters: int
    passives: int
    detractors: int


def mean(values: Sequence[float], population: int) -> Interval:
    """The mean of a group and its t-interval, by which it may be missed because not everybody answered.

    Args:
        values: one per person, at least two.
        population: how many were asked. When all answered, the interval has no width.
    """
    middle = fmean(values)
    half = t_quantile(len(values) - 1) * _standard_error(values) * _correction(len(values), population)
    return Interval(middle, middle - half, middle + half)


def difference(before: Sequence[float], after: Sequence[float]) -> Interval:
    """How much the mean has changed, by Welch's interval.

    Without the finite population correction: the same person answers differently from one day to another, so that a
    group in which everybody answered twice has an uncertain change as well.

    Args:
        before, after: one value per person, at least two each.
    """
    shift = fmean(after) - fmean(before)
    parts = [_standard_error(values) ** 2 for values in (before, after)]
    if not sum(parts):
        return Interval(shift, shift, shift)
    freedom = sum(parts) ** 2 / sum(
        part**2 / (len(values) - 1) for part, values in zip(parts, (before, after), strict=True)
    )
    half = t_quantile(max(1, math.floor(freedom))) * math.sqrt(sum(parts))
    return Interval(shift, shift - half, shift + half)


def share(count: int, of: int) -> Interval:
    """A share and Wilson's interval, from 0 to 1. `of` is at least 1."""
    p, z2 = count / of, Z * Z
    centre = (p + z2 / (2 * of)) / (1 + z2 / of)
    half = Z / (1 + z2 / of) * math.sqrt(p * (1 - p) / of + z2 / (4 * of * of))
    return Interval(p, max(0.0, centre - half), min(1.0, centre + half))


def net_score(answers: Sequence[int]) -> NetScore:
    """Of answers from 0 to 10, at least one."""
    n = len(answers)
    promoters, detractors = sum(one >= 9 for one in answers), sum(one <= 6 for one in answers)
    p, d = promoters / n, detractors / n
    points, half = 100 * (p - d), 100 * Z * math.sqrt((p + d - (p - d) ** 2) / n)
    interval = Interval(points, max(-100.0, points - half), min(100.0, points + half))
    return NetScore(interval, promoters, n - promoters - detractors, detractors)


def excludes_zero(change: Interval) -> bool:
    """Whether a difference is called a change."""
    return change.low > 0 or change.high < 0


@cache
def t_quantile(freedom: int) -> float:
    """The 97.5 % point of Student's t with `freedom` degrees of freedom, at least 1."""
    low, high = 0.0, _WIDEST
    while high - low > 1e-12 * max(1.0, low):
        middle = (low + high) / 2
        low, high = (middle, high) if _within(middle, freedom) < LEVEL else (low, middle)
    return (low + high) / 2


def _within(t: float, freedom: int) -> float:
    """The probability that |T| ≤ t: the finite series of Abramowitz and Stegun, 26.7.3 and 26.7.4."""
    angle = math.atan2(t, math.sqrt(freedom))
    cos2 = math.cos(angle) ** 2
    odd = freedom % 2
    term, total = (math.cos(angle), 0.0) if odd else (1.0, 0.0)
    for step in range(1 + odd, freedom, 2):
        total += term
        term *= cos2 * step / (step + 1)
    if odd:
        return 2 / math.pi * (angle + math.sin(angle) * total)
    return math.sin(angle) * total


def _standard_error(values: Sequence[float]) -> float:
    return stdev(values) / math.sqrt(len(values))


def _correction(n: int, population: int) -> float:
    return math.sqrt((population - n) / (population - 1)) if population > max(n, 1) else 0.0
