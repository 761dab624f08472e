"""How much of the talking the learner did."""

from __future__ import annotations

from feedbackyes.analysis.facts import Facts
from feedbackyes.domain.feedback import Metric

RANK = 10
FEWEST_MS = 10_000


def compute(facts: Facts) -> list[Metric]:
    """Learner's speech ÷ (learner's + partner's speech), by seconds of speech."""
    learner = sum(unit.duration_ms for unit in facts.learner)
    partner = sum(unit.duration_ms for unit in facts.partner)
    echo = sum(unit.duration_ms for unit in facts.echo)
    enough = learner + partner >= FEWEST_MS and not facts.mostly_typed
    return [
        Metric(
            id="talk_share",
            title="You talked",
            value=round(learner / (learner + partner), 3) if enough else None,
            unit="ratio",
            caveat="What is right depends on the talk: somebody who explains talks more than somebody who asks.",
            source="In 25,537 sales calls (Gong, a vendor; correlation) the successful split was 43 to 57.",
            state="ok" if enough else "not_enough",
            detail={
                "learner_s": learner / 1000,
                "partner_s": partner / 1000,
                **({"echo_s": echo / 1000} if echo else {}),
            },
        )
    ]
