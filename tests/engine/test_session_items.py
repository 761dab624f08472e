"""The conversation's rules, step by step: what it holds, and what of that was heard."""

from __future__ import annotations

import base64

import pytest

from feedbackyes.engine.commands import Recognise, StopReply
from tests.engine.desk import Desk, error_of, only, types

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
