"""One full and one bare sample of every event, for tests that go over all of them."""

from __future__ import annotations

from typing import TypeVar

from feedbackyes.protocol import client, items, responses, server, sessions
from feedbackyes.protocol.client import ClientEvent
from feedbackyes.protocol.server import ServerEvent

ID = "event_1"
PartEvent = TypeVar("PartEvent", bound=server.PartBase)
ItemEvent = TypeVar("ItemEvent", bound=server.ItemBase)

USER_AUDIO = items.MessageItem(
    id="item_u",
    object="realtime.item",
    status="completed",
    role="user",
    content=(items.InputAudioPart(),),
)
USER_MIXED = items.MessageItem(
    id="item_m",
    role="user",
    content=(
        items.InputTextPart(text="see this"),
        items.InputImagePart(image_url="data:image/png;base64,AAAA", detail="low"),
        items.InputAudioPart(audio=b"\x00\x01", transcript="hello"),
    ),
)
SYSTEM = items.MessageItem(id="item_s", role="system", content=(items.InputTextPart(text="Be kind."),))
ASSISTANT = items.MessageItem(
    id="item_a",
    object="realtime.item",
    status="incomplete",
    role="assistant",
    content=(items.OutputAudioPart(transcript="Hi", audio=b"\x00\x01"), items.OutputTextPart(text="Ho")),
)
EMPTY_ASSISTANT = items.MessageItem(
    id="item_a", object="realtime.item", status="in_progress", role="assistant", content=()
)
CALL = items.FunctionCallItem(
    id="item_f", object="realtime.item", status="completed", call_id="call_1", name="look", arguments='{"a":1}'
)
RESULT = items.FunctionCallOutputItem(id="item_o", call_id="call_1", output="{}")
MCP_ITEMS: tuple[items.Item, ...] = (
    items.McpListToolsItem(
        id="item_l",
        server_label="s",
        tools=(items.McpTool(name="t", input_schema={"type": "object"}, description="d"),),
    ),
    items.McpCallItem(
        id="item_c",
        server_label="s",
        name="t",
        arguments="{}",
        output="ok",
        approval_request_id="item_q",
        error=items.McpCallError(type="http_error", code=500, message="no"),
    ),
    items.McpApprovalRequestItem(id="item_q", server_label="s", name="t", arguments="{}"),
    items.McpApprovalResponseItem(id="item_r", approval_request_id="item_q", approve=True, reason="fine"),
)
ITEMS: tuple[items.Item, ...] = (USER_AUDIO, USER_MIXED, SYSTEM, ASSISTANT, EMPTY_ASSISTANT, CALL, RESULT, *MCP_ITEMS)

BARE_SESSION = sessions.new_realtime(session_id="sess_1", model="gpt-realtime", expires_at=1_800_000_000)
FULL_SESSION = sessions.RealtimeSession(
    id="sess_2",
    model="gpt-realtime-2.1",
    expires_at=1_800_000_000,
    output_modalities=("text",),
    instructions="Be brief.",
    audio=sessions.SessionAudio(
        input=sessions.InputAudio(
            format=sessions.FormatConfig(type="audio/pcmu"),
            noise_reduction=sessions.NoiseReduction(type="near_field", strength=0.5),
            transcription=sessions.Transcription(model="whisper-1", language="en", prompt="names", keywords=("Ada",)),
            turn_detection=sessions.SemanticVad(eagerness="high", create_response=False),
        ),
        output=sessions.OutputAudio(
            format=sessions.FormatConfig(type="audio/pcma"), voice=sessions.VoiceId(id="voice_1"), speed=1.2
        ),
    ),
    tools=(
        sessions.FunctionTool(name="look", description="d", parameters={"type": "object"}),
        sessions.ServerTool(
            server_label="s",
            server_url="https://example.org",
            allowed_tools=["t"],
            require_approval="never",
            headers={"a": "b"},
        ),
    ),
    tool_choice=sessions.FunctionChoice(name="look"),
    parallel_tool_calls=True,
    reasoning=sessions.Reasoning(effort="low"),
    max_output_tokens=100,
    truncation=sessions.RetentionRatio(retention_ratio=0.5, token_limits=sessions.TokenLimits(post_instructions=100)),
    tracing=sessions.Tracing(workflow_name="w", group_id="g", metadata={"a": 1}),
    prompt=sessions.Prompt(id="pmpt_1", version="2", variables={"name": "Ada"}),
    include=("item.input_audio_transcription.logprobs",),
    temperature=0.7,
)
MANUAL_SESSION = sessions.RealtimeSession(
    id="sess_3",
    model="gpt-4o-realtime-preview",
    audio=sessions.SessionAudio(input=sessions.InputAudio(transcription=sessions.Transcription(model="whisper-1"))),
    tool_choice=sessions.ServerToolChoice(server_label="s", name="t"),
)
TRANSCRIPTION_SESSION = sessions.new_transcription(session_id="sess_4", expires_at=1_800_000_000, model="pocketsphinx")
SESSIONS: tuple[sessions.Session, ...] = (BARE_SESSION, FULL_SESSION, MANUAL_SESSION, TRANSCRIPTION_SESSION)

