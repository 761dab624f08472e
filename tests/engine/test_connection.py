"""One client: hostile messages, slow readers, pacing, failing stages, and a clean end."""

from __future__ import annotations

import asyncio
import base64
import gc
import json

import pytest

from feedbackyes.domain.errors import NotReady, TooMany
from feedbackyes.engine import connection as module
from feedbackyes.engine import outlet
from feedbackyes.engine.conversation import Entry
from feedbackyes.protocol.codec import Dialect
from feedbackyes.stages.dialogue import CallFunction, Say
from feedbackyes.stages.tts import VoiceFailed
from tests.engine.fakes import WORD_MS, LoudnessStream, silence, speech
from tests.engine.wire import Bench, Wire

TURN = silence(400) + speech(800) + silence(700)


async def answered(wire: Wire) -> None:
    await wire.until("response.done")


# --- what a client may get wrong --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("", "invalid_event"),
        ("{", "invalid_event"),
        ("[1]", "invalid_event"),
        ("null", "invalid_event"),
        ('{"type": 3}', "invalid_value"),
        ('{"event_id": "x"}', "invalid_event"),
        ('{"type": "conversation.item.retrieve"}', "missing_required_parameter"),
        ('{"type": "input_audio_buffer.append", "audio": "%%%"}', "invalid_value"),
        ('{"type": "input_audio_buffer.append", "audio": "AAA="} ', None),
        ('{"type": "input_audio_buffer.append", "audio": "AA=="}', "invalid_value"),
        ('{"type": "input_audio_buffer.append", "audio": [0.1, NaN]}', "invalid_event"),
        (b"\xff\xfe\x00", "invalid_event"),
        ("[" * 100_000, "invalid_event"),
    ],
)
async def test_a_message_that_is_wrong_is_an_error_and_the_session_lives(
    wire: Wire, message: str | bytes, code: str | None
) -> None:
    wire.raw(message)
    wire.put("input_audio_buffer.clear")
    await wire.until("input_audio_buffer.cleared")
    assert [event["error"]["code"] for event in wire.of("error")] == ([code] if code else [])


async def test_an_unknown_event_is_an_error_that_names_the_clients_event(wire: Wire) -> None:
    wire.put("scooby.dooby.doo", event_id="my_event_1")
    error = (await wire.until("error"))["error"]
    assert (error["type"], error["event_id"]) == ("invalid_request_error", "my_event_1")


async def test_a_message_of_20_mb_is_an_error_and_the_session_lives(wire: Wire) -> None:
    wire.raw('{"type":"input_audio_buffer.append","audio":"' + "A" * 20_000_000 + '"}')
    assert (await wire.until("error"))["error"]["code"] == "string_above_max_length"
    wire.put("input_audio_buffer.clear")
    await wire.until("input_audio_buffer.cleared")


