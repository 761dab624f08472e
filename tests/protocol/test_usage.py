"""What was used is told once for each thing, and what nobody says is unknown."""

from __future__ import annotations

from typing import Any

import pytest

from feedbackyes.protocol import responses, server
from feedbackyes.protocol.codec import decode_server
from feedbackyes.protocol.usage import told

E = "event_1"


def done(**fields: Any) -> server.ResponseDone:
    return server.ResponseDone(event_id=E, response=responses.Response(**fields))


def transcribed(usage: server.TokenUsage | server.DurationUsage | None, item_id: str = "u1") -> server.ServerEvent:
    return server.ConversationItemInputAudioTranscriptionCompleted(
        event_id=E, item_id=item_id, transcript="Hello.", usage=usage
    )


def test_tokens_of_a_response() -> None:
    used = responses.Usage(
        total_tokens=9, input_tokens=6, output_tokens=3, input_token_details=responses.InputTokens(audio_tokens=6)
    )
    body = told(done(id="r", status="cancelled", usage=used))
    assert body is not None
    assert (body.type, body.data["of"], body.data["id"], body.data["unit"]) == ("usage", "response", "r", "tokens")
    assert body.data["input_token_details"]["audio_tokens"] == 6


def test_tokens_of_a_kind_that_a_service_leaves_out_are_none() -> None:
    used = '{"input_tokens": 6, "input_token_details": {"cached_tokens_details": {}}, "output_token_details": {}}'
    body = told(decode_server(f'{{"type": "response.done", "event_id": "e", "response": {{"usage": {used}}}}}'))
    assert body is not None
    assert (body.data["total_tokens"], body.data["input_tokens"], body.data["output_tokens"]) == (0, 6, 0)
    read, wrote = body.data["input_token_details"], body.data["output_token_details"]
    assert {*read.pop("cached_tokens_details").values(), *read.values(), *wrote.values()} == {0}


def test_a_service_that_says_nothing_is_not_free() -> None:
    body = told(done(status="completed"))
    assert body is not None
    assert body.data == {"of": "response", "id": E, "unit": "unknown"}
    assert told(done(id="r", status="failed")) is None
    body = told(transcribed(None))
    assert body is not None
    assert body.data == {"of": "transcription", "id": "u1", "unit": "unknown"}


def test_a_recogniser_tells_tokens_or_seconds() -> None:
    seconds = told(transcribed(server.DurationUsage(seconds=1.5)))
    tokens = told(transcribed(server.TokenUsage(input_tokens=5, output_tokens=2)))
    assert seconds is not None
    assert tokens is not None
    assert seconds.data == {"of": "transcription", "id": "u1", "unit": "seconds", "seconds": 1.5}
    assert (tokens.data["unit"], tokens.data["input_tokens"]) == ("tokens", 5)


@pytest.mark.parametrize("kind", ["session.usage.updated", "session.closed"])
def test_full_duplex_voice_is_told_in_seconds(kind: str) -> None:
    event = decode_server(f'{{"type": "{kind}", "usage": {{"seconds": 30}}}}'.encode())
    body = told(event)
    assert body is not None
    assert body.data == {"of": "voice", "id": "", "unit": "seconds", "seconds": 30.0}


@pytest.mark.parametrize("usage", ["null", "7", "{}", '{"seconds": "x"}', '{"seconds": true}'])
def test_what_cannot_be_read_tells_nothing(usage: str) -> None:
    assert told(decode_server(f'{{"type": "session.usage.updated", "usage": {usage}}}'.encode())) is None


def test_other_events_tell_of_none() -> None:
    assert told(server.InputAudioBufferCleared(event_id=E)) is None
