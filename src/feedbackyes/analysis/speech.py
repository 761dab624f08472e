"""Who spoke when, from a two-channel recording: one detector for both, whatever the provider.

Segmentation follows the frame-energy scheme of `docs/feedback.md`: 20 ms frames, a noise floor at the 10th percentile,
speech on at +9 dB and off at +6 dB, bursts below 100 ms dropped, gaps below 200 ms closed. What is left are
inter-pausal units (IPUs).
"""

from __future__ import annotations

import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from feedbackyes.audio import Samples
from feedbackyes.audio.levels import dbfs, frame_levels

FRAME_MS = 20
ON_DB, OFF_DB = 9.0, 6.0
SHORTEST_MS, CLOSED_GAP_MS = 100, 200
FLOOR_DB = (-65.0, -35.0)
"""A floor is taken between these: digital silence has none, and a talk without pauses must not hide itself."""
_BLOCK_FRAMES = 3000
SEMITONES_PER_OCTAVE = 12
PITCH_HZ = (60.0, 400.0)
_VOICED = 0.5
_NOTHING = np.zeros(0, np.float32)
_OCTAVE_COST = 0.05


@dataclass(frozen=True, slots=True)
class Segment:
    """Speech of one side, milliseconds on the session clock."""

    start_ms: int
    end_ms: int

    @property
    def duration_ms(self) -> int:
        return self.end_ms - self.start_ms


@dataclass(frozen=True, slots=True)
class Voices:
    """What a recording says about who spoke.

    Args:
        learner, partner: IPUs in order.
        loudness_sd_db: spread of the learner's frame levels while speaking; None without speech.
        pitch_sd_semitones: spread of the learner's pitch over voiced frames; None with too few.
    """

    learner: tuple[Segment, ...]
    partner: tuple[Segment, ...]
    duration_ms: int
    loudness_sd_db: float | None
    pitch_sd_semitones: float | None


def listen(path: Path) -> Voices:
    """Read a two-channel PCM16 WAV (left the learner) in blocks and say who spoke when.

    Raises:
        OSError, wave.Error, EOFError: it cannot be read.
    """
    levels = [np.concatenate(channel) for channel in zip(*_levels(path), strict=True)] or [_NOTHING, _NOTHING]
    learner, partner = (segments(channel) for channel in levels)
    speaking = _mask(len(levels[0]), learner)
    loud = levels[0][speaking]
    return Voices(
        learner=learner,
        partner=partner,
        duration_ms=len(levels[0]) * FRAME_MS,
        loudness_sd_db=float(np.std(loud)) if len(loud) else None,
        pitch_sd_semitones=_pitch_spread(path, speaking),
    )


def segments(levels_db: Samples) -> tuple[Segment, ...]:
    """IPUs in a row of frame levels (dBFS, one for each `FRAME_MS`)."""
    if not len(levels_db):
        return ()
    floor = float(np.clip(np.percentile(levels_db, 10), *FLOOR_DB))
    runs = _hysteresis(levels_db, floor + ON_DB, floor + OFF_DB)
    kept = [run for run in runs if run.duration_ms >= SHORTEST_MS]
    merged: list[Segment] = []
    for run in kept:
        if merged and run.start_ms - merged[-1].end_ms < CLOSED_GAP_MS:
            merged[-1] = Segment(merged[-1].start_ms, run.end_ms)
        else:
            merged.append(run)
    return tuple(merged)


def _hysteresis(levels_db: Samples, on_db: float, off_db: float) -> list[Segment]:
    """Runs that begin above `on_db` and last while above `off_db`."""
    found: list[Segment] = []
    above = np.concatenate([[False], levels_db > off_db, [False]]).astype(np.int8)
    edges = np.flatnonzero(np.diff(above))
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        loud = np.flatnonzero(levels_db[first:last] > on_db)
        if len(loud):
            found.append(Segment(int(first + loud[0]) * FRAME_MS, int(last) * FRAME_MS))
    return found


def _levels(path: Path) -> Iterator[tuple[Samples, Samples]]:
    for block, _ in _blocks(path):
        sides = (dbfs(frame_levels(block[:, :, side].ravel(), block.shape[1])) for side in (0, 1))
        yield next(sides), next(sides)


def _blocks(path: Path) -> Iterator[tuple[NDArray[np.float32], int]]:
    """Blocks of whole frames, shape (frames, samples per frame, 2), full scale ±1, and the rate."""
    with wave.open(str(path), "rb") as file:
        rate = file.getframerate()
        step = rate * FRAME_MS // 1000
        while raw := file.readframes(step * _BLOCK_FRAMES):
            stereo = np.frombuffer(raw, "<i2").reshape(-1, 2)
            whole = len(stereo) // step * step
            if whole:
                yield (stereo[:whole].astype(np.float32) / np.float32(32768)).reshape(-1, step, 2), rate


def _mask(frames: int, spoken: tuple[Segment, ...]) -> NDArray[np.bool_]:
    mask = np.zeros(frames, np.bool_)
    for segment in spoken:
        mask[segment.start_ms // FRAME_MS : segment.end_ms // FRAME_MS] = True
    return mask


def _pitch_spread(path: Path, speaking: NDArray[np.bool_]) -> float | None:
    """Standard deviation of 12·log2(F0/median) over the learner's voiced frames."""
    found: list[NDArray[np.float64]] = []
    offset = 0
    for block, rate in _blocks(path):
        chosen = block[speaking[offset : offset + len(block)], :, 0]
        offset += len(block)
        if len(chosen) > 1:
            found.append(pitches(chosen.reshape(-1), rate))
    hertz = np.concatenate(found) if found else np.zeros(0)
    if len(hertz) < 50:
        return None
    return float(np.std(SEMITONES_PER_OCTAVE * np.log2(hertz / np.median(hertz))))


def pitches(samples: Samples, rate_hz: int) -> NDArray[np.float64]:
    """Fundamental frequencies (Hz) of the voiced 40 ms windows of `samples`, by normalised autocorrelation.

    Method: the highest peak of the window-corrected autocorrelation between 60 and 400 Hz (Boersma 1993), kept when it
    is at least 0.5. A small cost on long lags keeps it from taking two periods for one.
    """
    size, hop = rate_hz * 40 // 1000, rate_hz * 20 // 1000
    if len(samples) < size:
        return np.zeros(0)
    windows = np.lib.stride_tricks.sliding_window_view(samples, size)[::hop]
    taper = np.hanning(size)
    n = 1 << (2 * size - 1).bit_length()
    spectra = np.fft.rfft((windows - windows.mean(axis=1, keepdims=True)) * taper, n)
    correlation = np.fft.irfft(np.abs(spectra) ** 2, n)[:, :size]
    own = np.fft.irfft(np.abs(np.fft.rfft(taper, n)) ** 2, n)[:size]
    low, high = int(rate_hz / PITCH_HZ[1]), int(rate_hz / PITCH_HZ[0])
    corrected = correlation[:, low : high + 1] / np.maximum(own[low : high + 1], 1e-9)
    energy = correlation[:, :1] / own[0]
    peak = corrected / np.maximum(energy, 1e-9)
    octaves = np.log2(np.arange(low, high + 1) / low)
    lag = np.argmax(peak - _OCTAVE_COST * octaves, axis=1)
    voiced = (peak[np.arange(len(lag)), lag] >= _VOICED) & (energy[:, 0] > 1e-7)
    result: NDArray[np.float64] = rate_hz / (lag[voiced] + low).astype(np.float64)
    return result
