"""Days and months are those of UTC, and who is refused is told until when."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from feedbackyes.domain.limits import Limit, LimitReached, Period, Spent, Standing, Unit, Whose, begins, ends, refuse


def ms(*when: int) -> int:
    return round(datetime(*when, tzinfo=UTC).timestamp() * 1000)  # type: ignore[arg-type,misc]


def standing(used: float, period: Period = Period.DAY, whose: Whose = Whose.USER) -> Standing:
    return Standing(Limit(whose, period, Unit.USD, 2.0), used)


def test_periods_begin_and_end_in_utc() -> None:
    now = ms(2026, 12, 31, 23, 59)
    assert begins(Period.DAY, now) == ms(2026, 12, 31)
    assert ends(Period.DAY, now) == ms(2027, 1, 1)
    assert begins(Period.MONTH, now) == ms(2026, 12, 1)
    assert ends(Period.MONTH, now) == ms(2027, 1, 1)
    assert ends(Period.MONTH, ms(2027, 2, 1)) == ms(2027, 3, 1)
    assert (begins(Period.ONCE, now), ends(Period.ONCE, now)) == (0, None)


def test_the_limit_that_lasts_longest_is_named_with_its_end() -> None:
    now = ms(2026, 11, 21, 16, 0)
    with pytest.raises(LimitReached) as refused:
        refuse([standing(2.0), standing(2.5, Period.MONTH, Whose.TEAM), standing(0.1, Period.ONCE)], now)
    assert "$2.00 a month for your team" in refused.value.message
    assert "1 December 2026, 00:00 UTC" in refused.value.message
    assert refused.value.code == "cost_limit"
    assert refused.value.retry_after == round((ms(2026, 12, 1) - now) / 1000)


def test_below_a_limit_nobody_is_refused() -> None:
    refuse([standing(1.99)], ms(2026, 11, 21))
    assert standing(1.6).share == pytest.approx(0.8)


def test_a_limit_of_nothing_is_reached_at_once() -> None:
    assert Standing(Limit(Whose.USER, Period.DAY, Unit.MINUTES, 0.0), 0.0).reached


def test_time_is_counted_in_minutes() -> None:
    assert (Spent(1.0, 90.0) + Spent(0.5, 30.0)).of(Unit.MINUTES) == 2.0
    assert Limit(Whose.SESSION, Period.ONCE, Unit.MINUTES, 30).name == "30 minutes for one talk"


def test_a_limit_that_no_time_lifts_is_named_before_one_that_ends() -> None:
    talk = Standing(Limit(Whose.SESSION, Period.ONCE, Unit.USD, 2.0), 2.0)
    with pytest.raises(LimitReached, match="for one talk is used up") as refused:
        refuse([standing(2.0, Period.MONTH), talk], ms(2026, 11, 21))
    assert refused.value.retry_after is None


def test_all_of_a_limit_of_nothing_is_used() -> None:
    assert Standing(Limit(Whose.USER, Period.DAY, Unit.MINUTES, 0.0), 0.0).share == 1.0
