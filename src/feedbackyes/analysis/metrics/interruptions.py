"""Cutting in and listening noises, told apart, of both sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from feedbackyes.analysis.facts import Facts, without
from feedbackyes.analysis.floor import heard_ms
from feedbackyes.analysis.speech import Segment
from feedbackyes.domain.feedback import Metric
from feedbackyes.domain.transcript import Speaker, Turn

RANK = 50
SHORTEST_MS, REMAINING_MS, REACTION_MS = 300, 1000, 1500
HEARD_MS = 200
"""Who begins before the other can be heard to have begun does not cut in."""
TAKING_BACK_MS = 2000
"""Who was cut into, and speaks on under the partner or so soon after, does not cut in: they were not finished."""
_BEFORE_MS = 200
_LISTED = 20


def compute(facts: Facts) -> list[Metric]:
    """Interruptions: speech of 300 ms or more that is no backchannel and begins while the partner still had a second
    to say. What the recogniser did not understand is not counted, because it might be either."""
    found = _interruptions(facts)
    by_partner = _by_partner(facts)
    known = facts.has_times
    return [
        Metric(
            id="interruptions",
            title="You cut in",
            value=float(len(found)) if known else None,
            unit="count",
            caveat="Only what was understood counts, and nothing that sounds like your loudspeaker. Cutting in can be "
            "warm; it depends on the talk.",
            source="About four in ten speaker changes overlap in ordinary talk (Chowdhury 2016).",
            state="ok" if known else "not_enough",
            detail={
                "partner": float(by_partner),
                **{f"at_{i}_ms": float(unit.start_ms) for i, unit in enumerate(found[:_LISTED], 1)},
            }
            if known
            else {},
        ),
        Metric(
            id="backchannels",
            title="Listening noises",
            value=float(len(facts.backchannels)) if facts.from_recording else None,
            unit="count",
            caveat="“Mm-hm” and “yeah” while the other speaks. Basic ears miss many of them.",
            source="About a thousand an hour between people on video (CANDOR 2023).",
            state="ok" if facts.from_recording else "unreliable",
            detail={"partner": float(len(facts.partner_backchannels))} if facts.from_recording else {},
        ),
    ]


def _interruptions(facts: Facts) -> list[Segment]:
    unknown = {*facts.backchannels, *facts.doubtful, *facts.unheard}
    begun = [unit for unit in _candidates(facts.learner, unknown) if not _takes_back(unit, facts)]
    over = set(_talked_over(begun, facts.partner, _partners(facts)))
    cut = [turn for turn in facts.turns if turn.speaker is Speaker.PARTNER and turn.interrupted and not turn.cuts_in]
    for turn in cut:
        # The partner falls silent when interrupted: what was left is known from the turn, not from the sound.
        near = [unit for unit in begun if _stopped(unit, turn)]
        if near and over.isdisjoint(near):
            over.add(near[0])
    return sorted(over, key=lambda unit: unit.start_ms)


def _by_partner(facts: Facts) -> int:
    """What its engine meant as cutting in, and what was heard as it besides: it may begin in a pause, and be yielded to."""
    others = [
        unit
        for unit in _candidates(facts.partner, facts.partner_backchannels)
        if not any(unit.start_ms < cut.end_ms and unit.end_ms > cut.start_ms for cut in facts.cut_ins)
    ]
    return len(facts.cut_ins) + len(list(_talked_over(others, facts.learner, _own(facts))))


def _takes_back(unit: Segment, facts: Facts) -> bool:
    return any(cut.start_ms - _BEFORE_MS <= unit.start_ms < cut.end_ms + TAKING_BACK_MS for cut in facts.cut_ins)


def _candidates(units: Sequence[Segment], others: Sequence[Segment] | set[Segment]) -> list[Segment]:
    return [unit for unit in without(units, others) if unit.duration_ms >= SHORTEST_MS]


def _partners(facts: Facts) -> list[Segment]:
    """The partner's turns, as heard and as transcribed: a pause within one is still the partner's."""
    heard = [Segment(floor.start_ms, floor.end_ms) for floor in facts.floors if floor.speaker is Speaker.PARTNER]
    told = [Segment(turn.start_ms, turn.end_ms) for turn in facts.turns if turn.speaker is Speaker.PARTNER]
    return [*heard, *told]


def _own(facts: Facts) -> list[Segment]:
    return [Segment(floor.start_ms, floor.end_ms) for floor in facts.floors if floor.speaker is Speaker.LEARNER]


def _talked_over(begun: Sequence[Segment], other: Sequence[Segment], turns: Sequence[Segment]) -> Iterator[Segment]:
    """Units that begin inside one of the other's turns, of which a second or more is still to be heard."""
    for unit in begun:
        inside = [turn for turn in turns if turn.start_ms < unit.start_ms < turn.end_ms]
        if any(
            heard_ms(other, turn.start_ms, unit.start_ms) >= HEARD_MS
            and heard_ms(other, unit.start_ms, turn.end_ms) >= REMAINING_MS
            for turn in inside
        ):
            yield unit


def _stopped(unit: Segment, turn: Turn) -> bool:
    """The partner's turn was cut shortly after this unit began."""
    return turn.start_ms < unit.start_ms and -_BEFORE_MS <= turn.end_ms - unit.start_ms <= REACTION_MS