BARE_RESPONSE = responses.Response(id="resp_1", conversation_id="conv_1")
FULL_RESPONSE = responses.Response(
    id="resp_2",
    status="cancelled",
    status_details=responses.StatusDetails(type="cancelled", reason="turn_detected"),
    output=(ASSISTANT, CALL, *MCP_ITEMS),
    conversation_id="conv_1",
    output_modalities=("audio",),
    max_output_tokens=100,
    audio=responses.ResponseAudio(output=responses.ResponseAudioOutput(format=sessions.PCM, voice="marin")),
    usage=responses.Usage(total_tokens=3, input_tokens=1, output_tokens=2),
    metadata={"client_event_id": "mine"},
)
FAILED_RESPONSE = responses.Response(
    id="resp_3",
    status="failed",
    status_details=responses.StatusDetails(
        type="failed", error=responses.ResponseError(type="server_error", code="voice_failed", message="No voice.")
    ),
)
RESPONSES = (BARE_RESPONSE, FULL_RESPONSE, FAILED_RESPONSE)

_LOGPROBS = (server.Logprob(token="hello", logprob=-0.1, bytes=tuple(b"hello")),)


def _part(kind: type[PartEvent], **fields: object) -> PartEvent:
    return kind(event_id=ID, response_id="resp_1", item_id="item_a", output_index=0, content_index=0, **fields)


def _item(kind: type[ItemEvent], **fields: object) -> ItemEvent:
    return kind(event_id=ID, response_id="resp_1", item_id="item_f", output_index=1, **fields)


def server_samples() -> list[ServerEvent]:
    """At least one of each of the 46."""
    return [
        *(server.SessionCreated(event_id=ID, session=session) for session in SESSIONS),
        *(server.SessionUpdated(event_id=ID, session=session) for session in SESSIONS),
        server.ConversationCreated(event_id=ID, conversation=server.Conversation(id="conv_1")),
        server.InputAudioBufferSpeechStarted(event_id=ID, audio_start_ms=100, item_id="item_u"),
        server.InputAudioBufferSpeechStopped(event_id=ID, audio_end_ms=900, item_id="item_u"),
        server.InputAudioBufferCommitted(event_id=ID, item_id="item_u"),
        server.InputAudioBufferCommitted(event_id=ID, item_id="item_u", previous_item_id="item_a"),
        server.InputAudioBufferCleared(event_id=ID),
        server.InputAudioBufferTimeoutTriggered(event_id=ID, audio_start_ms=1, audio_end_ms=2, item_id="item_u"),
        server.InputAudioBufferDtmfEventReceived(event="5", received_at=1_800_000_000),
        *(server.ConversationItemAdded(event_id=ID, previous_item_id="item_0", item=item) for item in ITEMS),
        *(server.ConversationItemDone(event_id=ID, item=item) for item in ITEMS),
        server.ConversationItemCreated(event_id=ID, item=USER_AUDIO),
        *(server.ConversationItemRetrieved(event_id=ID, item=item) for item in ITEMS),
        server.ConversationItemTruncated(event_id=ID, item_id="item_a", content_index=0, audio_end_ms=500),
        server.ConversationItemDeleted(event_id=ID, item_id="item_a"),
        *_transcription_samples(),
        *_response_samples(),
        *_mcp_samples(),
        server.OutputAudioBufferStarted(event_id=ID, response_id="resp_1"),
        server.OutputAudioBufferStopped(event_id=ID, response_id="resp_1"),
        server.OutputAudioBufferCleared(event_id=ID, response_id="resp_1"),
        server.RateLimitsUpdated(
            event_id=ID, rate_limits=(server.RateLimit(name="tokens", limit=9, remaining=8, reset_seconds=0.5),)
        ),
        server.ErrorEvent(event_id=ID, error=server.ErrorDetail(type="server_error", message="No.")),
        server.ErrorEvent(
            event_id=ID,
            error=server.ErrorDetail(
                type="invalid_request_error",
                code="invalid_value",
                message="No.",
                param="session.audio.input.turn_detection.threshold",
                event_id="mine",
            ),
        ),
    ]


def _transcription_samples() -> list[ServerEvent]:
    return [
        server.ConversationItemInputAudioTranscriptionDelta(event_id=ID, item_id="item_u", delta="hel"),
        server.ConversationItemInputAudioTranscriptionDelta(
            event_id=ID, item_id="item_u", delta="lo", logprobs=_LOGPROBS
        ),
        server.ConversationItemInputAudioTranscriptionCompleted(
            event_id=ID, item_id="item_u", transcript="hello", usage=server.DurationUsage(seconds=1.5)
        ),
        server.ConversationItemInputAudioTranscriptionCompleted(
            event_id=ID,
            item_id="item_u",
            transcript="hello",
            usage=server.TokenUsage(total_tokens=3, input_tokens=2, output_tokens=1),
            logprobs=_LOGPROBS,
            languages=(server.Language(code="en"),),
        ),
        server.ConversationItemInputAudioTranscriptionSegment(
            event_id=ID, item_id="item_u", id="seg_1", speaker="A", start=0.0, end=1.5, text="hello"
        ),
        server.ConversationItemInputAudioTranscriptionFailed(
            event_id=ID,
            item_id="item_u",
            error=server.TranscriptionError(type="server_error", code="recogniser_failed", message="Lost."),
        ),
    ]


