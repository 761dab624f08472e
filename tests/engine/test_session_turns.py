"""The conversation's rules, step by step: when it is whose turn."""

from __future__ import annotations

import base64

import pytest

from feedbackyes.engine.commands import Drop, Finish, Listen, Settle, StartListening, StopReply
from tests.engine.desk import Desk, error_of, only, types
from tests.engine.fakes import lost, transcript

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


@pytest.mark.parametrize(("audio_format", "bytes_per_ms"), [("audio/pcm", 48), ("audio/pcmu", 8)])
def test_usage_counts_audio_that_a_client_puts_into_an_item(desk: Desk, audio_format: str, bytes_per_ms: int) -> None:
    desk.update(audio={"input": {"format": {"type": audio_format}}})
    audio = base64.b64encode(bytes(bytes_per_ms * 500)).decode()
    part = {"type": "input_audio", "audio": audio, "transcript": "from a file"}
    desk.put("conversation.item.create", item={"type": "message", "role": "user", "content": [part]})
    desk.put("response.create")
    usage = only(desk.speak("Good.") + desk.finish(), "response.done")["response"]["usage"]
    assert usage["input_token_details"]["audio_tokens"] == 5


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
