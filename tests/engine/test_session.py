"""The conversation's rules, step by step: what a client asks for, and when it ends."""

from __future__ import annotations

import pytest

from feedbackyes.engine.commands import Close, StopReply
from tests.engine.desk import Desk, error_of, only, types
from tests.engine.fakes import lost

# --- functions --------------------------------------------------------------------------------------------------------


WEATHER = {"type": "function", "name": "weather", "parameters": {"type": "object", "properties": {}}}


def test_a_function_call_is_an_item_of_its_own_and_its_result_is_remembered(desk: Desk) -> None:
    desk.update(tools=[WEATHER], tool_choice="required")
    desk.text("how is the weather?")
    desk.put("response.create")
    assert desk.reply.request.tools[0]["name"] == "weather"
    assert desk.reply.request.tool_choice == "required"
    desk.session.called(desk.reply.response_id, "weather", '{"town":"Ulm"}', desk.now_ms)
    events = desk.take() + desk.finish()
    assert types(events) == [
        "response.output_item.added",
        "conversation.item.added",
        "response.function_call_arguments.delta",
        "response.function_call_arguments.done",
        "response.output_item.done",
        "conversation.item.done",
        "response.done",
        "rate_limits.updated",
    ]
    call = events[4]["item"]
    assert (call["status"], call["arguments"]) == ("completed", '{"town":"Ulm"}')
    assert len(call["call_id"]) <= 32
    result = {"type": "function_call_output", "call_id": call["call_id"], "output": "rain"}
    assert types(desk.put("conversation.item.create", item=result))[0] == "conversation.item.added"
    desk.put("response.create")
    assert "rain" in desk.reply.request.history[-1].text


def test_a_result_for_an_unknown_call_is_an_error(desk: Desk) -> None:
    item = {"type": "function_call_output", "call_id": "call_x", "output": "rain"}
    assert error_of(desk.put("conversation.item.create", item=item))["param"] == "item.call_id"


def test_a_named_function_is_passed_to_the_dialogue(desk: Desk) -> None:
    desk.put("response.create", response={"tools": [WEATHER], "tool_choice": {"type": "function", "name": "weather"}})
    assert desk.reply.request.tool_choice == "weather"


# --- responses --------------------------------------------------------------------------------------------------------


def test_a_text_turn_writes_text(desk: Desk) -> None:
    desk.update(output_modalities=["text"])
    desk.text("hello")
    desk.put("response.create")
    assert desk.reply.speech is None
    events = desk.write("Good") + desk.write(" day.") + desk.finish()
    assert types(events) == [
        "response.output_item.added",
        "conversation.item.added",
        "response.content_part.added",
        "response.output_text.delta",
        "response.output_text.delta",
        "response.output_text.done",
        "response.content_part.done",
        "response.output_item.done",
        "conversation.item.done",
        "response.done",
        "rate_limits.updated",
    ]
    assert events[5]["text"] == "Good day."
    assert only(events, "response.done")["response"]["output"][0]["content"] == [
        {"type": "output_text", "text": "Good day."}
    ]


def test_a_response_takes_overrides_for_itself_alone(desk: Desk) -> None:
    overrides = {
        "instructions": "Whisper.",
        "output_modalities": ["text"],
        "metadata": {"client_event_id": "x1"},
        "max_output_tokens": 99,
    }
    created = only(desk.put("response.create", response=overrides), "response.created")["response"]
    assert created["metadata"] == {"client_event_id": "x1"}
    assert created["output_modalities"] == ["text"]
    assert created["max_output_tokens"] == 99
    assert created["output"] == []
    assert created["conversation_id"]
    assert desk.reply.request.instructions == "Whisper."
    done = only(desk.finish(), "response.done")["response"]
    assert done["metadata"] == {"client_event_id": "x1"}
    again = only(desk.put("response.create"), "response.created")["response"]
    assert again["output_modalities"] == ["audio"]
    assert again.get("metadata") is None


