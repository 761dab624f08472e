"""English."""

from __future__ import annotations

from collections.abc import Sequence

from feedbackyes.behaviours import Finding, Utterance
from feedbackyes.behaviours.en.counts import absolutes, content_words, fillers, hedges, is_backchannel
from feedbackyes.behaviours.en.text import words

__all__ = ["absolutes", "content_words", "detect", "fillers", "hedges", "is_backchannel", "words"]


def detect(turns: Sequence[Utterance]) -> list[Finding]:
    """Every behaviour of the learner's turns, ordered by turn and position."""
    return []
