"""What we write is what the official SDK reads; what we read never breaks us."""

from __future__ import annotations

import json
from typing import Annotated, Any, get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openai.types.beta.realtime.realtime_client_event import RealtimeClientEvent as BetaClientEvent
from openai.types.beta.realtime.realtime_server_event import RealtimeServerEvent as BetaServerEvent
from openai.types.realtime.realtime_client_event import RealtimeClientEvent
from openai.types.realtime.realtime_server_event import RealtimeServerEvent
from pydantic import Field, TypeAdapter

from feedbackyes.protocol import beta, client, server
from feedbackyes.protocol.client import ClientEvent
from feedbackyes.protocol.codec import (
    CLIENT_TYPES,
    SERVER_TYPES,
    Dialect,
    decode_client,
    decode_server,
    encode_client,
    encode_server,
)
from feedbackyes.protocol.errors import InvalidEvent, error_event
from feedbackyes.protocol.responses import ResponseCreateParams
from feedbackyes.protocol.server import ServerEvent, UnknownEvent
from feedbackyes.protocol.sessions import FunctionTool
from tests.protocol import samples

GA_SERVER: TypeAdapter[Any] = TypeAdapter(Annotated[RealtimeServerEvent, Field(discriminator="type")])
BETA_SERVER: TypeAdapter[Any] = TypeAdapter(Annotated[BetaServerEvent, Field(discriminator="type")])
GA_CLIENT: TypeAdapter[Any] = TypeAdapter(Annotated[RealtimeClientEvent, Field(discriminator="type")])
BETA_CLIENT: TypeAdapter[Any] = TypeAdapter(Annotated[BetaClientEvent, Field(discriminator="type")])


def name(event: Any) -> str:
    return str(event.__struct_config__.tag)


def sdk_types(union: Any) -> set[str]:
    members = get_args(get_args(union)[0])
    return {get_args(member.model_fields["type"].annotation)[0] for member in members}


def test_events_are_those_of_the_sdk() -> None:
    assert set(SERVER_TYPES) == sdk_types(RealtimeServerEvent)
    assert set(CLIENT_TYPES) == sdk_types(RealtimeClientEvent)


def test_there_is_a_sample_of_every_event() -> None:
    assert {name(event) for event in samples.server_samples()} == set(SERVER_TYPES)
    assert {name(event) for event in samples.client_samples()} == set(CLIENT_TYPES)


def test_fields_are_those_of_the_sdk() -> None:
    """A field that the SDK does not know would be our own invention."""
    ours = {kind.__struct_config__.tag: kind for kind in get_args(ServerEvent)}
    for member in get_args(get_args(RealtimeServerEvent)[0]):
        kind = get_args(member.model_fields["type"].annotation)[0]
        known = set(member.model_fields)
        assert {field.encode_name for field in msgspec.structs.fields(ours[kind])} | {"type"} <= known, kind


@pytest.mark.parametrize("event", samples.server_samples(), ids=name)
def test_the_sdk_reads_every_server_event(event: ServerEvent) -> None:
    GA_SERVER.validate_json(encode_server(event))


@pytest.mark.parametrize("event", samples.server_samples(), ids=name)
def test_the_beta_sdk_reads_every_event_that_beta_has(event: ServerEvent) -> None:
    written = encode_server(event, Dialect.BETA)
    item = getattr(event, "item", None)
    if name(event) in beta.ABSENT or item in samples.MCP_ITEMS:
        assert written == b""
    else:
        BETA_SERVER.validate_json(written)


@pytest.mark.parametrize("event", samples.client_samples(), ids=name)
def test_the_sdk_knows_every_client_event_that_we_send(event: ClientEvent) -> None:
    GA_CLIENT.validate_json(encode_client(event))


def same(one: Any, other: Any) -> bool:
    """Equal, but for what is not said in the GA shape."""
    if isinstance(one, server.ConversationItemCreated):
        return isinstance(other, server.ConversationItemAdded) and other.item == one.item
    if isinstance(one, server.SessionCreated | server.SessionUpdated) and one.session == samples.FULL_SESSION:
        one = msgspec.structs.replace(one, session=msgspec.structs.replace(one.session, temperature=msgspec.UNSET))
    return bool(one == other)


