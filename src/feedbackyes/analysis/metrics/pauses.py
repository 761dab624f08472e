"""Pauses inside the learner's turns."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from feedbackyes.analysis.facts import Facts
from feedbackyes.domain.feedback import Metric
from feedbackyes.domain.transcript import Speaker

RANK = 60
SHORTEST_MS, LONG_MS, FEWEST = 250, 2000, 3


def compute(facts: Facts) -> list[Metric]:
    """Silences of 250 ms or more between the learner's units while the learner has the floor: median ms, long ones."""
    own = [floor.units for floor in facts.floors if floor.speaker is Speaker.LEARNER]
    gaps = [after.start_ms - before.end_ms for units in own for before, after in pairwise(units)]
    pauses = [gap for gap in gaps if gap >= SHORTEST_MS]
    usable = facts.from_recording
    enough = usable and len(pauses) >= FEWEST
    return [
        Metric(
            id="pause_median_ms",
            title="Pauses while you spoke",
            value=round(float(np.median(pauses))) if enough else None,
            unit="ms",
            caveat="No target. Pauses give weight, and time to think.",
            source="Typical are 0.25 to 0.5 s; four seconds were heard as long (EurekAlert 846275).",
            state="ok" if enough else "not_enough",
            detail={"count": len(pauses), "long": sum(gap >= LONG_MS for gap in pauses)} if usable else {},
        )
    ]
