"""Tokens become money where the price is known."""

from __future__ import annotations

import pytest

from feedbackyes.analysis.language_model import Usage
from feedbackyes.analysis.prices import cost, cost_usd


@pytest.mark.parametrize(
    ("model", "cost"),
    [("gpt-6.1-terra", 2.0), ("gpt-6.1-terra-2026-10-26", 2.0), ("gpt-6-luna", 0.2), ("llama4:70b", None)],
)
def test_a_million_tokens_in_and_a_fifth_out(model: str, cost: float | None) -> None:
    assert cost_usd(model, Usage(1_000_000, 200_000)) == (None if cost is None else pytest.approx(cost))


def test_what_was_cached_is_cheaper() -> None:
    assert cost_usd("gpt-6.1-terra", Usage(1_000_000, 0, 1_000_000)) == pytest.approx(0.05)


def test_a_model_of_our_own_that_nobody_sells_is_free() -> None:
    assert cost("llama4:70b", Usage(10, 10), own=True).usd == 0.0
    assert cost("llama4:70b", Usage(10, 10), own=False).usd is None
    assert cost("gpt-6-luna", Usage(10, 10), own=True).usd != 0.0