def _response_samples() -> list[ServerEvent]:
    return [
        *(server.ResponseCreated(event_id=ID, response=response) for response in RESPONSES),
        *(server.ResponseDone(event_id=ID, response=response) for response in RESPONSES),
        *(server.ResponseOutputItemAdded(event_id=ID, response_id="r", output_index=0, item=item) for item in ITEMS),
        *(server.ResponseOutputItemDone(event_id=ID, response_id="r", output_index=0, item=item) for item in ITEMS),
        _part(server.ResponseContentPartAdded, part=items.AudioPart()),
        _part(server.ResponseContentPartAdded, part=items.TextPart()),
        _part(server.ResponseContentPartDone, part=items.AudioPart(transcript="Hi")),
        _part(server.ResponseContentPartDone, part=items.TextPart(text="Hi")),
        _part(server.ResponseOutputTextDelta, delta="H"),
        _part(server.ResponseOutputTextDone, text="Hi"),
        _part(server.ResponseOutputAudioTranscriptDelta, delta="H"),
        _part(server.ResponseOutputAudioTranscriptDone, transcript="Hi"),
        _part(server.ResponseOutputAudioDelta, delta=b"\x00\x01\x02\x03"),
        _part(server.ResponseOutputAudioDone),
        _item(server.ResponseFunctionCallArgumentsDelta, call_id="call_1", delta="{"),
        _item(server.ResponseFunctionCallArgumentsDone, call_id="call_1", name="look", arguments="{}"),
    ]


def _mcp_samples() -> list[ServerEvent]:
    return [
        _item(server.ResponseMcpCallArgumentsDelta, delta="{"),
        _item(server.ResponseMcpCallArgumentsDone, arguments="{}"),
        server.ResponseMcpCallInProgress(event_id=ID, item_id="item_c", output_index=0),
        server.ResponseMcpCallCompleted(event_id=ID, item_id="item_c", output_index=0),
        server.ResponseMcpCallFailed(event_id=ID, item_id="item_c", output_index=0),
        server.McpListToolsInProgress(event_id=ID, item_id="item_l"),
        server.McpListToolsCompleted(event_id=ID, item_id="item_l"),
        server.McpListToolsFailed(event_id=ID, item_id="item_l"),
    ]


def client_samples() -> list[ClientEvent]:
    """At least one of each of the 11."""
    full = responses.ResponseCreateParams(
        conversation="none",
        input=(USER_MIXED, ASSISTANT_TEXT, CALL, RESULT),
        instructions="Say ok.",
        output_modalities=("text",),
        audio=responses.RequestedAudio(
            output=responses.RequestedAudioOutput(format=sessions.PCM, voice=sessions.VoiceId(id="voice_1"))
        ),
        tools=(sessions.FunctionTool(name="look"),),
        tool_choice="none",
        parallel_tool_calls=False,
        reasoning=sessions.Reasoning(effort="high"),
        max_output_tokens="inf",
        metadata={"a": "b"},
        prompt=sessions.Prompt(id="pmpt_1"),
    )
    return [
        client.SessionUpdate(session={"type": "realtime", "instructions": ""}),
        client.SessionUpdate(
            event_id="mine", session={"type": "realtime", "audio": {"input": {"turn_detection": None}}}
        ),
        client.InputAudioBufferAppend(audio=b"\x00\x01"),
        client.InputAudioBufferCommit(event_id="mine"),
        client.InputAudioBufferClear(),
        client.OutputAudioBufferClear(),
        *(client.ConversationItemCreate(item=item) for item in (USER_MIXED, SYSTEM, ASSISTANT_TEXT, CALL, RESULT)),
        *(client.ConversationItemCreate(item=item, previous_item_id="root") for item in MCP_ITEMS),
        client.ConversationItemRetrieve(item_id="item_a"),
        client.ConversationItemTruncate(item_id="item_a", content_index=0, audio_end_ms=0),
        client.ConversationItemDelete(event_id="mine", item_id="item_a"),
        client.ResponseCreate(),
        client.ResponseCreate(response=responses.ResponseCreateParams()),
        client.ResponseCreate(event_id="mine", response=full),
        client.ResponseCancel(),
        client.ResponseCancel(response_id="resp_1"),
    ]


ASSISTANT_TEXT = items.MessageItem(id="item_t", role="assistant", content=(items.OutputTextPart(text="Ho"),))
