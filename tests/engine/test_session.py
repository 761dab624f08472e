"""The conversation's rules, step by step."""

from __future__ import annotations

import base64

import pytest

from feedbackyes.engine.commands import Close, Drop, Finish, Listen, Recognise, Settle, StartListening, StopReply
from tests.engine.desk import Desk, only, types
from tests.engine.fakes import lost, transcript


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    desk.detect()
    return desk


def error_of(events: list[dict[str, object]]) -> dict[str, object]:
    error = only(events, "error")["error"]
    assert isinstance(error, dict)
    return error


# --- turns ------------------------------------------------------------------------------------------------------------


def test_a_turn_is_started_stopped_committed_and_added_under_one_id(desk: Desk) -> None:
    events = desk.silence(960) + desk.voice(640) + desk.silence(640)
    assert types(events) == [
        "input_audio_buffer.speech_started",
        "input_audio_buffer.speech_stopped",
        "input_audio_buffer.committed",
        "conversation.item.added",
        "conversation.item.done",
    ]
    ids = {event.get("item_id") or event["item"]["id"] for event in events}
    assert len(ids) == 1
    assert events[0]["audio_start_ms"] == 960 - 300
    assert events[1]["audio_end_ms"] == 960 + 640 + 512  # the first frame boundary after 500 ms of silence
    assert events[2]["previous_item_id"] is None


def test_the_silence_that_ends_a_turn_is_counted_in_audio_not_in_time(desk: Desk) -> None:
    desk.voice(640)
    desk.silence(320)
    desk.now_ms += 60_000
    assert types(desk.silence(128)) == []
    assert "input_audio_buffer.speech_stopped" in types(desk.silence(96))


def test_silence_duration_prefix_and_threshold_are_honoured(desk: Desk) -> None:
    desk.detect(silence_duration_ms=200, prefix_padding_ms=64, threshold=0.9)
    assert desk.hear(640, 0.8) == []
    started = desk.voice(320)
    assert only(started, "input_audio_buffer.speech_started")["audio_start_ms"] == 640 - 64
    stopped = desk.silence(224)
    assert only(stopped, "input_audio_buffer.speech_stopped")["audio_end_ms"] == 960 + 224


def test_the_recogniser_is_told_of_a_pause_before_the_silence_is_over(desk: Desk) -> None:
    desk.voice(640)
    desk.silence(192)
    assert desk.of(Settle)
    assert not desk.of(Finish)
    desk.silence(320)
    assert desk.of(Finish)


def test_silence_after_a_pause_reaches_the_recogniser_only_if_speech_goes_on(desk: Desk) -> None:
    desk.voice(640)
    desk.silence(320)
    fed = sum(len(command.audio) for command in desk.of(Listen)) / 32
    assert fed == 640 + 160
    desk.voice(320)
    fed = sum(len(command.audio) for command in desk.of(Listen)) / 32
    assert fed == 640 + 320 + 320
    assert len(desk.of(StartListening)) == 1


def test_the_reply_waits_for_the_transcript_and_depends_on_it(desk: Desk) -> None:
    assert "response.created" not in types(desk.voice(640) + desk.silence(640))
    events = desk.recognise("good morning", 0.7)
    assert types(events) == ["conversation.item.input_audio_transcription.completed", "response.created"]
    [line] = desk.reply.request.history
    assert (line.speaker, line.text, line.confidence) == ("learner", "good morning", 0.7)
    assert desk.reply.request.reason == "turn"


def test_a_reply_is_spoken_word_by_word_in_the_order_that_clients_need(desk: Desk) -> None:
    desk.turn()
    events = desk.speak("Good", "morning.") + desk.finish()
    assert types(events) == [
        "response.output_item.added",
        "conversation.item.added",
        "response.content_part.added",
        "response.output_audio_transcript.delta",
        "response.output_audio.delta",
        "response.output_audio_transcript.delta",
        "response.output_audio.delta",
        "response.output_audio.done",
        "response.output_audio_transcript.done",
        "response.content_part.done",
        "response.output_item.done",
        "conversation.item.done",
        "response.done",
        "rate_limits.updated",
    ]
    assert events[0]["item"]["content"] == []
    assert events[2]["part"] == {"type": "audio", "transcript": ""}
    done = only(events, "response.done")["response"]
    assert done["status"] == "completed"
    assert done["output"][0]["content"] == [{"type": "output_audio", "transcript": "Good morning."}]
    assert all(event["event_id"] for event in events)


