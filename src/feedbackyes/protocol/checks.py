"""Rules of client events that their types cannot say."""

from __future__ import annotations

from typing import Any

from feedbackyes.protocol.client import (
    ClientEvent,
    ConversationItemCreate,
    ConversationItemTruncate,
    InputAudioBufferAppend,
    ResponseCreate,
    SessionUpdate,
)
from feedbackyes.protocol.errors import InvalidEvent
from feedbackyes.protocol.items import InputItem, McpListToolsItem, MessageItem, OutputAudioPart
from feedbackyes.protocol.responses import ResponseCreateParams
from feedbackyes.protocol.sessions import FormatConfig, FunctionTool, Modality

MAX_EVENT_ID = 512
MAX_AUDIO_BYTES = 15 * 1024 * 1024 * 3 // 4
"""Raw bytes of one append: 15 MiB as base64."""
MAX_OUTPUT_TOKENS = 32_000
PCM_RATE_HZ = 24_000
MAX_DEPTH = 64
"""Of what a client may nest where anything goes (a function's parameters, say)."""

_PARTS_OF_ROLE = {
    "system": ("input_text",),
    "user": ("input_text", "input_audio", "input_image"),
    "assistant": ("output_text", "output_audio"),
}
_METADATA_PAIRS, _METADATA_KEY, _METADATA_VALUE = 16, 64, 512


def check(event: ClientEvent) -> None:
    """Raises:
    InvalidEvent: a value is out of its range, or does not fit the others.
    """
    if event.event_id is not None and len(event.event_id) > MAX_EVENT_ID:
        raise too_long("event_id", MAX_EVENT_ID, "characters")
    try:
        _check_body(event)
    except InvalidEvent as error:
        error.event_id = event.event_id
        raise


def readable_event_id(raw: dict[str, Any]) -> str | None:
    """The client's id of a message that is wrong otherwise."""
    event_id = raw.get("event_id")
    return event_id if isinstance(event_id, str) and len(event_id) <= MAX_EVENT_ID else None


def _check_body(event: ClientEvent) -> None:
    match event:
        case SessionUpdate():
            check_depth(event.session, "session")
        case InputAudioBufferAppend():
            if len(event.audio) > MAX_AUDIO_BYTES:
                raise too_long("audio", 15 * 1024 * 1024, "characters of base64")
        case ConversationItemTruncate():
            not_negative("content_index", event.content_index)
            not_negative("audio_end_ms", event.audio_end_ms)
        case ConversationItemCreate():
            check_item(event.item, "item")
        case ResponseCreate() if event.response is not None:
            _check_response(event.response)


def check_item(item: InputItem, param: str) -> None:
    """Refuse content parts that do not belong to the item's role. Raises `InvalidEvent`."""
    if isinstance(item, McpListToolsItem):
        check_depth([tool.input_schema for tool in item.tools], f"{param}.tools")
    if not isinstance(item, MessageItem):
        return
    allowed = _PARTS_OF_ROLE[item.role]
    for index, part in enumerate(item.content):
        kind = part.__struct_config__.tag
        where = f"{param}.content[{index}]"
        if kind not in allowed:
            raise _invalid(f"{where}.type", f"{kind!r} cannot be in a {item.role} message; use {' or '.join(allowed)}")
        if isinstance(part, OutputAudioPart) and part.audio:
            raise _invalid(f"{where}.audio", "assistant audio cannot be created; send its text as output_text")


def check_depth(value: Any, param: str) -> None:
    """Refuse JSON that is nested so deeply that handling it could exhaust the stack. Raises `InvalidEvent`."""
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return
    raise _invalid(param, f"it is nested more than {MAX_DEPTH} levels deep")


def check_modalities(modalities: tuple[Modality, ...], param: str) -> None:
    """Exactly one of text and audio. Raises `InvalidEvent`."""
    if len(modalities) != 1:
        raise _invalid(param, "choose exactly one of ['audio'] and ['text']")


def check_output_tokens(limit: object, param: str) -> None:
    """`inf` or a number in range. Raises `InvalidEvent`."""
    if isinstance(limit, int):
        in_range(param, limit, 1, MAX_OUTPUT_TOKENS)


def check_format(config: FormatConfig, param: str) -> None:
    """PCM has one rate, G.711 needs none. Raises `InvalidEvent`."""
    rates = (PCM_RATE_HZ,) if config.type == "audio/pcm" else (8_000,)
    if isinstance(config.rate, int) and config.rate not in rates:
        raise _invalid(f"{param}.rate", f"{config.type} has a rate of {rates[0]} Hz, not {config.rate}")


def in_range(param: str, value: float, low: float, high: float) -> None:
    """Raises `InvalidEvent` unless low <= value <= high."""
    if not low <= value <= high:
        raise _invalid(param, f"{value:g} is not between {low:g} and {high:g}")


def not_negative(param: str, value: int) -> None:
    """Raises `InvalidEvent` for a value below 0."""
    if value < 0:
        raise _invalid(param, f"{value} is below 0")


def too_long(param: str, limit: int, unit: str) -> InvalidEvent:
    """The error of something that is longer than `limit`."""
    message = f"Invalid value for '{param}': it is longer than {limit} {unit}."
    return InvalidEvent(message, code="string_above_max_length", param=param)


def _inside(value: Any) -> Any:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _check_response(response: ResponseCreateParams) -> None:
    if response.output_modalities is not None:
        check_modalities(response.output_modalities, "response.output_modalities")
    check_output_tokens(response.max_output_tokens, "response.max_output_tokens")
    if response.audio is not None and response.audio.output is not None and response.audio.output.format is not None:
        check_format(response.audio.output.format, "response.audio.output.format")
    for index, tool in enumerate(response.tools or ()):
        anything = tool.parameters if isinstance(tool, FunctionTool) else [tool.allowed_tools, tool.require_approval]
        check_depth(anything, f"response.tools[{index}]")
    if response.prompt is not None:
        check_depth(response.prompt.variables, "response.prompt.variables")
    for index, item in enumerate(response.input or ()):
        check_item(item, f"response.input[{index}]")
    _check_metadata(response.metadata or {})


def _check_metadata(metadata: dict[str, str]) -> None:
    if len(metadata) > _METADATA_PAIRS:
        raise _invalid("response.metadata", f"it has more than {_METADATA_PAIRS} pairs")
    for key, value in metadata.items():
        if len(key) > _METADATA_KEY or len(value) > _METADATA_VALUE:
            limits = f"keys have at most {_METADATA_KEY} characters and values {_METADATA_VALUE}"
            raise _invalid(f"response.metadata.{key[:_METADATA_KEY]}", limits)


def _invalid(param: str, reason: str) -> InvalidEvent:
    return InvalidEvent(f"Invalid value for '{param}': {reason}.", code="invalid_value", param=param)
