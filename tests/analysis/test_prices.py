"""Tokens become money where the price is known."""

from __future__ import annotations

import pytest

from feedbackyes.analysis.language_model import Usage
from feedbackyes.analysis.prices import cost_usd


@pytest.mark.parametrize(
    ("model", "cost"),
    [("gpt-6.1-terra", 2.0), ("gpt-6.1-terra-2026-10-26", 2.0), ("gpt-6-luna", 0.2), ("llama4:70b", None)],
)
def test_a_million_tokens_in_and_a_fifth_out(model: str, cost: float | None) -> None:
    assert cost_usd(model, Usage(1_000_000, 200_000)) == (None if cost is None else pytest.approx(cost))
