"""Short sounds of a listener while the partner talks."""

from __future__ import annotations

import pytest

from tests.engine.desk import Desk, only, types
from tests.engine.fakes import lost


@pytest.fixture
def desk() -> Desk:
    """The partner is in the middle of a long reply, and backchannels are let through."""
    desk = Desk(backchannels=True)
    desk.detect()
    desk.turn()
    desk.speak("Let", "me", "explain", "this", "to", "you", ms=1000)
    return desk


def test_a_short_mm_hm_neither_stops_the_partner_nor_gets_a_reply(desk: Desk) -> None:
    events = desk.voice(320) + desk.silence(640) + desk.recognise("mm-hm")
    assert types(events) == [
        "input_audio_buffer.committed",
        "conversation.item.added",
        "conversation.item.done",
        "conversation.item.input_audio_transcription.completed",
    ]
    assert types(desk.speak("now"))[-1] == "response.output_audio.delta"
    assert types(desk.finish())[-1] == "rate_limits.updated"
    assert "response.created" not in types(desk.wait(1000))


def test_what_lasts_longer_is_no_backchannel_and_stops_the_partner(desk: Desk) -> None:
    assert desk.voice(544) == []
    events = desk.voice(64)
    assert types(events)[0] == "input_audio_buffer.speech_started"
    assert only(events, "response.done")["response"]["status_details"]["reason"] == "turn_detected"


def test_okay_may_take_its_time(desk: Desk) -> None:
    desk.voice(320)
    desk.partial("okay")
    assert desk.voice(480) == []
    assert types(desk.voice(128))[0] == "input_audio_buffer.speech_started"


def test_a_very_short_sound_is_no_turn_whatever_the_recogniser_makes_of_it(desk: Desk) -> None:
    desk.voice(256)
    assert desk.partial("ahead") == []
    desk.silence(640)
    assert "input_audio_buffer.speech_started" not in types(desk.recognise("ahead"))
    desk.voice(448)
    assert types(desk.partial("ahead"))[0] == "input_audio_buffer.speech_started"


def test_a_word_that_is_no_backchannel_stops_the_partner_at_once(desk: Desk) -> None:
    desk.voice(416)
    assert desk.partial("yeah") == []
    events = desk.partial(" but")
    assert types(events)[0] == "input_audio_buffer.speech_started"
    assert "response.done" in types(events)
    assert only(events, "conversation.item.input_audio_transcription.delta")["delta"] == "yeah but"


def test_a_short_no_is_a_turn_although_only_its_transcript_tells(desk: Desk) -> None:
    assert desk.voice(256) + desk.silence(640) == []
    events = desk.recognise("no")
    kinds = types(events)
    assert kinds[0] == "input_audio_buffer.speech_started"
    assert kinds[-1] == "response.created"
    order = ["response.done", "input_audio_buffer.speech_stopped", "input_audio_buffer.committed"]
    assert [kind for kind in kinds if kind in order] == order


def test_the_same_word_is_a_turn_when_the_partner_has_finished(desk: Desk) -> None:
    desk.finish()
    desk.now_ms += 10_000
    assert types(desk.turn("yeah"))[0] == "input_audio_buffer.speech_started"
    assert desk.reply.request.history[-1].text == "yeah"


def test_a_yes_at_the_end_of_the_partners_question_is_a_turn(desk: Desk) -> None:
    desk.finish()
    desk.now_ms += 5_400  # the last words are being played
    events = desk.voice(256) + desk.silence(640)
    assert types(events)[:2] == ["input_audio_buffer.speech_started", "input_audio_buffer.speech_stopped"]
    assert types(desk.recognise("yes"))[-1] == "response.created"


def test_speech_that_follows_a_held_sound_settles_it(desk: Desk) -> None:
    desk.voice(256)
    desk.silence(640)
    held = desk.last_utterance
    events = desk.voice(640)
    assert types(events)[:4] == [
        "input_audio_buffer.committed",
        "conversation.item.added",
        "conversation.item.done",
        "input_audio_buffer.speech_started",
    ]
    assert events[0]["item_id"] == held != events[3]["item_id"]


def test_a_held_sound_that_the_recogniser_loses_changes_nothing(desk: Desk) -> None:
    desk.voice(256)
    desk.silence(640)
    assert types(desk.lose(lost())) == [
        "input_audio_buffer.committed",
        "conversation.item.added",
        "conversation.item.done",
        "conversation.item.input_audio_transcription.failed",
    ]


def test_a_push_to_talk_commit_is_never_held(desk: Desk) -> None:
    desk.push_to_talk()
    desk.voice(256)
    assert types(desk.put("input_audio_buffer.commit"))[0] == "input_audio_buffer.committed"


def test_without_the_option_every_sound_stops_the_partner() -> None:
    desk = Desk()
    desk.detect()
    desk.turn()
    desk.speak("Let", "me")
    assert types(desk.voice(64))[0] == "input_audio_buffer.speech_started"