def test_usage_counts_audio_and_text_of_both_sides(desk: Desk) -> None:
    completed = only(desk.turn("good morning"), "conversation.item.input_audio_transcription.completed")
    assert completed["usage"]["type"] == "tokens"
    assert completed["usage"]["input_token_details"] == {"text_tokens": 0, "audio_tokens": 12}  # 640 + 512 ms
    assert completed["usage"]["output_tokens"] == 3
    usage = only(desk.speak("Good", "morning.") + desk.finish(), "response.done")["response"]["usage"]
    assert usage["input_token_details"]["audio_tokens"] == 12
    assert usage["output_token_details"]["audio_tokens"] == 10
    assert usage["total_tokens"] == usage["input_tokens"] + usage["output_tokens"]


def test_noise_becomes_an_item_without_words_and_without_reply(desk: Desk) -> None:
    events = desk.turn("")
    assert only(events, "conversation.item.input_audio_transcription.completed")["transcript"] == ""
    assert "response.created" not in types(events)


def test_a_recogniser_that_fails_is_told_and_the_partner_asks_again(desk: Desk) -> None:
    desk.voice(640)
    desk.silence(640)
    events = desk.lose(lost())
    assert types(events) == ["conversation.item.input_audio_transcription.failed", "response.created"]
    assert events[0]["error"]["code"] == "recogniser_failed"
    [line] = desk.reply.request.history
    assert (line.text, line.confidence) == ("", 0.0)


def test_who_goes_on_speaking_before_the_transcript_is_there_gets_one_reply_to_both(desk: Desk) -> None:
    desk.voice(640)
    desk.silence(640)
    first = desk.last_utterance
    desk.voice(320)
    desk.session.recognised(first, transcript("one"), desk.now_ms)
    assert "response.created" not in types(desk.take())
    desk.silence(640)
    assert "response.created" in types(desk.recognise("two"))
    assert [line.text for line in desk.reply.request.history] == ["one", "two"]


def test_without_create_response_a_turn_is_only_transcribed(desk: Desk) -> None:
    desk.detect(create_response=False)
    assert "response.created" not in types(desk.turn())
    assert types(desk.put("response.create")) == ["response.created"]


def test_a_second_turn_while_the_first_is_answered_waits_when_it_may_not_interrupt(desk: Desk) -> None:
    desk.detect(interrupt_response=False)
    desk.turn("one")
    desk.speak("Well")
    assert "response.created" not in types(desk.turn("two"))
    assert types(desk.finish())[-1] == "response.created"


def test_partials_are_sent_as_deltas_and_only_when_transcription_is_on(desk: Desk) -> None:
    desk.voice(640)
    assert [event["delta"] for event in desk.partial("good") + desk.partial(" morning")] == ["good", " morning"]
    desk.update(audio={"input": {"transcription": None}})
    assert desk.partial(" sir") == []
    desk.silence(640)
    assert types(desk.recognise("good morning sir")) == ["response.created"]


def test_confidence_travels_as_log_probabilities_when_asked_for(desk: Desk) -> None:
    assert "logprobs" not in only(desk.turn(), "conversation.item.input_audio_transcription.completed")
    desk.finish()
    desk.update(include=["item.input_audio_transcription.logprobs"])
    [first, second] = only(desk.turn("so it"), "conversation.item.input_audio_transcription.completed")["logprobs"]
    assert first["token"] == "so"
    assert bytes(second["bytes"]) == b"it"
    assert first["logprob"] == pytest.approx(-0.10536, abs=1e-4)


# --- barge-in and truncation ------------------------------------------------------------------------------------------


def test_speech_stops_a_reply_at_once_and_is_told_first(desk: Desk) -> None:
    desk.turn()
    desk.speak("Let", "me", "explain", "this")
    desk.silence(320)
    events = desk.voice(64)
    assert types(events) == [
        "input_audio_buffer.speech_started",
        "response.output_audio.done",
        "response.output_audio_transcript.done",
        "response.content_part.done",
        "response.output_item.done",
        "conversation.item.done",
        "response.done",
        "rate_limits.updated",
    ]
    response = events[6]["response"]
    assert response["status"] == "cancelled"
    assert response["status_details"] == {"type": "cancelled", "reason": "turn_detected"}
    assert events[4]["item"]["status"] == "incomplete"
    assert desk.of(StopReply)[0].response_id == response["id"]


