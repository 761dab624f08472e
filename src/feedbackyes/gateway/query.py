"""What a client may say in the URL of a voice socket. Names that are not known are ignored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from feedbackyes.domain.errors import InvalidInput

RATES_HZ = (4_000, 384_000)
DEFAULT_RATE_HZ = 24_000
PATIENCE_MS = (100, 10_000)
_TRUE, _FALSE = frozenset({"1", "true", "yes", "on"}), frozenset({"0", "false", "no", "off"})
SampleFormat = Literal["float32", "pcm16"]


@dataclass(frozen=True, slots=True)
class CallQuery:
    """None: not said.

    Args:
        monitoring: others may follow the talk.
        model: of a hosted service; the embedded engine is what it is.
        provider: one of those that are configured.
        sample_rate, sample_format: of `/ws/audio`, in hertz and as binary messages have it.
    """

    scenario_id: str | None = None
    language: str | None = None
    cultural_context: str | None = None
    patience_ms: int | None = None
    push_to_talk: bool | None = None
    voice: str | None = None
    recording: bool | None = None
    monitoring: bool | None = None
    model: str | None = None
    provider: str | None = None
    sample_rate: int = DEFAULT_RATE_HZ
    sample_format: SampleFormat = "float32"

    def changes(self) -> dict[str, Any]:
        """What was said of the session itself, by the names of its fields; the recording is decided elsewhere."""
        names = ("language", "cultural_context", "patience_ms", "push_to_talk", "voice", "monitoring")
        return {name: getattr(self, name) for name in names if getattr(self, name) is not None}


def read(query: Mapping[str, str]) -> CallQuery:
    """Raises `InvalidInput`, which names the parameter."""
    sample_format = query.get("format", "float32").lower()
    if sample_format not in ("float32", "pcm16"):
        raise InvalidInput("format is float32 or pcm16.", param="format")
    return CallQuery(
        scenario_id=_text(query, "scenario_id", 128),
        language=_text(query, "language", 35),
        cultural_context=_text(query, "cultural_context", 200),
        patience_ms=_number(query, "patience_ms", *PATIENCE_MS),
        push_to_talk=_flag(query, "push_to_talk"),
        voice=_text(query, "voice", 64),
        recording=_flag(query, "recording"),
        monitoring=_flag(query, "monitoring"),
        model=_text(query, "model", 128),
        provider=_text(query, "provider", 32),
        sample_rate=_number(query, "sample_rate", *RATES_HZ) or DEFAULT_RATE_HZ,
        sample_format="pcm16" if sample_format == "pcm16" else "float32",
    )


def _text(query: Mapping[str, str], name: str, longest: int) -> str | None:
    value = query.get(name, "").strip()
    if len(value) > longest:
        raise InvalidInput(f"{name} has more than {longest} characters.", param=name)
    return value or None


def _number(query: Mapping[str, str], name: str, least: int, most: int) -> int | None:
    value = query.get(name, "").strip()
    if not value:
        return None
    if not (value.isascii() and value.isdigit()) or not least <= int(value[:9]) <= most:
        raise InvalidInput(f"{name}={value[:20]!r} cannot be used: a whole number from {least} to {most}.", param=name)
    return int(value)


def _flag(query: Mapping[str, str], name: str) -> bool | None:
    value = query.get(name, "").strip().lower()
    if not value:
        return None
    if value not in _TRUE | _FALSE:
        raise InvalidInput(f"{name}={value[:20]!r} cannot be used: true or false.", param=name)
    return value in _TRUE