def test_only_instructions_that_somebody_gave_reach_the_dialogue(desk: Desk) -> None:
    desk.put("response.create")
    assert desk.reply.request.instructions == ""
    desk.finish()
    desk.update(instructions="Be brief.")
    desk.put("response.create")
    assert desk.reply.request.instructions == "Be brief."


def test_a_response_without_a_word_said_before_is_an_opening(desk: Desk) -> None:
    desk.put("response.create")
    assert desk.reply.request.reason == "opening"


def test_only_one_response_is_active_in_the_conversation(desk: Desk) -> None:
    desk.put("response.create")
    error = error_of(desk.put("response.create", event_id="second"))
    assert (error["code"], error["event_id"]) == ("conversation_already_has_active_response", "second")


def test_a_response_is_cancelled_with_or_without_its_id(desk: Desk) -> None:
    for with_id in (False, True):
        response_id = only(desk.put("response.create"), "response.created")["response"]["id"]
        desk.speak("Well")
        events = desk.put("response.cancel", **({"response_id": response_id} if with_id else {}))
        done = only(events, "response.done")["response"]
        assert done["status"] == "cancelled"
        assert done["status_details"]["reason"] == "client_cancelled"
        assert done["output"][0]["status"] == "incomplete"


@pytest.mark.parametrize("fields", [{}, {"response_id": "resp_other"}])
def test_cancelling_nothing_is_an_error_and_harmless(desk: Desk, fields: dict[str, str]) -> None:
    error = error_of(desk.put("response.cancel", event_id="c", **fields))
    assert (error["code"], error["event_id"]) == ("response_cancel_not_active", "c")


def test_an_out_of_band_response_runs_beside_and_touches_no_item(desk: Desk) -> None:
    desk.text("hello")
    desk.put("response.create")
    main = desk.reply.response_id
    params = {"conversation": "none", "metadata": {"topic": "x"}, "output_modalities": ["text"], "input": []}
    created = only(desk.put("response.create", response=params), "response.created")["response"]
    assert created["conversation_id"] is None
    assert (desk.reply.request.reason, desk.reply.request.history) == ("out_of_band", ())
    events = desk.write("Aside.") + desk.finish()
    assert not [kind for kind in types(events) if kind.startswith("conversation.item")]
    assert only(events, "response.done")["response"]["metadata"] == {"topic": "x"}
    desk.session.said(main, "Hello.", desk.now_ms)
    desk.session.replied(main, desk.now_ms)
    assert only(desk.take(), "response.done")["response"]["status"] == "completed"


def test_barge_in_leaves_out_of_band_responses_alone(desk: Desk) -> None:
    desk.put("response.create", response={"conversation": "none", "output_modalities": ["text"]})
    desk.voice(320)
    assert types(desk.write("Aside."))[-1] == "response.output_text.delta"


def test_out_of_band_input_may_refer_to_items(desk: Desk) -> None:
    desk.text("hello", "typed")
    extra = {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "and this"}]}
    params = {"conversation": "none", "input": [{"type": "item_reference", "id": "typed"}, extra]}
    desk.put("response.create", response=params)
    assert [line.text for line in desk.reply.request.history] == ["hello", "and this"]
    params["input"] = [{"type": "item_reference", "id": "gone"}]
    assert error_of(desk.put("response.create", response=params))["code"] == "invalid_value"


def test_a_reply_that_fails_ends_its_response_as_failed_and_the_session_lives(desk: Desk) -> None:
    desk.turn()
    desk.session.reply_failed(desk.reply.response_id, lost(), desk.now_ms)
    done = only(desk.take(), "response.done")["response"]
    assert done["status"] == "failed"
    assert done["status_details"]["error"]["code"] == "recogniser_failed"
    assert "response.created" in types(desk.turn("again"))


def test_max_output_tokens_ends_a_response_as_incomplete(desk: Desk) -> None:
    desk.put("response.create", response={"max_output_tokens": 10})
    done = only(desk.speak("One", "two", "three"), "response.done")["response"]
    assert (done["status"], done["status_details"]["reason"]) == ("incomplete", "max_output_tokens")
    assert desk.of(StopReply)


# --- the session ------------------------------------------------------------------------------------------------------