def test_what_a_cancelled_reply_still_brings_is_not_sent(desk: Desk) -> None:
    desk.turn()
    desk.speak("Let", "me")
    desk.voice(64)
    assert desk.speak("explain") == []
    assert desk.finish() == []


def test_truncation_keeps_the_words_and_the_audio_that_were_heard(desk: Desk) -> None:
    desk.turn()
    events = desk.speak("Let", "me", "explain", "this") + desk.finish()
    item_id = events[0]["item"]["id"]
    desk.voice(640)
    truncated = desk.put("conversation.item.truncate", item_id=item_id, content_index=0, audio_end_ms=501)
    assert truncated[0]["audio_end_ms"] == 501
    [part] = desk.item(item_id)["content"]
    assert part["transcript"] == "Let me explain"  # it had begun a millisecond before
    assert len(base64.b64decode(part["audio"])) == 501 * 48
    desk.silence(640)
    desk.recognise("wait")
    partner = desk.reply.request.history[1]
    assert (partner.text, partner.interrupted) == ("Let me explain", True)


def test_a_client_that_never_truncates_is_taken_to_have_heard_what_had_time_to_play(desk: Desk) -> None:
    desk.turn()
    desk.speak("Let", "me", "explain", "this")
    desk.finish()
    desk.silence(576)
    desk.voice(64)  # 640 ms after the first audio: two words and a half
    desk.voice(320)
    desk.silence(640)
    desk.recognise("wait")
    partner = desk.reply.request.history[1]
    assert (partner.text, partner.interrupted) == ("Let me explain", True)


def test_the_clients_truncation_wins_over_the_estimate(desk: Desk) -> None:
    desk.turn()
    item_id = desk.speak("Let", "me", "explain", "this")[0]["item"]["id"]
    desk.voice(64)
    desk.put("conversation.item.truncate", item_id=item_id, content_index=0, audio_end_ms=800)
    assert desk.item(item_id)["content"][0]["transcript"] == "Let me explain this"
    desk.put("conversation.item.truncate", item_id=item_id, content_index=0, audio_end_ms=250)
    assert desk.item(item_id)["content"][0]["transcript"] == "Let"


def test_a_late_truncation_is_clamped_not_refused(desk: Desk) -> None:
    desk.turn()
    item_id = desk.speak("Hello.")[0]["item"]["id"]
    desk.finish()
    truncated = desk.put("conversation.item.truncate", item_id=item_id, content_index=0, audio_end_ms=99_999)
    assert only(truncated, "conversation.item.truncated")["audio_end_ms"] == 250
    desk.turn()
    assert desk.reply.request.history[1].interrupted is False


def test_a_reply_that_was_heard_to_its_end_is_not_interrupted(desk: Desk) -> None:
    desk.turn()
    desk.speak("Hello.")
    desk.finish()
    desk.silence(640)
    desk.turn("hi")
    assert desk.reply.request.history[1].interrupted is False


def test_with_interrupt_response_off_speech_leaves_the_reply_alone(desk: Desk) -> None:
    desk.detect(interrupt_response=False)
    desk.turn()
    desk.speak("Let", "me")
    assert types(desk.voice(320)) == ["input_audio_buffer.speech_started"]
    assert types(desk.speak("explain"))[-1] == "response.output_audio.delta"


def test_speech_after_generation_but_during_playback_still_cuts_what_was_not_heard(desk: Desk) -> None:
    desk.turn()
    desk.speak("One", "two", "three", "four")
    desk.finish()
    assert types(desk.voice(64)) == ["input_audio_buffer.speech_started"]
    desk.silence(640)
    desk.recognise("stop")
    assert desk.reply.request.history[1].text == "One"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"item_id": "nope", "content_index": 0, "audio_end_ms": 1}, "item_truncate_invalid_item_id"),
        ({"item_id": "typed", "content_index": 0, "audio_end_ms": 1}, "unsupported_content_type"),
        ({"item_id": "typed", "content_index": 0, "audio_end_ms": -1}, "invalid_value"),
    ],
)
def test_a_truncation_of_something_else_is_an_error(desk: Desk, fields: dict[str, object], code: str) -> None:
    desk.text("hello", "typed")
    assert error_of(desk.put("conversation.item.truncate", event_id="mine", **fields)) | {
        "message": "",
        "param": "",
    } == {
        "type": "invalid_request_error",
        "code": code,
        "event_id": "mine",
        "message": "",
        "param": "",
    }


