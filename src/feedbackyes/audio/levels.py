"""How loud samples are."""

from __future__ import annotations

import numpy as np

from feedbackyes.audio import Int16, Samples
from feedbackyes.audio.formats import to_float

FLOOR_DB = -100.0
"""What silence is called: below the noise of 16 bits."""


def frame_levels(samples: Samples, frame: int) -> Samples:
    """Root-mean-square level of each whole frame.

    Args:
        samples: shape (n,), full scale ±1.0.
        frame: samples per frame, at least 1.

    Returns:
        Shape (n // frame,), linear. A trailing part frame is left out.

    Raises:
        ValueError: `frame` is below 1.
    """
    if frame < 1:
        raise ValueError(f"A frame has at least 1 sample, not {frame}.")
    frames = samples[: len(samples) // frame * frame].reshape(-1, frame)
    levels: Samples = np.sqrt(np.mean(np.square(frames, dtype=np.float64), axis=1)).astype(np.float32)
    return levels


def dbfs(levels: Samples) -> Samples:
    """Linear levels, any shape, in decibels below a full-scale square wave; never below `FLOOR_DB`."""
    decibels: Samples = (20 * np.log10(np.maximum(levels, 10 ** (FLOOR_DB / 20)))).astype(np.float32)
    return decibels


def level(samples: Int16) -> float:
    """Root-mean-square level of samples, shape (n,), linear, full scale 1.0; 0.0 for none."""
    return float(frame_levels(to_float(samples), len(samples))[0]) if len(samples) else 0.0


def peaks(samples: Int16, bins: int) -> Samples:
    """Greatest level in each of `bins` equal stretches, for drawing.

    Returns:
        Shape (bins,), linear, 0 to 1. Stretches shorter than a sample are 0.

    Raises:
        ValueError: `bins` is below 1.
    """
    if bins < 1:
        raise ValueError(f"There is at least 1 bin, not {bins}.")
    found = np.zeros(bins, np.float32)
    if len(samples):
        magnitude = np.abs(samples.astype(np.int32))
        edges = np.linspace(0, len(samples), bins + 1).astype(np.int64)
        starts, ends = edges[:-1], edges[1:]
        whole = starts < ends
        found[whole] = np.maximum.reduceat(magnitude, starts[whole]) / FULL
    return found


FULL = np.float32(32_768.0)
