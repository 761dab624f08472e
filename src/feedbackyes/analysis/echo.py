"""The partner's voice in the learner's microphone: what a loudspeaker without echo cancellation leaves.

An echo is a copy of the partner's channel, later by a delay that hardly changes and weaker by a loss that hardly changes.
Both are looked for in the frame levels (dB): for each stretch of the partner's speech the normalised cross-correlation of the
two sides over delays, then what most stretches agree on. Levels of two people can be alike by chance, waveforms cannot:
the coherence of the samples confirms it. From delay and loss follows how loud the echo is in each frame; what is clearly
louder is the learner, also while the echo goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from feedbackyes.analysis.levels import Levels
from feedbackyes.audio import Samples
from feedbackyes.audio.voice import FRAME_MS

DELAY_MS = (-60, 700)
"""Playback, air, capture and network; a little less than none, because playback is placed by an estimate."""
LEAST_LOSS_DB = 3.0
ALIKE = 0.5
"""Correlation of levels from which a stretch is compared by its samples."""
COHERENT = 0.3
"""Coherence from which two pieces of sound are one and its copy; that of unrelated speech is about 0.1."""
_BROAD, _SAME = 10.0, 0.97
_CHECKED = 24
_PIECE, _LONGEST, _ALONE = 20, 400, 75
_AROUND, _JOINED = 10, 50
_AUDIBLE_DB = 6.0
_LEAST_AUDIBLE = 10
_BELOW_DB = 8.0
_SPREAD, _NEIGHBOURS = 2, 5
_DECAY_DB = 2.4
"""A frame's loss of level in a room that needs half a second for 60 dB."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """`coherence`, 0 to 1; `breadth`: over how many of its frequencies the sound is spread."""

    coherence: float
    breadth: float


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the partner's speech, in frames; `delay` in frames and `loss_db` as the sound suggests."""

    first: int
    last: int
    alike: float
    delay: int
    loss_db: float

    @property
    def known(self) -> bool:
        return self.alike >= ALIKE and self.loss_db >= LEAST_LOSS_DB


class Echo:
    """How loud the learner's side is in each of its frames without the learner, dBFS: echo, or room where that is louder."""

    def __init__(self, partner_db: Levels, pieces: Sequence[_Piece], count: int, room_db: float) -> None:
        self._partner_db, self._pieces, self._count, self._room_db = partner_db, pieces, count, room_db
        self._begins = np.array([one.first + one.delay - _AROUND - 1 for one in pieces])
        self._ends = np.array([one.last + one.delay + _JOINED + 1 for one in pieces])

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, place: slice, /) -> Samples:
        first, last, _ = place.indices(self._count)
        level = np.full(last - first, self._room_db, np.float32)
        for i in np.flatnonzero((self._begins < last) & (self._ends > first)):
            start, heard = _tail(self._partner_db, self._pieces[int(i)])
            low, high = max(first, start), min(last, start + len(heard))
            if low < high:
                there = level[low - first : high - first]
                np.maximum(there, heard[low - start : high - start], out=there)
        return level


def expected(
    learner_db: Levels,
    partner_db: Levels,
    floors_db: tuple[float, float],
    spoken: Sequence[tuple[int, int]],
    likeness: Callable[[int, int, int], Likeness],
) -> Echo | None:
    """The partner's echo on the learner's side; None where there is none at all.

    Args:
        learner_db, partner_db: frame levels, dBFS.
        floors_db: noise floors of the two.
        spoken: stretches of the partner's speech, frames from and up to.
        likeness: says, from the samples, how alike the partner's frames from and up to, and the learner's so many
            frames later, are.
    """
    pieces = [_examine(learner_db, partner_db, floors_db, first, last) for first, last in _pieces(spoken)]
    known = sorted((piece for piece in pieces if piece.known), key=lambda piece: piece.first - piece.last)
    agreed = _agreed([one for one in known[:_CHECKED] if _is_copy(one, likeness(one.first, one.last, one.delay))])
    if agreed is None:
        return None
    placed = [_near(agreed, piece) for piece in pieces]
    heard = [near for near in placed if _fits(learner_db, partner_db, floors_db, near)]
    return Echo(partner_db, heard, len(learner_db), floors_db[0]) if heard else None


def _is_copy(piece: _Piece, likeness: Likeness) -> bool:
    """Of a hum or a tone, whose copies cannot be told from others like it, the levels must be the same all along."""
    return likeness.coherence >= COHERENT and (likeness.breadth >= _BROAD or piece.alike >= _SAME)


