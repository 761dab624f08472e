"""Which detectors may count."""

from __future__ import annotations

import pytest

from feedbackyes.domain.detector import Measured, Measurement
from feedbackyes.domain.rubric import Behaviour

FAIR = {"turns": 3, "precision": 0.9, "recall": 0.7}


def test_what_reaches_all_three_counts() -> None:
    assert not Measured.model_validate(FAIR).experimental


@pytest.mark.parametrize("short", [{"turns": 2}, {"precision": 0.89}, {"recall": 0.69}])
def test_what_falls_short_of_one_is_experimental(short: dict[str, float]) -> None:
    assert Measured.model_validate({**FAIR, **short}).experimental


def test_what_nobody_measured_is_experimental() -> None:
    known, failed, *others = Behaviour
    measured = Measurement.model_validate(
        {"measured": "2026-11-01", "detectors": {known.value: FAIR, failed.value: {**FAIR, "recall": 0.1}}}
    )
    assert measured.experimental == {failed, *others}
    assert measured.hash != measured.model_copy(update={"measured": "2026-11-02"}).hash
