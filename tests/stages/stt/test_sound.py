"""What sound is like."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from feedbackyes.stages.stt._sound import Sound, measure

DATA = Path(__file__).parents[2] / "data"
RNG = np.random.default_rng(0)


@pytest.mark.parametrize("name", ["austen-0880.wav", "austen-0890.wav", "austen-0930.wav"])
def test_speech_is_voiced_and_stands_out(name: str) -> None:
    sound = measure(np.frombuffer((DATA / name).read_bytes()[44:], np.int16))
    assert sound.voiced > 0.4
    assert sound.contrast_db > 20


def test_hiss_is_neither() -> None:
    sound = measure((RNG.standard_normal(16_000) * 1000).astype(np.int16))
    assert sound.voiced == 0
    assert sound.contrast_db < 3


def test_a_bang_in_silence_stands_out_without_a_voice() -> None:
    bang = np.zeros(16_000, np.int16)
    bang[4000:8000] = RNG.standard_normal(4000) * 8000
    assert measure(bang).contrast_db > 40
    assert measure(bang).voiced < 0.1


def test_a_hum_is_voiced() -> None:
    assert measure((np.sin(np.arange(16_000) * 2 * np.pi * 150 / 16_000) * 9000).astype(np.int16)).voiced > 0.9


@pytest.mark.parametrize("size", [0, 1, 639])
def test_next_to_nothing_has_nothing(size: int) -> None:
    assert measure(np.ones(size, np.int16)) == Sound(0.0, 0.0)


def test_silence_has_nothing() -> None:
    assert measure(np.zeros(16_000, np.int16)) == Sound(0.0, 0.0)
