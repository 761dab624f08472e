"""`session.update`: absent stays, null is off, empty clears; what may change when; what is mapped with a warning."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedbackyes.protocol import sessions
from feedbackyes.protocol.errors import InvalidEvent
from feedbackyes.protocol.sessions import RealtimeSession, SemanticVad, ServerVad
from feedbackyes.protocol.update import Moment, merge, modernise
from tests.protocol import samples

SESSION = samples.BARE_SESSION


def updated(patch: dict[str, Any], session: RealtimeSession = SESSION, **options: Any) -> RealtimeSession:
    """The session after a patch that needs no warning."""
    merged, warnings = merge(session, patch, **options)
    assert warnings == []
    return merged


def detection(**patch: Any) -> dict[str, Any]:
    return {"audio": {"input": {"turn_detection": patch}}}


def test_absent_keys_stay_and_nothing_else_changes() -> None:
    session = updated({"type": "realtime", "instructions": "Be brief."})
    assert session == msgspec.structs.replace(SESSION, instructions="Be brief.")


def test_one_side_of_the_audio_leaves_the_other() -> None:
    session = updated({"audio": {"output": {"speed": 1.25}}})
    assert session.audio.output.speed == 1.25
    assert session.audio.output.voice == SESSION.audio.output.voice
    assert session.audio.input == SESSION.audio.input


def test_null_turns_off() -> None:
    session = updated({"audio": {"input": {"transcription": {"model": "whisper-1"}}}, "tracing": "auto"})
    assert session.audio.input.transcription == sessions.Transcription(model="whisper-1")
    off = {"audio": {"input": {"turn_detection": None, "transcription": None, "noise_reduction": None}}}
    silent = updated(off, session)
    assert silent.audio.input == sessions.InputAudio()


def test_null_gives_back_the_default_of_what_cannot_be_off() -> None:
    session = updated({"max_output_tokens": 10, "tool_choice": "none", "audio": {"output": {"speed": 1.5}}})
    restored = updated({"max_output_tokens": None, "tool_choice": None, "audio": {"output": {"speed": None}}}, session)
    assert restored == SESSION


def test_null_in_place_of_audio_changes_nothing() -> None:
    assert updated({"audio": None}) == SESSION
    assert updated({"audio": {"input": None, "output": None}}) == SESSION


def test_empty_clears() -> None:
    full = updated({"instructions": "Be brief.", "tools": [{"type": "function", "name": "look"}]})
    assert full.tools == (sessions.FunctionTool(name="look"),)
    empty = updated({"instructions": "", "tools": []}, full)
    assert (empty.instructions, empty.tools) == ("", ())
    assert updated({"instructions": None}, full).instructions == ""


def test_turn_detection_of_the_same_type_is_merged() -> None:
    session = updated(detection(silence_duration_ms=900))
    assert session.audio.input.turn_detection == ServerVad(silence_duration_ms=900)
    again = updated(detection(type="server_vad", threshold=0.7, idle_timeout_ms=6000), session)
    assert again.audio.input.turn_detection == ServerVad(silence_duration_ms=900, threshold=0.7, idle_timeout_ms=6000)


def test_turn_detection_of_another_type_starts_from_its_defaults() -> None:
    session = updated(detection(type="semantic_vad", eagerness="low"), updated(detection(create_response=False)))
    assert session.audio.input.turn_detection == SemanticVad(eagerness="low")


def test_turn_detection_comes_back_after_push_to_talk() -> None:
    silent = updated({"audio": {"input": {"turn_detection": None}}})
    assert updated(detection(threshold=0.4), silent).audio.input.turn_detection == ServerVad(threshold=0.4)


def test_settings_of_the_other_turn_detection_are_ignored_with_a_warning() -> None:
    session, warnings = merge(SESSION, detection(type="semantic_vad", threshold=0.5, silence_duration_ms=100))
    assert session.audio.input.turn_detection == SemanticVad()
    assert len(warnings) == 2
    assert "'silence_duration_ms' is not a setting of semantic_vad" in warnings[0]


def test_a_version_of_turn_detection_is_ignored_with_a_warning() -> None:
    session, warnings = merge(SESSION, detection(type="server_vad", model_version="v2"))
    assert session == SESSION
    assert warnings == ["'model_version' is not a setting of server_vad and is ignored."]


def test_transcription_keeps_what_is_not_named() -> None:
    session = updated({"audio": {"input": {"transcription": {"model": "m", "language": "de"}}}})
    session = updated({"audio": {"input": {"transcription": {"language": None, "prompt": "names"}}}}, session)
    assert session.audio.input.transcription == sessions.Transcription(model="m", prompt="names")


def test_what_the_server_sets_is_left_alone() -> None:
    assert updated({"id": "mine", "object": "x", "expires_at": 5, "client_secret": {"value": "x"}}) == SESSION


def test_a_format_is_shown_with_its_rate() -> None:
    session = updated(
        {"audio": {"input": {"format": {"type": "audio/pcmu"}}, "output": {"format": {"type": "audio/pcm"}}}}
    )
    assert session.audio.input.format == sessions.FormatConfig(type="audio/pcmu")
    assert session.audio.output.format == sessions.PCM


@pytest.mark.parametrize(
    ("patch", "code", "param"),
    [
        ({"colour": "red"}, "unknown_parameter", "colour"),
        ({"audio": {"input": {"gain": 2}}}, "unknown_parameter", "audio.input.gain"),
        (detection(type="server_vad", patience=1), "unknown_parameter", "audio.input.turn_detection.patience"),
        (detection(type="magic"), "invalid_value", "audio.input.turn_detection.type"),
        (detection(type=["server_vad"]), "invalid_value", "audio.input.turn_detection.type"),
        (detection(threshold=1.5), "invalid_value", "audio.input.turn_detection.threshold"),
        (detection(threshold="high"), "invalid_value", "audio.input.turn_detection.threshold"),
        (detection(silence_duration_ms=-1), "invalid_value", "audio.input.turn_detection.silence_duration_ms"),
        (detection(prefix_padding_ms=10**6), "invalid_value", "audio.input.turn_detection.prefix_padding_ms"),
        (detection(idle_timeout_ms=4999), "invalid_value", "audio.input.turn_detection.idle_timeout_ms"),
        (detection(idle_timeout_ms=30001), "invalid_value", "audio.input.turn_detection.idle_timeout_ms"),
        (detection(type="semantic_vad", eagerness="mad"), "invalid_value", "audio.input.turn_detection.eagerness"),
        ({"audio": {"input": {"turn_detection": 5}}}, "invalid_value", "audio.input.turn_detection"),
        ({"audio": {"input": {"format": {"type": "audio/mp3"}}}}, "invalid_value", "audio.input.format.type"),
        (
            {"audio": {"input": {"format": {"type": "audio/pcm", "rate": 16000}}}},
            "invalid_value",
            "audio.input.format.rate",
        ),
        ({"audio": {"input": {"format": "pcm16"}}}, "invalid_value", "audio.input.format"),
        (
            {"audio": {"input": {"noise_reduction": {"type": "near_field", "strength": 2.0}}}},
            "invalid_value",
            "audio.input.noise_reduction.strength",
        ),
        ({"audio": {"output": {"speed": 0.2}}}, "invalid_value", "audio.output.speed"),
        ({"audio": {"output": {"speed": 1.6}}}, "invalid_value", "audio.output.speed"),
        ({"audio": {"output": {"voice": "eve"}}}, "invalid_value", "audio.output.voice"),
        ({"audio": {"output": {"voice": 5}}}, "invalid_value", "audio.output.voice"),
        ({"audio": []}, "invalid_value", "audio"),
        ({"output_modalities": ["text", "audio"]}, "invalid_value", "output_modalities"),
        ({"output_modalities": []}, "invalid_value", "output_modalities"),
        ({"output_modalities": ["smell"]}, "invalid_value", "output_modalities[0]"),
        ({"max_output_tokens": 0}, "invalid_value", "max_output_tokens"),
        ({"tools": [{"type": "function"}]}, "missing_required_parameter", "tools[0].name"),
        ({"tools": [{"type": "hammer"}]}, "invalid_value", "tools[0].type"),
        ({"tool_choice": "maybe"}, "invalid_value", "tool_choice"),
        ({"tool_choice": {"type": "function"}}, "missing_required_parameter", "tool_choice.name"),
        (
            {"truncation": {"type": "retention_ratio", "retention_ratio": 2}},
            "invalid_value",
            "truncation.retention_ratio",
        ),
        ({"temperature": 3.0}, "invalid_value", "temperature"),
        ({"temperature": "warm"}, "invalid_value", "temperature"),
        ({"instructions": 5}, "invalid_value", "instructions"),
        ({"type": "transcription"}, "invalid_value", "type"),
    ],
)
def test_what_cannot_be_used_is_refused_by_its_path(patch: dict[str, Any], code: str, param: str) -> None:
    with pytest.raises(InvalidEvent) as caught:
        merge(SESSION, patch)
    assert (caught.value.code, caught.value.param) == (code, f"session.{param}")
    assert param in caught.value.message


def test_the_voice_is_fixed_once_the_partner_has_spoken() -> None:
    spoken = Moment(audio_sent=True)
    assert updated({"audio": {"output": {"voice": "echo"}}}).audio.output.voice == "echo"
    assert updated({"audio": {"output": {"voice": "marin"}}}, moment=spoken) == SESSION
    with pytest.raises(InvalidEvent) as caught:
        merge(SESSION, {"audio": {"output": {"voice": "echo"}}}, spoken)
    assert caught.value.code == "cannot_update_voice"


def test_the_speed_is_fixed_while_a_response_runs() -> None:
    busy = Moment(response_active=True)
    assert updated({"audio": {"output": {"speed": 1.0}}}, moment=busy) == SESSION
    with pytest.raises(InvalidEvent) as caught:
        merge(SESSION, {"audio": {"output": {"speed": 1.2}}}, busy)
    assert caught.value.param == "session.audio.output.speed"


@pytest.mark.parametrize(("asked", "given_voice"), [("fable", "ballad"), ("onyx", "cedar"), ("nova", "coral")])
def test_documented_voices_are_mapped_with_one_warning(asked: str, given_voice: str) -> None:
    session, warnings = merge(SESSION, {"audio": {"output": {"voice": asked}}})
    assert session.audio.output.voice == given_voice
    assert len(warnings) == 1
    assert asked in warnings[0]


def test_voices_of_the_engine_are_known_too() -> None:
    assert updated({"audio": {"output": {"voice": "en-gb"}}}, voices=("en-gb",)).audio.output.voice == "en-gb"
    assert updated({"audio": {"output": {"voice": {"id": "voice_1"}}}}).audio.output.voice == sessions.VoiceId(
        id="voice_1"
    )


def test_temperature_is_taken_with_one_warning() -> None:
    session, warnings = merge(SESSION, {"temperature": 0.8})
    assert len(warnings) == 1
    assert merge(session, {"temperature": 0.8})[1] == []


def test_the_model_never_changes() -> None:
    session, warnings = merge(SESSION, {"model": "another"})
    assert session == SESSION
    assert len(warnings) == 1
    assert merge(SESSION, {"model": "gpt-realtime"})[1] == []
    assert merge(SESSION, {"model": "gpt-realtime-2.1"})[1] == []  # what its name is today


def test_tracing_stays_once_it_is_on() -> None:
    traced = updated({"tracing": "auto"})
    session, warnings = merge(traced, {"tracing": {"workflow_name": "w"}})
    assert (session.tracing, len(warnings)) == ("auto", 1)


def test_a_transcription_session_takes_what_concerns_it() -> None:
    session, warnings = merge(
        samples.TRANSCRIPTION_SESSION,
        {"type": "transcription", "audio": {"input": {"turn_detection": None}}, "include": None},
    )
    assert session.audio.input.turn_detection is None
    assert warnings == []
    refused: list[dict[str, Any]] = [{"instructions": "x"}, {"audio": {"output": {}}}, {"type": "realtime"}]
    for patch in refused:
        with pytest.raises(InvalidEvent):
            merge(samples.TRANSCRIPTION_SESSION, patch)


def test_a_refused_update_changes_nothing() -> None:
    before = msgspec.json.encode(SESSION)
    with pytest.raises(InvalidEvent):
        merge(SESSION, {"instructions": "x", "audio": {"output": {"speed": 9}}})
    assert msgspec.json.encode(SESSION) == before


def test_a_hosted_service_gets_todays_names() -> None:
    modern, warnings = modernise(
        {
            "model": "gpt-4o-realtime-preview",
            "temperature": 0.8,
            "audio": {
                "input": {"transcription": {"model": "whisper-1", "language": "de"}},
                "output": {"voice": "nova"},
            },
        }
    )
    assert modern == {
        "type": "realtime",
        "audio": {
            "input": {"transcription": {"model": "gpt-transcribe", "language": "de"}},
            "output": {"voice": "coral"},
        },
    }
    assert len(warnings) == 3


def test_what_needs_no_change_is_sent_as_it_is() -> None:
    patch = {"type": "realtime", "audio": {"input": None, "output": {"voice": "marin"}}, "tools": []}
    assert modernise(patch) == (patch, [])


KEYS = st.sampled_from(
    [
        "type",
        "audio",
        "input",
        "output",
        "format",
        "turn_detection",
        "transcription",
        "voice",
        "speed",
        "tools",
        "tool_choice",
        "truncation",
        "tracing",
        "prompt",
        "instructions",
        "output_modalities",
        "max_output_tokens",
        "temperature",
        "model",
        "threshold",
        "eagerness",
        "name",
        "rate",
    ]
)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-10, 10**6)
    | st.floats(allow_nan=False)
    | st.sampled_from(["", "auto", "echo"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(KEYS, JSON, max_size=4))
@settings(max_examples=300, deadline=None)
def test_any_patch_is_applied_or_refused(patch: dict[str, Any]) -> None:
    try:
        session, _ = merge(SESSION, patch)
    except InvalidEvent:
        return
    assert msgspec.json.decode(msgspec.json.encode(session), type=RealtimeSession) == session
    assert (session.id, session.model) == (SESSION.id, SESSION.model)


@given(st.dictionaries(KEYS, JSON, max_size=4))
@settings(max_examples=100, deadline=None)
def test_any_patch_can_be_modernised(patch: dict[str, Any]) -> None:
    modern, _ = modernise(patch)
    assert "temperature" not in modern


def test_no_padding_and_no_silence_can_be_wished_for() -> None:
    wished = updated(detection(threshold=0.0, prefix_padding_ms=0, silence_duration_ms=0)).audio.input.turn_detection
    assert wished == ServerVad(threshold=0.0, prefix_padding_ms=0, silence_duration_ms=0)
