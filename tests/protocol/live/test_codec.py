from __future__ import annotations

import json
from typing import Annotated, Any

import pytest
from openai.types.live import ClientEvent, ServerEvent
from pydantic import Field, TypeAdapter

from feedbackyes.protocol.errors import InvalidEvent
from feedbackyes.protocol.live import client, codec, server
from feedbackyes.protocol.live.sessions import (
    PCM_24,
    Audio,
    AudioFormat,
    AudioOutput,
    Client,
    CustomVoice,
    DataChannel,
    Delegation,
    InitialItem,
    ServerEventSelector,
    SessionConfig,
    SessionUpdateConfig,
    TextPart,
    check,
    resource,
)

CLIENT: TypeAdapter[Any] = TypeAdapter(Annotated[ClientEvent, Field(discriminator="type")])
SERVER: TypeAdapter[Any] = TypeAdapter(Annotated[ServerEvent, Field(discriminator="type")])
CONFIG = SessionConfig(
    model="gpt-live-1",
    instructions="Be kind.",
    input=(InitialItem(role="user", content=(TextPart(text="Hi.", type="input_text"),)),),
    audio=Audio(format=PCM_24, output=AudioOutput(voice=CustomVoice(id="v"))),
    client=Client(
        data_channel=DataChannel(allowed_client_events=(), allowed_server_events=(ServerEventSelector(type="info"),))
    ),
    delegation=Delegation(type="client", acknowledgement_delay_ms=5),
    safety_identifier="x",
)
RESOURCE = resource(CONFIG, session_id="live_1", expires_at=1_800_000_000, on_socket=True)
CLIENT_EVENTS: list[client.ClientEvent] = [
    client.SessionStart(session=CONFIG),
    client.SessionUpdate(session=SessionUpdateConfig(delegation=Delegation(type="client"))),
    client.InputAudioAppend(audio=b"\x00\x01"),
    client.InputAudioMute(event_id="m"),
    client.InputAudioUnmute(),
    client.OutputAudioFixturePlay(audio=b"\x00\x01"),
    client.InstructionsAppend(content="a", delegation_id=None),
    client.ThinkingAppend(content="a", delegation_id="d"),
    client.CommentaryAppend(content="a", delegation_id=None),
    client.SessionClose(),
]
SERVER_EVENTS: list[server.ServerEvent] = [
    server.SessionStarted(event_id="e", client_event_id="c", session=RESOURCE),
    server.SessionUpdated(event_id="e", session=RESOURCE),
    server.InputAudioMuted(event_id="e"),
    server.InputAudioUnmuted(event_id="e"),
    server.InstructionsAppended(event_id="e", start_ms=0, end_ms=0),
    server.ThinkingAppended(event_id="e", start_ms=0, end_ms=0),
    server.CommentaryAppended(event_id="e", start_ms=0, end_ms=0),
    server.InputTranscriptDelta(event_id="e", start_ms=0, end_ms=200, delta="a"),
    server.OutputTranscriptDelta(event_id="e", start_ms=0, end_ms=200, delta="a"),
    server.OutputAudioFixturePlaying(event_id="e"),
    server.OutputAudioFixturePlayed(event_id="e"),
    server.OutputAudioDelta(delta=b"\x00\x01"),
    server.OutputAudioDelta(delta=b"\x00\x01", start_ms=0, end_ms=100),
    server.ReflectedInputAudio(audio=b"\x00\x01"),
    server.DelegationCreated(event_id="e", delegation=server.Delegation(id="d", target="client"), offset_ms=3),
    server.UsageUpdated(event_id="e", usage=server.Usage(seconds=1.5)),
    server.SessionClosed(event_id="e", reason="expired", usage=server.Usage(seconds=1.5), session=RESOURCE),
    server.ErrorEvent(event_id="e", error=server.ErrorDetail(type="t", code="c", message="m", param="p")),
    server.Info(event_id="e", code="c", message="m"),
]


@pytest.mark.parametrize("event", CLIENT_EVENTS, ids=lambda event: type(event).__name__)
def test_what_a_client_says_is_what_the_sdk_says(event: client.ClientEvent) -> None:
    written = codec.encode_client(event)
    assert not _unknown(CLIENT.validate_json(written))
    assert codec.decode_client(written) == event


