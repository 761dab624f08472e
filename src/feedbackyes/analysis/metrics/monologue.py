"""The longest stretch without the partner."""

from __future__ import annotations

from feedbackyes.analysis.facts import Facts
from feedbackyes.domain.feedback import Metric
from feedbackyes.domain.transcript import Speaker

RANK = 20


def compute(facts: Facts) -> list[Metric]:
    """Longest time for which the learner had the floor, in seconds, pauses included, backchannels of nobody counted."""
    own = [floor for floor in facts.floors if floor.speaker is Speaker.LEARNER]
    longest = max(own, key=lambda floor: floor.end_ms - floor.start_ms, default=None)
    return [
        Metric(
            id="longest_monologue_s",
            title="Longest stretch",
            value=None if longest is None else round((longest.end_ms - longest.start_ms) / 1000, 1),
            unit="s",
            caveat="Long is not bad by itself; it leaves the other person less room to answer.",
            source="There is no valid general norm.",
            state="not_enough" if longest is None else "ok",
            detail={} if longest is None else {"start_ms": longest.start_ms, "end_ms": longest.end_ms},
        )
    ]
