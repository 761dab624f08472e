"""What a client asks of a session: whether it can be had, what it means for the engine, and how it is refused."""

from __future__ import annotations

import secrets
from typing import Any

from msgspec import UNSET

from feedbackyes.domain.errors import ExpectedError, Failed, NotReady
from feedbackyes.engine import tokens
from feedbackyes.engine.live.transcripts import PADDING_MS, SILENCE_MS
from feedbackyes.engine.runner import MODEL
from feedbackyes.protocol.errors import InvalidEvent
from feedbackyes.protocol.live import client, server
from feedbackyes.protocol.live.client import ClientEvent
from feedbackyes.protocol.live.sessions import VOICES, SessionConfig

INSTRUCTIONS_TOKENS, INPUT_TOKENS = 16_384, 8_192
APPEND_TOKENS = 500
MAX_WAITING = 64
"""Appended texts that may wait for audio, or for their turn to be said."""
_MAX_RULES = INSTRUCTIONS_TOKENS * tokens.CHARACTERS


def error(problem: ExpectedError, client_event_id: str | None = None) -> server.ErrorEvent:
    """The event that tells what was wrong with a command."""
    kind = "server_error" if isinstance(problem, Failed | NotReady) else "invalid_request_error"
    if isinstance(problem, InvalidEvent) and problem.event_id is not None:
        client_event_id = problem.event_id
    return error_of(problem, kind, client_event_id)


def check(config: SessionConfig) -> None:
    """Refuse what this engine cannot do. Raises `InvalidEvent`."""
    if config.delegation is not None and config.delegation.type != "client":
        raise _unsupported("delegation.type", "there is no hosted model to delegate to here; use 'client'")
    if config.triggers:
        raise _unsupported("triggers", "there is no model here that takes decisions; leave them out")
    if config.store:
        raise _unsupported("store", "sessions are not stored here; leave it out")
    if tokens.of_text(config.instructions or "") > INSTRUCTIONS_TOKENS:
        raise _unsupported("instructions", f"at most {INSTRUCTIONS_TOKENS} tokens", "string_above_max_length")
    rendered = sum(tokens.of_text(part.text) for item in config.input or () for part in item.content)
    if rendered > INPUT_TOKENS:
        raise _unsupported("input", f"at most {INPUT_TOKENS} tokens, not {rendered}", "string_above_max_length")


def realtime_session(config: SessionConfig) -> dict[str, Any]:
    """The Realtime session that does the work. A voice that only Live has is its own default."""
    voice = config.voice.lower()
    detection = {"type": "server_vad", "prefix_padding_ms": PADDING_MS, "silence_duration_ms": SILENCE_MS}
    session: dict[str, Any] = {
        "type": "realtime",
        "audio": {
            "input": {"transcription": {"model": MODEL}, "turn_detection": detection},
            "output": {} if voice in VOICES else {"voice": voice},
        },
    }
    if config.instructions and config.instructions.strip():
        session["instructions"] = config.instructions
    return session


def _unsupported(path: str, why: str, code: str = "invalid_value") -> InvalidEvent:
    param = f"session.{path}"
    return InvalidEvent(f"Invalid value for '{param}': {why}.", code=code, param=param)


def check_append(event: client.Append, *, waiting: int, rules: int) -> None:
    """Refuse what is too long, or more than can be kept.

    Args:
        waiting: appended texts that have not been taken in or said yet.
        rules: characters of all instructions that were appended before.

    Raises:
        InvalidEvent: it cannot be appended.
    """
    if event.delegation_id is not None:
        message = f"There is no delegation {event.delegation_id[:100]!r}."
        raise refusal(event, message, "delegation_not_found", "delegation_id")
    if tokens.of_text(event.content) > APPEND_TOKENS:
        message = f"At most {APPEND_TOKENS} tokens can be appended at once."
        raise refusal(event, message, "string_above_max_length", "content")
    if waiting >= MAX_WAITING:
        message = f"{MAX_WAITING} appended texts wait already. Append more when some have been taken in and said."
        raise refusal(event, message, "too_many_appended")
    if isinstance(event, client.InstructionsAppend) and rules + len(event.content) >= _MAX_RULES:
        message = f"At most {INSTRUCTIONS_TOKENS} tokens of instructions can be appended to a session."
        raise refusal(event, message, "string_above_max_length", "content")


def refusal(event: ClientEvent, message: str, code: str = "invalid_value", param: str | None = None) -> InvalidEvent:
    """The answer to a command that cannot be carried out."""
    return InvalidEvent(message, code=code, param=param, event_id=event.event_id)


def why_not(event: ClientEvent) -> str:
    """What is said to a command that a session here never carries out."""
    if isinstance(event, client.SessionStart):
        return "The session has started already."
    if isinstance(event, client.InputAudioAppend):
        return "Audio belongs to the WebSocket or the track with which the session was started."
    if isinstance(event, client.TransportDtmfSend):
        return "Keys can be sent in telephone calls only."
    return "This session delegates to its client, not to a hosted model that could do this."


def error_of(problem: ExpectedError, kind: str, client_event_id: str | None = None) -> server.ErrorEvent:
    """The event for a problem of a kind, e.g. `invalid_request_error`."""
    detail = server.ErrorDetail(
        type=kind, code=problem.code, message=problem.message, param=problem.param or UNSET, **echo(client_event_id)
    )
    return server.ErrorEvent(event_id=event_id(), error=detail, **echo(client_event_id))


def echo(client_event_id: str | None) -> dict[str, Any]:
    """The field by which an answer names what it answers, if that had a name."""
    return {} if client_event_id is None else {"client_event_id": client_event_id}


def event_id() -> str:
    """A new one."""
    return f"event_{secrets.token_hex(10)}"