@pytest.mark.parametrize("event", samples.server_samples(), ids=name)
def test_server_events_survive_writing_and_reading(event: ServerEvent) -> None:
    assert same(event, decode_server(encode_server(event)))


@pytest.mark.parametrize("event", samples.client_samples(), ids=name)
def test_client_events_survive_writing_and_reading(event: ClientEvent) -> None:
    assert decode_client(encode_client(event)) == event


@pytest.mark.parametrize("event", samples.server_samples(), ids=name)
def test_the_beta_form_of_an_event_is_read_back(event: ServerEvent) -> None:
    written = encode_server(event, Dialect.BETA)
    if written:
        read = decode_server(written)
        assert not isinstance(read, UnknownEvent)
        assert read.__struct_config__.tag == name(event).replace("item.created", "item.added")


def test_text_is_read_like_bytes() -> None:
    data = '{"type":"response.cancel","event_id":"ü"}'
    expected = client.ResponseCancel(event_id="ü")
    assert [decode_client(form) for form in (data, data.encode(), memoryview(data.encode()))] == [expected] * 3


def test_audio_comes_last_so_that_a_relay_need_not_read_on() -> None:
    event = next(e for e in samples.server_samples() if isinstance(e, server.ResponseOutputAudioDelta))
    assert encode_server(event) == (
        b'{"type":"response.output_audio.delta","event_id":"event_1","response_id":"resp_1","item_id":"item_a",'
        b'"output_index":0,"content_index":0,"delta":"AAECAw=="}'
    )
    append = client.InputAudioBufferAppend(event_id="e", audio=b"\0")
    assert encode_client(append) == b'{"type":"input_audio_buffer.append","event_id":"e","audio":"AA=="}'


def test_a_beta_audio_delta_differs_by_its_name_alone() -> None:
    event = next(e for e in samples.server_samples() if isinstance(e, server.ResponseOutputAudioDelta))
    ga, shaped = json.loads(encode_server(event)), json.loads(encode_server(event, Dialect.BETA))
    assert shaped == {**ga, "type": "response.audio.delta"}


def test_beta_says_less_of_functions_and_costs() -> None:
    call = next(e for e in samples.server_samples() if isinstance(e, server.ResponseFunctionCallArgumentsDone))
    assert "name" not in json.loads(encode_server(call, Dialect.BETA))
    done = server.ResponseDone(event_id="e", response=samples.FULL_RESPONSE)
    usage = json.loads(encode_server(done, Dialect.BETA))["response"]["usage"]
    assert set(usage["input_token_details"]) == {"text_tokens", "audio_tokens", "cached_tokens"}


def test_a_user_audio_part_always_has_a_transcript() -> None:
    event = server.ConversationItemAdded(event_id="e", item=samples.USER_AUDIO)
    assert json.loads(encode_server(event))["item"]["content"] == [{"type": "input_audio", "transcript": None}]


def test_absent_fields_of_items_are_left_out() -> None:
    event = server.ConversationItemAdded(event_id="e", item=samples.RESULT)
    assert json.loads(encode_server(event))["item"] == {
        "type": "function_call_output",
        "id": "item_o",
        "call_id": "call_1",
        "output": "{}",
    }


def test_absent_fields_of_a_failed_transcription_are_left_out() -> None:
    error = server.TranscriptionError(type="transcription_error", code="overloaded")
    event = server.ConversationItemInputAudioTranscriptionFailed(event_id="e", item_id="u1", error=error)
    assert json.loads(encode_server(event))["error"] == {"type": "transcription_error", "code": "overloaded"}


@pytest.mark.parametrize(("told", "status"), [({}, "completed"), ({"status": "cancelled"}, "cancelled")])
def test_a_response_that_is_done_and_does_not_say_how_is_complete(told: dict[str, str], status: str) -> None:
    event = decode_server(json.dumps({"type": "response.done", "event_id": "e", "response": {"id": "r", **told}}))
    assert isinstance(event, server.ResponseDone)
    assert event.response.status == status


