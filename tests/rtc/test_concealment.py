from __future__ import annotations

import numpy as np
import pytest

from feedbackyes.audio import Int16
from feedbackyes.rtc.concealment import BLEND_MS, FADE_MS, Concealer

RATE_HZ = 24_000


def tone(milliseconds: float, hz: float = 150.0, start_ms: float = 0.0) -> Int16:
    moments = (np.arange(round(milliseconds * 24)) + round(start_ms * 24)) / RATE_HZ
    return np.round(8_000 * np.sin(2 * np.pi * hz * moments)).astype(np.int16)


def level(samples: Int16) -> float:
    return float(np.sqrt(np.mean(samples.astype(np.float64) ** 2)))


def test_what_comes_is_not_changed() -> None:
    concealer = Concealer(RATE_HZ)
    assert np.array_equal(concealer.heard(tone(20)), tone(20))
    assert concealer.concealed_ms == 0


@pytest.mark.parametrize("hz", [80.0, 150.0, 300.0])
def test_a_voice_goes_on_at_its_pitch(hz: float) -> None:
    concealer = Concealer(RATE_HZ)
    for start in range(0, 200, 20):
        concealer.heard(tone(20, hz, start))
    made = concealer.lost(20)
    expected = tone(20, hz, 200)
    likeness = np.corrcoef(made, expected)[0, 1]
    assert len(made) == 480
    assert likeness > 0.9
    assert concealer.concealed_ms == 20


def test_a_long_gap_fades_into_silence() -> None:
    concealer = Concealer(RATE_HZ)
    concealer.heard(tone(100))
    made = concealer.lost(200)
    ends = round(FADE_MS * 24)
    assert len(made) == 200 * 24
    assert level(made[: ends // 4]) > 2 * level(made[ends // 2 : ends])
    assert not made[ends:].any()


def test_gaps_one_after_the_other_go_on_fading() -> None:
    concealer = Concealer(RATE_HZ)
    concealer.heard(tone(100))
    made = np.concatenate([concealer.lost(20) for _ in range(5)])
    assert level(made[:480]) > level(made[480:960]) > level(made[960:1440])
    assert not made[round(FADE_MS * 24) :].any()


def test_what_comes_after_a_gap_is_blended_without_a_click() -> None:
    concealer = Concealer(RATE_HZ)
    concealer.heard(tone(100))
    made = concealer.lost(20)
    heard = concealer.heard(np.full(480, 8_000, np.int16))
    step = np.abs(np.diff(np.concatenate([made[-5:], heard]).astype(np.int64))).max()
    assert step < 2_000
    assert (heard[round(BLEND_MS * 24) :] == 8_000).all()


def test_silence_is_followed_by_silence() -> None:
    concealer = Concealer(RATE_HZ)
    concealer.heard(np.zeros(480, np.int16))
    assert not concealer.lost(60).any()


def test_a_pause_is_silent_and_not_counted() -> None:
    concealer = Concealer(RATE_HZ)
    concealer.heard(tone(100))
    assert not concealer.pause(40).any()
    assert len(concealer.pause(2.5)) == 60
    assert concealer.concealed_ms == 0


def test_odd_and_empty_pieces_keep_their_length() -> None:
    concealer = Concealer(RATE_HZ)
    assert len(concealer.heard(np.zeros(0, np.int16))) == 0
    assert len(concealer.lost(2.5)) == 60
    assert len(concealer.heard(tone(1))) == 24
    assert len(concealer.lost(0)) == 0
