"""What a server sends, by the names of the GA protocol.

Nullable fields without a default are always on the wire; those typed `UnsetType` are left out when unset.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

from feedbackyes.protocol.items import Item, StreamPart
from feedbackyes.protocol.responses import Response
from feedbackyes.protocol.sessions import Session


class ServerBase(msgspec.Struct, frozen=True, kw_only=True, tag_field="type"):
    """Every event but one has an id."""

    event_id: str


class SessionCreated(ServerBase, frozen=True, kw_only=True, tag="session.created"):
    session: Session


class SessionUpdated(ServerBase, frozen=True, kw_only=True, tag="session.updated"):
    session: Session


class Conversation(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    object: str = "realtime.conversation"


class ConversationCreated(ServerBase, frozen=True, kw_only=True, tag="conversation.created"):
    conversation: Conversation


class InputAudioBufferSpeechStarted(ServerBase, frozen=True, kw_only=True, tag="input_audio_buffer.speech_started"):
    """`audio_start_ms` counts from the session's first audio byte, prefix padding included; `item_id` is the coming
    user item's."""

    audio_start_ms: int
    item_id: str


class InputAudioBufferSpeechStopped(ServerBase, frozen=True, kw_only=True, tag="input_audio_buffer.speech_stopped"):
    """`audio_end_ms` includes the silence that was waited for."""

    audio_end_ms: int
    item_id: str


class InputAudioBufferCommitted(ServerBase, frozen=True, kw_only=True, tag="input_audio_buffer.committed"):
    previous_item_id: str | None = None
    item_id: str


class InputAudioBufferCleared(ServerBase, frozen=True, kw_only=True, tag="input_audio_buffer.cleared"):
    pass


class InputAudioBufferTimeoutTriggered(
    ServerBase, frozen=True, kw_only=True, tag="input_audio_buffer.timeout_triggered"
):
    audio_start_ms: int
    audio_end_ms: int
    item_id: str


class InputAudioBufferDtmfEventReceived(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="input_audio_buffer.dtmf_event_received"
):
    """A telephone key. `received_at` is Unix seconds. The one event without an id."""

    event: str
    received_at: int


class ConversationItemAdded(ServerBase, frozen=True, kw_only=True, tag="conversation.item.added"):
    previous_item_id: str | None = None
    item: Item


class ConversationItemDone(ServerBase, frozen=True, kw_only=True, tag="conversation.item.done"):
    previous_item_id: str | None = None
    item: Item


class ConversationItemCreated(ServerBase, frozen=True, kw_only=True, tag="conversation.item.created"):
    """The beta name of `conversation.item.added`; read, never sent to a GA client."""

    previous_item_id: str | None = None
    item: Item


class ConversationItemRetrieved(ServerBase, frozen=True, kw_only=True, tag="conversation.item.retrieved"):
    item: Item


class ConversationItemTruncated(ServerBase, frozen=True, kw_only=True, tag="conversation.item.truncated"):
    item_id: str
    content_index: int
    audio_end_ms: int


class ConversationItemDeleted(ServerBase, frozen=True, kw_only=True, tag="conversation.item.deleted"):
    item_id: str


class Logprob(msgspec.Struct, frozen=True, kw_only=True):
    """A recognised token and the natural logarithm of its probability. `bytes` is its UTF-8."""

    token: str
    logprob: float
    bytes: tuple[int, ...] = ()


class TranscriptionTokens(msgspec.Struct, frozen=True, kw_only=True):
    text_tokens: int = 0
    audio_tokens: int = 0


class TokenUsage(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="tokens"):
    total_tokens: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    input_token_details: TranscriptionTokens = TranscriptionTokens()


class DurationUsage(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="duration"):
    seconds: float


class Language(msgspec.Struct, frozen=True, kw_only=True):
    code: str


