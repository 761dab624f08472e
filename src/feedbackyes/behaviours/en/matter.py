"""Whose matter a talk is about: what the learner has brought up, what the partner has, or a favour that was asked for.

Who listens to somebody's trouble, takes criticism or answers a request tells no occasion, observation or effect of their
own, however much the words look like it.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum

from feedbackyes.behaviours import Behaviour


class Matter(Enum):
    """`OPEN` until somebody has brought something up."""

    OPEN = "open"
    OWN = "own"
    THEIRS = "theirs"
    FAVOUR = "favour"
    INTERVIEW = "interview"


_BROUGHT = frozenset(
    {
        Behaviour.OBSERVATION_SPECIFIC,
        Behaviour.SITUATION_NAMED,
        Behaviour.IMPACT_STATED,
        Behaviour.TRAIT_LABEL,
        Behaviour.BLAME,
        Behaviour.ABSOLUTE_YOU,
        Behaviour.FEELING_NAMED,
    }
)
_RESPONDS = frozenset(
    {
        Behaviour.ACKNOWLEDGEMENT,
        Behaviour.PARAPHRASE,
        Behaviour.SUMMARY,
        Behaviour.APOLOGY,
        Behaviour.THANKS_FOR_FEEDBACK,
        Behaviour.OPEN_QUESTION,
        Behaviour.CLARIFYING_QUESTION,
        Behaviour.DEFENSIVE_JUSTIFICATION,
    }
)
_HITS_BACK = frozenset({Behaviour.BLAME, Behaviour.TRAIT_LABEL, Behaviour.ABSOLUTE_YOU})
"""What also responds, to criticism."""
_TOLD = frozenset(
    {
        Behaviour.OBSERVATION_SPECIFIC,
        Behaviour.SITUATION_NAMED,
        Behaviour.IMPACT_STATED,
        Behaviour.CONSEQUENCE_STATED,
    }
)
_OF_A_FAVOUR = frozenset({Behaviour.REASON_GIVEN, Behaviour.ALTERNATIVE_OFFERED, Behaviour.HOLDS_WHEN_PUSHED})
_FOREIGN = {
    Matter.OPEN: frozenset[Behaviour](),
    Matter.OWN: frozenset({Behaviour.LEARNING_STATED}) | _OF_A_FAVOUR,
    Matter.THEIRS: _TOLD,
    Matter.FAVOUR: _TOLD
    | {Behaviour.REQUEST_DOABLE, Behaviour.LEARNING_STATED, Behaviour.PARAPHRASE, Behaviour.SUMMARY},
    Matter.INTERVIEW: frozenset(
        {
            Behaviour.SITUATION_NAMED,
            Behaviour.OBSERVATION_SPECIFIC,
            Behaviour.IMPACT_STATED,
            Behaviour.DEMAND,
            *_OF_A_FAVOUR,
            Behaviour.PARAPHRASE,
            Behaviour.SUMMARY,
            Behaviour.REQUEST_DOABLE,
            Behaviour.NEXT_STEP_AGREED,
            Behaviour.CONSEQUENCE_STATED,
        }
    ),
}
"""What words do not show in a talk about that."""


def foreign(matter: Matter) -> frozenset[Behaviour]:
    """What cannot be shown in a talk about `matter`."""
    return _FOREIGN[matter]


def settled(
    matter: Matter,
    shown: Collection[Behaviour],
    *,
    fresh: bool,
    opened: bool,
    criticised: bool,
    refused: bool,
) -> Matter:
    """Whose matter it is after a turn of the learner that shows `shown`.

    Args:
        fresh: the turn tells a deed of the partner's that the partner has not spoken of.
        opened: the partner has told of something, or found fault.
        criticised: the partner finds fault with the learner.
        refused: a favour was asked for, and has been refused or granted.
    """
    if matter is Matter.INTERVIEW or matter is Matter.OWN:
        return matter
    placed = Behaviour.SITUATION_NAMED in shown
    if fresh and not refused and (placed or not opened):
        return Matter.OWN
    if matter is Matter.OPEN and refused:
        return Matter.FAVOUR
    responds = _RESPONDS | _HITS_BACK if criticised else _RESPONDS
    if matter is Matter.OPEN and opened and not responds.isdisjoint(shown):
        return Matter.THEIRS
    if matter is Matter.OPEN and not opened and not _BROUGHT.isdisjoint(shown):
        return Matter.OWN
    return matter
