"""Who spoke when, from a two-channel recording: one detector for both, whatever the provider.

Segmentation follows the frame-energy scheme of `docs/feedback.md`: 20 ms frames, a noise floor at the 10th percentile,
speech on at +9 dB and off at +6 dB, bursts below 100 ms dropped, gaps below 200 ms closed. What is left are
inter-pausal units (IPUs). Their edges are placed by the 5 ms parts of the frames in which they lie. The partner's echo
in the learner's microphone (`analysis.echo`) is set apart.
"""

from __future__ import annotations

import wave
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from feedbackyes.analysis import echo
from feedbackyes.analysis.levels import BLOCK_FRAMES, Levels, Side, blocks, noise_floor, runs
from feedbackyes.audio import Samples
from feedbackyes.audio.voice import FRAME_MS, PARTS, decibels, frame_samples, levels_db
from feedbackyes.storage.recordings import speech
from feedbackyes.storage.recordings.speech import Measured

PART_MS = FRAME_MS // PARTS
ON_DB, OFF_DB = 9.0, 6.0
SHORTEST_MS, CLOSED_GAP_MS = 100, 200
SEMITONES_PER_OCTAVE = 12
FEWEST_FRAMES = 100
"""Voiced frames, or frames of speech, without which nothing is said about their spread (2 s)."""
Parts = Callable[[int, int], NDArray[np.uint8]]
"""From a frame up to another: the kept levels of their parts, shape (n, PARTS)."""


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
        loudness_sd_db: spread of the learner's frame levels while speaking; None with too little speech.
        pitch_sd_semitones: spread of the learner's pitch over voiced frames; None with too few.
        echo: where the learner's microphone heard the partner; not in `learner`.
    """

    learner: tuple[Segment, ...]
    partner: tuple[Segment, ...]
    duration_ms: int
    loudness_sd_db: float | None
    pitch_sd_semitones: float | None
    echo: tuple[Segment, ...] = ()


def listen(path: Path, *, stored: bool = True) -> Voices:
    """Say who spoke when in a two-channel PCM16 WAV (left the learner).

    Args:
        stored: use what was measured while the recording was made, where it fits; the result is the same.

    Raises:
        OSError, wave.Error, EOFError: it cannot be read.
    """
    with speech.measured(path, stored=stored) as measured:
        return _hear(measured, path)


def _hear(measured: Measured, path: Path) -> Voices:
    own, other = Side(measured, 0), Side(measured, 1)
    floors = noise_floor(own), noise_floor(other)
    partner = segments(other, other.parts, floor=floors[1])
    heard = segments(own, own.parts, floor=floors[0])
    echoed = echo.expected(own, other, floors, _frames_of(partner), partial(_likeness, path))
    learner, returned = heard, tuple[Segment, ...]()
    if echoed is not None:
        learner = segments(own, own.parts, floor=echoed)
        returned = _without(heard, learner)
    loudness, pitch = _voiced(measured, learner, floors[0] + OFF_DB)
    return Voices(
        learner=learner,
        partner=partner,
        duration_ms=len(measured) * FRAME_MS,
        loudness_sd_db=loudness,
        pitch_sd_semitones=_pitch_spread(pitch),
        echo=returned,
    )


def _voiced(measured: Measured, spoken: Sequence[Segment], above_db: float) -> tuple[float | None, NDArray[np.int64]]:
    """Spread of the learner's levels while speaking, and how often each pitch (tenths of a hertz) was there.

    Gaps that were closed are not speech: only frames above `above_db` count.
    """
    count, total, squares = 0, 0.0, 0.0
    pitch = np.zeros(1 << 16, np.int64)
    stretches = np.array(_frames_of(spoken)).reshape(-1, 2)
    for first in range(0, len(measured), BLOCK_FRAMES):
        block = measured.read(first, first + BLOCK_FRAMES)
        level = levels_db(block["levels"][:, 0]).astype(np.float64)
        speaking = np.zeros(len(block), np.bool_)
        for start, stop in stretches[(stretches[:, 0] < first + len(block)) & (stretches[:, 1] > first)]:
            speaking[max(0, start - first) : stop - first] = True
        speaking &= level > above_db
        count += int(speaking.sum())
        total += float(level[speaking].sum())
        squares += float((level[speaking] ** 2).sum())
        pitch += np.bincount(block["pitch"][speaking], minlength=len(pitch))
    if count < FEWEST_FRAMES:
        return None, pitch
    return float(np.sqrt(max(0.0, squares / count - (total / count) ** 2))), pitch


def _likeness(path: Path, first: int, last: int, delay: int) -> echo.Likeness:
    """Compares the partner's frames `first` to `last` with the learner's `delay` frames later, or a frame more or
    less, at about 8 kHz."""
    margin = max(0, -delay) + 1
    begin, count = max(0, first - margin), last - first
    with wave.open(str(path), "rb") as file:
        rate_hz = file.getframerate()
        step = frame_samples(rate_hz)
        file.setpos(min(file.getnframes(), begin * step))
        raw = file.readframes((last + abs(delay) + margin - begin) * step)
    factor = max(1, rate_hz // 8000)
    both = np.frombuffer(raw, "<i2").reshape(-1, 2)
    both = both[: len(both) // factor * factor].reshape(-1, factor, 2).mean(axis=1, dtype=np.float32) / np.float32(
        32768
    )
    step = step // factor
    partner = both[(first - begin) * step :, 1][: count * step]
    found = []
    for shift in (delay - 1, delay, delay + 1):
        learner = both[max(0, first + shift - begin) * step :, 0][: len(partner)]
        found.append(echo.compare(partner[: len(learner)], learner, rate_hz // factor))
    return max(found, key=lambda one: one.coherence)


def segments(levels: Levels, parts: Parts | None = None, *, floor: float | Levels | None = None) -> tuple[Segment, ...]:
    """IPUs in a row of frame levels.

    Args:
        levels: dBFS, one for each `FRAME_MS`.
        parts: gives the kept levels of the parts of some frames; without them edges lie on frames.
        floor: the noise floor, one for all or one for each frame; None finds it.
    """
    room = noise_floor(levels) if floor is None else floor
    merged: list[Segment] = []
    for run in _hysteresis(levels, room, parts):
        if run.duration_ms < SHORTEST_MS:
            continue
        if merged and run.start_ms - merged[-1].end_ms < CLOSED_GAP_MS:
            merged[-1] = Segment(merged[-1].start_ms, run.end_ms)
        else:
            merged.append(run)
    return tuple(merged)


def _hysteresis(levels: Levels, floor: float | Levels, parts: Parts | None) -> Iterator[Segment]:
    """Runs that begin above the floor by `ON_DB` and last while above it by `OFF_DB`."""
    for begin, last in _loud(levels, floor):
        if parts is None:
            yield Segment(begin * FRAME_MS, last * FRAME_MS)
        else:
            start, stop = _start(parts, floor, begin), _stop(parts, floor, last - 1, len(levels))
            yield Segment(start * PART_MS, stop * PART_MS)


def _loud(levels: Levels, floor: float | Levels) -> Iterator[tuple[int, int]]:
    """The first loud frame of each run and the frame behind its last, block by block."""
    begin, ended = None, 0
    for start, block in blocks(levels):
        room = _floor(floor, start, start + len(block))
        for first, last in runs(block > room + np.float32(OFF_DB)):
            if start + first > ended and begin is not None:
                yield begin, ended
                begin = None
            loud = np.flatnonzero(block[first:last] > (room + np.float32(ON_DB))[first:last])
            if begin is None and len(loud):
                begin = start + first + int(loud[0])
            ended = start + last
    if begin is not None:
        yield begin, ended


def _floor(floor: float | Levels, first: int, last: int) -> Samples:
    return np.full(last - first, floor, np.float32) if isinstance(floor, float | int) else floor[first:last]


def _start(parts: Parts, floor: float | Levels, frame: int) -> int:
    """The part at which a run begins whose first loud frame is `frame`: in it, or in the end of the frame before."""
    near = max(0, frame - 1)
    loud = decibels(parts(near, frame + 1)) > (_floor(floor, near, frame + 1) + np.float32(ON_DB))[:, None]
    first = int(np.argmax(loud[-1]))
    if first or not frame:
        return frame * PARTS + first
    before = loud[0, ::-1]
    return frame * PARTS - (int(np.argmin(before)) if not before.all() else PARTS)


def _stop(parts: Parts, floor: float | Levels, frame: int, count: int) -> int:
    """The part behind a run whose last frame is `frame`: in it, or in the beginning of the frame after."""
    end = min(count, frame + 2)
    loud = decibels(parts(frame, end)) > (_floor(floor, frame, end) + np.float32(OFF_DB))[:, None]
    quiet = int(np.argmax(loud[0, ::-1]))
    if quiet or frame + 1 == count:
        return (frame + 1) * PARTS - quiet
    return (frame + 1) * PARTS + (int(np.argmin(loud[1])) if not loud[1].all() else PARTS)


def _frames_of(spoken: Sequence[Segment]) -> list[tuple[int, int]]:
    return [(one.start_ms // FRAME_MS, -(-one.end_ms // FRAME_MS)) for one in spoken]


def _without(heard: Sequence[Segment], own: Sequence[Segment]) -> tuple[Segment, ...]:
    """What of `heard` is not in `own`, in pieces that are long enough to be speech."""
    found: list[Segment] = []
    for one in heard:
        start = one.start_ms
        for other in own:
            if other.end_ms <= start or other.start_ms >= one.end_ms:
                continue
            found.append(Segment(start, other.start_ms))
            start = max(start, other.end_ms)
        found.append(Segment(start, one.end_ms))
    return tuple(one for one in found if one.duration_ms >= SHORTEST_MS)


def _pitch_spread(counts: NDArray[np.int64]) -> float | None:
    """Standard deviation of 12·log2(F0/median) over voiced frames; what is an octave off is a mistake and left out.

    Args:
        counts: frames by tenths of a hertz; those at 0 have no voice.
    """
    tenths = np.flatnonzero(counts[1:]) + 1
    frames = counts[tenths]
    if frames.sum() < FEWEST_FRAMES:
        return None
    sorted_place = np.searchsorted(np.cumsum(frames), [(frames.sum() - 1) // 2, frames.sum() // 2], side="right")
    semitones = SEMITONES_PER_OCTAVE * np.log2(tenths / tenths[sorted_place].mean())
    near = np.abs(semitones) < SEMITONES_PER_OCTAVE
    mean = np.average(semitones[near], weights=frames[near])
    return float(np.sqrt(np.average((semitones[near] - mean) ** 2, weights=frames[near])))