class TranscriptionError(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Empty fields are left out."""

    type: str = ""
    code: str = ""
    message: str = ""
    param: str = ""


class ConversationItemInputAudioTranscriptionDelta(
    ServerBase, frozen=True, kw_only=True, tag="conversation.item.input_audio_transcription.delta"
):
    item_id: str
    content_index: int = 0
    delta: str
    logprobs: tuple[Logprob, ...] | UnsetType | None = UNSET


class ConversationItemInputAudioTranscriptionCompleted(
    ServerBase, frozen=True, kw_only=True, tag="conversation.item.input_audio_transcription.completed"
):
    """`usage` is None only when a server left it out: unknown, not free."""

    item_id: str
    content_index: int = 0
    transcript: str
    usage: TokenUsage | DurationUsage | None
    logprobs: tuple[Logprob, ...] | UnsetType | None = UNSET
    languages: tuple[Language, ...] | UnsetType | None = UNSET


class ConversationItemInputAudioTranscriptionSegment(
    ServerBase, frozen=True, kw_only=True, tag="conversation.item.input_audio_transcription.segment"
):
    """A stretch of one speaker; `start` and `end` in seconds. Diarizing models only."""

    item_id: str
    content_index: int = 0
    id: str
    speaker: str
    start: float
    end: float
    text: str


class ConversationItemInputAudioTranscriptionFailed(
    ServerBase, frozen=True, kw_only=True, tag="conversation.item.input_audio_transcription.failed"
):
    item_id: str
    content_index: int = 0
    error: TranscriptionError


class ResponseCreated(ServerBase, frozen=True, kw_only=True, tag="response.created"):
    response: Response


class ResponseDone(ServerBase, frozen=True, kw_only=True, tag="response.done"):
    """A response that does not say how it went is done all the same, and so complete."""

    response: Response

    def __post_init__(self) -> None:
        if self.response.status == "in_progress":
            msgspec.structs.force_setattr(self, "response", msgspec.structs.replace(self.response, status="completed"))


class ResponseOutputItemAdded(ServerBase, frozen=True, kw_only=True, tag="response.output_item.added"):
    response_id: str
    output_index: int
    item: Item


class ResponseOutputItemDone(ServerBase, frozen=True, kw_only=True, tag="response.output_item.done"):
    response_id: str
    output_index: int
    item: Item


class ItemBase(ServerBase, frozen=True, kw_only=True):
    """Part of a response's item."""

    response_id: str
    item_id: str
    output_index: int


class PartBase(ItemBase, frozen=True, kw_only=True):
    """Part of a response's content part."""

    content_index: int


class ResponseContentPartAdded(PartBase, frozen=True, kw_only=True, tag="response.content_part.added"):
    part: StreamPart


class ResponseContentPartDone(PartBase, frozen=True, kw_only=True, tag="response.content_part.done"):
    part: StreamPart


class ResponseOutputTextDelta(PartBase, frozen=True, kw_only=True, tag="response.output_text.delta"):
    delta: str


class ResponseOutputTextDone(PartBase, frozen=True, kw_only=True, tag="response.output_text.done"):
    text: str


class ResponseOutputAudioTranscriptDelta(
    PartBase, frozen=True, kw_only=True, tag="response.output_audio_transcript.delta"
):
    delta: str


class ResponseOutputAudioTranscriptDone(
    PartBase, frozen=True, kw_only=True, tag="response.output_audio_transcript.done"
):
    transcript: str


class ResponseOutputAudioDelta(PartBase, frozen=True, kw_only=True, tag="response.output_audio.delta"):
    """`delta` is raw bytes in the response's output format (base64 on the wire)."""

    delta: bytes


class ResponseOutputAudioDone(PartBase, frozen=True, kw_only=True, tag="response.output_audio.done"):
    pass


class ResponseFunctionCallArgumentsDelta(
    ItemBase, frozen=True, kw_only=True, tag="response.function_call_arguments.delta"
):
    call_id: str
    delta: str


class ResponseFunctionCallArgumentsDone(
    ItemBase, frozen=True, kw_only=True, tag="response.function_call_arguments.done"
):
    call_id: str
    name: str
    arguments: str


class ResponseMcpCallArgumentsDelta(ItemBase, frozen=True, kw_only=True, tag="response.mcp_call_arguments.delta"):
    """`obfuscation` is padding; strict readers want it to be there."""

    delta: str
    obfuscation: str = ""


class ResponseMcpCallArgumentsDone(ItemBase, frozen=True, kw_only=True, tag="response.mcp_call_arguments.done"):
    arguments: str


class ResponseMcpCallInProgress(ServerBase, frozen=True, kw_only=True, tag="response.mcp_call.in_progress"):
    item_id: str
    output_index: int


class ResponseMcpCallCompleted(ServerBase, frozen=True, kw_only=True, tag="response.mcp_call.completed"):
    item_id: str
    output_index: int


class ResponseMcpCallFailed(ServerBase, frozen=True, kw_only=True, tag="response.mcp_call.failed"):
    item_id: str
    output_index: int


class McpListToolsInProgress(ServerBase, frozen=True, kw_only=True, tag="mcp_list_tools.in_progress"):
    item_id: str


class McpListToolsCompleted(ServerBase, frozen=True, kw_only=True, tag="mcp_list_tools.completed"):
    item_id: str


class McpListToolsFailed(ServerBase, frozen=True, kw_only=True, tag="mcp_list_tools.failed"):
    item_id: str


class OutputAudioBufferStarted(ServerBase, frozen=True, kw_only=True, tag="output_audio_buffer.started"):
    response_id: str


class OutputAudioBufferStopped(ServerBase, frozen=True, kw_only=True, tag="output_audio_buffer.stopped"):
    response_id: str


class OutputAudioBufferCleared(ServerBase, frozen=True, kw_only=True, tag="output_audio_buffer.cleared"):
    response_id: str


class RateLimit(msgspec.Struct, frozen=True, kw_only=True):
    name: Literal["requests", "tokens"]
    limit: int
    remaining: int
    reset_seconds: float


class RateLimitsUpdated(ServerBase, frozen=True, kw_only=True, tag="rate_limits.updated"):
    rate_limits: tuple[RateLimit, ...]


class ErrorDetail(msgspec.Struct, frozen=True, kw_only=True):
    """`event_id` is the client's id of the event that was wrong, when it had one."""

    type: str
    code: str | None = None
    message: str
    param: str | None = None
    event_id: str | None = None


class ErrorEvent(ServerBase, frozen=True, kw_only=True, tag="error"):
    error: ErrorDetail


class UnknownEvent(msgspec.Struct, frozen=True, kw_only=True):
    """A message that is none of ours: an event of another dialect, or one of ours that could not be read."""

    type: str
    raw: dict[str, Any]
    problem: str = ""


ServerEvent = (
    SessionCreated
    | SessionUpdated
    | ConversationCreated
    | InputAudioBufferSpeechStarted
    | InputAudioBufferSpeechStopped
    | InputAudioBufferCommitted
    | InputAudioBufferCleared
    | InputAudioBufferTimeoutTriggered
    | InputAudioBufferDtmfEventReceived
    | ConversationItemAdded
    | ConversationItemDone
    | ConversationItemCreated
    | ConversationItemRetrieved
    | ConversationItemTruncated
    | ConversationItemDeleted
    | ConversationItemInputAudioTranscriptionDelta
    | ConversationItemInputAudioTranscriptionCompleted
    | ConversationItemInputAudioTranscriptionSegment
    | ConversationItemInputAudioTranscriptionFailed
    | ResponseCreated
    | ResponseDone
    | ResponseOutputItemAdded
    | ResponseOutputItemDone
    | ResponseContentPartAdded
    | ResponseContentPartDone
    | ResponseOutputTextDelta
    | ResponseOutputTextDone
    | ResponseOutputAudioTranscriptDelta
    | ResponseOutputAudioTranscriptDone
    | ResponseOutputAudioDelta
    | ResponseOutputAudioDone
    | ResponseFunctionCallArgumentsDelta
    | ResponseFunctionCallArgumentsDone
    | ResponseMcpCallArgumentsDelta
    | ResponseMcpCallArgumentsDone
    | ResponseMcpCallInProgress
    | ResponseMcpCallCompleted
    | ResponseMcpCallFailed
    | McpListToolsInProgress
    | McpListToolsCompleted
    | McpListToolsFailed
    | OutputAudioBufferStarted
    | OutputAudioBufferStopped
    | OutputAudioBufferCleared
    | RateLimitsUpdated
    | ErrorEvent
)