def test_temperature_is_shown_to_beta_clients_alone() -> None:
    event = server.SessionUpdated(event_id="e", session=samples.FULL_SESSION)
    assert "temperature" not in json.loads(encode_server(event))["session"]
    assert json.loads(encode_server(event, Dialect.BETA))["session"]["temperature"] == 0.7


def test_a_beta_client_is_told_of_its_own_field() -> None:
    problem = InvalidEvent("No.", code="invalid_value", param="session.audio.input.turn_detection.threshold")
    event = error_event("event_9", problem, "mine")
    error = json.loads(encode_server(event, Dialect.BETA))["error"]
    assert (error["param"], error["event_id"]) == ("session.turn_detection.threshold", "mine")
    assert json.loads(encode_server(event))["error"]["param"] == problem.param


def test_the_error_names_the_event_that_was_wrong() -> None:
    with pytest.raises(InvalidEvent) as caught:
        decode_client('{"type":"nonsense","event_id":"mine"}')
    event = error_event("event_9", caught.value)
    assert (event.error.type, event.error.event_id) == ("invalid_request_error", "mine")


@pytest.mark.parametrize("named", [{}, {"type": "function"}])
@pytest.mark.parametrize("look", [{"name": "look"}, {"function": {"name": "look"}}])
def test_a_tool_may_be_written_as_chat_completions_has_it(named: dict[str, str], look: dict[str, Any]) -> None:
    tools = [{**named, **look}]
    update = decode_client(json.dumps({"type": "session.update", "session": {"type": "realtime", "tools": tools}}))
    create = decode_client(json.dumps({"type": "response.create", "response": {"tools": tools}}))
    assert update == client.SessionUpdate(session={"type": "realtime", "tools": [{"type": "function", "name": "look"}]})
    assert create == client.ResponseCreate(response=ResponseCreateParams(tools=(FunctionTool(name="look"),)))


def test_metadata_may_have_16_pairs_of_64_and_512_characters() -> None:
    metadata = {f"{number:064}": "v" * 512 for number in range(16)}
    create = decode_client(json.dumps({"type": "response.create", "response": {"metadata": metadata}}))
    assert create == client.ResponseCreate(response=ResponseCreateParams(metadata=metadata))


@pytest.mark.parametrize(
    ("metadata", "param"),
    [
        ({str(number): "" for number in range(17)}, "response.metadata"),
        ({"k" * 65: ""}, f"response.metadata.{'k' * 64}"),
        ({"k": "v" * 513}, "response.metadata.k"),
    ],
)
def test_metadata_that_is_more_is_refused(metadata: dict[str, str], param: str) -> None:
    with pytest.raises(InvalidEvent) as caught:
        decode_client(json.dumps({"type": "response.create", "response": {"metadata": metadata}}))
    assert (caught.value.code, caught.value.param) == ("invalid_value", param)


@pytest.mark.parametrize(
    ("said", "status"), [({}, "completed"), ({"status": "failed"}, "failed"), ({"status": "incomplete"}, "incomplete")]
)
def test_a_clones_response_is_completed_unless_it_says_otherwise(said: dict[str, str], status: str) -> None:
    event = decode_server(json.dumps({"type": "response.done", "response": {"id": "r", **said}}))
    assert isinstance(event, server.ResponseDone)
    assert event.response.status == status


def test_an_append_of_more_than_15_mib_is_refused() -> None:
    audio = "A" * (15 * 1024 * 1024 + 4)
    with pytest.raises(InvalidEvent) as caught:
        decode_client(f'{{"type":"input_audio_buffer.append","event_id":"mine","audio":"{audio}"}}')
    assert (caught.value.code, caught.value.param, caught.value.event_id) == (
        "string_above_max_length",
        "audio",
        "mine",
    )
    assert f"{15 * 1024 * 1024} characters" in caught.value.message


def test_deep_nesting_is_refused_and_not_followed() -> None:
    for data in ("[" * 100_000, '{"type":"error","error":' + '{"a":' * 900 + "1" + "}" * 901):
        try:
            decode_client(data)
            decode_server(data)
        except InvalidEvent:
            continue


