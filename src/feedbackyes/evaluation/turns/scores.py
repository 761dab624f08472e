"""What was expected of each turn, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from feedbackyes.evaluation.turns.cases import Case, Turn
from feedbackyes.evaluation.turns.simulation import Played

EARLY_MS = 500.0
"""Turns are announced with the audio before them; noise and words may lie so much before the label."""
INTERRUPTED_WITHIN_MS = 1_500.0
"""From the beginning of what interrupts to the partner's being stopped."""


@dataclass(frozen=True, slots=True)
class Score:
    """Of one case, or of several added up.

    Args:
        turns: that were to be taken as over. cut_off: ends before their end (or before the earliest moment). late: turns whose
            end was not noticed in time. no_turns: beginnings of what was no turn: noise, echo, backchannels.
        partner: talks of the partner. interrupted: those that were stopped without reason. overlaps: that were to be stopped.
            missed: those that were not. delays_ms: from the end of a turn to its being taken as over.
    """

    turns: int = 0
    cut_off: int = 0
    late: int = 0
    no_turns: int = 0
    partner: int = 0
    interrupted: int = 0
    overlaps: int = 0
    missed: int = 0
    delays_ms: tuple[float, ...] = ()

    def __add__(self, other: Score) -> Score:
        return Score(
            self.turns + other.turns,
            self.cut_off + other.cut_off,
            self.late + other.late,
            self.no_turns + other.no_turns,
            self.partner + other.partner,
            self.interrupted + other.interrupted,
            self.overlaps + other.overlaps,
            self.missed + other.missed,
            self.delays_ms + other.delays_ms,
        )

    @property
    def mistakes(self) -> tuple[int, ...]:
        """Wrong decisions by kind."""
        return (self.cut_off, self.late, self.no_turns, self.interrupted, self.missed)

    def worse_than(self, other: Score) -> bool:
        """Some kind of wrong decision is more frequent here."""
        return any(mine > theirs for mine, theirs in zip(self.mistakes, other.mistakes, strict=True))

    @property
    def median_ms(self) -> float | None:
        return self._delay(0.5)

    @property
    def p95_ms(self) -> float | None:
        return self._delay(0.95)

    def _delay(self, quantile: float) -> float | None:
        return float(np.quantile(self.delays_ms, quantile)) if self.delays_ms else None


def score(case: Case, played: Played) -> Score:
    """Compare what happened with what was expected."""
    return total((_turns(case, played), _interruptions(case, played)))


def total(scores: Iterable[Score]) -> Score:
    return sum(scores, Score())


def _turns(case: Case, played: Played) -> Score:
    stops = [one.at_ms for one in played.noticed if one.event == "stopped"]
    wanted = [turn for turn in case.turns if turn.kind != "backchannel"]
    ends = [*(turn.start_ms for turn in wanted[1:]), np.inf][: len(wanted)]
    found = [
        _turn(turn, [stop for stop in stops if turn.start_ms <= stop < end])
        for turn, end in zip(wanted, ends, strict=True)
    ]
    starts = [one.at_ms for one in played.noticed if one.event == "started"]
    false_starts = [start for start in starts if not any(_begins(turn, start) for turn in wanted)]
    return total((*found, Score(no_turns=len(false_starts))))


def _begins(turn: Turn, start_ms: float) -> bool:
    """Whether what began there may be this turn, or what is left of it after a wrong end."""
    return turn.start_ms - EARLY_MS <= start_ms <= turn.end_ms


def _turn(turn: Turn, stops: list[float]) -> Score:
    due_ms = turn.end_ms + turn.not_before_ms
    early = [stop for stop in stops if stop < due_ms]
    after = [stop for stop in stops if stop >= due_ms]
    if not after:  # cut off too early, it has ended all the same
        too_late = not any(stop >= turn.end_ms for stop in stops)
        return Score(turns=1, cut_off=len(early), late=int(too_late))
    delay_ms = after[0] - turn.end_ms
    return Score(turns=1, cut_off=len(early), late=int(delay_ms > turn.not_after_ms), delays_ms=(delay_ms,))


def _interruptions(case: Case, played: Played) -> Score:
    starts = [one.at_ms for one in played.noticed if one.event == "started"]
    over = [turn for turn in case.turns if turn.kind == "interrupts"]
    missed = sum(
        not any(-EARLY_MS <= start - turn.start_ms <= INTERRUPTED_WITHIN_MS for start in starts) for turn in over
    )
    found = Score(partner=len(played.partner), overlaps=len(over), missed=missed)
    for begin, end in played.partner:
        first = next((start for start in starts if begin <= start <= end), None)
        wanted = first is not None and any(
            turn.start_ms <= first <= turn.end_ms + EARLY_MS for turn in case.turns if turn.kind != "backchannel"
        )
        found += Score(interrupted=int(first is not None and not wanted))
    return found
