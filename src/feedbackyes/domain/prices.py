"""What models cost: the one table, for voice and text. Edit it when prices change, and `AS_OF` with it.

List prices in US dollars, before tax and before any discount but that for cached input. A model that is not here has no
known price; nothing then counts as free.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

AS_OF = "2026-11-20"
SOURCE = "the service's model pages, pricing page and release notes"
LEARNER_TOKENS, PARTNER_TOKENS = 600, 1_200
"""Audio tokens of a minute of speech."""
_DATED = re.compile(r"-\d{4}-\d{2}-\d{2}$")
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """What was used. Tokens without those that were cached, which are counted apart; seconds of voice."""

    text_in: int = 0
    audio_in: int = 0
    image_in: int = 0
    text_cached: int = 0
    audio_cached: int = 0
    image_cached: int = 0
    text_out: int = 0
    audio_out: int = 0
    seconds: float = 0.0


KINDS = tuple(field.name for field in fields(Amounts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """US dollars for a million tokens, and for a minute. None: the model is not sold by it.

    Args:
        by_character: a voice of which `text_in` is the price, and the amount, of characters; its sound costs nothing more.
    """

    text_in: float | None = None
    text_cached: float | None = None
    text_out: float | None = None
    audio_in: float | None = None
    audio_cached: float | None = None
    audio_out: float | None = None
    image_in: float | None = None
    image_cached: float | None = None
    minute: float | None = None
    by_character: bool = False


def _realtime(text_out: float) -> Price:
    return Price(
        text_in=4.00,
        text_cached=0.40,
        text_out=text_out,
        audio_in=32.00,
        audio_cached=0.40,
        audio_out=64.00,
        image_in=5.00,
        image_cached=0.50,
    )


_MINI = Price(
    text_in=0.60,
    text_cached=0.06,
    text_out=2.40,
    audio_in=10.00,
    audio_cached=0.30,
    audio_out=20.00,
    image_in=0.80,
    image_cached=0.08,
)
PRICES: Mapping[str, Price] = {
    "gpt-realtime-2.1": _realtime(24.00),
    "gpt-realtime-2": _realtime(24.00),
    "gpt-realtime-1.5": _realtime(16.00),
    "gpt-realtime": _realtime(16.00),
    "gpt-realtime-2.1-mini": _MINI,
    "gpt-realtime-mini": _MINI,
    "gpt-4o-mini-realtime-preview": replace(_MINI, text_cached=0.30, image_in=None, image_cached=None),
    "gpt-live-1": Price(minute=0.05),
    "gpt-live-1.1": Price(minute=0.05),
    "gpt-transcribe": Price(minute=0.0045),
    "gpt-live-transcribe": Price(minute=0.017),
    "gpt-realtime-whisper": Price(minute=0.017),
    "whisper-1": Price(minute=0.006),
    "gpt-4o-transcribe": Price(text_in=2.50, audio_in=6.00, text_out=10.00, minute=0.006),
    "gpt-4o-mini-transcribe": Price(text_in=1.25, audio_in=3.00, text_out=5.00, minute=0.003),
    "gpt-4o-mini-tts": Price(text_in=0.60, audio_out=12.00),
    "tts-1": Price(text_in=15.00, by_character=True),
    "tts-1-hd": Price(text_in=30.00, by_character=True),
    "gpt-6-luna": Price(text_in=0.10, text_cached=0.01, text_out=0.50),
    "gpt-6.1-terra": Price(text_in=1.00, text_cached=0.05, text_out=5.00),
    "gpt-6.1-sol": Price(text_in=2.00, text_cached=0.10, text_out=10.00),
    "gpt-4o": Price(text_in=2.50, text_out=10.00),
}


@dataclass(frozen=True, slots=True)
class Cost:
    """US dollars.

    Args:
        usd: None when the price is not known.
        counted_usd: what limits count: the same; for an unknown price, that of the dearest model that we know.
        estimated: a part of it was reckoned from something that stands for what is billed.
    """

    usd: float | None
    counted_usd: float
    estimated: bool = False

    def __add__(self, other: Cost) -> Cost:
        known = None if self.usd is None or other.usd is None else self.usd + other.usd
        return Cost(known, self.counted_usd + other.counted_usd, self.estimated or other.estimated)


FREE = Cost(0.0, 0.0)


def price_of(model: str | None) -> Price | None:
    """A dated name costs what its model does; None: not known."""
    return None if model is None else PRICES.get(model) or PRICES.get(_DATED.sub("", model))


def cost_of(model: str | None, used: Amounts) -> Cost:
    """What `used` costs at list price."""
    price = price_of(model)
    priced = None if price is None else _priced(price, used)
    if priced is None:
        return Cost(None, _dearest(used), estimated=True)
    return Cost(priced[0], *priced)


def _priced(price: Price, used: Amounts) -> tuple[float, bool] | None:
    """US dollars, and whether they are an estimate; None: the model is not sold by what was counted."""
    if price.minute is not None and price.text_in is None and price.audio_in is None:
        # Tokens were counted of what is sold by the minute: speech has a known number of them.
        heard = used.audio_in + used.audio_cached
        seconds = used.seconds or heard * 60 / LEARNER_TOKENS
        return price.minute * seconds / 60, not used.seconds and heard > 0
    if used.seconds and price.minute is None:
        return None
    usd = (price.minute or 0.0) * used.seconds / 60
    estimated = False
    for kind in KINDS[:-1]:
        tokens: int = getattr(used, kind)
        rate: float | None = getattr(price, kind)
        if rate is None and kind.endswith("_cached"):  # no discount that we know of
            rate, estimated = getattr(price, kind.replace("_cached", "_in")), estimated or tokens > 0
        if tokens and rate is None:
            return None
        usd += tokens * (rate or 0.0) / _MILLION
    return usd, estimated


def _dearest(used: Amounts) -> float:
    """What it costs at most, at the prices that we know."""
    usd = DEAREST_MINUTE_USD * used.seconds / 60
    known = [price for price in PRICES.values() if not price.by_character]
    for kind in KINDS[:-1]:
        name = kind.replace("_cached", "_in")  # a server of which we know nothing may give no discount
        usd += getattr(used, kind) * max(getattr(price, name) or 0.0 for price in known) / _MILLION
    return usd


def per_minute(model: str | None, *, partner_share: float = 0.5) -> float | None:
    """US dollars for a minute of talk in which somebody always speaks, the partner `partner_share` of it.

    Without text, and without what is read again with each reply. None: not known, or not a voice model.
    """
    price = price_of(model)
    if price is None:
        return None
    if price.minute is not None:
        return price.minute
    if price.audio_in is None or price.audio_out is None:
        return None
    learner = (1 - partner_share) * LEARNER_TOKENS * price.audio_in
    return (learner + partner_share * PARTNER_TOKENS * price.audio_out) / _MILLION


DEAREST_MINUTE_USD = max(per_minute(name, partner_share=1.0) or 0.0 for name in PRICES)
