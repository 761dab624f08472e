"""What a Live session tells. `start_ms`, `end_ms` and `offset_ms` are milliseconds on the session's clock.

Fields typed `UnsetType` are left out when unset.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

from feedbackyes.protocol.live.sessions import SessionResource

CloseReason = Literal["close_requested", "expired", "content", "remote_hangup", "connection_lost"]


class ServerBase(msgspec.Struct, frozen=True, kw_only=True, tag_field="type"):
    """`client_event_id` is the id that the client gave to what this answers."""

    event_id: str
    client_event_id: str | UnsetType = UNSET


class SessionStarted(ServerBase, frozen=True, kw_only=True, tag="session.started"):
    session: SessionResource


class SessionUpdated(ServerBase, frozen=True, kw_only=True, tag="session.updated"):
    session: SessionResource


class InputAudioMuted(ServerBase, frozen=True, kw_only=True, tag="session.input_audio.muted"):
    pass


class InputAudioUnmuted(ServerBase, frozen=True, kw_only=True, tag="session.input_audio.unmuted"):
    pass


class _Spanning(ServerBase, frozen=True, kw_only=True):
    start_ms: int
    end_ms: int


class InstructionsAppended(_Spanning, frozen=True, kw_only=True, tag="session.instructions.appended"):
    pass


class ThinkingAppended(_Spanning, frozen=True, kw_only=True, tag="session.thinking.appended"):
    pass


class CommentaryAppended(_Spanning, frozen=True, kw_only=True, tag="session.commentary.appended"):
    """It was accepted. Nobody can say whether it has been heard."""


class InputTranscriptDelta(_Spanning, frozen=True, kw_only=True, tag="session.input_transcript.delta"):
    delta: str


class OutputTranscriptDelta(_Spanning, frozen=True, kw_only=True, tag="session.output_transcript.delta"):
    delta: str


class OutputAudioFixturePlaying(ServerBase, frozen=True, kw_only=True, tag="session.output_audio.fixture.playing"):
    pass


class OutputAudioFixturePlayed(ServerBase, frozen=True, kw_only=True, tag="session.output_audio.fixture.played"):
    pass


class OutputAudioDelta(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="session.output_audio.delta"):
    """`delta` is raw bytes (base64 on the wire). Only sidebands are told its place; nobody an id."""

    delta: bytes
    start_ms: int | UnsetType = UNSET
    end_ms: int | UnsetType = UNSET


class ReflectedInputAudio(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="session.input_audio.append"
):
    """What comes in, told to sidebands: PCM16 at 24 kHz, before muting."""

    audio: bytes


class Delegation(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    target: str
    type: str = "delegation"


class DelegationCreated(ServerBase, frozen=True, kw_only=True, tag="session.delegation.created"):
    """The model wants something done. What, is for whoever knows the conversation to tell."""

    delegation: Delegation
    offset_ms: int


class Usage(msgspec.Struct, frozen=True, kw_only=True):
    """Of the whole session so far."""

    seconds: float


class UsageUpdated(ServerBase, frozen=True, kw_only=True, tag="session.usage.updated"):
    usage: Usage


class SessionClosed(ServerBase, frozen=True, kw_only=True, tag="session.closed"):
    """The last event. A connection that ends without it leaves open what was used."""

    reason: CloseReason
    usage: Usage
    session: SessionResource


class TransportDtmfReceived(ServerBase, frozen=True, kw_only=True, tag="transport.dtmf.received"):
    """A caller pressed a telephone key: 0 to 9, A to D, * or #. Told to sidebands."""

    event: str


class ErrorDetail(msgspec.Struct, frozen=True, kw_only=True):
    type: str
    code: str
    message: str
    param: str | UnsetType | None = UNSET
    client_event_id: str | UnsetType | None = UNSET


class ErrorEvent(ServerBase, frozen=True, kw_only=True, tag="error"):
    """A command could not be carried out; a session that has started goes on."""

    error: ErrorDetail


class Info(ServerBase, frozen=True, kw_only=True, tag="info"):
    code: str
    message: str


class UnknownEvent(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a newer server says."""

    type: str
    raw: dict[str, Any]


ServerEvent = (
    SessionStarted
    | SessionUpdated
    | InputAudioMuted
    | InputAudioUnmuted
    | InstructionsAppended
    | ThinkingAppended
    | CommentaryAppended
    | InputTranscriptDelta
    | OutputTranscriptDelta
    | OutputAudioFixturePlaying
    | OutputAudioFixturePlayed
    | OutputAudioDelta
    | ReflectedInputAudio
    | DelegationCreated
    | UsageUpdated
    | SessionClosed
    | TransportDtmfReceived
    | ErrorEvent
    | Info
)
