"""How well the built-in detectors of a language were measured to work; what is not reliable moves no level."""

from __future__ import annotations

from collections.abc import Callable

from feedbackyes import behaviours, library
from feedbackyes.domain.detector import Measurement

Measure = Callable[[str], Measurement]
"""Takes a BCP 47 tag."""


def measured(tag: str) -> Measurement:
    """What `make eval` found, shipped with the package; nothing counts in a language that was never measured."""
    return library.measurement(behaviours.primary(tag))
