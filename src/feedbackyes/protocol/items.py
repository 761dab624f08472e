"""Conversation items and their content parts.

Absent fields are left out on the wire rather than sent as null, because strict readers refuse null there; an empty
string in `id`, `object` or `status` means absent. `bytes` fields are base64 on the wire.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

Status = Literal["completed", "incomplete", "in_progress"]
Role = Literal["system", "user", "assistant"]


class InputTextPart(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="input_text"):
    text: str


class InputAudioPart(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="input_audio"):
    """What the user said. The key `transcript` is always there: null until the recogniser is done.

    Args:
        confidence: of a transcript that a client brings along, 0 to 1. The embedded engine alone knows it.
    """

    audio: bytes | UnsetType = UNSET
    transcript: str | None = None
    confidence: float | UnsetType = UNSET


class InputImagePart(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="input_image"):
    image_url: str
    detail: Literal["auto", "low", "high"] | UnsetType = UNSET


class OutputTextPart(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="output_text"):
    text: str


class OutputAudioPart(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="output_audio"):
    """What the assistant said; `audio` only in the answer to a retrieve."""

    transcript: str = ""
    audio: bytes | UnsetType = UNSET


ContentPart = InputTextPart | InputAudioPart | InputImagePart | OutputTextPart | OutputAudioPart


class TextPart(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="text"):
    """`part` of `response.content_part.*`: named `text` there in every dialect."""

    text: str = ""


class AudioPart(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="audio"):
    """`part` of `response.content_part.*`: named `audio` there in every dialect."""

    transcript: str = ""


StreamPart = TextPart | AudioPart


class MessageItem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", tag="message"):
    id: str = ""
    object: str = ""
    status: Status | Literal[""] = ""
    role: Role
    content: tuple[ContentPart, ...]


class FunctionCallItem(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", tag="function_call"
):
    """`arguments` is JSON text."""

    id: str = ""
    object: str = ""
    status: Status | Literal[""] = ""
    call_id: str = ""
    name: str
    arguments: str


class FunctionCallOutputItem(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", tag="function_call_output"
):
    id: str = ""
    object: str = ""
    status: Status | Literal[""] = ""
    call_id: str
    output: str


class McpTool(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A tool that an MCP server offers."""

    name: str
    input_schema: Any
    annotations: Any = None
    description: str | None = None


class McpListToolsItem(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", tag="mcp_list_tools"
):
    id: str = ""
    server_label: str
    tools: tuple[McpTool, ...]


class McpCallError(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`code` is there for `protocol_error` and `http_error`."""

    type: Literal["protocol_error", "tool_execution_error", "http_error"]
    message: str
    code: int | None = None


class McpCallItem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", tag="mcp_call"):
    id: str
    server_label: str
    name: str
    arguments: str
    approval_request_id: str | None = None
    output: str | None = None
    error: McpCallError | None = None


class McpApprovalRequestItem(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", tag="mcp_approval_request"
):
    id: str
    server_label: str
    name: str
    arguments: str


class McpApprovalResponseItem(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", tag="mcp_approval_response"
):
    id: str = ""
    approval_request_id: str
    approve: bool
    reason: str | None = None


class ItemReference(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="item_reference"):
    """An item of the conversation, by id; only in `response.create`'s `input`."""

    id: str


Item = (
    MessageItem
    | FunctionCallItem
    | FunctionCallOutputItem
    | McpListToolsItem
    | McpCallItem
    | McpApprovalRequestItem
    | McpApprovalResponseItem
)
InputItem = Item | ItemReference
