"""What a client may change, and what it may see.

In a scenario the partner belongs to the server: a client chooses how things sound and when its turn is over, never who
the partner is. In a free conversation the client's own instructions and tools are welcome. Secrets of the scenario are
taken out of what the client is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from feedbackyes.domain.scenario import Scenario
from feedbackyes.protocol.client import ConversationItemCreate, ResponseCreate, SessionUpdate
from feedbackyes.protocol.errors import InvalidEvent
from feedbackyes.protocol.items import MessageItem
from feedbackyes.protocol.update import modernise
from feedbackyes.providers import Setup

Json = dict[str, Any]

_BOTH = frozenset({"output_modalities", "max_output_tokens", "temperature"})
_FREE = frozenset({"instructions", "tools", "tool_choice", "parallel_tool_calls", "reasoning", "truncation", "tracing"})
_SILENT = frozenset({"type", "model", "id", "object", "expires_at"})
"""Left out without a word: the documented clients send them and expect nothing of them."""
_INPUT = frozenset({"format", "noise_reduction", "turn_detection"})
_OUTPUT = frozenset({"format", "voice", "speed"})
_TRANSCRIPTION = frozenset({"language", "languages"})
_TRANSCRIPTION_FREE = frozenset({"model", "prompt", "keywords", "delay"})
_HIDDEN = ("instructions", "prompt")
_HIDDEN_MARKS = tuple(b'"%s"' % name.encode() for name in _HIDDEN)
_ENCODE = msgspec.json.Encoder().encode


def client_session(update: SessionUpdate, *, scenario: bool, track: bool = False) -> tuple[Json, list[str]]:
    """The part of a client's `session.update` that goes to the provider.

    Args:
        track: voice is on an audio track; the session's formats are ours then, and left out without a word.
    Returns:
        GA JSON with its type, in today's names; and a sentence for each thing that was mapped or left out.
    """
    session = update.session
    allowed = _BOTH if scenario else _BOTH | _FREE
    kept: Json = {key: value for key, value in session.items() if key in allowed}
    left_out = [key for key in session if key not in allowed | _SILENT | {"audio"}]
    audio = session.get("audio")
    if isinstance(audio, dict):
        kept["audio"] = _audio(audio, scenario=scenario)
        if track:
            for side in kept["audio"].values():
                side.pop("format", None)
    modern, warnings = modernise(kept)
    if left_out:
        whose = "in a scenario the server decides them" if scenario else "the server decides them"
        warnings.append(f"Left as they were, because {whose}: {', '.join(sorted(left_out))}.")
    return modern, warnings


def response_create(event: ResponseCreate, *, scenario: bool) -> ResponseCreate:
    """In a scenario a client says when the partner speaks, not what about."""
    if not scenario or event.response is None:
        return event
    wanted = event.response
    kept = type(wanted)(
        output_modalities=wanted.output_modalities,
        audio=wanted.audio,
        max_output_tokens=wanted.max_output_tokens,
        metadata=wanted.metadata,
    )
    return msgspec.structs.replace(event, response=kept)


def check_item(event: ConversationItemCreate, *, scenario: bool) -> None:
    """Raise `InvalidEvent` for an item that would speak for the partner or to it behind the scenes."""
    item = event.item
    if scenario and not (isinstance(item, MessageItem) and item.role == "user"):
        raise InvalidEvent(
            "In a scenario a client adds messages of the user only.",
            code="invalid_value",
            param="item",
            event_id=event.event_id,
        )


def shown(payload: bytes) -> bytes:
    """A provider's message as the client of a scenario may see it."""
    if not any(mark in payload for mark in _HIDDEN_MARKS):
        return payload
    message = msgspec.json.decode(payload)
    for name in ("session", "response"):
        part = message.get(name)
        if isinstance(part, dict):
            message[name] = _without_secrets(part)
    return _ENCODE(message)


def _without_secrets(part: Mapping[str, Any]) -> Json:
    shown_part = dict(part)
    if "instructions" in shown_part:
        shown_part["instructions"] = ""
    if "prompt" in shown_part:
        shown_part["prompt"] = None
    audio = shown_part.get("audio")
    incoming = audio.get("input") if isinstance(audio, dict) else None
    transcription = incoming.get("transcription") if isinstance(incoming, dict) else None
    if isinstance(audio, dict) and isinstance(incoming, dict) and isinstance(transcription, dict):
        expected = {key: value for key, value in transcription.items() if key != "prompt"}
        shown_part["audio"] = {**audio, "input": {**incoming, "transcription": expected}}
    return shown_part


def let_interrupt(session: Json, scenario: Scenario | None) -> None:
    """Shorten, in place, the silence that a client asks for, where the scenario's partner interrupts."""
    detection = ((session.get("audio") or {}).get("input") or {}).get("turn_detection")
    if not isinstance(detection, dict):
        return
    silence = detection.get("silence_duration_ms")
    if isinstance(silence, int) and not isinstance(silence, bool):
        detection["silence_duration_ms"] = Setup(scenario=scenario, patience_ms=silence).silence_ms


def _audio(audio: Json, *, scenario: bool) -> Json:
    kept: Json = {}
    incoming, outgoing = audio.get("input"), audio.get("output")
    if isinstance(incoming, dict):
        kept["input"] = {key: value for key, value in incoming.items() if key in _INPUT}
        transcription = incoming.get("transcription")
        if isinstance(transcription, dict):  # null would leave the session without a transcript
            allowed = _TRANSCRIPTION if scenario else _TRANSCRIPTION | _TRANSCRIPTION_FREE
            known = {key: value for key, value in transcription.items() if key in allowed}
            if known:
                kept["input"]["transcription"] = known
    if isinstance(outgoing, dict):
        kept["output"] = {key: value for key, value in outgoing.items() if key in _OUTPUT}
    return kept
