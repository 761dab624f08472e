"""Services that nearly speak Realtime: what we send and what they send, put into each other's words.

| flag | the service |
|---|---|
| `flat-session` | takes the retired, flat session (`voice`, `turn_detection`, `input_audio_format` … at the top) |
| `beta-names` | names events as the retired interface did (`response.audio.delta` …) |
| `cumulative-transcripts` | sends in each delta of the learner's transcript all that it has understood so far |
| `no-truncate` | knows no `conversation.item.truncate` |
| `no-logprobs` | refuses `include` |
| `no-idle-timeout` | refuses `idle_timeout_ms` |
| `no-push-to-talk`, `no-transcription` | cannot do it |
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from feedbackyes.domain.errors import NotReady
from feedbackyes.protocol import codec
from feedbackyes.protocol.errors import InvalidEvent
from feedbackyes.protocol.scan import event_type
from feedbackyes.protocol.server import UnknownEvent
from feedbackyes.providers import KnowsCaller, ProviderConnection, ProviderListener

FLAGS = frozenset(
    {
        "flat-session",
        "beta-names",
        "cumulative-transcripts",
        "no-truncate",
        "no-logprobs",
        "no-idle-timeout",
        "no-push-to-talk",
        "no-transcription",
    }
)
_APPEND = b"input_audio_buffer.append"
_DELTA = b"conversation.item.input_audio_transcription.delta"
_FORMATS = {"audio/pcm": "pcm16", "audio/pcmu": "g711_ulaw", "audio/pcma": "g711_alaw"}
_ENCODE = msgspec.json.Encoder().encode
Json = dict[str, Any]


class Dialect:
    """What a service does otherwise. Raises `NotReady` for a flag that is not known."""

    def __init__(self, flags: Iterable[str]) -> None:
        self.flags = frozenset(flags)
        unknown = sorted(self.flags - FLAGS)
        if unknown:
            raise NotReady(
                f"FEEDBACKYES_COMPATIBLE_DIALECT has {', '.join(unknown)}; known are {', '.join(sorted(FLAGS))}.",
                code="bad_setting",
            )

    def trimmed(self, session: Json) -> Json:
        """A GA session without what the service refuses."""
        if "no-logprobs" in self.flags:
            session.pop("include", None)
        incoming = session.get("audio", {}).get("input", {})
        if "no-idle-timeout" in self.flags and isinstance(incoming.get("turn_detection"), dict):
            incoming["turn_detection"].pop("idle_timeout_ms", None)
        if "no-transcription" in self.flags:
            incoming.pop("transcription", None)
        return session

    def outgoing(self, payload: bytes) -> bytes | None:
        """A message of ours as the service wants it; None: it is not for it."""
        kind = event_type(payload)
        if kind == _APPEND:
            return payload
        if kind == b"conversation.item.truncate" and "no-truncate" in self.flags:
            return None
        if kind == b"session.update" and "flat-session" in self.flags:
            message = msgspec.json.decode(payload)
            return _ENCODE({**message, "session": flat(message.get("session", {}))})
        return payload


def flat(session: Json) -> Json:
    """A GA session, or a part of one, in the retired shape."""
    audio = session.get("audio", {})
    incoming, outgoing = audio.get("input", {}), audio.get("output", {})
    shaped = {key: value for key, value in session.items() if key not in ("type", "audio", "output_modalities")}
    if "output_modalities" in session:
        shaped["modalities"] = sorted({"text", *session["output_modalities"]})
    for name, value in (
        ("input_audio_format", incoming.get("format")),
        ("output_audio_format", outgoing.get("format")),
    ):
        if isinstance(value, dict):
            shaped[name] = _FORMATS.get(value.get("type", ""), "pcm16")
    if "transcription" in incoming:
        shaped["input_audio_transcription"] = incoming["transcription"]
    if "turn_detection" in incoming:
        shaped["turn_detection"] = incoming["turn_detection"]
    if "noise_reduction" in incoming:
        shaped["input_audio_noise_reduction"] = incoming["noise_reduction"]
    for name in ("voice", "speed"):
        if name in outgoing:
            shaped[name] = outgoing[name]
    return shaped


class Translated:
    """A listener that hears today's Realtime, whatever the service says. Audio by its usual name passes as it is."""

    def __init__(self, listener: ProviderListener, dialect: Dialect) -> None:
        self._listener, self._dialect = listener, dialect
        self._heard: dict[str, str] = {}
        self.caller_id = listener.caller_id if isinstance(listener, KnowsCaller) else ""
        self.on_pause, self.on_resume, self.on_closed = listener.on_pause, listener.on_resume, listener.on_closed

    def on_message(self, payload: bytes) -> None:
        """One message of the service."""
        flags = self._dialect.flags
        if "cumulative-transcripts" in flags and event_type(payload) == _DELTA:
            payload = self._new_part(payload)
        if "beta-names" in flags:
            payload = _todays(payload)
        self._listener.on_message(payload)

    def _new_part(self, payload: bytes) -> bytes:
        event = msgspec.json.decode(payload)
        item, whole = str(event.get("item_id")), str(event.get("delta", ""))
        before, self._heard[item] = self._heard.get(item, ""), whole
        return _ENCODE({**event, "delta": whole.removeprefix(before) if whole.startswith(before) else ""})


class TranslatedConnection:
    """A `ProviderConnection` to such a service."""

    def __init__(self, connection: ProviderConnection, dialect: Dialect) -> None:
        self._connection, self._dialect = connection, dialect

    def send(self, payload: bytes) -> None:
        message = self._dialect.outgoing(payload)
        if message is not None:
            self._connection.send(message)

    def pause(self) -> None:
        self._connection.pause()

    def resume(self) -> None:
        self._connection.resume()

    def close(self) -> None:
        self._connection.close()


def _todays(payload: bytes) -> bytes:
    try:
        event = codec.decode_server(payload)
    except InvalidEvent:
        return payload
    return payload if isinstance(event, UnknownEvent) else codec.encode_server(event)
