"""Who had the floor: units of speech as turns of two people who also overlap."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from feedbackyes.analysis.speech import SHORTEST_MS, Segment
from feedbackyes.domain.transcript import Speaker


@dataclass(frozen=True, slots=True)
class Floor:
    """A turn: one speaker's units until the other's, backchannels left out."""

    speaker: Speaker
    start_ms: int
    end_ms: int
    units: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A learner's turn after the partner's, which it answers. `latency_ms` is negative when it began before the end."""

    before: Floor
    after: Floor

    @property
    def latency_ms(self) -> int:
        return self.after.start_ms - self.before.end_ms


def floors(learner: Sequence[Segment], partner: Sequence[Segment]) -> tuple[Floor, ...]:
    """Turns of both by their beginning. Backchannels are taken out before.

    Two units are one turn unless the other one speaks between them; in an overlap both have a turn.
    """
    found = [*_turns(Speaker.LEARNER, learner, partner), *_turns(Speaker.PARTNER, partner, learner)]
    return tuple(sorted(found, key=lambda floor: (floor.start_ms, floor.speaker)))


def answers(found: Sequence[Floor]) -> list[Answer]:
    """Each learner's turn with the partner's turn that was last before it. One that the partner talks on after took no
    floor and answers nothing."""
    last: Floor | None = None
    pairs = []
    for floor in found:
        if floor.speaker is Speaker.PARTNER:
            last = floor
        elif last is not None and last.end_ms <= floor.end_ms:
            pairs.append(Answer(last, floor))
            last = None
    return pairs


def heard_ms(units: Sequence[Segment], start_ms: int, end_ms: int) -> int:
    """How much of a stretch of time `units` (in order, apart from each other) fill."""
    first = bisect_left(units, start_ms, key=lambda unit: unit.end_ms)
    total = 0
    for unit in units[first:]:
        if unit.start_ms >= end_ms:
            break
        total += max(0, min(unit.end_ms, end_ms) - max(unit.start_ms, start_ms))
    return total


def _turns(speaker: Speaker, own: Sequence[Segment], other: Sequence[Segment]) -> list[Floor]:
    groups: list[list[Segment]] = [[own[0]]] if own else []
    for before, after in pairwise(own):
        if heard_ms(other, before.end_ms, after.start_ms) >= SHORTEST_MS:
            groups.append([])
        groups[-1].append(after)
    return [Floor(speaker, units[0].start_ms, max(unit.end_ms for unit in units), tuple(units)) for units in groups]
