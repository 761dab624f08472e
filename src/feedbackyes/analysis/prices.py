"""What language models cost, by the one price table."""

from __future__ import annotations

from feedbackyes.analysis.language_model import Usage
from feedbackyes.domain.prices import AS_OF, Amounts, Cost, cost_of, price_of
from feedbackyes.domain.usage import price

__all__ = ["AS_OF", "amounts", "cost", "cost_usd"]


def amounts(used: Usage) -> Amounts:
    return Amounts(
        text_in=used.input_tokens - used.cached_tokens, text_cached=used.cached_tokens, text_out=used.output_tokens
    )


def cost_usd(model: str, used: Usage) -> float | None:
    """What `used` costs at list price; None for a model whose price is not known."""
    return cost_of(model, amounts(used)).usd


def cost(model: str, used: Usage, *, own: bool) -> Cost:
    """The same for the books. `own`: the server is in our own network, where a model that nobody sells costs nothing."""
    return price(model, amounts(used), free=own and price_of(model) is None)
