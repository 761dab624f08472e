"""Levels of known signals."""

from __future__ import annotations

import numpy as np
import pytest

from feedbackyes.audio import levels
from feedbackyes.audio.formats import to_float


def test_a_frame_has_the_level_of_its_samples() -> None:
    samples = np.array([0.5, -0.5, 0, 0, 1, 1, 0.25], np.float32)
    assert levels.frame_levels(samples, 2).tolist() == [0.5, 0.0, 1.0]
    assert levels.frame_levels(samples[:1], 2).size == 0


def test_a_frame_has_a_sample_at_least() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        levels.frame_levels(np.zeros(3, np.float32), 0)


def test_decibels_are_below_full_scale() -> None:
    found = levels.dbfs(np.array([1, 0.1, 0.001, 0], np.float32))
    assert found.tolist() == pytest.approx([0, -20, -60, levels.FLOOR_DB], abs=1e-4)


def test_a_full_scale_sine_is_three_decibels_down() -> None:
    sine = to_float((32767 * np.sin(2 * np.pi * np.arange(24_000) / 100)).astype(np.int16))
    assert levels.dbfs(levels.frame_levels(sine, 240)).tolist() == pytest.approx([-3.01] * 100, abs=0.3)