def test_an_update_is_merged_and_echoed_whole(desk: Desk) -> None:
    desk.update(instructions="Be brief.", audio={"output": {"voice": "cedar"}})
    session = only(desk.update(audio={"input": {"turn_detection": None}}), "session.updated")["session"]
    assert session["instructions"] == "Be brief."
    assert session["audio"]["output"]["voice"] == "cedar"
    assert session["audio"]["input"]["turn_detection"] is None
    assert session["audio"]["input"]["transcription"] == {"model": "test"}


def test_the_voice_is_fixed_once_it_was_heard(desk: Desk) -> None:
    desk.turn()
    desk.speak("Hello.")
    desk.finish()
    assert error_of(desk.update(audio={"output": {"voice": "cedar"}}))["code"] == "cannot_update_voice"


def test_the_session_ends_after_its_longest_time(desk: Desk) -> None:
    created = desk.log[0]["session"]
    assert created["expires_at"] == 1_700_000_000 + 3600
    events = desk.wait(3_600_000)
    assert error_of(events)["code"] == "session_expired"
    [close] = desk.of(Close)
    assert close.code == 1001
    assert "60 minutes" in close.reason


def test_after_silence_the_partner_speaks_up_once_its_last_words_were_played(desk: Desk) -> None:
    desk.detect(idle_timeout_ms=5000)
    assert desk.wait(20_000) == []  # nobody has spoken yet
    desk.turn()
    desk.speak("How", "are", "you?", ms=1000)
    desk.finish()
    assert desk.wait(3_000 + 4_990) == []
    events = desk.wait(20)
    assert types(events) == [
        "input_audio_buffer.timeout_triggered",
        "input_audio_buffer.committed",
        "conversation.item.added",
        "conversation.item.done",
        "conversation.item.input_audio_transcription.completed",
        "response.created",
    ]
    assert desk.reply.request.reason == "silence"
    assert [line.speaker for line in desk.reply.request.history] == ["learner", "partner"]


def test_nobody_is_prompted_for_ever(desk: Desk) -> None:
    desk.detect(idle_timeout_ms=5000)
    desk.turn()
    desk.finish()
    for _ in range(3):
        assert "input_audio_buffer.timeout_triggered" in types(desk.wait(5_010))
        desk.finish()
    assert desk.wait(60_000) == []
    desk.turn()
    desk.finish()
    assert "input_audio_buffer.timeout_triggered" in types(desk.wait(5_010))


def test_speech_holds_the_idle_clock(desk: Desk) -> None:
    desk.detect(idle_timeout_ms=5000)
    desk.turn()
    desk.speak("Hello.")
    desk.finish()
    desk.wait(3000)
    desk.voice(640)
    assert desk.wait(10_000) == []


def test_a_transcription_session_only_transcribes() -> None:
    desk = Desk(intent="transcription")
    session = desk.log[0]["session"]
    assert session["type"] == "transcription"
    audio = {"input": {"transcription": {"model": "test"}, "turn_detection": {"type": "server_vad"}}}
    updated = desk.put("session.update", session={"type": "transcription", "audio": audio})
    assert types(updated) == ["session.updated"]
    events = desk.turn("good morning")
    assert types(events)[-1] == "conversation.item.input_audio_transcription.completed"
    assert error_of(desk.put("response.create"))["param"] == "type"


def test_an_unknown_scenario_is_an_error_and_changes_nothing(desk: Desk) -> None:
    error = error_of(desk.put("session.update", event_id="p", session={"type": "realtime", "prompt": {"id": "nope"}}))
    assert (error["code"], error["event_id"], error["type"]) == ("scenario_not_found", "p", "invalid_request_error")
    assert only(desk.update(), "session.updated")["session"]["prompt"] is None


def test_clearing_the_output_stops_the_playback_clock(desk: Desk) -> None:
    desk.turn()
    desk.speak("One", "two", "three", "four")
    desk.finish()
    desk.now_ms += 300
    assert types(desk.put("output_audio_buffer.clear")) == ["output_audio_buffer.cleared"]
    desk.turn("go on")
    assert desk.reply.request.history[1].text == "One two"
