"""What stands out from the noise of a place."""

from __future__ import annotations

import numpy as np
import pytest

from feedbackyes.audio import Int16
from feedbackyes.engine.noise_gate import NoiseGate

FRAMES_A_SECOND = 1000 / 32


def sound(seconds: float, level_db: float, seed: int = 0) -> list[Int16]:
    """Frames of noise of a level."""
    rng = np.random.default_rng(seed)
    samples = rng.standard_normal((round(seconds * FRAMES_A_SECOND), 512)) * 32768 * 10 ** (level_db / 20)
    return list(np.clip(samples, -32768, 32767).astype(np.int16))


def opened(gate: NoiseGate, frames: list[Int16], probability: float = 0.9) -> float:
    """Share of frames that stand out."""
    return sum(gate.opens(frame, probability) for frame in frames) / len(frames)


def breath(seconds: float, level_db: float) -> list[Int16]:
    """Voice without a gap: every quarter of a second it is quieter for a moment."""
    found: list[Int16] = []
    while len(found) < seconds * FRAMES_A_SECOND:
        found += sound(0.16, level_db) + sound(0.13, level_db - 14)
    return found


def talk(seconds: float, level_db: float, floor_db: float) -> list[Int16]:
    """A second of voice, half a second without, again and again."""
    found: list[Int16] = []
    while len(found) < seconds * FRAMES_A_SECOND:
        found += breath(1, level_db) + sound(0.5, floor_db)
    return found


@pytest.mark.parametrize("level_db", [-50, -35, -20])
def test_steady_noise_that_is_taken_for_speech_does_not_stand_out(level_db: float) -> None:
    gate = NoiseGate()
    opened(gate, sound(0.5, level_db), 0.2)  # voice activity takes a moment to be deceived
    assert opened(gate, sound(5, level_db)) == 0
    assert gate.floor_db == pytest.approx(level_db, abs=1)


def test_who_speaks_from_the_first_moment_is_heard() -> None:
    gate = NoiseGate()
    assert opened(gate, talk(6, -25, -60)) == 1


def test_a_voice_ten_decibels_above_the_noise_stands_out() -> None:
    gate = NoiseGate()
    opened(gate, sound(2, -40), 0.2)
    assert opened(gate, sound(1, -30)) > 0.95


def test_in_a_quiet_place_everything_stands_out() -> None:
    gate = NoiseGate()
    assert opened(gate, sound(1, -75), 0.1) == 1
    assert opened(gate, sound(0.3, -66)) == 1
    assert opened(gate, [np.zeros(512, np.int16)] * 40) == 1


def test_who_talks_for_long_does_not_become_the_noise() -> None:
    gate = NoiseGate()
    opened(gate, sound(1, -75), 0.1)
    assert opened(gate, breath(7, -30)) == 1
    noisy = NoiseGate()
    opened(noisy, sound(2, -45), 0.1)
    assert opened(noisy, talk(20, -30, -45)) > 0.5  # not the gaps, which are the noise
    assert noisy.floor_db == pytest.approx(-45, abs=2)


def test_a_word_may_end_more_quietly_than_it_began() -> None:
    gate = NoiseGate()
    opened(gate, sound(2, -45), 0.1)
    assert opened(gate, sound(0.3, -30)) > 0.9
    assert opened(gate, sound(0.2, -40)) > 0.9
    assert opened(gate, sound(2, -40)) < 0.2


def test_steady_noise_that_begins_in_the_talk_is_noise_after_a_moment() -> None:
    gate = NoiseGate()
    opened(gate, sound(2, -70), 0.1)
    assert opened(gate, sound(1.4, -35)) == 1
    opened(gate, sound(0.5, -35))
    assert opened(gate, sound(3, -35)) < 0.1
    assert opened(gate, sound(1, -20)) > 0.9


def test_voice_without_a_breath_is_noise_after_eight_seconds() -> None:
    gate = NoiseGate()
    opened(gate, sound(2, -70), 0.1)
    assert opened(gate, breath(7.8, -35)) > 0.98
    opened(gate, breath(1, -35))
    assert opened(gate, breath(3, -35)) < 0.9
