"""Responses: what is asked for, what comes of it, what it cost."""

from __future__ import annotations

from typing import Literal

import msgspec

from feedbackyes.protocol.items import InputItem, Item
from feedbackyes.protocol.sessions import (
    FormatConfig,
    Modality,
    Prompt,
    Reasoning,
    Tool,
    ToolChoice,
    VoiceId,
)

ResponseStatus = Literal["completed", "cancelled", "failed", "incomplete", "in_progress"]
CUT_IN = "cut_in"
"""`metadata.reason` of a response of the embedded engine that began while the user spoke."""
STANDS_IN = {"stands_in": "script"}
"""In `metadata` of a response of the embedded engine whose language model did not answer: a line of the script was said."""


class RequestedAudioOutput(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    format: FormatConfig | None = None
    voice: str | VoiceId | None = None


class RequestedAudio(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    output: RequestedAudioOutput | None = None


class ResponseCreateParams(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Overrides of the session for one response; None leaves the session's value.

    Args:
        conversation: `auto`, or `none` for an out-of-band response.
        input: items instead of the conversation; empty means no context at all.
    """

    conversation: Literal["auto", "none"] | None = None
    input: tuple[InputItem, ...] | None = None
    instructions: str | None = None
    output_modalities: tuple[Modality, ...] | None = None
    audio: RequestedAudio | None = None
    tools: tuple[Tool, ...] | None = None
    tool_choice: ToolChoice | None = None
    parallel_tool_calls: bool | None = None
    reasoning: Reasoning | None = None
    max_output_tokens: int | Literal["inf"] | None = None
    metadata: dict[str, str] | None = None
    prompt: Prompt | None = None


class ResponseAudioOutput(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    format: FormatConfig | None = None
    voice: str | None = None


class ResponseAudio(msgspec.Struct, frozen=True, kw_only=True):
    output: ResponseAudioOutput


class ResponseError(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    type: str | None = None
    code: str | None = None
    message: str | None = None


class StatusDetails(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why a response ended as it did."""

    type: Literal["completed", "cancelled", "incomplete", "failed"]
    reason: Literal["turn_detected", "client_cancelled", "max_output_tokens", "content_filter"] | None = None
    error: ResponseError | None = None


class CachedTokens(msgspec.Struct, frozen=True, kw_only=True):
    text_tokens: int = 0
    audio_tokens: int = 0
    image_tokens: int = 0


class InputTokens(msgspec.Struct, frozen=True, kw_only=True):
    """Cached counts are inside the counts by modality."""

    text_tokens: int = 0
    audio_tokens: int = 0
    image_tokens: int = 0
    cached_tokens: int = 0
    cached_tokens_details: CachedTokens = CachedTokens()


class OutputTokens(msgspec.Struct, frozen=True, kw_only=True):
    text_tokens: int = 0
    audio_tokens: int = 0


class Usage(msgspec.Struct, frozen=True, kw_only=True):
    """Tokens of one response."""

    total_tokens: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    input_token_details: InputTokens = InputTokens()
    output_token_details: OutputTokens = OutputTokens()


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """A response as `response.created` and `response.done` carry it. `conversation_id` is null out of band."""

    object: str = "realtime.response"
    id: str = ""
    status: ResponseStatus = "in_progress"
    status_details: StatusDetails | None = None
    output: tuple[Item, ...] = ()
    conversation_id: str | None = None
    output_modalities: tuple[Modality, ...] = ("audio",)
    max_output_tokens: int | Literal["inf"] = "inf"
    audio: ResponseAudio | None = None
    usage: Usage | None = None
    metadata: dict[str, str] | None = None

    @property
    def cuts_in(self) -> bool:
        """It began while the user spoke."""
        return self.metadata is not None and self.metadata.get("reason") == CUT_IN

    @property
    def stands_in(self) -> bool:
        """The script had to speak for the language model."""
        return self.metadata is not None and STANDS_IN.items() <= self.metadata.items()
