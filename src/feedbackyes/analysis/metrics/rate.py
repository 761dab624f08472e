"""How fast the learner spoke."""

from __future__ import annotations

from feedbackyes.analysis.facts import SLACK_MS, Facts
from feedbackyes.analysis.speech import Segment
from feedbackyes.domain.feedback import Metric
from feedbackyes.domain.transcript import Turn

RANK = 70
FEWEST_WORDS = 10


def compute(facts: Facts) -> list[Metric]:
    """Words a minute over turns of ten words or more: pauses included (speaking) and left out (articulation)."""
    words, spoken_ms, voiced_ms = 0, 0, 0
    for turn in facts.spoken:
        count = len(facts.language.words(turn.text))
        if turn.typed or count < FEWEST_WORDS or turn.end_ms <= turn.start_ms:
            continue
        units = _within(facts.learner, turn)
        if not units:
            continue
        words += count
        spoken_ms += units[-1].end_ms - units[0].start_ms
        voiced_ms += sum(unit.duration_ms for unit in units)
    return [
        _metric("speaking_rate_wpm", "Words a minute", words, spoken_ms),
        _metric("articulation_rate_wpm", "Words a minute, pauses left out", words, voiced_ms, recorded=facts.voices),
    ]


def _within(units: tuple[Segment, ...], turn: Turn) -> list[Segment]:
    """What of the units belongs to a turn: one may run on into the next turn."""
    first, last = turn.start_ms - SLACK_MS, turn.end_ms + SLACK_MS
    near = (unit for unit in units if unit.start_ms < turn.end_ms and unit.end_ms > turn.start_ms)
    return [Segment(max(first, unit.start_ms), min(last, unit.end_ms)) for unit in near]


def _metric(metric_id: str, title: str, words: int, ms: int, recorded: object = True) -> Metric:
    enough = words >= 3 * FEWEST_WORDS and ms > 0 and recorded is not None
    return Metric(
        id=metric_id,
        title=title,
        value=round(words / (ms / 60_000)) if enough else None,
        unit="per_minute",
        caveat="Compare with yourself: it depends on age, first language and subject, and on words that were misheard.",
        source="About 150 in American English (attributed to NCVS; weak).",
        state="ok" if enough else "not_enough",
        detail={"words": words},
    )
