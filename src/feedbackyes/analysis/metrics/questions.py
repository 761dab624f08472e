"""Questions: how many, how open, and whether they follow what was said."""

from __future__ import annotations

from feedbackyes.analysis.facts import Facts
from feedbackyes.domain.feedback import Metric

RANK = 30
OPEN, OTHER = ("open_question",), ("closed_question", "leading_question")
FEWEST_TURNS = 3


def compute(facts: Facts) -> list[Metric]:
    """Questions per ten turns of the learner, and the share of open ones among them."""
    opened, others = facts.count(*OPEN), facts.count(*OTHER)
    turns, total = len(facts.spoken), opened + others
    enough = turns >= FEWEST_TURNS
    return [
        Metric(
            id="questions_per_10_turns",
            title="Questions",
            value=round(10 * total / turns, 1) if enough else None,
            unit="per_10_turns",
            caveat="Found by word order, because a recogniser drops question marks; some are missed.",
            source="People who asked nine or more questions in a chat were liked better; follow-ups most (Huang 2017).",
            state="ok" if enough else "not_enough",
            detail={
                "open": opened,
                "closed": facts.count("closed_question"),
                "leading": facts.count("leading_question"),
                "follow_up": facts.count("follow_up_question"),
            },
        ),
        Metric(
            id="open_question_ratio",
            title="Open questions",
            value=round(opened / total, 2) if total else None,
            unit="ratio",
            caveat="Open ones start with what, how, why or “tell me”. A closed one is right when you need a yes or a no.",
            source="No general norm; motivational interviewing counts them (MITI 4).",
            state="ok" if total else "not_enough",
            detail={"questions": total},
        ),
    ]
