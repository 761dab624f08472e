"""Reads and writes Live messages: strictly what clients say, tolerantly what servers say."""

from __future__ import annotations

from typing import Any, get_args

import msgspec

from feedbackyes.protocol.errors import InvalidEvent
from feedbackyes.protocol.live.client import ClientEvent
from feedbackyes.protocol.live.server import ServerEvent, UnknownEvent
from feedbackyes.protocol.live.sessions import SessionConfig
from feedbackyes.protocol.reading import convert

Payload = bytes | bytearray | memoryview | str
CLIENT_TYPES = tuple(str(kind.__struct_config__.tag) for kind in get_args(ClientEvent))
MAX_ID = 512
_BROKEN = (msgspec.DecodeError, UnicodeError, RecursionError)
_ENCODER = msgspec.json.Encoder()
_ANY = msgspec.json.Decoder()
_CLIENT: msgspec.json.Decoder[ClientEvent] = msgspec.json.Decoder(ClientEvent)
_SERVER: msgspec.json.Decoder[ServerEvent] = msgspec.json.Decoder(ServerEvent)


def decode_client(data: Payload) -> ClientEvent:
    """Read one message of a client.

    Raises:
        InvalidEvent: it is not JSON, no event, or has a field that is unknown or cannot be used; with the client's
            `event_id` when that could be read.
    """
    try:
        event = _CLIENT.decode(data)
    except _BROKEN:
        event = _explained(data)
    if event.event_id is not None and len(event.event_id) > MAX_ID:
        raise InvalidEvent(
            f"'event_id' may have {MAX_ID} characters.", code="string_above_max_length", param="event_id"
        )
    return event


def read_config(value: Any) -> SessionConfig:
    """The `session` of a request. Raises `InvalidEvent`, whose `param` begins with `session`."""
    config: SessionConfig = convert(value, SessionConfig, prefix="session")
    return config


def encode_client(event: ClientEvent) -> bytes:
    """Write a client event."""
    return _ENCODER.encode(event)


def encode_server(event: ServerEvent) -> bytes:
    """Write a server event."""
    return _ENCODER.encode(event)


def decode_server(data: Payload) -> ServerEvent | UnknownEvent:
    """Read one message of any Live server; one that is not known is kept whole.

    Raises:
        InvalidEvent: it is not a JSON object.
    """
    try:
        return _SERVER.decode(data)
    except _BROKEN:
        raw = _object(data)
        return UnknownEvent(type=str(raw.get("type", "")), raw=raw)


def _explained(data: Payload) -> ClientEvent:
    raw = _object(data)
    given = raw.get("event_id")
    event_id = given if isinstance(given, str) and len(given) <= MAX_ID else None
    name = raw.get("type")
    if name is None:
        raise InvalidEvent("The message has no 'type'.", param="type", event_id=event_id)
    if name not in CLIENT_TYPES:
        message = f"Invalid value: {str(name)[:100]!r}. Supported values are: {', '.join(CLIENT_TYPES)}."
        raise InvalidEvent(message, code="invalid_value", param="type", event_id=event_id)
    event: ClientEvent = convert(raw, ClientEvent, event_id=event_id)
    return event


def _object(data: Payload) -> dict[str, Any]:
    try:
        raw = _ANY.decode(data)
    except _BROKEN as error:
        reason = str(error).removeprefix("JSON is malformed: ")
        raise InvalidEvent(f"The message is not JSON that can be read: {reason}.") from None
    if not isinstance(raw, dict):
        raise InvalidEvent("The message is not a JSON object. Send one event per message.")
    return raw