def deep(levels: int) -> str:
    return '{"a":' * levels + "1" + "}" * levels


@pytest.mark.parametrize(
    ("message", "param"),
    [
        ('{"type":"session.update","event_id":"mine","session":{"tools":[DEEP]}}', "session"),
        (
            '{"type":"response.create","event_id":"mine","response":'
            '{"tools":[{"type":"function","name":"f","parameters":DEEP}]}}',
            "response.tools[0]",
        ),
        (
            '{"type":"response.create","event_id":"mine","response":{"prompt":{"id":"p","variables":DEEP}}}',
            "response.prompt.variables",
        ),
        (
            '{"type":"conversation.item.create","event_id":"mine","item":'
            '{"type":"mcp_list_tools","server_label":"s","tools":[{"name":"t","input_schema":DEEP}]}}',
            "item.tools",
        ),
    ],
)
def test_what_may_be_anything_may_not_be_bottomless(message: str, param: str) -> None:
    decode_client(message.replace("DEEP", deep(40)))
    with pytest.raises(InvalidEvent) as caught:
        decode_client(message.replace("DEEP", deep(200)))
    assert (caught.value.code, caught.value.param, caught.value.event_id) == ("invalid_value", param, "mine")


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
FIELDS = st.sampled_from(
    ["event_id", "item", "item_id", "session", "response", "delta", "error", "part", "audio", "type", "content_index"]
)
TYPES = st.sampled_from([*CLIENT_TYPES, *SERVER_TYPES, "transcription_session.update", "response.audio.delta", "x"])
MESSAGES = st.builds(
    lambda kind, fields: {"type": kind, **fields}, TYPES, st.dictionaries(FIELDS, JSON_VALUES, max_size=5)
)


def read_all(data: bytes | str) -> None:
    for dialect in Dialect:
        try:
            decode_client(data, dialect)
        except InvalidEvent as error:
            encode_server(error_event("e", error), dialect)
    try:
        decode_server(data)
    except InvalidEvent:
        return


@given(st.binary(max_size=200) | st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_arbitrary_bytes_give_nothing_but_invalid_event(data: bytes | str) -> None:
    read_all(data)


@given(MESSAGES)
@settings(max_examples=250, deadline=None)
def test_arbitrary_json_gives_nothing_but_invalid_event(message: dict[str, Any]) -> None:
    read_all(json.dumps(message))


EVENTS = samples.server_samples()
PATHS = st.lists(st.integers(0, 9), min_size=1, max_size=5)


def damage(value: Any, path: list[int], replacement: Any) -> Any:
    """Replace what is at a path, which is taken as far as it goes."""
    if path and isinstance(value, dict) and value:
        key = list(value)[path[0] % len(value)]
        return {**value, key: damage(value[key], path[1:], replacement)}
    if path and isinstance(value, list) and value:
        index = path[0] % len(value)
        return [*value[:index], damage(value[index], path[1:], replacement), *value[index + 1 :]]
    return replacement


@given(st.sampled_from(EVENTS), PATHS, JSON_VALUES)
@settings(max_examples=250, deadline=None)
def test_a_damaged_server_event_is_read_as_far_as_it_can_be(
    event: ServerEvent, path: list[int], replacement: Any
) -> None:
    damaged = damage(json.loads(encode_server(event)), path, replacement)
    read = decode_server(json.dumps(damaged)) if isinstance(damaged, dict) else None
    if read is not None and not isinstance(read, UnknownEvent):
        encode_server(read)
        encode_server(read, Dialect.BETA)


@given(st.sampled_from(samples.client_samples()), PATHS, JSON_VALUES)
@settings(max_examples=250, deadline=None)
def test_a_damaged_client_event_is_read_or_refused(event: ClientEvent, path: list[int], replacement: Any) -> None:
    damaged = damage(json.loads(encode_client(event)), path, replacement)
    for dialect in Dialect:
        try:
            read = decode_client(json.dumps(damaged), dialect)
        except InvalidEvent:
            continue
        encode_client(read)
