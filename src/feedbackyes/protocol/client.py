"""What a client may send. An absent `event_id` is None; fields have the names of the wire."""

from __future__ import annotations

from typing import Any

import msgspec

from feedbackyes.protocol.items import Item
from feedbackyes.protocol.responses import ResponseCreateParams


class ClientBase(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type"):
    """Every client event may carry an id of its own, at most 512 characters, which errors name."""

    event_id: str | None = None


class SessionUpdate(ClientBase, frozen=True, kw_only=True, tag="session.update"):
    """`session` is a partial GA session, as JSON: absent keys stay, null turns off. `sessions.merge` applies it."""

    session: dict[str, Any]


class InputAudioBufferAppend(ClientBase, frozen=True, kw_only=True, tag="input_audio_buffer.append"):
    """`audio` is raw bytes in the session's input format (base64 on the wire)."""

    audio: bytes


class InputAudioBufferCommit(ClientBase, frozen=True, kw_only=True, tag="input_audio_buffer.commit"):
    pass


class InputAudioBufferClear(ClientBase, frozen=True, kw_only=True, tag="input_audio_buffer.clear"):
    pass


class OutputAudioBufferClear(ClientBase, frozen=True, kw_only=True, tag="output_audio_buffer.clear"):
    pass


class ConversationItemCreate(ClientBase, frozen=True, kw_only=True, tag="conversation.item.create"):
    """`previous_item_id`: None appends, `root` puts first, an id puts after it."""

    previous_item_id: str | None = None
    item: Item


class ConversationItemRetrieve(ClientBase, frozen=True, kw_only=True, tag="conversation.item.retrieve"):
    item_id: str


class ConversationItemTruncate(ClientBase, frozen=True, kw_only=True, tag="conversation.item.truncate"):
    """The client stopped playing an assistant's audio item after `audio_end_ms`."""

    item_id: str
    content_index: int
    audio_end_ms: int


class ConversationItemDelete(ClientBase, frozen=True, kw_only=True, tag="conversation.item.delete"):
    item_id: str


class ResponseCreate(ClientBase, frozen=True, kw_only=True, tag="response.create"):
    response: ResponseCreateParams | None = None


class ResponseCancel(ClientBase, frozen=True, kw_only=True, tag="response.cancel"):
    """Without `response_id` the default conversation's response is meant."""

    response_id: str | None = None


ClientEvent = (
    SessionUpdate
    | InputAudioBufferAppend
    | InputAudioBufferCommit
    | InputAudioBufferClear
    | OutputAudioBufferClear
    | ConversationItemCreate
    | ConversationItemRetrieve
    | ConversationItemTruncate
    | ConversationItemDelete
    | ResponseCreate
    | ResponseCancel
)
