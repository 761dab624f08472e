"""Audio on a time line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from feedbackyes.engine.tape import Tape


def test_cuts_by_time_and_keeps_what_it_cut() -> None:
    tape = Tape(2, start_ms=100)
    tape.append(bytes(range(20)))
    assert tape.end_ms == 110
    assert tape.cut(102, 104) == bytes([4, 5, 6, 7])
    assert tape.cut(0, 101) == bytes([0, 1])
    assert tape.cut(108, 999) == bytes([16, 17, 18, 19])


def test_forgets_its_beginning_and_keeps_its_time() -> None:
    tape = Tape(2)
    tape.append(bytes(range(20)))
    tape.forget_before(6)
    assert (tape.start_ms, tape.end_ms) == (6, 10)
    assert tape.cut(0, 7) == bytes([12, 13])


@given(st.lists(st.tuples(st.integers(0, 300), st.floats(-10, 400)), max_size=30))
def test_cuts_fall_between_samples_whatever_is_forgotten(steps: list[tuple[int, float]]) -> None:
    tape = Tape(48)
    end = 0.0
    for samples, forget in steps:
        tape.append(bytes(2 * samples))
        end += samples / 24
        tape.forget_before(forget)
        assert abs(tape.end_ms - end) < 1e-6
        assert len(tape.cut(forget, end)) % 2 == 0
        assert tape.start_ms <= tape.end_ms + 1e-9
