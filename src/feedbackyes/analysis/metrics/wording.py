"""Words that soften, sweep or fill."""

from __future__ import annotations

import re

from feedbackyes.analysis.facts import Facts
from feedbackyes.domain.feedback import Metric, Unit

RANK = 80
FEWEST_WORDS = 50
NO_NORM = "There is no valid general norm."
_CLAUSE = re.compile(
    r"(?:^|[.!?;,\n]|\b(?:and|but|so|because|that|when|if)\b)\s*(i|you)\b(?!\s+feel\s+(?:that\s+)?you)", re.IGNORECASE
)


def compute(facts: Facts) -> list[Metric]:
    """Hedges, absolutes about "you" and fillers per 100 words; clause-initial "I" against "you"."""
    total = sum(len(facts.language.words(turn.text)) for turn in facts.spoken)
    enough = total >= FEWEST_WORDS
    subjects = [match[1].lower() for match in _CLAUSE.finditer(facts.text)]
    own, other = subjects.count("i"), subjects.count("you")
    return [
        _share("hedges_per_100_words", "Softening words", len(facts.language.hedges(facts.text)), total,
               "“Maybe”, “sort of”, “I just”. They can be politeness."),
        _share("absolutes_per_100_words", "“You always”, “you never”", len(facts.language.absolutes(facts.text)), total,
               "Only counted close to “you”: people answer the exception, not the point."),
        Metric(
            id="i_you_ratio",
            title="“I” beside “you”",
            value=round(own / (own + other), 2) if enough and own + other >= 5 else None,
            unit="ratio",
            caveat="Only at the start of a clause. Advice that depends on culture.",
            state="ok" if enough and own + other >= 5 else "not_enough",
            source=NO_NORM,
            detail={"i": own, "you": other},
        ),
    ]  # fmt: skip


def _share(metric_id: str, title: str, count: int, total: int, caveat: str) -> Metric:
    enough = total >= FEWEST_WORDS
    unit: Unit = "per_100_words"
    return Metric(
        id=metric_id,
        title=title,
        value=round(100 * count / total, 1) if enough else None,
        unit=unit,
        caveat=caveat,
        source=NO_NORM,
        state="ok" if enough else "not_enough",
        detail={"count": count},
    )
