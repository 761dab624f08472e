"""The beta shape: other event names, a flat session, other part types.

Hosted services have retired it; many deployed clients speak nothing else. Everything inside is GA; these functions turn
JSON of one shape into the other at the edge. Keys that belong to neither shape are left as they are, so that validation
can name them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]

EVENT_NAMES: Mapping[str, str] = {
    "response.output_audio.delta": "response.audio.delta",
    "response.output_audio.done": "response.audio.done",
    "response.output_audio_transcript.delta": "response.audio_transcript.delta",
    "response.output_audio_transcript.done": "response.audio_transcript.done",
    "response.output_text.delta": "response.text.delta",
    "response.output_text.done": "response.text.done",
    "conversation.item.added": "conversation.item.created",
}
"""GA name to beta name, where they differ."""

ABSENT = frozenset(
    {
        "conversation.item.done",
        "conversation.item.input_audio_transcription.segment",
        "input_audio_buffer.dtmf_event_received",
        "input_audio_buffer.timeout_triggered",
        "mcp_list_tools.completed",
        "mcp_list_tools.failed",
        "mcp_list_tools.in_progress",
        "response.mcp_call.completed",
        "response.mcp_call.failed",
        "response.mcp_call.in_progress",
        "response.mcp_call_arguments.delta",
        "response.mcp_call_arguments.done",
    }
)
"""GA events that have no counterpart."""

FORMATS: Mapping[str, Json] = {
    "pcm16": {"type": "audio/pcm", "rate": 24_000},
    "g711_ulaw": {"type": "audio/pcmu"},
    "g711_alaw": {"type": "audio/pcma"},
}
FORMAT_NAMES: Mapping[str, str] = {"audio/pcm": "pcm16", "audio/pcmu": "g711_ulaw", "audio/pcma": "g711_alaw"}

FLAT_PATHS: Mapping[str, tuple[str, ...]] = {
    "modalities": ("output_modalities",),
    "max_response_output_tokens": ("max_output_tokens",),
    "input_audio_format": ("audio", "input", "format"),
    "input_audio_noise_reduction": ("audio", "input", "noise_reduction"),
    "input_audio_transcription": ("audio", "input", "transcription"),
    "turn_detection": ("audio", "input", "turn_detection"),
    "output_audio_format": ("audio", "output", "format"),
    "voice": ("audio", "output", "voice"),
    "speed": ("audio", "output", "speed"),
}
"""Where a flat session's fields are in a GA session."""

MODELS = frozenset(
    {
        "gpt-realtime",
        "gpt-realtime-2025-08-28",
        "gpt-4o-realtime-preview",
        "gpt-4o-realtime-preview-2024-10-01",
        "gpt-4o-realtime-preview-2024-12-17",
        "gpt-4o-realtime-preview-2025-06-03",
        "gpt-4o-mini-realtime-preview",
        "gpt-4o-mini-realtime-preview-2024-12-17",
    }
)
"""The only models that a strict beta reader takes; others are not echoed."""
TRANSCRIPTION_MODELS = frozenset({"gpt-4o-transcribe", "gpt-4o-mini-transcribe", "whisper-1"})
DEFAULT_TEMPERATURE = 0.8
ITEM_KEYS = frozenset({"id", "object", "type", "status", "role", "content", "call_id", "name", "arguments", "output"})
ITEM_TYPES = frozenset({"message", "function_call", "function_call_output"})
RESPONSE_KEYS = ("object", "id", "status", "status_details", "output", "conversation_id", "usage", "metadata")


# --- read ---------------------------------------------------------------------------------------------------------


def is_flat(settings: Json) -> bool:
    """Tell whether a session or response object has fields of the beta shape."""
    return any(key in settings for key in FLAT_PATHS)


def settings_to_ga(flat: Json) -> Json:
    """Turn a flat session (or the flat settings of a response) into the nested form."""
    nested: Json = {key: value for key, value in flat.items() if key not in FLAT_PATHS and key != "client_secret"}
    for key, path in FLAT_PATHS.items():
        if key in flat:
            _put(nested, path, _value_to_ga(key, flat[key]))
    return nested


def part_to_ga(part: Any, role: object) -> Any:
    """Give a message's content part its GA type: `text` and `audio` mean the role's own kind."""
    if not isinstance(part, dict):
        return part
    prefix = "output_" if role == "assistant" else "input_"
    kind = part.get("type")
    if kind in ("text", "audio"):
        return {**part, "type": prefix + kind}
    if kind == "input_text" and role == "assistant":
        return {**part, "type": "output_text"}
    return part


def item_to_ga(item: Any) -> Any:
    """Give the parts of an item their GA types; an item that is only a reference becomes `item_reference`."""
    if not isinstance(item, dict):
        return item
    content = item.get("content")
    if item.get("type") != "message" or not isinstance(content, list):
        return item
    return {**item, "content": [part_to_ga(part, item.get("role")) for part in content]}


def _put(target: Json, path: tuple[str, ...], value: Any) -> None:
    for key in path[:-1]:
        inner = target.get(key)
        target[key] = dict(inner) if isinstance(inner, dict) else {}
        target = target[key]
    target.setdefault(path[-1], value)


def _value_to_ga(key: str, value: Any) -> Any:
    if key == "modalities" and value in (["text", "audio"], ["audio", "text"]):
        return ["audio"]
    if key.endswith("_audio_format") and isinstance(value, str):
        return dict(FORMATS.get(value, {"type": value}))
    return value


