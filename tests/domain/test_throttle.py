"""Whoever fails waits, longer each time."""

from __future__ import annotations

import pytest

from feedbackyes.domain import throttle as throttles
from feedbackyes.domain.throttle import FIRST_SECONDS, FORGOTTEN_SECONDS, LONGEST_SECONDS, Throttle


def test_the_first_failures_are_free_and_then_waits_double() -> None:
    throttle, now = Throttle(), 0.0
    assert [throttle.begin({"ada": 3}, now) for _ in range(3)] == [0.0] * 3
    waits = []
    for _ in range(12):
        waits.append(throttle.begin({"ada": 3}, now))
        now += waits[-1]
        assert throttle.begin({"ada": 3}, now) == 0.0
    assert waits[:4] == [FIRST_SECONDS, 2 * FIRST_SECONDS, 4 * FIRST_SECONDS, 8 * FIRST_SECONDS]
    assert waits[-1] == LONGEST_SECONDS


def test_who_has_to_wait_is_not_counted_for_asking() -> None:
    throttle = Throttle()
    throttle.begin({"ada": 1}, 0.0)
    assert [throttle.begin({"ada": 1}, second) for second in (1.0, 2.0, 3.0)] == [3.0, 2.0, 1.0]
    assert throttle.begin({"ada": 1}, 4.0) == 0.0


def test_one_key_that_waits_keeps_the_others_from_counting() -> None:
    throttle = Throttle()
    throttle.begin({"ada": 1}, 0.0)
    assert throttle.begin({"ada": 1, "office": 1}, 0.0) > 0
    assert throttle.begin({"office": 1}, 0.0) == 0.0


def test_success_forgives_and_time_forgets() -> None:
    throttle = Throttle()
    for _ in range(2):
        throttle.begin({"ada": 2, "office": 2}, 0.0)
    throttle.forgive("ada")
    throttle.take_back("office")
    assert throttle.begin({"ada": 2, "office": 2}, 0.0) == 0.0
    assert throttle.begin({"office": 2}, 0.0) > 0
    assert throttle.begin({"office": 2}, FORGOTTEN_SECONDS + 1) == 0.0
    throttle.forgive("nobody")
    throttle.take_back("nobody")


def test_whoever_failed_longest_ago_is_forgotten_first_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttles, "MOST_KEYS", 2)
    throttle = Throttle()
    for second, key in enumerate(["ada", "ben", "ada", "eve"]):
        throttle.begin({key: 2}, float(second))
    assert throttle.begin({"ada": 2}, 3.0) == FIRST_SECONDS - 1
    assert throttle.begin({"ben": 1}, 3.0) == 0.0