# --- push to talk -----------------------------------------------------------------------------------------------------


def test_push_to_talk_commits_without_detection_events_and_replies_when_asked(desk: Desk) -> None:
    desk.push_to_talk()
    assert desk.silence(320) + desk.voice(640) == []
    committed = desk.put("input_audio_buffer.commit")
    assert types(committed) == [
        "input_audio_buffer.committed",
        "conversation.item.added",
        "conversation.item.done",
    ]
    assert types(desk.put("response.create")) == ["response.created"]
    assert not desk.commands or not isinstance(desk.commands[-1], StopReply)
    events = desk.recognise("good morning")
    assert types(events) == ["conversation.item.input_audio_transcription.completed"]
    assert desk.reply.request.history[0].text == "good morning"


def test_push_to_talk_shows_partials_of_the_item_to_come(desk: Desk) -> None:
    desk.push_to_talk()
    desk.voice(640)
    delta = only(desk.partial("good"), "conversation.item.input_audio_transcription.delta")
    assert delta["item_id"] == desk.put("input_audio_buffer.commit")[0]["item_id"]


def test_a_commit_in_which_nobody_was_heard_is_still_given_to_the_recogniser(desk: Desk) -> None:
    desk.push_to_talk()
    desk.hear(960, 0.2)
    desk.put("input_audio_buffer.commit")
    assert sum(len(command.audio) for command in desk.of(Listen)) == 960 * 32
    assert len(desk.of(Finish)) == 1


def test_what_was_not_understood_but_asked_about_reaches_the_partner_as_an_empty_line(desk: Desk) -> None:
    desk.push_to_talk()
    desk.voice(320)
    desk.put("input_audio_buffer.commit")
    desk.put("response.create")
    desk.recognise("", 0.0)
    [line] = desk.reply.request.history
    assert (line.speaker, line.text, line.confidence) == ("learner", "", 0.0)


@pytest.mark.parametrize("ms", [0, 96])
def test_a_commit_of_less_than_100_ms_is_an_error(desk: Desk, ms: float) -> None:
    desk.push_to_talk()
    desk.voice(ms)
    assert error_of(desk.put("input_audio_buffer.commit"))["code"] == "input_audio_buffer_commit_empty"


def test_clear_forgets_the_buffer(desk: Desk) -> None:
    desk.push_to_talk()
    desk.voice(640)
    assert types(desk.put("input_audio_buffer.clear")) == ["input_audio_buffer.cleared"]
    assert desk.of(Drop)
    assert error_of(desk.put("input_audio_buffer.commit"))["code"] == "input_audio_buffer_commit_empty"


def test_each_commit_takes_what_came_since_the_last(desk: Desk) -> None:
    desk.push_to_talk()
    desk.voice(320)
    desk.put("input_audio_buffer.commit")
    desk.recognise("one")
    desk.voice(640)
    second = desk.put("input_audio_buffer.commit")
    desk.recognise("two")
    [part] = desk.item(second[0]["item_id"])["content"]
    assert len(base64.b64decode(part["audio"])) == 640 * 48
    assert part["transcript"] == "two"


def test_a_commit_in_the_middle_of_detected_speech_ends_the_turn(desk: Desk) -> None:
    desk.voice(640)
    events = desk.put("input_audio_buffer.commit")
    assert types(events)[:2] == ["input_audio_buffer.speech_stopped", "input_audio_buffer.committed"]
    assert desk.silence(1024) == []


# --- semantic detection -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("eagerness", "said", "waits_ms"),
    [
        ("high", "i think so", 500),
        ("high", "i think that", 2000),
        ("auto", "that was it", 800),
        ("medium", "and then because", 4000),
        ("low", "we went home", 1500),
        ("low", "", 8000),
    ],
)
def test_semantic_detection_waits_longer_for_who_seems_to_go_on(
    desk: Desk, eagerness: str, said: str, waits_ms: float
) -> None:
    detection = {"type": "semantic_vad", "eagerness": eagerness}
    desk.update(audio={"input": {"turn_detection": detection}})
    desk.voice(640)
    desk.partial(said)
    assert "input_audio_buffer.speech_stopped" not in types(desk.silence(waits_ms - 32))
    assert "input_audio_buffer.speech_stopped" in types(desk.silence(64))


