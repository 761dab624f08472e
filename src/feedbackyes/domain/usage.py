"""What was used of voice and language models, by whom, and what it costs: records that outlive the session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from feedbackyes.domain.prices import AS_OF, FREE, Amounts, Cost, cost_of

MAX_TOKENS = 2**40
"""No provider counts so many; what says more is not believed."""
MAX_SECONDS = 7 * 86_400.0


class UsageKind(StrEnum):
    """`talk` is time in which a session was open, which costs nothing by itself; limits in minutes count it. `speech` is
    a voice that reads a text."""

    RESPONSE = "response"
    TRANSCRIPTION = "transcription"
    SPEECH = "speech"
    VOICE = "voice"
    TALK = "talk"
    JUDGE = "judge"


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageRecord:
    """One use.

    Args:
        id: the same for the same use, however often it is told of.
        session_id: there need not be such a session any more.
        at: Unix milliseconds.
        reported: the provider said what was used; otherwise `counted_usd` is all that is known.
        priced_as_of: date of the price table; None when the price is not known.
    """

    id: str
    session_id: str | None
    owner_id: str
    team_id: str | None
    at: int
    kind: UsageKind
    provider: str
    model: str | None
    used: Amounts
    cost: Cost
    reported: bool = True

    @property
    def priced_as_of(self) -> str | None:
        return None if self.cost.usd is None else AS_OF


def price(model: str | None, used: Amounts, *, free: bool, estimated: bool = False) -> Cost:
    """What a use costs. `free`: it was our own machine's work."""
    if free:
        return FREE
    cost = cost_of(model, used)
    return replace(cost, estimated=cost.estimated or estimated)


def read(data: Mapping[str, Any]) -> tuple[Amounts, bool]:
    """Amounts in a `usage` event's data, and whether a part of them had to be guessed.

    Realtime counts cached tokens inside those of each kind. Where it is not said which kind was cached, text is taken
    to have been first, as it stands first in what is read. Tokens of no kind count as audio when a voice model counts
    them, which is the dearest.
    """
    if data.get("unit") == "seconds":
        return Amounts(seconds=_seconds(data.get("seconds"))), False
    details = _mapping(data.get("input_token_details"))
    cached = _mapping(details.get("cached_tokens_details"))
    guessed = False
    text, audio, image = (count(details, f"{kind}_tokens") for kind in ("text", "audio", "image"))
    rest = count(data, "input_tokens") - text - audio - image
    if rest > 0:
        audio, guessed = audio + rest, True
    text_cached, audio_cached, image_cached = (
        min(most, count(cached, f"{kind}_tokens"))
        for kind, most in (("text", text), ("audio", audio), ("image", image))
    )
    unsaid = count(details, "cached_tokens") - text_cached - audio_cached - image_cached
    if unsaid > 0:
        guessed = True
        more_text = min(unsaid, text - text_cached)
        more_audio = min(unsaid - more_text, audio - audio_cached)
        text_cached, audio_cached = text_cached + more_text, audio_cached + more_audio
    wrote = _mapping(data.get("output_token_details"))
    text_out, audio_out = count(wrote, "text_tokens"), count(wrote, "audio_tokens")
    rest = count(data, "output_tokens") - text_out - audio_out
    if rest > 0 and data.get("of") == "transcription":  # which has no details: what it gives is text
        text_out += rest
    elif rest > 0:
        audio_out, guessed = audio_out + rest, True
    amounts = Amounts(
        text_in=text - text_cached,
        audio_in=audio - audio_cached,
        image_in=image - image_cached,
        text_cached=text_cached,
        audio_cached=audio_cached,
        image_cached=image_cached,
        text_out=text_out,
        audio_out=audio_out,
    )
    return amounts, guessed


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def count(data: Mapping[str, Any], name: str) -> int:
    """A number of tokens that somebody tells of; what is none counts as nothing."""
    value = data.get(name)
    return min(value, MAX_TOKENS) if isinstance(value, int) and value > 0 else 0


def _seconds(value: object) -> float:
    return min(float(value), MAX_SECONDS) if isinstance(value, int | float) and value > 0 else 0.0
