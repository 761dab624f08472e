"""What the analysis of speech keeps of every 20 ms of a two-channel recording: levels, and the learner's pitch.

Ten bytes a frame, each a function of the samples of its own frame and the one before it. So a frame that was measured
while the talk went on equals, bit for bit, the same frame measured from the file years later.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from feedbackyes.audio import Int16, Samples
from feedbackyes.audio.levels import FLOOR_DB

FRAME_MS = 20
PARTS = 4
"""Parts of a frame, 5 ms each, whose levels are kept: edges are exact to one."""
FRAME = np.dtype([("levels", "u1", (2, PARTS)), ("pitch", "<u2")])
"""`levels`: by channel (learner, partner) and part, see `decibels`; 0 says that the frame was not measured yet.
`pitch`: the learner's fundamental in tenths of a hertz, 0 without voice."""
Frames = np.ndarray[tuple[int], np.dtype[np.void]]
"""Shape (n,), of `FRAME`."""
STEP_DB = 0.5
PITCH_HZ = (60.0, 400.0)
_QUIETEST_VOICE_DB = -59.0
_PITCH_RATE_HZ = 8000
_VOICED = 0.5
_OCTAVE_COST = 0.05
_BEGINS = 0.01
"""A part is this much quieter (20 dB) than another of its frame: an edge lies between them."""
_BATCH = 2048


def frame_samples(rate_hz: int) -> int:
    """Samples of one channel in a frame. Raises `ValueError` when a frame would not be whole."""
    if rate_hz < 4000 or rate_hz * FRAME_MS % 1000:
        raise ValueError(f"Frames of {FRAME_MS} ms cannot be cut at {rate_hz} Hz.")
    return rate_hz * FRAME_MS // 1000


