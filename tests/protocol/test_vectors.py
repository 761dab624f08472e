"""The vectors that both sides run."""

from __future__ import annotations

import json
from typing import Any

import pytest

from feedbackyes.protocol import scan
from feedbackyes.protocol.captions import Mark, heard_text
from feedbackyes.protocol.codec import Dialect, decode_client, decode_server, encode_client, encode_server
from feedbackyes.protocol.errors import InvalidEvent
from feedbackyes.protocol.server import UnknownEvent
from tests.vectors.vectors import cases, matches

Case = dict[str, Any]


def text_of(case: Case) -> str:
    text = case.get("text")
    return json.dumps(case["data"]) if text is None else str(text)


@pytest.mark.parametrize("case", cases("decode_server.json"))
def test_server_messages_are_read_as_the_vectors_say(case: Case) -> None:
    if "error" in case:
        with pytest.raises(InvalidEvent) as caught:
            decode_server(text_of(case))
        assert caught.value.code == case["error"]
        return
    event = decode_server(text_of(case))
    if "unknown" in case:
        assert isinstance(event, UnknownEvent)
        assert event.type == case["unknown"]
        assert event.raw == case["data"]
        return
    assert not isinstance(event, UnknownEvent), event.problem
    written = json.loads(encode_server(event))
    assert matches(written, case["event"]), written


@pytest.mark.parametrize("case", cases("encode_client.json"))
def test_client_events_are_written_as_the_vectors_say(case: Case) -> None:
    assert json.loads(encode_client(decode_client(json.dumps(case["event"])))) == case["event"]


@pytest.mark.parametrize("case", cases("decode_client.json"))
def test_client_messages_are_read_or_refused_as_the_vectors_say(case: Case) -> None:
    dialect = Dialect(case["dialect"])
    if "error" in case:
        with pytest.raises(InvalidEvent) as caught:
            decode_client(text_of(case), dialect)
        error = caught.value
        assert {"code": error.code, "param": error.param, "event_id": error.event_id} == case["error"], error
        assert error.message.endswith(".")
        return
    written = json.loads(encode_client(decode_client(text_of(case), dialect)))
    assert matches(written, case["event"]), written


@pytest.mark.parametrize("case", cases("scan.json"))
def test_types_and_ids_are_found_or_left_to_the_parser(case: Case) -> None:
    payload = case["text"].encode()
    for form in (payload, memoryview(payload), bytearray(payload)):
        kind, event_id = scan.event_type(form), scan.event_id(form)
        assert (kind.decode() if kind is not None else None) == case["type"]
        assert (event_id.decode() if event_id is not None else None) == case["event_id"]


@pytest.mark.parametrize("case", cases("heard_text.json"))
def test_text_is_cut_where_listening_stopped(case: Case) -> None:
    marks = [Mark(mark["at_ms"], mark["end"]) for mark in case["marks"]]
    heard = heard_text(case["text"], marks, case["heard_ms"], case["total_ms"], exact=case["exact"])
    assert heard == case["heard"]