async def test_fifteen_mib_of_base64_in_one_message_are_taken(wire: Wire) -> None:
    wire.update(audio={"input": {"turn_detection": None}})
    audio = base64.b64encode(bytes(15 * 2**20 * 3 // 4)).decode()
    assert len(audio) == 15 * 2**20
    wire.put("input_audio_buffer.append", audio=audio)
    wire.put("input_audio_buffer.commit")
    await wire.until("input_audio_buffer.committed")
    assert not wire.of("error")


async def test_a_busy_client_is_paused_and_resumed(wire: Wire) -> None:
    await wire.until("session.created")
    for _ in range(module.BUSY_MESSAGES + 10):
        wire.put("input_audio_buffer.clear")
    assert wire.pauses == [True]
    for _ in range(module.BUSY_MESSAGES + 10):
        await wire.until("input_audio_buffer.cleared")
    assert wire.pauses == [True, False]


async def test_a_client_that_floods_although_paused_is_closed_with_a_reason(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FLOOD_MESSAGES", 500)
    for _ in range(501):
        wire.raw("{}")
    code, reason = await wire.until_closed()
    assert code == 1008
    assert "faster" in reason


async def test_a_slow_reader_gets_everything_when_it_reads_again(bench: Bench, wire: Wire) -> None:
    await wire.until("session.created")
    assert wire.connection is not None
    wire.connection.pause()
    wire.append(TURN)
    await bench.cast.voice.used.wait()
    assert wire.types == ["session.created"]
    wire.connection.resume()
    await answered(wire)


async def test_a_reader_that_never_reads_is_closed_and_its_events_are_let_go(
    bench: Bench, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outlet, "MAX_BACKLOG", 20_000)
    await wire.until("session.created")
    assert wire.connection is not None
    wire.connection.pause()
    wire.append(TURN)
    assert (await wire.until_closed())[0] == 1008
    assert wire.types == ["session.created"]


# --- speaking ---------------------------------------------------------------------------------------------------------


async def test_audio_is_sent_ahead_of_playback_but_not_far(bench: Bench, wire: Wire) -> None:
    words = [f"word{index}" for index in range(40)]
    bench.cast.partner.says = [[Say(" ".join(words))]]
    wire.append(TURN)
    await wire.until("response.output_audio.delta")
    await asyncio.sleep(0.2)
    sent_ms = len(wire.audio()) / 48
    assert module.LEAD_MS - 300 <= sent_ms <= module.LEAD_MS + 700
    assert len(words) * WORD_MS > sent_ms


async def test_barge_in_stops_the_voice(bench: Bench, wire: Wire) -> None:
    bench.cast.partner.says = [[Say(" ".join(["word"] * 100))]]
    wire.append(TURN)
    await wire.until("response.output_audio.delta")
    wire.append(speech(300))
    done = (await wire.until("response.done"))["response"]
    assert (done["status"], done["status_details"]["reason"]) == ("cancelled", "turn_detected")
    sent = len(wire.log)
    await asyncio.sleep(0.05)
    assert not [event for event in wire.log[sent:] if event["type"].startswith("response.")]


async def test_clauses_are_spoken_as_they_come_and_joined(bench: Bench, wire: Wire) -> None:
    bench.cast.partner.says = [[Say("Well. "), Say("Let me see. "), Say("…"), Say("Yes.")]]
    wire.append(TURN)
    await answered(wire)
    assert wire.of("response.output_audio_transcript.done")[0]["transcript"] == "Well. Let me see. …Yes."
    assert [text for text, *_ in bench.cast.voice.spoken] == ["Well. ", "Let me see. ", "Yes."]


async def test_text_deltas_come_before_the_audio_in_which_the_words_begin(bench: Bench, wire: Wire) -> None:
    bench.cast.partner.says = [[Say("one two three")]]
    wire.append(TURN)
    await answered(wire)
    at_ms, starts = 0.0, {}
    for event in wire.of("response.output_audio_transcript.delta", "response.output_audio.delta"):
        if event["type"].endswith("transcript.delta"):
            starts[event["delta"]] = at_ms
        else:
            at_ms += len(base64.b64decode(event["delta"])) / 48
    assert starts == {"one": 0, " two": WORD_MS, " three": 2 * WORD_MS}


async def test_the_voice_is_asked_for_as_the_session_says(bench: Bench, wire: Wire) -> None:
    wire.update(audio={"output": {"voice": "alloy", "speed": 1.25}})
    wire.append(TURN)
    await answered(wire)
    assert bench.cast.voice.spoken[0][1:] == ("alloy", 1.25, "en")


@pytest.mark.parametrize("wire_format", ["audio/pcmu", "audio/pcma"])
async def test_g711_both_ways(bench: Bench, wire: Wire, wire_format: str) -> None:
    from feedbackyes.audio import g711
    from feedbackyes.audio.formats import pcm16
    from feedbackyes.audio.resample import resample

    wire.update(audio={"input": {"format": {"type": wire_format}}, "output": {"format": {"type": wire_format}}})
    encode = g711.encode_mu if wire_format == "audio/pcmu" else g711.encode_a
    wire.append(encode(resample(pcm16(TURN), 24_000, 8_000)), step_ms=20)
    await answered(wire)
    assert len(wire.audio()) / 8 == pytest.approx(WORD_MS * 4, abs=5)  # You said hello there.


async def test_a_voice_that_fails_ends_the_response_as_failed(bench: Bench, wire: Wire) -> None:
    bench.cast.voice.failure = VoiceFailed("No such language.")
    wire.append(TURN)
    done = (await wire.until("response.done"))["response"]
    assert (done["status"], done["status_details"]["error"]["code"]) == ("failed", "voice_failed")
    bench.cast.voice.failure = None
    wire.append(TURN)
    assert (await wire.until("response.done"))["response"]["status"] == "completed"


async def test_a_bug_in_the_dialogue_ends_the_response_not_the_session(bench: Bench, wire: Wire) -> None:
    bench.cast.partner.says = [[Say("Well. "), ZeroDivisionError()]]
    wire.append(TURN)
    done = (await wire.until("response.done"))["response"]
    assert done["status"] == "failed"
    assert "ZeroDivision" not in json.dumps(done)
    wire.append(TURN)
    assert (await wire.until("response.done"))["response"]["status"] == "completed"


async def test_a_spoken_preamble_and_a_function_call_are_two_items(bench: Bench, wire: Wire) -> None:
    bench.cast.partner.says = [[Say("One moment."), CallFunction("weather", "{}")]]
    wire.append(TURN)
    output = (await wire.until("response.done"))["response"]["output"]
    assert [item["type"] for item in output] == ["message", "function_call"]
    indexes = {event["output_index"] for event in wire.of("response.output_item.added")}
    assert indexes == {0, 1}


async def test_a_failing_voice_detector_ends_this_session_with_a_reason(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> list[float]:
        raise NotReady("The voice detector is gone.")

    monkeypatch.setattr(LoudnessStream, "feed", broken)
    wire.append(silence(100))
    assert await wire.until_closed() == (1011, "The voice detector is gone.")
    assert wire.of("error")[0]["error"]["type"] == "server_error"


async def test_a_bug_ends_this_session_and_no_other(bench: Bench, wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    other = bench.connect()
    await other.until("session.created")

    async def broken(*_: object) -> list[float]:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(LoudnessStream, "feed", broken)
        wire.append(silence(100))
        assert (await wire.until_closed())[0] == 1011
    other.append(TURN)
    await answered(other)


# --- dialects and kinds -----------------------------------------------------------------------------------------------


async def test_a_beta_client_is_answered_in_the_beta_shape(bench: Bench) -> None:
    wire = bench.connect(dialect=Dialect.BETA, model="gpt-4o-realtime-preview")
    created = await wire.until("session.created")
    assert created["session"]["turn_detection"]["type"] == "server_vad"
    await wire.until("conversation.created")
    session = {"voice": "alloy", "input_audio_transcription": {"model": "whisper-1"}, "input_audio_format": "pcm16"}
    wire.put("session.update", session=session)
    await wire.until("session.updated")
    wire.append(TURN)
    await answered(wire)
    assert "conversation.item.created" in wire.types
    assert "response.audio.delta" in wire.types
    assert not [kind for kind in wire.types if "output_audio" in kind or kind == "conversation.item.done"]


async def test_a_beta_transcription_session(bench: Bench) -> None:
    wire = bench.connect(dialect=Dialect.BETA, intent="transcription")
    wire.append(TURN)
    completed = await wire.until("conversation.item.input_audio_transcription.completed")
    assert completed["transcript"] == "hello there"


async def test_two_sessions_do_not_hear_each_other(bench: Bench, wire: Wire) -> None:
    other = bench.connect()
    bench.cast.ears.hears = ["first", "second"]
    wire.append(TURN)
    await answered(wire)
    other.append(TURN)
    await answered(other)
    said = [each.of("response.output_audio_transcript.done")[0]["transcript"] for each in (wire, other)]
    assert said == ["You said first.", "You said second."]


# --- the end ----------------------------------------------------------------------------------------------------------


async def test_a_client_that_leaves_in_the_middle_leaves_nothing_behind(bench: Bench, wire: Wire) -> None:
    bench.cast.partner.says = [[Say(" ".join(["word"] * 100))]]
    wire.append(TURN)
    await wire.until("response.output_audio.delta")
    assert wire.connection is not None
    wire.connection.close()
    wire.connection.close()
    wire.connection.receive(b"{}")
    await wire.connection.wait_closed()
    assert await wire.until_closed() == (1000, "")
    names = [task.get_name() for task in asyncio.all_tasks()]
    assert not [name for name in names if "engine" in name]
    # What is left of a session waits for the collector; its sound must not.
    gc.collect()
    assert not [entry.id for entry in gc.get_objects() if isinstance(entry, Entry) and entry.audio]


async def test_a_client_that_leaves_before_anything_began_is_let_go(bench: Bench) -> None:
    wires = [bench.connect() for _ in range(50)]
    for wire in wires:
        assert wire.connection is not None
        wire.connection.close()
    for wire in wires:
        assert wire.connection is not None
        await wire.connection.wait_closed()
        assert (await wire.until_closed())[0] == 1000
    gc.collect()


async def test_no_more_sessions_than_the_settings_allow() -> None:
    bench = Bench(max_sessions=1)
    wire = bench.connect()
    with pytest.raises(TooMany):
        bench.connect()
    assert wire.connection is not None
    wire.connection.close()
    await wire.connection.wait_closed()
    await asyncio.sleep(0)
    bench.connect()
    await bench.engine.close()


async def test_closing_the_engine_ends_its_sessions_with_a_reason(bench: Bench, wire: Wire) -> None:
    await wire.until("session.created")
    await bench.engine.close()
    assert await wire.until_closed() == (1001, "The server is shutting down.")
    with pytest.raises(NotReady):
        bench.connect()


# --- how long a reply stays active ------------------------------------------------------------------------------------


async def test_a_spoken_reply_is_complete_when_it_has_nearly_been_played(bench: Bench, wire: Wire) -> None:
    bench.cast.partner.says = [[Say("Naturally so.")]]
    loop = asyncio.get_running_loop()
    wire.put("response.create")
    await wire.until("response.output_audio.delta")
    began = loop.time()
    wire.put("response.create", event_id="second")
    error = (await wire.until("error"))["error"]
    assert error["code"] == "conversation_already_has_active_response"
    await answered(wire)
    assert loop.time() - began == pytest.approx((2 * WORD_MS - module.END_LEAD_MS) / 1000, abs=0.15)


async def test_a_function_call_completes_its_response_at_once(bench: Bench, wire: Wire) -> None:
    bench.cast.partner.says = [[Say("One moment."), CallFunction("weather", "{}")]]
    loop = asyncio.get_running_loop()
    wire.put("response.create")
    await wire.until("response.function_call_arguments.done")
    called = loop.time()
    await answered(wire)
    assert loop.time() - called < 0.1


async def test_text_comes_word_by_word_and_can_be_cancelled(bench: Bench, wire: Wire) -> None:
    bench.cast.partner.says = [[Say("One two. "), Say("Three " * 500)]]
    wire.update(output_modalities=["text"])
    wire.put("response.create")
    deltas = [(await wire.until("response.output_text.delta"))["delta"] for _ in range(3)]
    assert deltas == ["One", " two.", " Three"]
    wire.put("response.cancel")
    done = (await wire.until("response.done"))["response"]
    assert done["status"] == "cancelled"
    assert done["output"][0]["content"][0]["text"].startswith("One two. Three")
