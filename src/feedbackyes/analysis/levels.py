"""How loud a side of a recording is, frame by frame, read piece by piece: a long talk takes no more memory than a short one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from feedbackyes.audio import Samples
from feedbackyes.audio.voice import levels_db
from feedbackyes.storage.recordings.speech import Measured

BLOCK_FRAMES = 4096
"""Frames that are looked at together (82 s)."""
FLOOR_DB = (-65.0, -35.0)
"""A floor is taken between these: digital silence has none, and a talk without pauses must not hide itself."""
GATED_FLOOR_DB = -40.0
"""The highest floor of a side that was switched off at times: louder is rather an echo or a tone than a room."""
_SILENCE_DB = -90.0
_CONTRAST_DB = 15.0
_GATE_FRAMES, _STRETCH_FRAMES = 10, 50
_LOWEST_DB, _BINS, _PER_DB = -120, 13_000, 100
_QUIET_SHARE = 10


class Levels(Protocol):
    """Frame levels, dBFS; a slice gives them as an array."""

    def __len__(self) -> int: ...

    def __getitem__(self, place: slice, /) -> Samples: ...


class Side:
    """One side (0 the learner, 1 the partner) of what was measured of a recording."""

    def __init__(self, measured: Measured, side: int) -> None:
        self._measured, self._side = measured, side

    def __len__(self) -> int:
        return len(self._measured)

    def __getitem__(self, place: slice, /) -> Samples:
        first, last, _ = place.indices(len(self))
        return levels_db(self.parts(first, last))

    def parts(self, first: int, last: int) -> NDArray[np.uint8]:
        """Kept levels of the parts of frames `first` up to `last`, shape (n, PARTS)."""
        found: NDArray[np.uint8] = self._measured.read(first, last)["levels"][:, self._side]
        return found


class Distribution:
    """How often each level was there, to a hundredth of a decibel."""

    def __init__(self) -> None:
        self._counts = np.zeros(_BINS, np.int64)

    def add(self, levels: Samples) -> None:
        places = ((levels - _LOWEST_DB) * _PER_DB).astype(np.int64)
        self._counts += np.bincount(np.clip(places, 0, _BINS - 1), minlength=_BINS)

    def join(self, other: Distribution) -> None:
        self._counts += other._counts

    def __len__(self) -> int:
        return int(self._counts.sum())

    def percentile(self, percent: float) -> float:
        """dBFS; what was added must not be nothing."""
        place = np.searchsorted(np.cumsum(self._counts), percent / 100 * (len(self) - 1), side="right")
        return float(_LOWEST_DB + (place + 0.5) / _PER_DB)


def blocks(levels: Levels) -> Iterator[tuple[int, Samples]]:
    """The levels in pieces, each with the number of its first frame."""
    for first in range(0, len(levels), BLOCK_FRAMES):
        yield first, levels[first : min(len(levels), first + BLOCK_FRAMES)]


def noise_floor(levels: Levels) -> float:
    """Level of the room on one side, dBFS, from its frame levels.

    The 10th percentile, within `FLOOR_DB`. Where a side was switched off for longer than that (push-to-talk, or a voice
    that is made and comes without a room), the 10th percentile of the stretches in between that hold both something
    quiet and something loud; a stretch that is even throughout has no room to be told from.
    """
    everything, on = Distribution(), 0
    for _, block in blocks(levels):
        everything.add(block)
        on += int((block > _SILENCE_DB).sum())
    if not len(everything):
        return FLOOR_DB[0]
    if on > 0.9 * len(everything):
        return float(np.clip(everything.percentile(_QUIET_SHARE), *FLOOR_DB))
    rooms = Distribution()
    for stretch in _stretches(levels):
        if len(stretch) >= _STRETCH_FRAMES and _contrast_db(stretch) >= _CONTRAST_DB:
            rooms.join(stretch)
    if not len(rooms):
        return FLOOR_DB[0]
    return float(np.clip(rooms.percentile(_QUIET_SHARE), FLOOR_DB[0], GATED_FLOOR_DB))


def runs(mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where `mask` is true: first frame and the one behind the last."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    return [(int(first), int(last)) for first, last in zip(edges[::2], edges[1::2], strict=True)]


def _stretches(levels: Levels) -> Iterator[Distribution]:
    """What was heard between the times at which the side was switched off."""
    stretch, ended = Distribution(), 0
    for start, block in blocks(levels):
        for first, last in runs(block > _SILENCE_DB):
            if start + first - ended >= _GATE_FRAMES:
                yield stretch
                stretch = Distribution()
            stretch.add(block[first:last])
            ended = start + last
    yield stretch


def _contrast_db(levels: Distribution) -> float:
    return levels.percentile(95) - levels.percentile(_QUIET_SHARE)
