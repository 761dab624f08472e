"""What is kept of every 20 ms of a recording."""

from __future__ import annotations

import numpy as np
import pytest

from feedbackyes.audio import Int16
from feedbackyes.audio.voice import PARTS, decibels, frame_samples, levels_db, measure

RATE = 24_000


def stereo(learner: np.ndarray, partner: np.ndarray | None = None) -> Int16:
    """Full scale ±1 to PCM16."""
    other = np.zeros(len(learner)) if partner is None else partner
    return (np.stack([learner, other], axis=1) * 32767).astype(np.int16)


def voice(hertz: float, seconds: float = 1.0, rate: int = RATE) -> np.ndarray:
    t = np.arange(round(seconds * rate)) / rate
    return np.asarray(0.1 * np.sum([np.sin(2 * np.pi * hertz * k * t) / k for k in range(1, 6)], axis=0))


@pytest.mark.parametrize("rate", [8000, 16_000, 24_000, 44_100, 48_000])
def test_the_level_of_a_sine_is_three_decibels_below_its_peak(rate: int) -> None:
    t = np.arange(rate) / rate
    found = levels_db(measure(stereo(0.5 * np.sin(2 * np.pi * 400 * t)), rate)["levels"][:, 0])
    assert len(found) == 50
    assert np.abs(found - (-9.03)).max() <= 0.3


def test_silence_and_a_square_wave_of_full_scale_are_the_ends_of_the_scale() -> None:
    found = measure(stereo(np.where(np.arange(RATE) % 2, 1.0, -1.0)), RATE)
    assert set(decibels(found["levels"][:, 0]).ravel()) == {0.0}
    assert set(decibels(found["levels"][:, 1]).ravel()) == {-100.0}
    assert (found["levels"] > 0).all()


def test_direct_current_is_not_loud() -> None:
    found = measure(stereo(np.full(RATE, 0.3)), RATE)
    assert levels_db(found["levels"][:, 0]).max() == pytest.approx(-100)


def test_the_edge_of_a_sound_is_exact_to_a_part_also_on_direct_current() -> None:
    sound = np.full(RATE, 0.1)
    sound[12_360:] += 0.2 * np.sin(2 * np.pi * 90 * np.arange(RATE - 12_360) / RATE)  # begins after 515 ms
    parts = decibels(measure(stereo(sound), RATE)["levels"][:, 0]).reshape(-1)
    assert np.flatnonzero(parts > -60)[0] == 515 // 5


@pytest.mark.parametrize("hertz", [65.0, 80.0, 120.0, 210.0, 330.0, 395.0])
@pytest.mark.parametrize("rate", [8000, 16_000, 24_000])
def test_pitch_of_a_harmonic_tone_is_found_within_one_percent(hertz: float, rate: int) -> None:
    found = measure(stereo(voice(hertz, rate=rate)), rate)["pitch"]
    assert (found > 0).sum() >= 48
    assert np.median(found[found > 0]) / 10 == pytest.approx(hertz, rel=0.01)


def test_noise_and_the_partner_have_no_pitch() -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, RATE)
    assert (measure(stereo(noise, voice(150)), RATE)["pitch"] > 0).sum() <= 2


def test_frames_are_the_same_however_they_are_grouped() -> None:
    rng = np.random.default_rng(2)
    sound = stereo(
        np.concatenate([voice(140), np.zeros(RATE), voice(220) + rng.normal(0, 0.01, RATE)]),
        rng.normal(0, 0.1, 3 * RATE),
    )
    whole = measure(sound, RATE)
    step = frame_samples(RATE)
    for size in (1, 7, 50):
        pieces = [measure(sound[: size * step], RATE)]
        pieces += [
            measure(sound[(first - 1) * step : (first + size) * step], RATE, lead=1)
            for first in range(size, len(whole), size)
        ]
        assert np.array_equal(np.concatenate(pieces), whole)


@pytest.mark.parametrize("count", [0, 1, 479])
def test_less_than_a_frame_is_nothing(count: int) -> None:
    assert len(measure(np.ones((count, 2), np.int16), RATE)) == 0


def test_a_rate_without_whole_frames_is_refused() -> None:
    with pytest.raises(ValueError, match="11025"):
        frame_samples(11_025)


def test_clipping_is_just_loud() -> None:
    t = np.arange(RATE) / RATE
    clipped = np.clip(3 * np.sin(2 * np.pi * 200 * t), -1, 1)
    found = measure(stereo(clipped), RATE)
    assert found["levels"].shape == (50, 2, PARTS)
    assert levels_db(found["levels"][:, 0]).min() > -3
    assert np.median(found["pitch"][1:]) == pytest.approx(2000, rel=0.01)
