"""When the stages of an answer came."""

from __future__ import annotations

import pytest

from feedbackyes.telemetry.turns import TurnTimes, TurnWatch


@pytest.fixture
def told() -> list[TurnTimes]:
    return []


@pytest.fixture
def watch(told: list[TurnTimes]) -> TurnWatch:
    return TurnWatch(told.append)


def test_each_stage_counts_from_the_end_of_speech(watch: TurnWatch, told: list[TurnTimes]) -> None:
    watch.ended("a", 1000)
    watch.recognised("a", 1200)
    watch.written("b", 1500)
    watch.written("b", 1600)
    watch.heard("b", 1750)
    watch.heard("b", 2000)
    watch.over()
    assert [one.after() for one in told] == [{"recognised": 0.2, "first_token": 0.5, "first_audio": 0.75}]


def test_words_may_come_after_the_first_sound(watch: TurnWatch, told: list[TurnTimes]) -> None:
    watch.ended("a", 0)
    watch.replies("b")
    watch.heard("b", 300)
    watch.recognised("a", 900)
    watch.over()
    assert told[0].after() == {"recognised": 0.9, "first_audio": 0.3}


def test_a_turn_that_is_told_twice_ended_the_first_time(watch: TurnWatch, told: list[TurnTimes]) -> None:
    watch.ended("a", 1000)
    watch.ended("a", 1400)
    watch.recognised("a", 1500)
    watch.over()
    assert told[0].after() == {"recognised": 0.5}


def test_what_belongs_to_another_turn_does_not_count(watch: TurnWatch, told: list[TurnTimes]) -> None:
    watch.ended("a", 0)
    watch.recognised("other", 100)
    watch.replies("b")
    watch.written("c", 200)
    watch.heard("c", 250)
    watch.heard("b", 300)
    watch.over()
    assert told[0].after() == {"first_audio": 0.3}


def test_a_learner_who_goes_on_begins_another_turn(watch: TurnWatch, told: list[TurnTimes]) -> None:
    watch.ended("a", 0)
    watch.recognised("a", 100)
    watch.began()
    watch.ended("b", 1000)
    watch.written("r", 1300)
    watch.over()
    assert [(one.item_id, one.after()) for one in told] == [("a", {"recognised": 0.1}), ("b", {"first_token": 0.3})]


def test_a_turn_of_which_nothing_came_is_none(watch: TurnWatch, told: list[TurnTimes]) -> None:
    watch.ended("a", 0)
    watch.over()
    assert told == []
