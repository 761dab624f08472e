"""Which audio is worth decoding."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from feedbackyes.audio import Int16
from feedbackyes.stages.stt._onset import BEFORE, FRAME, WINDOW, Onset, level_db

SPEECH = np.frombuffer((Path(__file__).parents[2] / "data" / "austen-0930.wav").read_bytes()[44:], np.int16)


def noise(seconds: float, level_db: float, seed: int = 0) -> Int16:
    scale = 32768 * 10 ** (level_db / 20)
    return (np.random.default_rng(seed).standard_normal(int(seconds * 16_000)) * scale).astype(np.int16)


def through(onset: Onset, samples: Int16, piece: int = 320) -> Int16:
    return np.concatenate([onset.feed(samples[start : start + piece]) for start in range(0, samples.size, piece)])


def test_levels() -> None:
    assert level_db(np.zeros(10, np.int16)) == -100
    assert level_db(np.full(100, 32767, np.int16)) == pytest.approx(0, abs=0.01)
    assert level_db(np.full(100, 3277, np.int16)) == pytest.approx(-20, abs=0.01)


@pytest.mark.parametrize("floor_db", [-100, -70, -55])
def test_steady_quiet_is_held_back(floor_db: float) -> None:
    onset = Onset()
    assert through(onset, noise(3, floor_db)).size == 0
    assert not onset.opened


@pytest.mark.parametrize("piece", [37, 320, 1600, 50_000])
@pytest.mark.parametrize("gain", [1.0, 0.1, 0.03])
def test_speech_comes_through_with_what_was_before(gain: float, piece: int) -> None:
    quiet = noise(1, -75)
    spoken = (SPEECH * gain).astype(np.int16)
    heard = through(Onset(), whole := np.concatenate((quiet, spoken)), piece)
    assert heard.size > spoken.size * 0.95  # the recording has a quiet beginning of its own
    assert heard.size > spoken.size + BEFORE // 2 or gain < 0.1
    assert np.array_equal(heard, whole[-heard.size :])


def test_speech_at_once_is_not_held_back() -> None:
    loud = SPEECH[8000:24000]
    assert np.array_equal(through(Onset(), loud), loud)


def test_after_a_pause_it_waits_for_sound_and_loses_no_beginning() -> None:
    onset = Onset()
    through(onset, SPEECH)
    onset.close()
    assert through(onset, noise(2, -70)).size == 0
    heard = through(onset, SPEECH)
    assert heard.size > SPEECH.size
    assert heard.size <= SPEECH.size + BEFORE + WINDOW * FRAME


def test_a_click_is_not_an_onset() -> None:
    click = np.zeros(1600, np.int16)
    click[700:720] = 20_000
    assert through(Onset(), np.concatenate((noise(1, -75), click, noise(1, -75)))).size == 0


def test_quiet_time_is_counted_while_open() -> None:
    onset = Onset()
    through(onset, SPEECH)
    assert onset.opened
    before = onset.quiet_ms
    through(onset, noise(0.5, -80))
    assert onset.quiet_ms == pytest.approx(before + 500, abs=40)
