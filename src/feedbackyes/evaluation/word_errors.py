"""Word error rate: how many words were put in place of others, added and left out, and how sure that figure is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

RESAMPLES = 2000
BLOCK = 200
"""Resamples made at once, so that a large set does not fill the memory."""


@dataclass(frozen=True, slots=True)
class WordErrors:
    """Of one clip or of many. `words`: of the reference."""

    words: int = 0
    substitutions: int = 0
    insertions: int = 0
    deletions: int = 0

    @property
    def count(self) -> int:
        return self.substitutions + self.insertions + self.deletions

    @property
    def rate(self) -> float:
        """Errors by words of the reference: may exceed 1. Without words: 0, or 1 when any were heard."""
        return self.count / self.words if self.words else float(bool(self.count))

    def __add__(self, other: WordErrors) -> WordErrors:
        return WordErrors(
            self.words + other.words,
            self.substitutions + other.substitutions,
            self.insertions + other.insertions,
            self.deletions + other.deletions,
        )


def compare(reference: Sequence[str], heard: Sequence[str]) -> WordErrors:
    """The fewest errors that make `reference` into `heard` (Levenshtein 1966); of equal ways the one with most
    substitutions."""
    row = [(column, 0, column, 0) for column in range(len(heard) + 1)]
    for number, word in enumerate(reference, 1):
        above, row = row, [(number, 0, 0, number)]
        for column, other in enumerate(heard, 1):
            row.append(_least(above[column - 1], above[column], row[-1], same=word == other))
    _, substitutions, insertions, deletions = row[-1]
    return WordErrors(len(reference), substitutions, insertions, deletions)


_Cell = tuple[int, int, int, int]
"""Cost, substitutions, insertions, deletions."""


def _least(before: _Cell, above: _Cell, left: _Cell, *, same: bool) -> _Cell:
    if same:
        return before
    cost = min(before[0], above[0], left[0])
    if before[0] == cost:
        return cost + 1, before[1] + 1, before[2], before[3]
    if above[0] == cost:
        return cost + 1, above[1], above[2], above[3] + 1
    return cost + 1, left[1], left[2] + 1, left[3]


def interval(clips: Sequence[WordErrors], *, share: float = 0.95, seed: int = 0) -> tuple[float, float]:
    """Bounds of the word error rate of `clips` together: percentile bootstrap over clips (Bisani and Ney, 2004), since
    errors of one recording are not independent. With one clip both are its rate.

    Raises:
        ValueError: there are no clips.
    """
    if not clips:
        raise ValueError("there are no clips")
    errors = np.array([one.count for one in clips], np.float64)
    words = np.array([one.words for one in clips], np.float64)
    random = np.random.default_rng(seed)
    rates: list[float] = []
    for _ in range(RESAMPLES // BLOCK):
        drawn = random.integers(0, len(clips), (BLOCK, len(clips)))
        rates += (errors[drawn].sum(axis=1) / np.maximum(1.0, words[drawn].sum(axis=1))).tolist()
    low, high = np.quantile(rates, [(1 - share) / 2, (1 + share) / 2])
    return float(low), float(high)
