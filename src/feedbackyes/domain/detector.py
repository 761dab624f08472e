"""How well a detector was measured to work, and whether what it finds may count."""

from __future__ import annotations

import hashlib

from pydantic import BaseModel, ConfigDict, Field

from feedbackyes.domain.rubric import Behaviour

LEAST_PRECISION, LEAST_RECALL, FEWEST = 0.9, 0.7, 3
"""Below any of them a detector is experimental; `FEWEST` is of labelled turns that show the behaviour."""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Measured(_Data):
    """Figures of one detector on talks that it was not tuned on, by turn of the learner."""

    turns: int = Field(ge=0, description="Labelled turns that show the behaviour.")
    precision: float = Field(ge=0, le=1)
    recall: float = Field(ge=0, le=1)

    @property
    def experimental(self) -> bool:
        """What it finds is shown, and moves no level."""
        return self.precision < LEAST_PRECISION or self.recall < LEAST_RECALL or self.turns < FEWEST


class Measurement(_Data):
    """One language's detectors as `make eval` measured them."""

    measured: str = Field(description="ISO date.")
    detectors: dict[Behaviour, Measured]

    @property
    def hash(self) -> str:
        """SHA-256, hexadecimal: levels of the basic check compare only when it is the same."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    @property
    def experimental(self) -> frozenset[Behaviour]:
        """Those that failed, and those that nobody measured."""
        return frozenset(one for one in Behaviour if one not in self.detectors or self.detectors[one].experimental)
