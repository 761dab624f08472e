"""How much pitch and loudness moved: for one's own trend only."""

from __future__ import annotations

from typing import Literal

from feedbackyes.analysis.facts import Facts
from feedbackyes.domain.feedback import Metric

RANK = 100


def compute(facts: Facts) -> list[Metric]:
    """Standard deviation of pitch (12·log2(F0/median)) and of the level of frames with speech."""
    voices = facts.voices
    return [
        _metric("pitch_variation_semitones", "Melody", voices.pitch_sd_semitones if voices else None, "semitones",
                "Compare only with yourself: it differs by language and voice. Nothing is concluded about mood.",
                "No norm. In semitones men and women vary about as much (Traunmüller)."),
        _metric("loudness_variation_db", "Loudness", voices.loudness_sd_db if voices else None, "dB",
                "Compare only with yourself and the same microphone; automatic gain flattens it.",
                "No norm: it depends on the microphone."),
    ]  # fmt: skip


def _metric(
    metric_id: str, title: str, value: float | None, unit: Literal["semitones", "dB"], caveat: str, source: str
) -> Metric:
    return Metric(
        id=metric_id,
        title=title,
        value=None if value is None else round(value, 1),
        unit=unit,
        caveat=caveat,
        source=source,
        state="not_enough" if value is None else "ok",
    )
