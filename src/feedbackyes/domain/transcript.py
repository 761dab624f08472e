"""Turns: who said what, when on the session clock, and how sure we are that it was heard right."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

DOUBTFUL_BELOW = 0.5
"""A turn or word whose confidence is lower is shown as doubtful and never scored."""


class Speaker(StrEnum):
    LEARNER = "learner"
    PARTNER = "partner"


class TurnState(StrEnum):
    """`speaking` turns are stored while they are heard, so that a crash loses nothing that was shown."""

    SPEAKING = "speaking"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Word:
    """One word; times are milliseconds on the session clock, confidence is 0 to 1 or unknown."""

    text: str
    start_ms: int
    end_ms: int
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of the transcript.

    Args:
        id: unique within the session; the provider's item id where there is one.
        seq: position in the transcript, from 1.
        text: what was said; of the partner, what was *heard*.
        start_ms, end_ms: on the session clock.
        confidence: 0 to 1, the recogniser's own estimate for the whole turn; None when it gives none.
        interrupted: the partner was cut off by the learner.
        typed: the learner wrote instead of spoke.
        cuts_in: the partner began it while the learner was in the middle of something.
    """

    id: str
    session_id: str
    seq: int
    speaker: Speaker
    text: str
    start_ms: int
    end_ms: int
    confidence: float | None = None
    words: tuple[Word, ...] = ()
    state: TurnState = TurnState.FINAL
    interrupted: bool = False
    typed: bool = False
    cuts_in: bool = False