# --- items ------------------------------------------------------------------------------------------------------------


def test_items_go_to_the_end_the_beginning_or_after_another(desk: Desk) -> None:
    desk.text("b", "b")
    first = {"type": "message", "role": "system", "id": "a", "content": [{"type": "input_text", "text": "a"}]}
    added = desk.put("conversation.item.create", previous_item_id="root", item=first)
    assert types(added) == ["conversation.item.added", "conversation.item.done"]
    assert added[0]["previous_item_id"] is None
    after = {"type": "message", "role": "user", "id": "a2", "content": [{"type": "input_text", "text": "a2"}]}
    assert desk.put("conversation.item.create", previous_item_id="a", item=after)[0]["previous_item_id"] == "a"
    desk.put("response.create")
    assert [line.text for line in desk.reply.request.history] == ["a", "a2", "b"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"id": "typed"}, "item_create_duplicate_item_id"),
        ({"previous_item_id": "nope"}, "item_create_invalid_previous_item_id"),
    ],
)
def test_an_item_that_cannot_be_placed_is_an_error(desk: Desk, fields: dict[str, str], code: str) -> None:
    desk.text("hello", "typed")
    item = {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "x"}]}
    previous = {key: value for key, value in fields.items() if key == "previous_item_id"}
    events = desk.put("conversation.item.create", item=item | {"id": fields.get("id", "new")}, **previous)
    assert error_of(events)["code"] == code


def test_the_id_of_an_item_on_its_way_is_taken(desk: Desk) -> None:
    started = only(desk.voice(320), "input_audio_buffer.speech_started")
    assert error_of(desk.text("hello", started["item_id"]))["code"] == "item_create_duplicate_item_id"


def test_a_deleted_item_is_forgotten(desk: Desk) -> None:
    desk.text("hello", "typed")
    assert types(desk.put("conversation.item.delete", item_id="typed")) == ["conversation.item.deleted"]
    assert error_of(desk.put("conversation.item.delete", item_id="typed"))["code"] == "item_delete_invalid_item_id"
    assert error_of(desk.put("conversation.item.retrieve", item_id="typed"))["code"] == "item_retrieve_invalid_item_id"


def test_deleting_an_item_that_is_being_recognised_lets_the_reply_go_on(desk: Desk) -> None:
    desk.push_to_talk()
    desk.text("hello")
    desk.voice(320)
    item_id = desk.put("input_audio_buffer.commit")[0]["item_id"]
    desk.put("response.create")
    desk.put("conversation.item.delete", item_id=item_id)
    assert [line.text for line in desk.reply.request.history] == ["hello"]
    assert desk.recognise("too late") == []


def test_a_users_item_can_be_retrieved_with_its_audio(desk: Desk) -> None:
    desk.turn("good morning")
    [part] = desk.item(desk.last_utterance)["content"]
    assert part["transcript"] == "good morning"
    assert len(base64.b64decode(part["audio"])) == (640 + 512) * 48


def test_an_item_in_progress_can_be_retrieved(desk: Desk) -> None:
    desk.turn()
    item_id = desk.speak("Let", "me")[0]["item"]["id"]
    item = desk.item(item_id)
    assert item["status"] == "in_progress"
    assert item["content"][0]["transcript"] == "Let me"


def test_audio_that_a_client_puts_into_an_item_is_recognised_and_not_echoed(desk: Desk) -> None:
    audio = base64.b64encode(bytes(48 * 500)).decode()
    item = {"type": "message", "role": "user", "content": [{"type": "input_audio", "audio": audio}]}
    added = only(desk.put("conversation.item.create", item=item), "conversation.item.added")["item"]
    assert "audio" not in added["content"][0]
    [recording] = desk.of(Recognise)
    assert len(recording.audio) == 48 * 500
    desk.put("response.create")
    assert [command for command in desk.commands if type(command).__name__ == "Reply"] == []
    desk.recognise("from a file")
    assert desk.reply.request.history[0].text == "from a file"


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