@pytest.mark.parametrize("event", SERVER_EVENTS, ids=lambda event: type(event).__name__)
def test_what_a_server_says_is_what_the_sdk_reads(event: server.ServerEvent) -> None:
    written = codec.encode_server(event)
    assert not _unknown(SERVER.validate_json(written))
    read = codec.decode_server(written)
    assert type(read) is type(event)
    assert not isinstance(read, server.UnknownEvent)
    assert codec.encode_server(read) == written


def _unknown(value: Any) -> list[str]:
    inside = [name for field in type(value).model_fields for name in _within(getattr(value, field))]
    return [*(value.model_extra or {}), *inside]


def _within(value: Any) -> list[str]:
    if isinstance(value, list):
        return [name for part in value for name in _within(part)]
    return _unknown(value) if hasattr(value, "model_fields_set") else []


@pytest.mark.parametrize(
    ("message", "code", "param"),
    [
        ("{", "invalid_event", None),
        ("[]", "invalid_event", None),
        ("{}", "invalid_event", "type"),
        ('{"type": "session.begin"}', "invalid_value", "type"),
        ('{"type": "session.close", "now": true}', "unknown_parameter", "now"),
        ('{"type": "session.start", "session": {}}', "missing_required_parameter", "session.model"),
        ('{"type": "session.start", "session": {"model": "m", "voice": "x"}}', "unknown_parameter", "session.voice"),
        ('{"type": "session.thinking.append", "content": "x"}', "missing_required_parameter", "delegation_id"),
        ('{"type": "session.input_audio.append", "audio": "?"}', "invalid_value", "audio"),
        ('{"type": "session.close", "event_id": "%s"}' % ("x" * 513), "string_above_max_length", "event_id"),
    ],
)
def test_what_a_client_gets_wrong_is_told_with_its_place(message: str, code: str, param: str | None) -> None:
    with pytest.raises(InvalidEvent) as wrong:
        codec.decode_client(message)
    assert (wrong.value.code, wrong.value.param) == (code, param)


def test_an_error_names_the_message() -> None:
    with pytest.raises(InvalidEvent) as wrong:
        codec.decode_client('{"type": "session.close", "event_id": "mine", "now": true}')
    assert wrong.value.event_id == "mine"


def test_a_newer_server_is_understood_as_far_as_it_goes() -> None:
    event = codec.decode_server('{"type": "session.sung", "event_id": "e", "song": 1}')
    assert isinstance(event, server.UnknownEvent)
    assert (event.type, event.raw["song"]) == ("session.sung", 1)
    started = json.loads(codec.encode_server(SERVER_EVENTS[0]))
    started["session"]["mood"] = "good"
    started["session"]["audio"]["room"] = {"size": 3}
    assert isinstance(codec.decode_server(json.dumps(started)), server.SessionStarted)


def test_a_session_is_shown_with_what_nobody_asked_for() -> None:
    shown = resource(SessionConfig(model="m"), session_id="s", expires_at=1, on_socket=True)
    assert shown.audio == {"format": {"type": "audio/pcm", "rate": 24_000}, "output": {"voice": "marin"}}
    assert shown.delegation == {"type": "client", "acknowledgement_delay_ms": 0}
    assert (shown.store, shown.status) == (False, "active")
    on_track = resource(SessionConfig(model="m"), session_id="s", expires_at=1, on_socket=False)
    assert on_track.audio == {"output": {"voice": "marin"}}


@pytest.mark.parametrize(
    ("config", "param"),
    [
        (
            SessionConfig(model="m", audio=Audio(format=AudioFormat(type="audio/pcma", rate=16_000))),
            "audio.format.rate",
        ),
        (SessionConfig(model="m", input=(InitialItem(role="user", content=()),)), "input[0].content"),
        (SessionConfig(model="m", input=(InitialItem(role="user", content=(TextPart(text="x"),)),) * 129), "input"),
        (
            SessionConfig(
                model="m",
                client=Client(
                    data_channel=DataChannel(allowed_server_events=(ServerEventSelector(type="response.event"),))
                ),
            ),
            "client.data_channel.allowed_server_events[0].response_event",
        ),
    ],
)
def test_a_session_that_cannot_be_is_refused(config: SessionConfig, param: str) -> None:
    with pytest.raises(InvalidEvent) as wrong:
        check(config, on_socket=True)
    assert wrong.value.param == f"session.{param}"


def test_a_track_negotiates_its_format() -> None:
    with pytest.raises(InvalidEvent, match="WebRTC"):
        check(CONFIG, on_socket=False)
