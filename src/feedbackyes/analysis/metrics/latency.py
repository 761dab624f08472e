"""How long the learner waited before answering."""

from __future__ import annotations

import numpy as np

from feedbackyes.analysis.facts import Facts
from feedbackyes.domain.feedback import Metric

RANK = 40
FEWEST = 3


def compute(facts: Facts) -> list[Metric]:
    """Start of the learner's turn minus the partner's audible end: median and quartiles, ms; negative is overlap."""
    gaps = [answer.latency_ms for answer in facts.answers]
    enough = len(gaps) >= FEWEST
    low, median, high = (float(value) for value in np.percentile(gaps or [0], [25, 50, 75]))
    return [
        Metric(
            id="response_latency_ms",
            title="Pause before you answered",
            value=round(median) if enough else None,
            unit="ms",
            caveat="No target: thinking is good, and a network adds delay.",
            source="Between people about 200 ms, within 250 ms of that across languages (Stivers 2009).",
            state="ok" if enough else "not_enough",
            detail={"p25": low, "p75": high, "count": len(gaps)} if enough else {},
        )
    ]
