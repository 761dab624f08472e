"""Names and shapes met in the wild, and what they are read as.

Beta services, clones and hand-written clients call things differently. Mapping is done only when reading.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from feedbackyes.protocol.beta import EVENT_NAMES, Json, is_flat, item_to_ga, settings_to_ga

TRANSCRIPTION = "conversation.item.input_audio_transcription"

CLIENT_NAMES: Mapping[str, str] = {"transcription_session.update": "session.update"}

SERVER_NAMES: Mapping[str, str] = {
    **{beta: ga for ga, beta in EVENT_NAMES.items()},
    "transcription_session.created": "session.created",
    "transcription_session.updated": "session.updated",
    "input_audio_transcription.delta": f"{TRANSCRIPTION}.delta",
    "input_audio_transcription.completed": f"{TRANSCRIPTION}.completed",
    "input_audio_buffer.transcription.delta": f"{TRANSCRIPTION}.delta",
    "input_audio_buffer.transcription.completed": f"{TRANSCRIPTION}.completed",
    "response.audio_transcription.delta": "response.output_audio_transcript.delta",
    "response.audio_transcription.completed": "response.output_audio_transcript.done",
    "transcription.delta": "response.output_audio_transcript.delta",
    "transcription.done": "response.output_audio_transcript.done",
    "response.completed": "response.done",
    "response.cancelled": "response.done",
    "response.output_item.created": "response.output_item.added",
    "session.error": "error",
}
"""Alias to GA name of server events."""

TEXT_FIELDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "response.output_audio.delta": ("delta", ("audio", "data")),
    "response.output_audio_transcript.delta": ("delta", ("transcript", "text")),
    "response.output_audio_transcript.done": ("transcript", ("text", "transcription", "delta")),
    "response.output_text.delta": ("delta", ("text",)),
    "response.output_text.done": ("text", ("transcript", "delta")),
    f"{TRANSCRIPTION}.delta": ("delta", ("transcript", "transcription", "text")),
    f"{TRANSCRIPTION}.completed": ("transcript", ("transcription", "text", "delta")),
}
"""The field that carries the text (or audio) of an event, and the names it goes by elsewhere."""

_INNER = ("text", "transcript", "audio", "delta", "transcription")


def client_event(raw: Json, *, beta: bool) -> Json:
    """Turn what a client sent into GA JSON. Beta event names count only for a client that speaks beta."""
    name = raw.get("type")
    event = dict(raw)
    if beta and isinstance(name, str) and name in CLIENT_NAMES:
        event["type"] = CLIENT_NAMES[name]
        if isinstance(event.get("session"), dict):
            event["session"] = {"type": "transcription", **event["session"]}
    if isinstance(event.get("response"), dict):
        event["response"] = _response_params(event["response"])
    if isinstance(event.get("item"), dict):
        event["item"] = item_to_ga({key: value for key, value in event["item"].items() if value is not None})
    return event


def settings(session: Json) -> Json:
    """Turn the session of a `session.update`, flat, nested or mixed, into GA JSON."""
    nested = settings_to_ga(session) if is_flat(session) or "client_secret" in session else dict(session)
    if isinstance(nested.get("tools"), list):
        nested["tools"] = [function_tool(tool) for tool in nested["tools"]]
    return nested


def server_event(raw: Json) -> Json:
    """Turn what any server sent into GA JSON, as far as it can be told."""
    name = raw["type"]
    event = {**raw, "type": SERVER_NAMES.get(name, name)}
    _text(event)
    if isinstance(event.get("session"), dict):
        event["session"] = _session(event["session"], transcription=name.startswith("transcription_session."))
    if "item" in event:
        event["item"] = item_to_ga(event["item"])
    if isinstance(event.get("part"), dict):
        event["part"] = {**event["part"], "type": str(event["part"].get("type", "")).removeprefix("output_")}
    if event["type"] in {"response.created", "response.done"}:
        event["response"] = _response(event, "cancelled" if name == "response.cancelled" else None)
    if event["type"] == "error":
        event["error"] = _error(event)
    return event


def _response_params(params: Json) -> Json:
    settings = {key: value for key, value in settings_to_ga(params).items() if key != "temperature"}
    if isinstance(settings.get("input"), list):
        settings["input"] = [_input_item(item) for item in settings["input"]]
    if isinstance(settings.get("tools"), list):
        settings["tools"] = [function_tool(tool) for tool in settings["tools"]]
    return settings


def _input_item(item: Any) -> Any:
    if isinstance(item, dict) and set(item) == {"id"}:
        return {"type": "item_reference", **item}
    return item_to_ga(item)


def function_tool(tool: Any) -> Any:
    """Read a tool without a type, or with its function nested as Chat Completions has it, as a function tool."""
    if not isinstance(tool, dict):
        return tool
    inner = tool.get("function")
    if tool.get("type", "function") == "function" and isinstance(inner, dict):
        return {"type": "function", **inner}
    return {"type": "function", **tool}


def _text(event: Json) -> None:
    """Bring the text of an event under its GA name: `delta: {"text": …}` and misnamed fields are common."""
    if event["type"] not in TEXT_FIELDS:
        return
    field, others = TEXT_FIELDS[event["type"]]
    value = next((event[name] for name in (field, *others) if event.get(name) is not None), None)
    if isinstance(value, dict):
        value = next((value[name] for name in _INNER if isinstance(value.get(name), str)), None)
    if value is not None:
        event[field] = value


def _session(session: Json, *, transcription: bool) -> Json:
    return {"type": "transcription" if transcription else "realtime", **settings(session)}


def _response(event: Json, status: str | None) -> Json:
    response = event.get("response")
    nested = settings_to_ga(response) if isinstance(response, dict) else {}
    if not nested.get("id") and isinstance(event.get("response_id"), str):
        nested["id"] = event["response_id"]
    if isinstance(nested.get("output"), list):
        nested["output"] = [item_to_ga(item) for item in nested["output"]]
    if event["type"] == "response.done":
        nested["status"] = status or nested.get("status") or "completed"
    return nested


def _error(event: Json) -> Json:
    error = event.get("error")
    if isinstance(error, dict):
        told = {key: value for key, value in error.items() if value is not None}
        return {"type": "server_error", "message": str(error.get("code") or "unknown error"), **told}
    text = error if isinstance(error, str) else event.get("message")
    code = event.get("code")
    return {
        "type": "server_error",
        "message": str(text or "unknown error"),
        "code": code if isinstance(code, str) else None,
    }
