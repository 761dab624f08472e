"""What a Live session is: strict as a client asks for it, plain as a server shows it.

A field that is not here is refused. Most of it is fixed once the session has started.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

from feedbackyes.protocol.errors import InvalidEvent

Json = dict[str, Any]
MAX_MESSAGES = 128
"""Of the history that a session begins with."""
DEFAULT_VOICE = "marin"
VOICES = [
    "alloy",
    "ash",
    "ballad",
    "beacon",
    "bossa",
    "cedar",
    "cinder",
    "coral",
    "delta",
    "echo",
    "gleam",
    "marin",
    "meridian",
    "quartz",
    "ripple",
    "sage",
    "shida",
    "shimmer",
    "stone",
    "tempo",
    "verse",
    "vesper",
    "willow",
]
RATES_HZ = {"audio/pcm": (16_000, 24_000), "audio/pcmu": (8_000,), "audio/pcma": (8_000,)}
"""By name of the format."""


class _Strict(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What is absent and what is null means the same."""


class AudioFormat(_Strict, frozen=True, kw_only=True):
    """Raw mono audio, `rate` in hertz. PCM is 16-bit little-endian."""

    type: Literal["audio/pcm", "audio/pcmu", "audio/pcma"]
    rate: int


PCM_24 = AudioFormat(type="audio/pcm", rate=24_000)


class CustomVoice(_Strict, frozen=True, kw_only=True):
    id: str


class AudioOutput(_Strict, frozen=True, kw_only=True):
    voice: str | CustomVoice | None = None


class Audio(_Strict, frozen=True, kw_only=True):
    """`format` is that of both directions, for the WebSocket that carries the audio."""

    format: AudioFormat | None = None
    output: AudioOutput | None = None


class ServerEventSelector(_Strict, frozen=True, kw_only=True):
    type: str
    response_event: str | None = None


class DataChannel(_Strict, frozen=True, kw_only=True):
    """What an untrusted page may send and see on its data channel; None, like `all`, is everything."""

    allowed_client_events: Literal["all"] | tuple[str, ...] | None = None
    allowed_server_events: Literal["all"] | tuple[ServerEventSelector, ...] | None = None


class Client(_Strict, frozen=True, kw_only=True):
    data_channel: DataChannel


class Delegation(_Strict, frozen=True, kw_only=True):
    """Who does what the model hands over. `responses` and `decisions` are settings of hosted models."""

    type: Literal["client", "responses", "decisions"]
    acknowledgement_delay_ms: int | None = None
    responses: Json | None = None
    decisions: Json | None = None


class TextPart(_Strict, frozen=True, kw_only=True):
    text: str
    type: Literal["input_text", "output_text", "text"] | None = None


class InitialItem(_Strict, frozen=True, kw_only=True):
    """A message of the time before the session, with exactly one part."""

    role: Literal["developer", "user", "assistant"]
    content: tuple[TextPart, ...]
    id: str | None = None
    status: Literal["incomplete", "completed"] | None = None
    type: Literal["message"] | None = None


class SessionConfig(_Strict, frozen=True, kw_only=True):
    """What a client asks for. `triggers` need a model that takes decisions."""

    model: str
    instructions: str | None = None
    input: tuple[InitialItem, ...] | None = None
    audio: Audio | None = None
    client: Client | None = None
    delegation: Delegation | None = None
    triggers: tuple[Json, ...] | None = None
    store: bool | None = None
    safety_identifier: str | None = None

    @property
    def format(self) -> AudioFormat:
        """Of the audio of a WebSocket."""
        return (self.audio.format if self.audio else None) or PCM_24

    @property
    def voice(self) -> str:
        voice = self.audio.output.voice if self.audio and self.audio.output else None
        return voice.id if isinstance(voice, CustomVoice) else voice or DEFAULT_VOICE


class SessionUpdateConfig(_Strict, frozen=True, kw_only=True):
    """The part of a session that can be changed while it runs."""

    delegation: Delegation | UnsetType | None = UNSET
    triggers: tuple[Json, ...] | UnsetType | None = UNSET


class SessionResource(msgspec.Struct, frozen=True, kw_only=True):
    """A session as its server shows it. `expires_at` is Unix seconds; the status is `active` also in the last one."""

    id: str
    expires_at: int
    model: str
    status: str = "active"
    instructions: str | UnsetType | None = UNSET
    input: list[Json] | UnsetType | None = UNSET
    audio: Json | UnsetType | None = UNSET
    client: Json | UnsetType | None = UNSET
    delegation: Json | UnsetType | None = UNSET
    triggers: list[Json] | UnsetType | None = UNSET
    store: bool | UnsetType | None = UNSET
    safety_identifier: str | UnsetType | None = UNSET


def resource(config: SessionConfig, *, session_id: str, expires_at: int, on_socket: bool) -> SessionResource:
    """The session that a server makes of what a client asked for, with the defaults in place.

    Args:
        expires_at: Unix seconds.
        on_socket: audio goes over the WebSocket, in a format that the session names.
    """
    asked = msgspec.to_builtins(config)
    output = {"voice": DEFAULT_VOICE, **asked.get("audio", {}).get("output", {})}
    sound = {"format": msgspec.to_builtins(config.format)} if on_socket else {}
    return msgspec.convert(
        {
            **asked,
            "audio": {**sound, "output": output},
            "delegation": {"acknowledgement_delay_ms": 0, **asked.get("delegation", {"type": "client"})},
            "store": False,
            "id": session_id,
            "expires_at": expires_at,
        },
        SessionResource,
    )


def check(config: SessionConfig, *, on_socket: bool) -> None:
    """Refuse what cannot be, as far as it can be told without knowing the model.

    Raises:
        InvalidEvent: with the field's path.
    """
    audio_format = config.audio.format if config.audio else None
    if audio_format is not None and not on_socket:
        raise _invalid("audio.format", "WebRTC negotiates its format; leave it out")
    if config.format.rate not in RATES_HZ[config.format.type]:
        rates = " or ".join(str(rate) for rate in RATES_HZ[config.format.type])
        raise _invalid("audio.format.rate", f"{config.format.type} has a rate of {rates}")
    items = config.input or ()
    if len(items) > MAX_MESSAGES:
        raise _invalid("input", f"at most {MAX_MESSAGES} messages, not {len(items)}")
    for number, item in enumerate(items):
        if len(item.content) != 1:
            raise _invalid(f"input[{number}].content", "a message has exactly one part")
    for number, selector in enumerate(_selectors(config)):
        if (selector.type == "response.event") is not (selector.response_event is not None):
            place = f"client.data_channel.allowed_server_events[{number}].response_event"
            raise _invalid(place, "it belongs to response.event, and only there")


def _selectors(config: SessionConfig) -> tuple[ServerEventSelector, ...]:
    allowed = config.client.data_channel.allowed_server_events if config.client else None
    return () if allowed is None or allowed == "all" else allowed


def _invalid(path: str, why: str) -> InvalidEvent:
    param = f"session.{path}"
    return InvalidEvent(f"Invalid value for '{param}': {why}.", code="invalid_value", param=param)
