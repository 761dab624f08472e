"""Reads and writes messages. One definition, the events' classes, serves both ways.

What is written is strict. Reading a client is strict about values (a wrong one is an error with the field's path) and
lenient about shape; reading a server is lenient throughout: aliases are mapped, and a field that cannot be read is
dropped rather than losing the event.
"""

from __future__ import annotations

from enum import Enum
from typing import Any, get_args

import msgspec
from msgspec import UNSET

from feedbackyes.protocol import aliases, beta, checks, scan
from feedbackyes.protocol.client import ClientEvent, ResponseCreate, SessionUpdate
from feedbackyes.protocol.errors import InvalidEvent
from feedbackyes.protocol.models import RETIRED_VOICES
from feedbackyes.protocol.reading import convert
from feedbackyes.protocol.repair import read_leniently
from feedbackyes.protocol.responses import RequestedAudio
from feedbackyes.protocol.server import (
    ConversationItemAdded,
    ConversationItemCreated,
    ResponseOutputAudioDelta,
    ServerEvent,
    SessionCreated,
    SessionUpdated,
    UnknownEvent,
)
from feedbackyes.protocol.sessions import RealtimeSession

Payload = bytes | bytearray | memoryview | str


class Dialect(Enum):
    """The shape that a client asked for."""

    GA = "ga"
    BETA = "beta"


_BROKEN = (msgspec.DecodeError, UnicodeError, RecursionError)
_ENCODER = msgspec.json.Encoder()
_ANY = msgspec.json.Decoder()
_CLIENT: msgspec.json.Decoder[ClientEvent] = msgspec.json.Decoder(ClientEvent)
_SERVER: msgspec.json.Decoder[ServerEvent] = msgspec.json.Decoder(ServerEvent)
CLIENT_TYPES = tuple(kind.__struct_config__.tag for kind in get_args(ClientEvent))
SERVER_TYPES = tuple(kind.__struct_config__.tag for kind in get_args(ServerEvent))

_GA_AUDIO, _BETA_AUDIO = (b'{"type":"response.%s.delta"' % name for name in (b"output_audio", b"audio"))


# --- client events ------------------------------------------------------------------------------------------------


def decode_client(data: Payload, dialect: Dialect = Dialect.GA) -> ClientEvent:
    """Read one message of a client. The shape may be GA or beta whatever the dialect; beta event names need BETA.

    Raises:
        InvalidEvent: it is not JSON, no event, or has a value that cannot be used; with the client's `event_id` when
            that could be read.
    """
    try:
        event = _CLIENT.decode(data)
    except _BROKEN:
        event = _decode_client_slowly(data, dialect)
    if type(event) is SessionUpdate:
        event = msgspec.structs.replace(event, session=aliases.settings(event.session))
    elif type(event) is ResponseCreate:
        event = _with_current_voice(event)
    checks.check(event)
    return event


def _with_current_voice(event: ResponseCreate) -> ResponseCreate:
    """A voice that is retired is asked for under the name that stands for it today."""
    response = event.response
    output = response.audio.output if response is not None and response.audio is not None else None
    if response is None or output is None or not isinstance(output.voice, str) or output.voice not in RETIRED_VOICES:
        return event
    output = msgspec.structs.replace(output, voice=RETIRED_VOICES[output.voice])
    current = msgspec.structs.replace(response, audio=RequestedAudio(output=output))
    return msgspec.structs.replace(event, response=current)


def encode_client(event: ClientEvent) -> bytes:
    """Write a client event in the GA shape."""
    return _ENCODER.encode(event)


def _decode_client_slowly(data: Payload, dialect: Dialect) -> ClientEvent:
    raw = _decode_object(data)
    event_id = checks.readable_event_id(raw)
    name = raw.get("type")
    if name is None:
        raise InvalidEvent("The message has no 'type'.", param="type", event_id=event_id)
    event = aliases.client_event(raw, beta=dialect is Dialect.BETA)
    if event["type"] not in CLIENT_TYPES:
        message = f"Invalid value: {str(name)[:100]!r}. Supported values are: {', '.join(CLIENT_TYPES)}."
        raise InvalidEvent(message, code="invalid_value", param="type", event_id=event_id)
    read: ClientEvent = convert(event, ClientEvent, event_id=event_id)
    return read


def _decode_object(data: Payload) -> dict[str, Any]:
    try:
        raw = _ANY.decode(data)
    except _BROKEN as error:
        reason = str(error).removeprefix("JSON is malformed: ")
        message = f"The message is not JSON that can be read: {reason}."
        raise InvalidEvent(message, event_id=_visible_event_id(data)) from None
    if not isinstance(raw, dict):
        raise InvalidEvent("The message is not a JSON object. Send one event per message.")
    return raw


def _visible_event_id(data: Payload) -> str | None:
    """The id of a message that cannot be parsed, when it is plain to see."""
    found = scan.event_id(data.encode(errors="replace") if isinstance(data, str) else data)
    return found.decode(errors="replace") if found is not None else None


# --- server events ------------------------------------------------------------------------------------------------


def encode_server(event: ServerEvent, dialect: Dialect = Dialect.GA) -> bytes:
    """Write a server event; empty when the dialect has no such event, which then is not sent."""
    if dialect is Dialect.BETA:
        return _encode_beta(event)
    if isinstance(event, SessionCreated | SessionUpdated) and isinstance(event.session, RealtimeSession):
        session = msgspec.structs.replace(event.session, temperature=UNSET)
        event = msgspec.structs.replace(event, session=session)
    return _ENCODER.encode(event)


def decode_server(data: Payload) -> ServerEvent | UnknownEvent:
    """Read one message of any Realtime server.

    Raises:
        InvalidEvent: it is not a JSON object.
    """
    try:
        event = _SERVER.decode(data)
    except _BROKEN:
        return _decode_server_leniently(_decode_object(data))
    if type(event) is ConversationItemCreated:
        return _as_added(event)
    return event


def _encode_beta(event: ServerEvent) -> bytes:
    if type(event) is ResponseOutputAudioDelta:
        return _BETA_AUDIO + _ENCODER.encode(event)[len(_GA_AUDIO) :]
    shaped = beta.event_to_beta(msgspec.to_builtins(event))
    return b"" if shaped is None else _ENCODER.encode(shaped)


def _as_added(event: ConversationItemCreated) -> ConversationItemAdded:
    return ConversationItemAdded(event_id=event.event_id, previous_item_id=event.previous_item_id, item=event.item)


def _decode_server_leniently(raw: dict[str, Any]) -> ServerEvent | UnknownEvent:
    name = raw.get("type")
    if not isinstance(name, str):
        return UnknownEvent(type="", raw=raw, problem="The message has no type.")
    event = aliases.server_event(raw)
    if event["type"] not in SERVER_TYPES:
        return UnknownEvent(type=name, raw=raw)
    read, problem = read_leniently(event)
    if read is None:
        return UnknownEvent(type=name, raw=raw, problem=problem)
    return _as_added(read) if type(read) is ConversationItemCreated else read
