from __future__ import annotations

from typing import Any

import msgspec
import pytest

from feedbackyes import library
from feedbackyes.gateway import filters
from feedbackyes.protocol.client import ConversationItemCreate, ResponseCreate, SessionUpdate
from feedbackyes.protocol.codec import decode_client
from feedbackyes.protocol.errors import InvalidEvent

WISH = {
    "type": "realtime",
    "model": "gpt-4o-realtime-preview",
    "instructions": "Be a pirate.",
    "prompt": {"id": "pmpt_1"},
    "include": ["item.input_audio_transcription.logprobs"],
    "tools": [{"type": "function", "name": "f"}],
    "tool_choice": "auto",
    "temperature": 0.7,
    "output_modalities": ["text"],
    "audio": {
        "input": {
            "format": {"type": "audio/pcmu"},
            "noise_reduction": {"type": "near_field"},
            "turn_detection": {"type": "semantic_vad", "eagerness": "low"},
            "transcription": {"model": "whisper-1", "language": "fr", "prompt": "names"},
        },
        "output": {"format": {"type": "audio/pcma"}, "voice": "onyx", "speed": 1.1},
    },
}


def test_in_a_scenario_sound_and_turns_are_the_clients_and_nothing_else() -> None:
    session, warnings = filters.client_session(SessionUpdate(session=WISH), scenario=True)
    assert session == {
        "type": "realtime",
        "output_modalities": ["text"],
        "audio": {
            "input": {
                "format": {"type": "audio/pcmu"},
                "noise_reduction": {"type": "near_field"},
                "turn_detection": {"type": "semantic_vad", "eagerness": "low"},
                "transcription": {"language": "fr"},
            },
            "output": {"format": {"type": "audio/pcma"}, "voice": "cedar", "speed": 1.1},
        },
    }
    left_out = next(warning for warning in warnings if "scenario" in warning)
    assert all(name in left_out for name in ("include", "instructions", "prompt", "tools"))
    assert "model" not in left_out.replace("model,", ""), "the documented clients send it and expect nothing"
    assert any("temperature" in warning for warning in warnings)
    assert any("onyx" in warning for warning in warnings)


def test_in_a_free_conversation_instructions_and_tools_are_welcome() -> None:
    session, _ = filters.client_session(SessionUpdate(session=WISH), scenario=False)
    assert session["instructions"] == "Be a pirate."
    assert session["tools"] == WISH["tools"]
    assert session["audio"]["input"]["transcription"] == {
        "model": "gpt-transcribe",
        "language": "fr",
        "prompt": "names",
    }
    assert not {"model", "prompt", "include", "temperature"} & set(session)


@pytest.mark.parametrize("scenario", [True, False])
def test_a_client_cannot_turn_the_transcript_off(scenario: bool) -> None:
    wish = {"type": "realtime", "audio": {"input": {"transcription": None, "turn_detection": None}}}
    session, _ = filters.client_session(SessionUpdate(session=wish), scenario=scenario)
    assert session["audio"]["input"] == {"turn_detection": None}


def test_a_flat_session_is_read() -> None:
    event = decode_client(b'{"type":"session.update","session":{"voice":"echo","turn_detection":null}}')
    assert isinstance(event, SessionUpdate)
    session, warnings = filters.client_session(event, scenario=True)
    assert session["audio"] == {"input": {"turn_detection": None}, "output": {"voice": "echo"}}
    assert warnings == []


def response_create(text: bytes) -> ResponseCreate:
    event = decode_client(text)
    assert isinstance(event, ResponseCreate)
    return event


def test_in_a_scenario_a_client_says_when_not_what() -> None:
    event = response_create(
        b'{"type":"response.create","event_id":"e","response":{"instructions":"x","input":[],"tools":[],'
        b'"conversation":"none","metadata":{"a":"b"},"output_modalities":["audio"]}}'
    )
    kept = filters.response_create(event, scenario=True)
    assert kept.event_id == "e"
    assert msgspec.to_builtins(kept.response) == {"metadata": {"a": "b"}, "output_modalities": ("audio",)}
    assert filters.response_create(event, scenario=False) is event


@pytest.mark.parametrize("role", ["system", "assistant"])
def test_in_a_scenario_nobody_speaks_for_the_partner(role: str) -> None:
    kind = "output_text" if role == "assistant" else "input_text"
    text = f'{{"type":"conversation.item.create","item":{{"type":"message","role":"{role}","content":[{{"type":"{kind}","text":"x"}}]}}}}'
    event = decode_client(text)
    assert isinstance(event, ConversationItemCreate)
    with pytest.raises(InvalidEvent):
        filters.check_item(event, scenario=True)
    filters.check_item(event, scenario=False)


def test_secrets_are_taken_out_and_the_rest_is_left() -> None:
    message = b'{"type":"session.updated","session":{"instructions":"secret","prompt":{"id":"p"},"voice":"v"}}'
    assert msgspec.json.decode(filters.shown(message)) == {
        "type": "session.updated",
        "session": {"instructions": "", "prompt": None, "voice": "v"},
    }
    harmless = b'{"type":"response.output_text.delta","delta":"the \\"instructions\\" say"}'
    assert filters.shown(harmless) is harmless


def test_a_partner_who_interrupts_waits_less_than_a_client_asks() -> None:
    def asked(share: float, scenario: bool = True) -> Any:
        shipped = library.scenario("late-report")
        difficulty = shipped.difficulty.model_copy(update={"interrupts": share})
        wish = SessionUpdate(session={"audio": {"input": {"turn_detection": {"silence_duration_ms": 1000}}}})
        session, _ = filters.client_session(wish, scenario=scenario)
        filters.let_interrupt(session, shipped.model_copy(update={"difficulty": difficulty}) if scenario else None)
        return session["audio"]["input"]["turn_detection"]["silence_duration_ms"]

    assert (asked(0.0), asked(0.4), asked(1.0, scenario=False)) == (1000, 700, 1000)
    nothing: dict[str, Any] = {"audio": {"input": {"turn_detection": None}}}
    filters.let_interrupt(nothing, library.scenario("late-report"))
    assert nothing == {"audio": {"input": {"turn_detection": None}}}
