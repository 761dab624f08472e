"""What a client may send to a Live session. Fields have the names of the wire; one that is not here is refused."""

from __future__ import annotations

from typing import Any

import msgspec

from feedbackyes.protocol.live.sessions import SessionConfig, SessionUpdateConfig


class ClientBase(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, tag_field="type"
):
    """Every event may carry an id of its own; answers name it as `client_event_id`."""

    event_id: str | None = None


class SessionStart(ClientBase, frozen=True, kw_only=True, tag="session.start"):
    """The first message on a WebSocket that carries audio."""

    session: SessionConfig


class SessionUpdate(ClientBase, frozen=True, kw_only=True, tag="session.update"):
    session: SessionUpdateConfig


class InputAudioAppend(ClientBase, frozen=True, kw_only=True, tag="session.input_audio.append"):
    """`audio` is raw bytes in the session's format (base64 on the wire)."""

    audio: bytes


class InputAudioMute(ClientBase, frozen=True, kw_only=True, tag="session.input_audio.mute"):
    """The model hears silence from now on."""


class InputAudioUnmute(ClientBase, frozen=True, kw_only=True, tag="session.input_audio.unmute"):
    pass


class OutputAudioFixturePlay(ClientBase, frozen=True, kw_only=True, tag="session.output_audio.fixture.play"):
    """`audio` is PCM16 at 24 kHz whatever the session's format, at most 30 s. It cuts the model short."""

    audio: bytes


class _Append(ClientBase, frozen=True, kw_only=True):
    """`delegation_id` is on the wire also when it is null."""

    content: str
    delegation_id: str | None


class InstructionsAppend(_Append, frozen=True, kw_only=True, tag="session.instructions.append"):
    """A standing rule."""


class ThinkingAppend(_Append, frozen=True, kw_only=True, tag="session.thinking.append"):
    """Something to know. Not a secret: the model may tell it."""


class CommentaryAppend(_Append, frozen=True, kw_only=True, tag="session.commentary.append"):
    """Something to say, in the model's own words."""


class DecisionCreate(ClientBase, frozen=True, kw_only=True, tag="decision.create"):
    pass


class DecisionItemCreate(ClientBase, frozen=True, kw_only=True, tag="decision.item.create"):
    item: dict[str, Any]


class DecisionItemDelete(ClientBase, frozen=True, kw_only=True, tag="decision.item.delete"):
    item_id: str


class ResponseItemCreate(ClientBase, frozen=True, kw_only=True, tag="response.item.create"):
    item: dict[str, Any]


class ResponseCreate(ClientBase, frozen=True, kw_only=True, tag="response.create"):
    pass


class TransportDtmfSend(ClientBase, frozen=True, kw_only=True, tag="transport.dtmf.send"):
    """`event` is a telephone key: 0 to 9, A to D, * or #."""

    event: str


class SessionClose(ClientBase, frozen=True, kw_only=True, tag="session.close"):
    """End the session; `session.closed` follows when nothing is left to be told."""


Append = InstructionsAppend | ThinkingAppend | CommentaryAppend
ClientEvent = (
    SessionStart
    | SessionUpdate
    | InputAudioAppend
    | InputAudioMute
    | InputAudioUnmute
    | OutputAudioFixturePlay
    | InstructionsAppend
    | ThinkingAppend
    | CommentaryAppend
    | DecisionCreate
    | DecisionItemCreate
    | DecisionItemDelete
    | ResponseItemCreate
    | ResponseCreate
    | TransportDtmfSend
    | SessionClose
)
