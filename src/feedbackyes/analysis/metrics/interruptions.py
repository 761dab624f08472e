"""Cutting in and listening noises, told apart."""

from __future__ import annotations

from feedbackyes.analysis.facts import Facts
from feedbackyes.analysis.speech import Segment
from feedbackyes.domain.feedback import Metric
from feedbackyes.domain.transcript import Speaker, Turn

RANK = 50
SHORTEST_MS, REMAINING_MS, REACTION_MS = 300, 1000, 1500


def compute(facts: Facts) -> list[Metric]:
    """Interruptions: speech of 300 ms or more that is no backchannel and begins while the partner still had a second
    to say. The partner stops when interrupted, so what remained is known from the turn, not from the sound."""
    cut = [turn for turn in facts.turns if turn.speaker is Speaker.PARTNER and turn.interrupted]
    quiet = set(facts.backchannels)
    begun = [unit for unit in facts.learner if unit.duration_ms >= SHORTEST_MS and unit not in quiet]
    spoken = [unit for unit in begun if _talked_over(unit, facts.partner) or any(_stopped(unit, turn) for turn in cut)]
    value = len(spoken) if facts.from_recording else len(cut)
    return [
        Metric(
            id="interruptions",
            title="You cut in",
            value=float(value),
            unit="count",
            caveat="Without headphones the partner's own voice may be taken for yours.",
            source="About four in ten speaker changes overlap in ordinary talk (Chowdhury 2016).",
            detail={f"at_{i}_ms": float(unit.start_ms) for i, unit in enumerate(spoken[:20], 1)},
        ),
        Metric(
            id="backchannels",
            title="Listening noises",
            value=float(len(facts.backchannels)),
            unit="count",
            caveat="“Mm-hm” and “yeah” while the other speaks. Basic ears miss many of them.",
            source="About a thousand an hour between people on video (CANDOR 2023).",
            state="ok" if facts.from_recording else "unreliable",
        ),
    ]


def _talked_over(unit: Segment, partner: tuple[Segment, ...]) -> bool:
    return any(other.start_ms < unit.start_ms and other.end_ms - unit.start_ms >= REMAINING_MS for other in partner)


def _stopped(unit: Segment, turn: Turn) -> bool:
    """The partner's turn was cut shortly after this unit began."""
    return turn.start_ms < unit.start_ms and -200 <= turn.end_ms - unit.start_ms <= REACTION_MS
