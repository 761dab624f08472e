"""Echo or not: levels whose delay and length are known, and samples that are taken as alike."""

from __future__ import annotations

import numpy as np
import pytest

from feedbackyes.analysis.echo import Echo, Likeness, expected
from feedbackyes.audio import Samples

ROOM_DB, LOSS_DB = -60.0, 15.0
BETWEEN = 200
"""Frames of silence around each stretch."""
VOICE, TONE = Likeness(1.0, 100.0), Likeness(1.0, 1.0)


def echo(*stretches: tuple[int, int], compared: list[int] | None = None) -> Echo | None:
    """What is made of a partner's speech and its copies: (frames, frames until the copy)…

    Args:
        compared: is told the lengths of the stretches whose samples were compared.
    """
    count = sum(length + BETWEEN for length, _ in stretches) + BETWEEN
    learner, partner = (np.full(count, ROOM_DB, np.float32) for _ in range(2))
    random, spoken, first = np.random.default_rng(0), list[tuple[int, int]](), BETWEEN
    for length, delay in stretches:
        partner[first : first + length] = random.uniform(-40, -20, length)
        learner[first + delay : first + delay + length] = partner[first : first + length] - LOSS_DB
        spoken.append((first, first + length))
        first += length + BETWEEN

    def likeness(first: int, last: int, _: int) -> Likeness:
        if compared is not None:
            compared.append(last - first)
        return VOICE

    return expected(learner, partner, (ROOM_DB, ROOM_DB), spoken, likeness)


@pytest.mark.parametrize(("apart", "is_echo"), [(2, True), (3, False)])
def test_most_of_an_echo_comes_after_one_delay(apart: int, is_echo: bool) -> None:
    """Where as much has others, what agrees does so by chance."""
    assert (echo((80, 10), (40, 10 - apart), (40, 10 + apart)) is not None) == is_echo


@pytest.mark.parametrize(("frames", "is_echo"), [(74, False), (75, True)])
def test_one_stretch_alone_must_be_long(frames: int, is_echo: bool) -> None:
    assert (echo((frames, 10)) is not None) == is_echo


@pytest.mark.parametrize(("frames", "is_echo"), [(19, False), (20, True)])
def test_several_short_ones_do_unless_they_are_hardly_a_word(frames: int, is_echo: bool) -> None:
    assert (echo(*[(frames, 10)] * 5) is not None) == is_echo


def test_of_many_stretches_the_longest_are_compared() -> None:
    compared: list[int] = []
    assert echo(*[(30, 10)] * 6, *[(40, 10)] * 24, compared=compared) is not None
    assert compared == [40] * 24


@pytest.mark.parametrize(("longer", "is_echo"), [(0, True), (50, False)])
def test_a_tone_that_outlasts_the_partners_is_no_copy_of_it(longer: int, is_echo: bool) -> None:
    def tone(first: int, last: int, db: float) -> Samples:
        side = np.full(500, ROOM_DB, np.float32)
        side[first:last] = db
        return side

    partner, learner = tone(100, 200, -20), tone(110, 210 + longer, -35)
    found = expected(learner, partner, (ROOM_DB, ROOM_DB), [(100, 200)], lambda *_: TONE)
    assert (found is not None) == is_echo


@pytest.mark.parametrize(("soft_db", "is_echo"), [(ROOM_DB + 12, True), (ROOM_DB + 12.1, False)])
def test_what_the_partner_says_softly_does_not_tell_how_weak_its_copy_is(soft_db: float, is_echo: bool) -> None:
    learner, partner = (np.full(500, ROOM_DB, np.float32) for _ in range(2))
    partner[100:140], partner[140:200] = -20, soft_db
    learner[110:150], learner[150:210] = -20 - LOSS_DB, soft_db - 1
    found = expected(learner, partner, (ROOM_DB, ROOM_DB), [(100, 200)], lambda *_: VOICE)
    assert (found is not None) == is_echo


def test_an_echo_may_begin_a_fifth_of_a_second_before_the_words_and_last_a_second_longer() -> None:
    learner, partner = (np.full(500, ROOM_DB, np.float32) for _ in range(2))
    partner[50:350], learner[60:360] = -40, -40 - LOSS_DB
    partner[150:250], learner[160:260] = -20, -20 - LOSS_DB
    found = expected(learner, partner, (ROOM_DB, ROOM_DB), [(150, 250)], lambda *_: VOICE)
    assert found is not None
    loud = np.flatnonzero(found[0:500] > ROOM_DB)
    assert (loud[0], loud[-1]) == (160 - 10 - 1, 260 + 50)
