"""Fillers such as "um": shown only when the recogniser keeps them."""

from __future__ import annotations

import re

from feedbackyes.analysis.facts import Facts
from feedbackyes.domain.feedback import Metric

RANK = 90
FEWEST_PER_100 = 0.5
_ALSO = {"like": re.compile(r"\blike\b", re.IGNORECASE), "you_know": re.compile(r"\byou know\b", re.IGNORECASE)}


def compute(facts: Facts) -> list[Metric]:
    """Fillers per 100 words. Most recognisers drop them: hardly any means that they were not written down. "Like" and
    "you know" stand beside it, because they also mean something."""
    total = sum(len(facts.language.words(turn.text)) for turn in facts.spoken)
    count = len(facts.language.fillers(facts.text))
    kept = count > 0 and 100 * count >= FEWEST_PER_100 * total
    return [
        Metric(
            id="fillers_per_100_words",
            title="Fillers",
            value=round(100 * count / total, 1) if kept and total else None,
            unit="per_100_words",
            caveat="Everybody says some; most recognisers leave them out, so the true figure may be higher.",
            source="About six disfluencies in 100 words are usual (Fox Tree 1995).",
            state="ok" if kept else "unreliable",
            detail={"count": count, **{name: len(rx.findall(facts.text)) for name, rx in _ALSO.items()}},
        )
    ]