def _pieces(spoken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Stretches close to each other as one, long ones cut."""
    joined: list[tuple[int, int]] = []
    for first, last in spoken:
        if joined and first - joined[-1][1] < _JOINED:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    for first, last in joined:
        count = -(-(last - first) // _LONGEST)
        edges = [first + (last - first) * i // count for i in range(count + 1)]
        yield from pairwise(edges)


def _examine(learner_db: Levels, partner_db: Levels, floors_db: tuple[float, float], first: int, last: int) -> _Piece:
    """The delay at which the learner's side is most like the partner's."""
    delays = range(DELAY_MS[0] // FRAME_MS, DELAY_MS[1] // FRAME_MS + 1)
    heard = np.maximum(partner_db[max(0, first - _AROUND) : last + _AROUND], floors_db[1])
    begin = max(0, first - _AROUND)
    rows = np.stack([_shifted(learner_db, begin + delay, len(heard), floors_db[0]) for delay in delays])
    alike = _correlation(rows, heard)
    best = int(np.argmax(alike))
    loud = heard > floors_db[1] + 2 * _AUDIBLE_DB
    returned = rows[best][loud]
    audible = returned > floors_db[0] + _AUDIBLE_DB
    if last - first < _PIECE or audible.sum() < _LEAST_AUDIBLE:
        return _Piece(first, last, 0.0, 0, 0.0)
    loss = float(np.median((heard[loud] - returned)[audible]))
    return _Piece(first, last, float(alike[best]), delays[best], loss)


def _shifted(values: Levels, first: int, count: int, floor: float) -> Samples:
    """`count` values from `first` on, none below `floor`; `floor` outside."""
    found = np.full(count, floor, np.float32)
    low, high = max(0, first), min(len(values), first + count)
    if low < high:
        found[low - first : high - first] = np.maximum(values[low:high], floor)
    return found


def _correlation(rows: Samples, other: Samples) -> NDArray[np.float64]:
    """Pearson's coefficient of each row with `other`; 0 where one does not move."""
    moved = rows - rows.mean(axis=1, keepdims=True, dtype=np.float64)
    reference = other - other.mean(dtype=np.float64)
    norm = np.sqrt((moved**2).sum(axis=1) * (reference**2).sum())
    found: NDArray[np.float64] = np.where(norm > 1e-6, moved @ reference / np.maximum(norm, 1e-6), 0.0)
    return found


def _agreed(pieces: Sequence[_Piece]) -> list[_Piece] | None:
    """Pieces whose delays agree. One alone must be long; short ones find some agreement by chance."""
    if not pieces:
        return None
    usual = np.median(np.repeat([piece.delay for piece in pieces], [piece.last - piece.first for piece in pieces]))
    agreed = [piece for piece in pieces if abs(piece.delay - usual) <= _SPREAD]
    long = sum(piece.last - piece.first for piece in agreed)
    others = sum(piece.last - piece.first for piece in pieces) - long
    return agreed if long >= _ALONE and long > others else None


def _near(agreed: Sequence[_Piece], piece: _Piece) -> _Piece:
    """`piece` with what most of its neighbours say of delay and loss: one in which the learner spoke as well errs."""
    near = sorted(agreed, key=lambda one: abs(one.first - piece.first))[:_NEIGHBOURS]
    delay = int(np.median([one.delay for one in near]))
    return replace(piece, delay=delay, loss_db=float(np.median([one.loss_db for one in near])))


def _fits(learner_db: Levels, partner_db: Levels, floors_db: tuple[float, float], echo: _Piece) -> bool:
    """The learner's side is nowhere quieter than the echo would be."""
    heard = np.maximum(partner_db[echo.first : echo.last], floors_db[1]) - echo.loss_db
    returned = _shifted(learner_db, echo.first + echo.delay, echo.last - echo.first, floors_db[0])
    audible = heard > floors_db[0] + _AUDIBLE_DB
    return bool(audible.any() and np.mean((returned >= heard - _BELOW_DB)[audible]) >= 0.8)


def _tail(partner_db: Levels, echo: _Piece) -> tuple[int, Samples]:
    """The echo of a piece with its tail, and the learner's frame at which it begins."""
    first, last = max(0, echo.first - _AROUND), min(len(partner_db), echo.last + _JOINED)
    heard = np.pad(partner_db[first:last] - np.float32(echo.loss_db), 1, mode="edge")
    wide = np.maximum(heard, np.maximum(np.roll(heard, 1), np.roll(heard, -1)))
    # The echo falls no faster than the room lets it.
    steps = _DECAY_DB * np.arange(len(wide), dtype=np.float32)
    return first + echo.delay - 1, np.maximum.accumulate(wide + steps) - steps


def compare(partner: Samples, learner: Samples, rate_hz: int) -> Likeness:
    """How much of what both have in common is the same sound.

    The magnitude-squared coherence (Welch's method, 128 ms windows, half overlapping) of blocks of two seconds, so that
    clocks may drift a little, weighted by the energy that the two share.

    Args:
        partner, learner: shape (n,) each, full scale ±1, lying as they would if one were a copy of the other.
    """
    size = 1 << (rate_hz * 128 // 1000 - 1).bit_length()
    count = 2 * rate_hz // (size // 2)
    windows = [_windows(side, size) for side in (partner, learner)]
    found = [
        _coherence(*(np.fft.rfft(side[first : first + count]) for side in windows))
        for first in range(0, len(windows[0]), count)
        if len(windows[0]) - first >= count // 3
    ]
    coherence, breadth = np.mean(found, axis=0) if found else (0.0, 0.0)
    return Likeness(float(coherence), float(breadth))


def _windows(samples: Samples, size: int) -> Samples:
    """Shape (n, size)."""
    if len(samples) < size:
        return np.zeros((0, size), np.float32)
    cut: Samples = np.lib.stride_tricks.sliding_window_view(samples, size)[:: size // 2]
    return cut * np.hanning(size).astype(np.float32)


def _coherence(one: NDArray[np.complexfloating], other: NDArray[np.complexfloating]) -> tuple[float, float]:
    """Coherence of two rows of spectra, and in how many bins the energy of the first lies."""
    power = (np.abs(one) ** 2).sum(axis=0, dtype=np.float64)
    both = power * (np.abs(other) ** 2).sum(axis=0)
    shared = np.abs((one * other.conj()).sum(axis=0)) ** 2
    weights = np.sqrt(both)
    coherence = float((weights * shared / np.maximum(both, 1e-30)).sum() / max(weights.sum(), 1e-15))
    return coherence, float(power.sum() ** 2 / max((power**2).sum(), 1e-30))
