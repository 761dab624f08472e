"""How sure a recognised word is."""

from __future__ import annotations

from feedbackyes.stages.stt._decoder import Hypothesis


def confidences(words: list[Hypothesis]) -> list[float]:
    """A confidence per word, 0 to 1."""
    return [word.posterior for word in words]
