"""The session object of both kinds, with the defaults that a server echoes.

Everything is echoed, null included, but for the fields typed `UnsetType`: some readers die on a key they do not know.
`protocol.update.merge` changes a session.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

Modality = Literal["text", "audio"]
Effort = Literal["minimal", "low", "medium", "high", "xhigh"]
Eagerness = Literal["low", "medium", "high", "auto"]
Include = Literal["item.input_audio_transcription.logprobs"]
FormatName = Literal["audio/pcm", "audio/pcmu", "audio/pcma"]

DEFAULT_INSTRUCTIONS = "You are a friendly conversation partner. Speak naturally, keep it short, and ask when unsure."
DEFAULT_VOICE = "marin"


class FormatConfig(msgspec.Struct, frozen=True, kw_only=True):
    """An audio format on the wire; `rate` only with `audio/pcm`, and always 24000 there."""

    type: FormatName
    rate: int | UnsetType = UNSET


PCM = FormatConfig(type="audio/pcm", rate=24_000)


class NoiseReduction(msgspec.Struct, frozen=True, kw_only=True):
    type: Literal["near_field", "far_field"]
    strength: float | UnsetType = UNSET


class Transcription(msgspec.Struct, frozen=True, kw_only=True):
    """How the user's speech is transcribed; keys that were not asked for are not echoed."""

    model: str | UnsetType = UNSET
    language: str | UnsetType = UNSET
    prompt: str | UnsetType = UNSET
    languages: tuple[str, ...] | UnsetType = UNSET
    keywords: tuple[str, ...] | UnsetType = UNSET
    delay: Effort | UnsetType = UNSET


class ServerVad(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="server_vad"):
    """Turns end after `silence_duration_ms` of silence. `idle_timeout_ms` None: nobody is prompted."""

    threshold: float = 0.5
    prefix_padding_ms: int = 300
    silence_duration_ms: int = 500
    idle_timeout_ms: int | None = None
    create_response: bool = True
    interrupt_response: bool = True


class SemanticVad(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="semantic_vad"):
    """Turns end when the speaker seems to have finished; `auto` is `medium`."""

    eagerness: Eagerness = "auto"
    create_response: bool = True
    interrupt_response: bool = True


TurnDetection = ServerVad | SemanticVad


class VoiceId(msgspec.Struct, frozen=True, kw_only=True):
    """A custom voice."""

    id: str


class InputAudio(msgspec.Struct, frozen=True, kw_only=True):
    """The user's side. `turn_detection` None is push-to-talk: the client commits."""

    format: FormatConfig = PCM
    noise_reduction: NoiseReduction | None = None
    transcription: Transcription | None = None
    turn_detection: TurnDetection | None = None


class OutputAudio(msgspec.Struct, frozen=True, kw_only=True):
    format: FormatConfig = PCM
    voice: str | VoiceId = DEFAULT_VOICE
    speed: float = 1.0


class SessionAudio(msgspec.Struct, frozen=True, kw_only=True):
    input: InputAudio = InputAudio()
    output: OutputAudio = OutputAudio()


class FunctionTool(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="function"):
    """A function that the client carries out; `parameters` is a JSON schema."""

    name: str
    description: str | UnsetType = UNSET
    parameters: Any = UNSET


class ServerTool(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="mcp"):
    """Tools of an MCP server, reached by address, connector or tunnel."""

    server_label: str
    server_url: str | UnsetType = UNSET
    connector_id: str | UnsetType = UNSET
    tunnel_id: str | UnsetType = UNSET
    authorization: str | UnsetType | None = UNSET
    headers: dict[str, str] | UnsetType | None = UNSET
    allowed_tools: Any = UNSET
    require_approval: Any = UNSET
    server_description: str | UnsetType | None = UNSET
    defer_loading: bool | UnsetType = UNSET
    allowed_callers: tuple[str, ...] | UnsetType | None = UNSET


Tool = FunctionTool | ServerTool


class FunctionChoice(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="function"):
    name: str


class ServerToolChoice(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="mcp"):
    server_label: str
    name: str | UnsetType = UNSET


ToolChoice = Literal["auto", "none", "required"] | FunctionChoice | ServerToolChoice


class Reasoning(msgspec.Struct, frozen=True, kw_only=True):
    effort: Effort | UnsetType = UNSET


class Tracing(msgspec.Struct, frozen=True, kw_only=True):
    workflow_name: str | UnsetType = UNSET
    group_id: str | UnsetType = UNSET
    metadata: Any = UNSET


class TokenLimits(msgspec.Struct, frozen=True, kw_only=True):
    post_instructions: int | UnsetType = UNSET


class RetentionRatio(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="retention_ratio"):
    """When the context is full, keep this share of it."""

    retention_ratio: float
    token_limits: TokenLimits | UnsetType = UNSET


class Prompt(msgspec.Struct, frozen=True, kw_only=True):
    """A stored prompt and what fills its blanks."""

    id: str
    version: str | UnsetType | None = UNSET
    variables: dict[str, Any] | UnsetType | None = UNSET


class RealtimeSession(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="realtime"):
    """A conversation. `temperature` belongs to the beta shape alone and changes nothing."""

    object: str = "realtime.session"
    id: str = ""
    model: str = ""
    expires_at: int = 0
    output_modalities: tuple[Modality, ...] = ("audio",)
    instructions: str = ""
    audio: SessionAudio = SessionAudio()
    tools: tuple[Tool, ...] = ()
    tool_choice: ToolChoice = "auto"
    parallel_tool_calls: bool | UnsetType = UNSET
    reasoning: Reasoning | UnsetType = UNSET
    max_output_tokens: int | Literal["inf"] = "inf"
    truncation: Literal["auto", "disabled"] | RetentionRatio = "auto"
    tracing: Literal["auto"] | Tracing | None = None
    prompt: Prompt | None = None
    include: tuple[Include, ...] | None = None
    temperature: float | UnsetType = UNSET


class TranscriptionAudio(msgspec.Struct, frozen=True, kw_only=True):
    input: InputAudio = InputAudio()


class TranscriptionSession(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="transcription"):
    """Speech in, text out, no partner."""

    object: str = "realtime.transcription_session"
    id: str = ""
    expires_at: int = 0
    audio: TranscriptionAudio = TranscriptionAudio()
    include: tuple[Include, ...] | None = None


Session = RealtimeSession | TranscriptionSession


def new_realtime(*, session_id: str, model: str, expires_at: int, voice: str = DEFAULT_VOICE) -> RealtimeSession:
    """A conversation with every default, as `session.created` shows it. `expires_at` is Unix seconds."""
    audio = SessionAudio(input=InputAudio(turn_detection=ServerVad()), output=OutputAudio(voice=voice))
    return RealtimeSession(
        id=session_id, model=model, expires_at=expires_at, instructions=DEFAULT_INSTRUCTIONS, audio=audio
    )


def new_transcription(*, session_id: str, expires_at: int, model: str | UnsetType = UNSET) -> TranscriptionSession:
    """A transcription session with every default. `model` names the recogniser, when it should be shown."""
    audio = InputAudio(turn_detection=ServerVad(), transcription=Transcription(model=model))
    return TranscriptionSession(id=session_id, expires_at=expires_at, audio=TranscriptionAudio(input=audio))
