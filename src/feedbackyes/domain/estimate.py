"""What a talk will cost, before it begins: from one's own earlier talks where there are some, else from the price table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from feedbackyes.domain.prices import LEARNER_TOKENS, PARTNER_TOKENS, Amounts, cost_of, per_minute, price_of
from feedbackyes.domain.stage_use import CHARACTERS, spoke
from feedbackyes.domain.usage import UsageKind

LEAST_TALKS = 3
PARTNER_SHARES = (0.3, 0.5, 0.7)
"""Of the talking, that the partner does: in a cheap talk, in a usual one, in a dear one."""
REPLIES_PER_MINUTE = 3
INSTRUCTION_TOKENS = 1_500
"""What every reply reads again: its scenario's instructions, and all that was said before."""
TEXT_TOKENS = 200
"""Of a minute of speech, written down: 150 words."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """US dollars for a talk of `minutes`; None: the price is not known.

    Args:
        basis: what it is reckoned from. talks: how many earlier ones.
    """

    minutes: float
    low_usd: float | None
    usd: float | None
    high_usd: float | None
    basis: Literal["free", "history", "table", "unknown"]
    talks: int = 0

    @property
    def usd_per_minute(self) -> float | None:
        return None if self.usd is None else self.usd / self.minutes


def free(minutes: float) -> Estimate:
    """Of a talk with our own machine."""
    return Estimate(minutes, 0.0, 0.0, 0.0, "free")


def from_history(minutes: float, rates: Sequence[float]) -> Estimate | None:
    """From the US dollars a minute of earlier talks: their median, and the range without a tenth at each end.

    None: there are too few of them.
    """
    if len(rates) < LEAST_TALKS:
        return None
    ordered = sorted(rates)
    cut = len(ordered) // 10
    low, middle, high = ordered[cut], median(ordered), ordered[-1 - cut]
    return Estimate(minutes, low * minutes, middle * minutes, high * minutes, "history", len(rates))


def from_table(minutes: float, model: str | None, recogniser: str | None) -> Estimate:
    """From the price table, for a partner who talks little, as much as the learner, and a lot."""
    figures = [_talk_usd(minutes, model, recogniser, share) for share in PARTNER_SHARES]
    low, usd, high = figures
    if low is None or usd is None or high is None:
        return Estimate(minutes, None, None, None, "unknown")
    return Estimate(minutes, low, usd, high, "table")


def from_parts(minutes: float, models: Mapping[UsageKind, str]) -> Estimate:
    """Of a talk with the embedded engine, from the models at which its parts cost something. From the price table."""
    figures = [_parts_usd(minutes, models, share) for share in PARTNER_SHARES]
    known = sorted(usd for usd in figures if usd is not None)
    if len(known) < len(figures):
        return Estimate(minutes, None, None, None, "unknown")
    low, usd, high = known
    return Estimate(minutes, low, usd, high, "table")


def _parts_usd(minutes: float, models: Mapping[UsageKind, str], share: float) -> float | None:
    replies = minutes * REPLIES_PER_MINUTE
    said = TEXT_TOKENS * minutes
    amounts = {
        UsageKind.TRANSCRIPTION: Amounts(seconds=(1 - share) * minutes * 60),
        UsageKind.RESPONSE: Amounts(
            text_in=round(replies * (INSTRUCTION_TOKENS + said / 2)), text_out=round(share * said)
        ),
    }
    usd = 0.0
    for kind, model in models.items():
        spoken = spoke(None, model, round(share * said * CHARACTERS), share * minutes * 60)
        cost = cost_of(model, amounts.get(kind, spoken[0]))
        if cost.usd is None:
            return None
        usd += cost.usd
    return usd


def _talk_usd(minutes: float, model: str | None, recogniser: str | None, share: float) -> float | None:
    price, spoken = price_of(model), per_minute(model, partner_share=share)
    if price is None or spoken is None:
        return None
    if price.minute is not None:  # which hears for itself, and remembers
        return minutes * spoken
    heard = per_minute(recogniser)
    if heard is None:
        return None
    replies = minutes * REPLIES_PER_MINUTE
    tokens_a_reply = ((1 - share) * LEARNER_TOKENS + share * PARTNER_TOKENS) / REPLIES_PER_MINUTE
    reread = tokens_a_reply * replies * max(0.0, replies - 1) / 2 * (price.audio_cached or 0.0)
    instructions = INSTRUCTION_TOKENS * replies * (price.text_cached or 0.0)
    return minutes * (spoken + (1 - share) * heard) + (reread + instructions) / 1_000_000
