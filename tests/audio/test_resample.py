"""Streams keep their pitch, their length and their words, however they are cut."""

from __future__ import annotations

import numpy as np
import pytest
import soxr
from hypothesis import given, settings
from hypothesis import strategies as st

from feedbackyes.audio import Int16
from feedbackyes.audio.resample import Resampler, resample
from feedbackyes.domain.errors import InvalidInput

PAIRS = [(24_000, 16_000), (16_000, 24_000), (22_050, 24_000), (8_000, 24_000), (24_000, 8_000), (48_000, 24_000)]
ODD_PAIRS = [(44_100, 16_000), (11_025, 24_000), (24_000, 22_050), (96_000, 16_000)]


def tone(hertz: float, rate_hz: int, seconds: float = 0.4, peak: float = 20_000) -> Int16:
    return (peak * np.sin(2 * np.pi * hertz * np.arange(int(rate_hz * seconds)) / rate_hz)).astype(np.int16)


def level(samples: Int16) -> float:
    """Root mean square of the middle, where nothing begins or ends."""
    middle = samples[len(samples) // 5 : -len(samples) // 5].astype(float)
    return float(np.sqrt(np.mean(middle**2)))


@pytest.mark.parametrize(("from_hz", "to_hz"), PAIRS + ODD_PAIRS)
def test_a_tone_stays_where_it_is_to_a_step_or_two(from_hz: int, to_hz: int) -> None:
    found = resample(tone(440, from_hz), from_hz, to_hz)
    expected = tone(440, to_hz)
    assert len(found) == len(expected)
    middle = slice(to_hz // 20, -to_hz // 20)
    assert np.abs(found[middle].astype(int) - expected[middle]).max() <= 4


@pytest.mark.parametrize(("from_hz", "to_hz"), PAIRS + ODD_PAIRS)
def test_the_length_is_exact(from_hz: int, to_hz: int) -> None:
    for count in (0, 1, 2, 7, 480, 1001):
        expected = -(-count * to_hz // from_hz)
        assert len(resample(np.zeros(count, np.int16), from_hz, to_hz)) == expected


@pytest.mark.parametrize(("from_hz", "to_hz"), PAIRS)
def test_it_waits_three_milliseconds_at_most(from_hz: int, to_hz: int) -> None:
    resampler, taken, given_out = Resampler(from_hz, to_hz), 0, 0
    assert resampler.delay_ms <= 3.0
    for count in (from_hz // 100,) * 30:
        taken += count
        given_out += len(resampler.process(np.zeros(count, np.int16)))
        assert taken * 1000 / from_hz - given_out * 1000 / to_hz <= resampler.delay_ms + 1000 / to_hz


@pytest.mark.parametrize(("from_hz", "to_hz"), [(24_000, 16_000), (24_000, 8_000), (48_000, 24_000), (44_100, 24_000)])
def test_what_the_slower_rate_cannot_hold_is_gone(from_hz: int, to_hz: int) -> None:
    for share in (0.51, 0.52, 0.6, 0.8):
        loud = tone(share * to_hz, from_hz, peak=30_000)
        assert level(resample(loud, from_hz, to_hz)) < level(loud) * 10 ** (-65 / 20)


@pytest.mark.parametrize(("from_hz", "to_hz"), PAIRS)
def test_speech_up_to_its_upper_edge_is_kept(from_hz: int, to_hz: int) -> None:
    for share in (0.05, 0.2, 0.35, 0.42):
        loud = tone(share * min(from_hz, to_hz), from_hz)
        assert level(resample(loud, from_hz, to_hz)) == pytest.approx(level(loud), rel=0.015)


def test_speech_sounds_as_another_resampler_makes_it() -> None:
    noise = np.random.default_rng(1).normal(0, 3000, 24_000)
    speechlike = np.convolve(noise, np.hanning(9) / 4.5, "same").astype(np.int16)  # little above 5 kHz
    ours, theirs = resample(speechlike, 24_000, 16_000), soxr.resample(speechlike, 24_000, 16_000, quality="HQ")
    difference = (ours.astype(float) - theirs)[100:-100]
    assert np.sqrt(np.mean(difference**2)) < 0.02 * np.sqrt(np.mean(theirs.astype(float) ** 2))


@given(st.sampled_from(PAIRS + ODD_PAIRS), st.lists(st.integers(0, 300), max_size=12))
@settings(max_examples=60, deadline=None)
def test_chunks_leave_no_trace(rates: tuple[int, int], sizes: list[int]) -> None:
    samples = np.random.default_rng(len(sizes)).integers(-32768, 32768, sum(sizes)).astype(np.int16)
    resampler, pieces, at = Resampler(*rates), list[Int16](), 0
    for size in sizes:
        pieces.append(resampler.process(samples[at : at + size]))
        at += size
    pieces.append(resampler.flush())
    assert np.concatenate(pieces).tolist() == resample(samples, *rates).tolist()


def test_after_the_end_it_begins_anew() -> None:
    resampler, samples = Resampler(24_000, 16_000), tone(300, 24_000)
    once = np.concatenate((resampler.process(samples), resampler.flush()))
    again = np.concatenate((resampler.process(samples), resampler.flush()))
    assert once.tolist() == again.tolist()


def test_the_same_rate_passes_unchanged() -> None:
    samples = tone(300, 24_000)
    assert resample(samples, 24_000, 24_000).tolist() == samples.tolist()
    assert Resampler(24_000, 24_000).delay_ms == 0


def test_loud_input_is_clipped_and_does_not_wrap() -> None:
    square = np.where(np.arange(2400) % 240 < 120, 32767, -32768).astype(np.int16)
    found = resample(square, 24_000, 16_000)
    assert found.max() == 32767
    assert found.min() == -32768
    assert (found[40:70] > 20_000).all()


@pytest.mark.parametrize("rates", [(0, 24_000), (24_000, -1), (24_000, 1_000_000)])
def test_impossible_rates_are_refused(rates: tuple[int, int]) -> None:
    with pytest.raises(InvalidInput, match="sample rate"):
        Resampler(*rates)


def test_what_overshoots_is_as_loud_as_it_can_be() -> None:
    """A filter swings beyond the ends of a jump; without a limit the loudest would turn into its opposite."""
    jump = np.repeat(np.array([-32768, 32767], np.int16), 200)
    for rate_hz in (24_000, 44_100):
        changed = resample(jump, 16_000, rate_hz)
        half = len(changed) // 2
        assert changed[half // 2 : half - 4].max() < -20_000
        assert changed[half + 4 : -half // 2].min() > 20_000
