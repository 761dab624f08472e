"""Detectors as if every one of them had been measured to be good, for tests of what follows from findings."""

from __future__ import annotations

from feedbackyes.domain.detector import Measured, Measurement
from feedbackyes.domain.rubric import Behaviour

GOOD = Measured(turns=50, precision=0.95, recall=0.9)
ALL_GOOD = Measurement(measured="2026-01-01", detectors=dict.fromkeys(Behaviour, GOOD))


def trusting(_tag: str) -> Measurement:
    return ALL_GOOD


def doubting(*behaviours: Behaviour) -> Measurement:
    """The detectors of `behaviours` are experimental."""
    weak = Measured(turns=50, precision=0.8, recall=0.9)
    return ALL_GOOD.model_copy(update={"detectors": {**ALL_GOOD.detectors, **dict.fromkeys(behaviours, weak)}})
