"""What language models cost: list prices, without discounts for cached or batched input. Edit when they change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from feedbackyes.analysis.language_model import Usage

AS_OF = "2026-11-20"
SOURCE = "the service's model pages and release notes"
_DATED = re.compile(r"-\d{4}-\d{2}-\d{2}$")


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars for a million tokens."""

    input_usd: float
    output_usd: float


PRICES: Mapping[str, Price] = {
    "gpt-6-luna": Price(0.10, 0.50),
    "gpt-6.1-terra": Price(1.00, 5.00),
    "gpt-6.1-sol": Price(2.00, 10.00),
    "gpt-4o": Price(2.50, 10.00),
}


def cost_usd(model: str, used: Usage) -> float | None:
    """What `used` costs at list price; None for a model whose price is not known. A dated name costs what its model does."""
    price = PRICES.get(_DATED.sub("", model))
    if price is None:
        return None
    return (used.input_tokens * price.input_usd + used.output_tokens * price.output_usd) / 1_000_000
