"""What the ears, the mind and the voice of the embedded engine use when they are those of a server: how much, and at whose
price. What the server does not say is estimated from what it was sent and what it gave, and marked so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from feedbackyes.domain.addresses import is_own
from feedbackyes.domain.errors import InvalidInput
from feedbackyes.domain.prices import PARTNER_TOKENS, PRICES, Amounts, Cost, price_of
from feedbackyes.domain.usage import UsageKind, count, price, read

FREE = "free"
"""In place of a model whose prices hold: the server costs nothing."""
CHARACTERS = 4
"""Of a token of text: a rule of thumb for English."""


@dataclass(frozen=True, slots=True)
class Tariff:
    """What a model of a server costs.

    Args:
        server: its host. priced_as: the model of the price table whose prices hold; empty: its own name.
        free: it costs nothing.
    """

    server: str
    model: str
    priced_as: str = ""
    free: bool = False

    @property
    def sold_as(self) -> str:
        return self.priced_as or self.model

    def cost(self, used: Amounts, *, estimated: bool) -> Cost:
        return price(self.sold_as, used, free=self.free, estimated=estimated)


def tariff(url: str, server: str, model: str, *, hosted: bool, priced_as: str) -> Tariff:
    """The tariff of a model at a server.

    A server of one's own network is free, unless a price is set. Elsewhere it costs what the model does, and nobody knows
    when that is not in the price table.

    Args:
        url: the base of its addresses. hosted: it is used as the hosted service, with that one's key, wherever it is.
        priced_as: as it is set.

    Raises:
        InvalidInput: nothing of that name has a price.
    """
    if priced_as == FREE:
        return Tariff(server, model, free=True)
    if priced_as and price_of(priced_as) is None:
        raise InvalidInput(f"{priced_as!r} has no price. Set {FREE!r}, or one of: {', '.join(sorted(PRICES))}.")
    sold = bool(priced_as) or not is_own(url) or (hosted and price_of(model) is not None)
    return Tariff(server, model, priced_as, free=not sold)


@dataclass(frozen=True, slots=True)
class StageUse:
    """One request, or one utterance.

    Args:
        id: its own. reported: the server said what was used.
    """

    kind: UsageKind
    id: str
    tariff: Tariff
    used: Amounts
    reported: bool

    @property
    def cost(self) -> Cost:
        return self.tariff.cost(self.used, estimated=not self.reported)


def heard(told: object, seconds: float) -> tuple[Amounts, bool]:
    """What a transcription used, and whether the server said so.

    Args:
        told: `usage` of its answer. seconds: of the sound that was sent.
    """
    if isinstance(told, Mapping):
        unit = "seconds" if told.get("type") == "duration" or "seconds" in told else "tokens"
        used, _ = read({"of": "transcription", **told, "unit": unit})
        if used != Amounts():
            return used, True
    return Amounts(seconds=seconds), False


def thought(told: object, read_characters: int, written_characters: int) -> tuple[Amounts, bool]:
    """The same of an answer of a language model. `told`: `usage` as Chat Completions has it."""
    if isinstance(told, Mapping) and count(told, "prompt_tokens"):
        details = told.get("prompt_tokens_details")
        text_in = count(told, "prompt_tokens")
        cached = min(text_in, count(details, "cached_tokens")) if isinstance(details, Mapping) else 0
        out = count(told, "completion_tokens")
        return Amounts(text_in=text_in - cached, text_cached=cached, text_out=out), True
    return Amounts(text_in=ceil(read_characters / CHARACTERS), text_out=ceil(written_characters / CHARACTERS)), False


def spoke(told: object, sold_as: str, characters: int, seconds: float) -> tuple[Amounts, bool]:
    """The same of speech. What is sold by the character is known without the server.

    Args:
        told: `usage` of its last event. characters: of the text. seconds: of the sound that came.
    """
    known = price_of(sold_as)
    if known is not None and known.by_character:
        return Amounts(text_in=characters), True
    if isinstance(told, Mapping) and (count(told, "input_tokens") or count(told, "output_tokens")):
        return Amounts(text_in=count(told, "input_tokens"), audio_out=count(told, "output_tokens")), True
    return Amounts(text_in=ceil(characters / CHARACTERS), audio_out=ceil(seconds * PARTNER_TOKENS / 60)), False


def told_as(use: StageUse) -> dict[str, Any]:
    """The amounts as a `usage` event has them."""
    used = use.used
    if used.seconds and used == replace(Amounts(), seconds=used.seconds):
        return {"unit": "seconds", "seconds": used.seconds}
    read_all = used.text_in + used.text_cached + used.audio_in + used.audio_cached
    wrote = used.text_out + used.audio_out
    cached = {"text_tokens": used.text_cached, "audio_tokens": used.audio_cached}
    return {
        "unit": "tokens",
        "input_tokens": read_all,
        "output_tokens": wrote,
        "total_tokens": read_all + wrote,
        "input_token_details": {
            "text_tokens": used.text_in + used.text_cached,
            "audio_tokens": used.audio_in + used.audio_cached,
            "cached_tokens": used.text_cached + used.audio_cached,
            "cached_tokens_details": cached,
        },
        "output_token_details": {"text_tokens": used.text_out, "audio_tokens": used.audio_out},
    }
