"""How loud samples are."""

from __future__ import annotations

import numpy as np

from feedbackyes.audio import Samples

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