def measure(stereo: Int16, rate_hz: int, *, lead: int = 0) -> Frames:
    """Measure the whole frames of `stereo`, shape (n, 2), left the learner.

    Args:
        lead: how many frames at the beginning are only context for pitch and are not returned: 1, or 0 at the start.

    Returns:
        Shape (n // frame_samples(rate_hz) - lead,).

    Raises:
        ValueError: the rate has no whole frames.
    """
    step = frame_samples(rate_hz)
    whole = stereo[: len(stereo) // step * step].reshape(-1, step, 2)
    found = np.zeros(max(0, len(whole) - lead), FRAME)
    if not len(found):
        return found
    for side in (0, 1):
        found["levels"][:, side] = _levels(whole[lead:, :, side])
    voiced = np.flatnonzero(levels_db(found["levels"][:, 0]) >= _QUIETEST_VOICE_DB)
    voiced = voiced[voiced + lead > 0]
    samples = np.ascontiguousarray(whole[:, :, 0]).reshape(-1)
    for first in range(0, len(voiced), _BATCH):
        chosen = voiced[first : first + _BATCH]
        found["pitch"][chosen] = _pitch(samples, (chosen + lead - 1) * step, rate_hz)
    return found


def decibels(levels: NDArray[np.uint8]) -> Samples:
    """Kept levels as dBFS, any shape."""
    return _DECIBELS[levels]


def levels_db(parts: NDArray[np.uint8]) -> Samples:
    """Levels of whole frames in dBFS from those of their parts, shape (n, PARTS) to (n,)."""
    level: Samples = np.empty(len(parts), np.float32)
    for first in range(0, len(parts), _BATCH):
        piece = parts[first : first + _BATCH]
        power = np.zeros(len(piece), np.float32)
        for part in range(PARTS):
            power += _POWERS[piece[:, part]]
        level[first : first + _BATCH] = 10 * np.log10(power / np.float32(PARTS))
    return level


def _levels(frames: Int16) -> NDArray[np.uint8]:
    """Levels of the parts of frames, shape (n, step) to (n, PARTS), without direct current.

    Sums of squares of 16-bit integers are exact in 64-bit floats, so the result does not depend on how frames were
    grouped into blocks.
    """
    exact = frames.astype(np.float64)
    edges = np.arange(PARTS + 1) * exact.shape[1] // PARTS
    cuts = [exact[:, first:last] for first, last in pairwise(edges)]
    means = np.stack([cut.mean(axis=1) for cut in cuts], axis=1)
    squares = np.stack([np.einsum("ij,ij->i", cut, cut) / cut.shape[1] for cut in cuts], axis=1)
    direct = _direct_current(means, squares - means**2)
    power = (squares - direct * (2 * means - direct)) / 32768**2
    level = 10 * np.log10(np.maximum(power, 10 ** (FLOOR_DB / 10)))
    return (1 + np.rint((level - FLOOR_DB) / STEP_DB)).astype(np.uint8)


def _direct_current(means: NDArray[np.float64], spreads: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean of each frame, shape (n, PARTS) to (n, 1); but where speech begins or ends in the frame, that of its
    quietest part, because the mean of half a period is none."""
    rows = np.arange(len(means))
    quietest = np.argmin(spreads, axis=1)
    begins = spreads[rows, quietest] < _BEGINS * spreads.max(axis=1)
    direct: NDArray[np.float64] = np.where(begins, means[rows, quietest], means.mean(axis=1))[:, None]
    return direct


def _pitch(samples: Int16, starts: NDArray[np.intp], rate_hz: int) -> NDArray[np.uint16]:
    """Tenths of a hertz for windows of two frames that begin at `starts`; 0 where there is no voice."""
    factor = max(1, rate_hz // _PITCH_RATE_HZ)
    size = 2 * frame_samples(rate_hz) // factor * factor
    windows = np.lib.stride_tricks.sliding_window_view(samples, size)[starts]
    # Means of neighbours keep what lies above the pitch from folding into it well enough.
    slow = windows.reshape(len(starts), -1, factor).mean(axis=2, dtype=np.float32) / np.float32(32768)
    hertz = autocorrelation_pitch(slow, rate_hz / factor)
    return np.rint(10 * hertz).astype(np.uint16)


def autocorrelation_pitch(windows: Samples, rate_hz: float) -> NDArray[np.float64]:
    """Fundamental frequency (Hz) of each window, shape (n, size) to (n,); 0 where there is no voice.

    Method: the highest peak of the window-corrected autocorrelation between 60 and 400 Hz, refined by a parabola
    (Boersma 1993), kept when it is at least 0.5. A small cost on long lags keeps it from taking two periods for one.
    """
    size = windows.shape[1]
    low, high = int(rate_hz / PITCH_HZ[1]), int(rate_hz / PITCH_HZ[0])
    lags = np.arange(low - 1, high + 2)
    taper = np.hanning(size).astype(np.float32)
    n = 1 << (size + high + 1).bit_length()
    correlation = _autocorrelation((windows - windows.mean(axis=1, keepdims=True)) * taper, n)
    own = _autocorrelation(taper, n)
    energy = correlation[:, :1] / own[0]
    peaks = correlation[:, lags] / own[lags] / np.maximum(energy, 1e-12)
    cost = _OCTAVE_COST * np.log2(lags[1:-1] / low)
    best = 1 + np.argmax(peaks[:, 1:-1] - cost, axis=1)
    rows = np.arange(len(windows))
    before, top, after = (peaks[rows, best + shift] for shift in (-1, 0, 1))
    bend = before - 2 * top + after
    shift = np.where(bend < -1e-9, 0.5 * (before - after) / np.minimum(bend, -1e-9), 0.0)
    voiced = (top >= _VOICED) & (energy[:, 0] > 1e-7)
    found: NDArray[np.float64] = np.where(voiced, rate_hz / (lags[best] + np.clip(shift, -0.5, 0.5)), 0.0)
    return found


def _autocorrelation(windows: Samples, n: int) -> Samples:
    """Along the last axis; right for lags up to `n` less the length of a window."""
    spectra = np.fft.rfft(windows, n)
    return np.fft.irfft(spectra.real**2 + spectra.imag**2, n).astype(np.float32)


_DECIBELS: Samples = (FLOOR_DB + STEP_DB * (np.arange(256) - 1)).astype(np.float32)
_POWERS: Samples = (10 ** (_DECIBELS.astype(np.float64) / 10)).astype(np.float32)
