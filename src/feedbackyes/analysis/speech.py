"""Who spoke when, from a two-channel recording: one detector for both, whatever the provider.

Segmentation follows the frame-energy scheme of `docs/feedback.md`: 20 ms frames, a noise floor at the 10th percentile,
speech on at +9 dB and off at +6 dB, bursts below 100 ms dropped, gaps below 200 ms closed. What is left are
inter-pausal units (IPUs). Their edges are placed by the 5 ms parts of the frames in which they lie. The partner's echo
in the learner's microphone (`analysis.echo`) is set apart.
"""

from __future__ import annotations

import wave
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from feedbackyes.analysis import echo
from feedbackyes.audio import Samples
from feedbackyes.audio.voice import FRAME_MS, PARTS, Frames, decibels, frame_samples, levels_db
from feedbackyes.storage.recordings.speech import frames

PART_MS = FRAME_MS // PARTS
ON_DB, OFF_DB = 9.0, 6.0
SHORTEST_MS, CLOSED_GAP_MS = 100, 200
FLOOR_DB = (-65.0, -35.0)
"""A floor is taken between these: digital silence has none, and a talk without pauses must not hide itself."""
GATED_FLOOR_DB = -40.0
"""The highest floor of a side that was switched off at times: louder is rather an echo or a tone than a room."""
SEMITONES_PER_OCTAVE = 12
FEWEST_FRAMES = 100
"""Voiced frames, or frames of speech, without which nothing is said about their spread (2 s)."""
_SILENCE_DB = -90.0
_CONTRAST_DB = 15.0
_GATE_FRAMES, _STRETCH_FRAMES = 10, 50
_BLOCK_FRAMES = 4096


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
    return _hear(frames(path, stored=stored), path)


def _hear(measured: Frames, path: Path) -> Voices:
    parts = [measured["levels"][:, side] for side in (0, 1)]
    levels = [levels_db(one) for one in parts]
    floors = noise_floor(levels[0]), noise_floor(levels[1])
    partner = segments(levels[1], parts[1], floor_db=floors[1])
    heard = segments(levels[0], parts[0], floor_db=floors[0])
    likeness = partial(_likeness, path)
    echoed = echo.expected(levels[0], levels[1], floors, _frames_of(partner), likeness)
    learner, returned = heard, tuple[Segment, ...]()
    if echoed is not None:
        learner = segments(levels[0], parts[0], floor_db=np.maximum(echoed, np.float32(floors[0]), out=echoed))
        returned = _without(heard, learner)
    speaking = _mask(len(measured), learner) & (levels[0] > floors[0] + OFF_DB)  # not the gaps that were closed
    return Voices(
        learner=learner,
        partner=partner,
        duration_ms=len(measured) * FRAME_MS,
        loudness_sd_db=float(np.std(levels[0][speaking])) if speaking.sum() >= FEWEST_FRAMES else None,
        pitch_sd_semitones=_pitch_spread(measured["pitch"][speaking]),
        echo=returned,
    )


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


def noise_floor(levels: Samples) -> float:
    """Level of the room on one side, dBFS, from its frame levels, shape (n,).

    The 10th percentile, within `FLOOR_DB`. Where a side was switched off for longer than that (push-to-talk, or a voice
    that is made and comes without a room), the 10th percentile of the stretches in between that hold both something
    quiet and something loud; a stretch that is even throughout has no room to be told from.
    """
    if not len(levels):
        return FLOOR_DB[0]
    on = levels > _SILENCE_DB
    if on.mean() > 0.9:
        return float(np.clip(np.percentile(levels, 10), *FLOOR_DB))
    rooms = [levels[first:last][on[first:last]] for first, last in _runs(_closed(on))]
    rooms = [room for room in rooms if len(room) >= _STRETCH_FRAMES and _contrast_db(room) >= _CONTRAST_DB]
    if not rooms:
        return FLOOR_DB[0]
    return float(np.clip(np.percentile(np.concatenate(rooms), 10), FLOOR_DB[0], GATED_FLOOR_DB))