# --- write --------------------------------------------------------------------------------------------------------


def event_to_beta(event: Json) -> Json | None:
    """Turn a GA server event (as JSON) into its beta form; None when there is none."""
    name: str = event["type"]
    item = event.get("item")
    if name in ABSENT or (isinstance(item, dict) and item["type"] not in ITEM_TYPES):
        return None
    beta = {**event, "type": EVENT_NAMES.get(name, name)}
    if isinstance(item, dict):
        beta["item"] = _item_to_beta(item)
    if "response" in event:
        beta["response"] = _response_to_beta(event["response"])
    if "session" in event:
        _rename_session(beta, event["session"])
    if name == "response.function_call_arguments.done":
        del beta["name"]
    if name == "error":
        beta["error"] = {**event["error"], "param": param_to_beta(event["error"]["param"])}
    return beta


def param_to_beta(param: str | None) -> str | None:
    """Give a field's path the name that a beta client knows it by."""
    if param is None:
        return None
    for key, path in FLAT_PATHS.items():
        nested = ".".join(path)
        for head in ("session.", "response."):
            if param == head + nested or param.startswith(head + nested + "."):
                return head + key + param[len(head + nested) :]
    return param


def _rename_session(beta: Json, session: Json) -> None:
    if session["type"] != "transcription":
        beta["session"] = _session_to_beta(session)
    elif beta["type"] == "session.updated":
        beta["type"] = "transcription_session.updated"
        beta["session"] = _transcription_to_beta(session)
    else:
        beta["session"] = {
            **_input_to_beta(session["audio"]["input"]),
            "id": session["id"],
            "object": session["object"],
        }


def _input_to_beta(audio: Json) -> Json:
    detection = audio["turn_detection"]
    if detection is not None:
        detection = {key: value for key, value in detection.items() if key != "idle_timeout_ms"}
    transcription = audio["transcription"]
    if transcription is not None:
        transcription = {key: transcription[key] for key in ("model", "language", "prompt") if key in transcription}
    return {
        "input_audio_format": FORMAT_NAMES[audio["format"]["type"]],
        "input_audio_transcription": transcription,
        "input_audio_noise_reduction": audio["noise_reduction"],
        "turn_detection": detection,
    }


def _session_to_beta(session: Json) -> Json:
    output = session["audio"]["output"]
    choice = session["tool_choice"]
    flat: Json = {
        "id": session["id"],
        "object": session["object"],
        "expires_at": session["expires_at"],
        "modalities": _modalities(session["output_modalities"]),
        "instructions": session["instructions"],
        "voice": _voice(output["voice"]),
        "speed": output["speed"],
        "output_audio_format": FORMAT_NAMES[output["format"]["type"]],
        **_input_to_beta(session["audio"]["input"]),
        "tools": [tool for tool in session["tools"] if tool["type"] == "function"],
        "tool_choice": choice if isinstance(choice, str) else "required",
        "temperature": session.get("temperature", DEFAULT_TEMPERATURE),
        "max_response_output_tokens": session["max_output_tokens"],
        "tracing": session["tracing"],
    }
    if session["model"] in MODELS:
        flat["model"] = session["model"]
    return flat


def _transcription_to_beta(session: Json) -> Json:
    """A strict reader wants a client secret, which a socket has no use for: it is empty."""
    flat = _input_to_beta(session["audio"]["input"])
    transcription = flat["input_audio_transcription"]
    if transcription is not None and transcription.get("model") not in TRANSCRIPTION_MODELS:
        transcription.pop("model", None)
    return {
        "id": session["id"],
        "object": session["object"],
        "expires_at": session["expires_at"],
        **flat,
        "client_secret": {"value": "", "expires_at": 0},
    }


def _modalities(modalities: list[str]) -> list[str]:
    return ["text", "audio"] if "audio" in modalities else list(modalities)


def _voice(voice: str | Json | None) -> str | None:
    return voice["id"] if isinstance(voice, dict) else voice


def _item_to_beta(item: Json) -> Json:
    kept = {key: value for key, value in item.items() if key in ITEM_KEYS}
    if item["type"] == "message":
        parts = [part for part in item["content"] if part["type"] != "input_image"]
        kept["content"] = [{**part, "type": part["type"].removeprefix("output_")} for part in parts]
    return kept


def _response_to_beta(response: Json) -> Json:
    flat = {key: response[key] for key in RESPONSE_KEYS}
    flat["output"] = [_item_to_beta(item) for item in response["output"] if item["type"] in ITEM_TYPES]
    flat["usage"] = _usage_to_beta(response["usage"])
    flat["modalities"] = _modalities(response["output_modalities"])
    flat["max_output_tokens"] = response["max_output_tokens"]
    output = (response["audio"] or {}).get("output", {})
    if output.get("voice"):
        flat["voice"] = output["voice"]
    if output.get("format"):
        flat["output_audio_format"] = FORMAT_NAMES[output["format"]["type"]]
    flat["temperature"] = DEFAULT_TEMPERATURE
    return flat


def _usage_to_beta(usage: Json | None) -> Json | None:
    if usage is None:
        return None
    details = usage["input_token_details"]
    kept = {key: details[key] for key in ("text_tokens", "audio_tokens", "cached_tokens")}
    return {**usage, "input_token_details": kept}
