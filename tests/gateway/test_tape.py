import numpy as np
import pytest

from feedbackyes.audio import Int16
from feedbackyes.gateway.tape import LEARNER, LIMIT_FRAMES, PARTNER, RATE_HZ, Tape


def ones(ms: float, value: int = 1) -> Int16:
    return np.full(round(ms * RATE_HZ / 1000), value, np.int16)


def where(block: Int16, channel: int) -> tuple[float, float]:
    """First and last millisecond of sound in a block."""
    found = np.flatnonzero(block[:, channel])
    return found[0] * 1000 / RATE_HZ, (found[-1] + 1) * 1000 / RATE_HZ


def test_each_side_lies_where_it_was_said() -> None:
    tape = Tape()
    tape.add(LEARNER, 100, ones(50))
    tape.add(PARTNER, 300, ones(100, 2))
    block = tape.take(500)
    assert block.shape == (12_000, 2)
    assert where(block, LEARNER) == (100, 150)
    assert where(block, PARTNER) == (300, 400)


def test_what_is_not_due_waits() -> None:
    tape = Tape()
    tape.add(PARTNER, 0, ones(1000))
    assert len(tape.take(250)) == 6_000
    assert where(tape.take(2000), PARTNER) == (0, 750)


def test_a_cut_takes_away_what_was_not_heard() -> None:
    tape = Tape()
    tape.add(PARTNER, 0, ones(1000))
    tape.add(PARTNER, 1000, ones(1000))
    tape.take(300)
    tape.cut(600)
    tape.add(PARTNER, 1500, ones(100))
    block = tape.take(3000)
    assert block[: round(0.3 * RATE_HZ), PARTNER].all()
    assert not block[round(0.3 * RATE_HZ) : round(1.2 * RATE_HZ), PARTNER].any()
    assert where(block, PARTNER)[1] == 1300
    assert tape.corrections() == []


def test_a_cut_in_what_was_taken_is_a_correction() -> None:
    tape = Tape()
    tape.add(PARTNER, 0, ones(1000))
    tape.take(500)
    tape.cut(450)
    (correction,) = tape.corrections()
    assert (correction.channel, correction.frame, len(correction.samples)) == (PARTNER, 10_800, 1_200)
    assert not correction.samples.any()
    assert not tape.take(1000).any()


def test_audio_that_comes_late_is_a_correction() -> None:
    tape = Tape()
    tape.take(1000)
    tape.add(LEARNER, 900, ones(200))
    (correction,) = tape.corrections()
    assert (correction.frame, len(correction.samples)) == (21_600, 2_400)
    assert where(tape.take(1200), LEARNER) == (0, 100)
    assert tape.corrections() == []


def test_audio_for_the_far_future_is_dropped_and_counted() -> None:
    tape = Tape()
    tape.add(LEARNER, LIMIT_FRAMES * 1000 / RATE_HZ, ones(10))
    assert tape.dropped_frames == 240
    assert not tape.take(1000).any()


@pytest.mark.parametrize("step", [7, 100, 333])
def test_however_it_is_taken_the_result_is_the_same(step: int) -> None:
    whole, pieces = Tape(), Tape()
    for tape in (whole, pieces):
        for at in (0, 40, 95, 400):
            tape.add(LEARNER, at, ones(40, at + 1))
            tape.add(PARTNER, at + 10, ones(70, at + 2))
    taken = [pieces.take(min(at, 600)) for at in range(step, 600 + step, step)]
    assert np.array_equal(np.concatenate(taken), whole.take(600))


def test_audio_placed_before_what_waits_already_is_heard_in_its_place() -> None:
    tape = Tape()
    tape.add(LEARNER, 500, ones(100, 2))
    tape.add(LEARNER, 120, ones(40))
    assert where(tape.take(200), LEARNER) == (120, 160)
    assert where(tape.take(1000), LEARNER) == (300, 400)