def segments(
    levels: Samples, parts: NDArray[np.uint8] | None = None, *, floor_db: float | Samples | None = None
) -> tuple[Segment, ...]:
    """IPUs in a row of frame levels.

    Args:
        levels: shape (n,), dBFS, one for each `FRAME_MS`.
        parts: kept levels of the parts of each frame, shape (n, PARTS); without them edges lie on frames.
        floor_db: the noise floor, one for all or one for each frame; None finds it.
    """
    if not len(levels):
        return ()
    floor = np.broadcast_to(np.float32(noise_floor(levels)) if floor_db is None else np.float32(floor_db), levels.shape)
    runs = [run for run in _hysteresis(levels, floor, parts) if run.duration_ms >= SHORTEST_MS]
    merged: list[Segment] = []
    for run in runs:
        if merged and run.start_ms - merged[-1].end_ms < CLOSED_GAP_MS:
            merged[-1] = Segment(merged[-1].start_ms, run.end_ms)
        else:
            merged.append(run)
    return tuple(merged)


def _hysteresis(levels: Samples, floor: Samples, parts: NDArray[np.uint8] | None) -> list[Segment]:
    """Runs that begin above the floor by `ON_DB` and last while above it by `OFF_DB`."""
    found: list[Segment] = []
    for first, last in _runs(_above(levels, floor)):
        loud = np.flatnonzero(levels[first:last] > floor[first:last] + ON_DB)
        if not len(loud):
            continue
        begin = first + int(loud[0])
        if parts is None:
            found.append(Segment(begin * FRAME_MS, last * FRAME_MS))
        else:
            start, stop = _start(parts, floor, begin), _stop(parts, floor, last - 1)
            found.append(Segment(start * PART_MS, stop * PART_MS))
    return found


def _above(levels: Samples, floor: Samples) -> NDArray[np.bool_]:
    """Which frames are above the floor by `OFF_DB`; in pieces, because a long talk has many frames."""
    above = np.empty(len(levels), np.bool_)
    for first in range(0, len(levels), _BLOCK_FRAMES):
        piece = slice(first, first + _BLOCK_FRAMES)
        above[piece] = levels[piece] > floor[piece] + OFF_DB
    return above


def _start(parts: NDArray[np.uint8], floor: Samples, frame: int) -> int:
    """The part at which a run begins whose first loud frame is `frame`: in it, or in the end of the frame before."""
    loud = decibels(parts[frame]) > floor[frame] + ON_DB
    first = int(np.argmax(loud))
    if first or not frame:
        return frame * PARTS + first
    before = decibels(parts[frame - 1, ::-1]) > floor[frame - 1] + ON_DB
    return frame * PARTS - (int(np.argmin(before)) if not before.all() else PARTS)


def _stop(parts: NDArray[np.uint8], floor: Samples, frame: int) -> int:
    """The part behind a run whose last frame is `frame`: in it, or in the beginning of the frame after."""
    loud = decibels(parts[frame, ::-1]) > floor[frame] + OFF_DB
    quiet = int(np.argmax(loud))
    if quiet or frame + 1 == len(parts):
        return (frame + 1) * PARTS - quiet
    after = decibels(parts[frame + 1]) > floor[frame + 1] + OFF_DB
    return (frame + 1) * PARTS + (int(np.argmin(after)) if not after.all() else PARTS)


def _runs(mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where `mask` is true: first frame and the one behind the last."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    return [(int(first), int(last)) for first, last in zip(edges[::2], edges[1::2], strict=True)]


def _closed(on: NDArray[np.bool_]) -> NDArray[np.bool_]:
    closed = on.copy()
    for first, last in _runs(~on):
        if last - first < _GATE_FRAMES:
            closed[first:last] = True
    return closed


def _contrast_db(levels: Samples) -> float:
    low, high = np.percentile(levels, [10, 95])
    return float(high - low)


def _frames_of(spoken: Sequence[Segment]) -> list[tuple[int, int]]:
    return [(one.start_ms // FRAME_MS, -(-one.end_ms // FRAME_MS)) for one in spoken]


def _mask(count: int, spoken: Sequence[Segment]) -> NDArray[np.bool_]:
    mask = np.zeros(count, np.bool_)
    for first, last in _frames_of(spoken):
        mask[first:last] = True
    return mask


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


def _pitch_spread(pitch: NDArray[np.uint16]) -> float | None:
    """Standard deviation of 12·log2(F0/median) over voiced frames; what is an octave off is a mistake and left out."""
    hertz = pitch[pitch > 0] / 10
    if len(hertz) < FEWEST_FRAMES:
        return None
    semitones = SEMITONES_PER_OCTAVE * np.log2(hertz / np.median(hertz))
    return float(np.std(semitones[np.abs(semitones) < SEMITONES_PER_OCTAVE]))
