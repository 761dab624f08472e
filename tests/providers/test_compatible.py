"""Services that nearly speak Realtime."""

from __future__ import annotations

import json
from typing import Any

import pytest

from feedbackyes import library, providers
from feedbackyes.domain.errors import NotReady
from feedbackyes.providers import Setup
from feedbackyes.providers._dialect import Dialect, Translated, TranslatedConnection
from feedbackyes.settings import Settings


class Listener:
    caller_id = "alice"

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []

    def on_message(self, payload: bytes) -> None:
        self.events.append(json.loads(bytes(payload)))

    def on_closed(self, code: int, reason: str) -> None: ...
    def on_pause(self) -> None: ...
    def on_resume(self) -> None: ...


class Connection:
    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []

    def send(self, payload: bytes) -> None:
        self.sent.append(json.loads(bytes(payload)))

    def pause(self) -> None: ...
    def resume(self) -> None: ...
    def close(self) -> None: ...


def load(**values: Any) -> Any:
    return providers.load("compatible", Settings(compatible_url="https://voice.example/v1", **values))


def encoded(**event: Any) -> bytes:
    return json.dumps(event, separators=(",", ":")).encode()


def test_an_address_is_needed_and_flags_are_known() -> None:
    with pytest.raises(NotReady, match="FEEDBACKYES_COMPATIBLE_URL"):
        providers.load("compatible", Settings())
    with pytest.raises(NotReady, match=r"sideways.*flat-session"):
        load(compatible_dialect=("sideways",))


def test_what_a_service_cannot_do_is_no_capability() -> None:
    able = load(compatible_dialect=("no-truncate", "no-push-to-talk", "no-transcription")).capabilities
    assert (able.truncates, able.push_to_talk, able.transcribes, able.webrtc_direct) == (False,) * 4
    assert load().capabilities.truncates


def test_what_a_service_refuses_is_left_out() -> None:
    scenario = library.scenario("late-report")
    wanted = load(compatible_dialect=("no-logprobs", "no-idle-timeout")).session_update(Setup(scenario=scenario))
    assert "include" not in wanted
    assert "idle_timeout_ms" not in wanted["audio"]["input"]["turn_detection"]


def test_a_flat_session_says_the_same() -> None:
    connection = Connection()
    translated = TranslatedConnection(connection, Dialect(["flat-session", "no-truncate"]))
    session = load().session_update(Setup(patience_ms=500))
    translated.send(encoded(type="session.update", event_id="e", session=session))
    translated.send(encoded(type="conversation.item.truncate", item_id="i", content_index=0, audio_end_ms=1))
    translated.send(encoded(type="input_audio_buffer.append", audio="AAAA"))
    update, append = connection.sent
    assert append["audio"] == "AAAA"
    flat = update["session"]
    assert (flat["input_audio_format"], flat["output_audio_format"]) == ("pcm16", "pcm16")
    assert flat["turn_detection"]["silence_duration_ms"] == 500
    assert flat["modalities"] == ["audio", "text"]
    assert flat["instructions"] == session["instructions"]
    assert "audio" not in flat
    assert "type" not in flat


def test_transcripts_that_repeat_themselves_are_told_once() -> None:
    listener = Listener()
    translated = Translated(listener, Dialect(["cumulative-transcripts"]))
    for said in ("I", "I am", "I am here"):
        kind = "conversation.item.input_audio_transcription.delta"
        translated.on_message(encoded(type=kind, event_id="e", item_id="i", content_index=0, delta=said))
    assert [event["delta"] for event in listener.events] == ["I", " am", " here"]


def test_events_of_the_retired_interface_come_by_todays_names() -> None:
    listener = Listener()
    translated = Translated(listener, Dialect(["beta-names"]))
    part = {"response_id": "r", "item_id": "i", "output_index": 0, "content_index": 0}
    translated.on_message(encoded(type="response.audio.delta", event_id="e", **part, delta="AAAA"))
    translated.on_message(encoded(type="something.else", event_id="e"))
    assert [event["type"] for event in listener.events] == ["response.output_audio.delta", "something.else"]
    assert translated.caller_id == "alice"
