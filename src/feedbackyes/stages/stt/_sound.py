"""What a stretch of sound is like, apart from its words: how far it stands out, and how much of it is voiced."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from feedbackyes.audio import Int16

HOP = 320
WINDOW = 640
"""Samples: 20 and 40 ms at 16 kHz."""
LAGS = (40, 240)
"""Periods of voices: 400 down to 67 Hz."""
VOICED = 0.7
LOUD_DB = 15.0


@dataclass(frozen=True, slots=True)
class Sound:
    """
    Args:
        contrast_db: between loud and quiet moments (90th and 8th percentile of level).
        voiced: share of the loud moments that are periodic as voices are, 0 to 1.
    """

    contrast_db: float
    voiced: float


def measure(samples: Int16) -> Sound:
    """Describe samples at 16 kHz; shorter than 40 ms they have neither contrast nor voice."""
    count = (samples.size - WINDOW) // HOP + 1
    if count < 1:
        return Sound(0.0, 0.0)
    windows = np.lib.stride_tricks.sliding_window_view(samples, WINDOW)[::HOP][:count].astype(np.float64)
    levels = 10 * np.log10(np.mean(np.square(windows[:, :HOP]), axis=1) + 1.0)
    loud_db, quiet_db = np.percentile(levels, (90, 8))
    loud = windows[levels > loud_db - LOUD_DB]
    return Sound(float(loud_db - quiet_db), float(np.mean(_periodicity(loud) > VOICED)) if len(loud) else 0.0)


def _periodicity(windows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Largest normalised correlation of each window's beginning with itself, one period later."""
    windows = windows - windows.mean(axis=1, keepdims=True)
    reach = WINDOW - LAGS[1]
    spectrum = np.fft.rfft(windows, 2 * WINDOW)
    beginning = np.fft.rfft(windows[:, :reach], 2 * WINDOW)
    correlation = np.fft.irfft(spectrum * np.conj(beginning))[:, LAGS[0] : LAGS[1] + 1]
    energy = np.cumsum(np.pad(np.square(windows), ((0, 0), (1, 0))), axis=1)
    lags = np.arange(LAGS[0], LAGS[1] + 1)
    shifted = energy[:, lags + reach] - energy[:, lags]
    best = np.max(correlation / np.sqrt(energy[:, [reach]] * shifted + 1.0), axis=1)
    return np.asarray(best, np.float64)
