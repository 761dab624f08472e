from __future__ import annotations

import base64
from typing import Any

import pytest

from feedbackyes.protocol.live import client as live
from feedbackyes.protocol.live import server as service
from tests.providers.live_talk import LOUD, Talk, payload

# ---- turns


def test_a_turn_is_made_of_a_voice_and_of_the_words_that_come_for_it() -> None:
    talk = Talk().start()
    talk.passes(500)
    talk.passes(1000, learner=True)
    talk.hears("can we", 600)
    talk.hears(" talk", 1200)
    talk.passes(1500)
    kinds = [kind for kind in talk.types if not kind.startswith("session.")]
    assert kinds == [
        "input_audio_buffer.speech_started",
        "conversation.item.input_audio_transcription.delta",
        "conversation.item.input_audio_transcription.delta",
        "input_audio_buffer.speech_stopped",
        "input_audio_buffer.committed",
        "conversation.item.added",
        "conversation.item.done",
        "conversation.item.input_audio_transcription.completed",
    ]
    assert talk.transcripts == ["can we talk"]
    assert len({event["item_id"] for event in talk.told if "item_id" in event}) == 1


def test_the_times_of_a_turn_are_those_of_the_learners_own_audio() -> None:
    talk = Talk().start()
    talk.passes(1000)
    for _ in range(10):
        talk.client("input_audio_buffer.append", audio=base64.b64encode(LOUD).decode())
    talk.passes(1000, learner=True)
    talk.passes(1000)
    (started,), (stopped,) = talk.of("input_audio_buffer.speech_started"), talk.of("input_audio_buffer.speech_stopped")
    assert started["audio_start_ms"] < 100
    assert 900 <= stopped["audio_end_ms"] - 800 <= 1000


def test_the_partner_ends_a_turn_by_beginning_and_its_words_may_still_come() -> None:
    talk = Talk().start()
    talk.passes(1000, learner=True)
    talk.passes(300)
    talk.says("Sure")
    talk.passes(500, partner=True)
    talk.hears("can we talk", 100, 900)
    talk.passes(500, partner=True)
    kinds = talk.types
    assert kinds.index("input_audio_buffer.committed") < kinds.index("response.created")
    assert talk.transcripts == ["can we talk"]
    items = [event["item"]["id"] for event in talk.of("conversation.item.added")]
    previous = [event["previous_item_id"] for event in talk.of("conversation.item.added")]
    assert previous == [None, items[0]]


def test_words_that_are_behind_are_waited_for() -> None:
    talk = Talk().start()
    talk.passes(2000, learner=True)
    talk.hears("I would", 100, 500)
    talk.passes(2000)
    assert talk.transcripts == []
    talk.hears(" like that", 1500, 1900)
    talk.passes(600)
    assert talk.transcripts == ["I would like that"]


def test_a_noise_has_no_words_and_is_not_waited_for_for_ever() -> None:
    talk = Talk().start()
    talk.passes(300, learner=True)
    talk.passes(10_000)
    assert talk.transcripts == [""]


def test_words_without_a_voice_are_a_turn_as_well() -> None:
    talk = Talk().start()
    talk.passes(1000)
    talk.hears("psst", 600)
    talk.passes(2000)
    assert talk.transcripts == ["psst"]
    assert talk.types.count("input_audio_buffer.speech_started") == 1


def test_the_client_may_say_when_a_turn_is_over() -> None:
    talk = Talk(audio={"input": {"turn_detection": None}}).start()
    talk.client("input_audio_buffer.append", audio=base64.b64encode(LOUD * 3).decode())
    talk.passes(300, learner=True)
    talk.client("input_audio_buffer.append", audio=base64.b64encode(LOUD * 2).decode())
    talk.client("input_audio_buffer.commit")
    talk.passes(100, learner=True)
    assert talk.of("input_audio_buffer.committed") == [], "not all of it has been sent"
    talk.passes(100, learner=True)
    talk.passes(300)
    assert len(talk.of("input_audio_buffer.committed")) == 1
    assert talk.of("input_audio_buffer.speech_started") == []
    talk.hears("so be it", 0, 400)
    talk.passes(600)
    assert talk.transcripts == ["so be it"]


def test_the_end_of_speech_that_the_client_commits_is_no_turn_of_its_own() -> None:
    talk = Talk(audio={"input": {"turn_detection": None}}).start()
    talk.client("input_audio_buffer.append", audio=base64.b64encode(LOUD * 5).decode())
    talk.client("input_audio_buffer.commit")
    talk.passes(500, learner=True)
    talk.passes(300)
    assert talk.translation.learner.since_ms is None


def test_a_reply_ends_although_a_client_that_commits_by_itself_sends_on() -> None:
    talk = Talk(audio={"input": {"turn_detection": None}}).start()
    talk.passes(500, learner=True)
    talk.says("Sure.")
    talk.passes(500, partner=True)
    talk.passes(2_000)
    assert talk.replies == [("completed", "Sure.")]


# ---- replies


def test_a_reply_is_made_of_a_voice_and_of_its_words_and_pauses_are_left_out() -> None:
    talk = Talk().start()
    talk.passes(1000)
    talk.says("Well,")
    talk.passes(500, partner=True)
    talk.passes(600)
    talk.says(" yes.")
    talk.passes(500, partner=True)
    talk.passes(1000)
    assert talk.replies == [("completed", "Well, yes.")]
    kinds = [kind for kind in talk.types if kind.startswith("response")]
    assert kinds[:3] == ["response.created", "response.output_item.added", "response.content_part.added"]
    assert kinds[-5:] == [
        "response.output_audio.done",
        "response.output_audio_transcript.done",
        "response.content_part.done",
        "response.output_item.done",
        "response.done",
    ]
    audio = [base64.b64decode(event["delta"]) for event in talk.of("response.output_audio.delta")]
    assert audio.count(LOUD) == 10
    assert len(audio) == 10 + 2 * 2, "a little of each pause"
    usage = talk.of("response.done")[0]["response"]["usage"]
    assert usage["total_tokens"] == 0, "the session is paid by the second"


def test_a_listeners_sound_changes_nothing_for_the_partner() -> None:
    talk = Talk().start()
    talk.says("So I said")
    talk.passes(1000, partner=True)
    talk.passes(300, learner=True, partner=True)
    talk.hears("mhm", 1000)
    talk.says(" to him")
    talk.passes(1500, partner=True)
    talk.passes(1000)
    assert talk.replies == [("completed", "So I said to him")]
    assert talk.of("input_audio_buffer.speech_started") == []
    assert talk.transcripts == ["mhm"]


def test_who_speaks_on_over_the_partner_interrupts_and_hears_no_more_of_the_reply() -> None:
    talk = Talk().start()
    talk.says("So I said")
    talk.passes(1000, partner=True)
    talk.passes(800, learner=True, partner=True)
    sent = len(talk.of("response.output_audio.delta"))
    kinds = [kind for kind in talk.types if "delta" not in kind]
    assert kinds.index("input_audio_buffer.speech_started") < kinds.index("response.done")
    talk.says(" that it was")
    talk.passes(700, learner=True, partner=True)
    assert len(talk.of("response.output_audio.delta")) == sent
    talk.passes(1500)
    talk.says("Sorry?")
    talk.passes(500, partner=True)
    talk.passes(1000)
    assert talk.replies == [("cancelled", "So I said"), ("completed", "Sorry?")]
    assert talk.of("response.done")[0]["response"]["status_details"]["reason"] == "turn_detected"


def test_a_partner_that_gives_way_was_interrupted_where_it_stopped() -> None:
    talk = Talk().start()
    talk.says("So I said")
    talk.passes(1000, partner=True)
    talk.passes(200, learner=True, partner=True)
    talk.passes(400, learner=True)
    assert [status for status, _ in talk.replies] == ["cancelled"]
    (cut,) = talk.of("conversation.item.truncated")
    assert cut["audio_end_ms"] == 1400
    assert len(talk.of("input_audio_buffer.speech_started")) == 1


def test_who_begins_when_the_partner_has_finished_does_not_interrupt() -> None:
    talk = Talk().start()
    talk.says("Yes.")
    talk.passes(1000, partner=True)
    talk.passes(500)
    talk.passes(500, learner=True)
    assert talk.replies == [("completed", "Yes.")]
    assert talk.of("conversation.item.truncated") == []


def test_a_partner_that_never_pauses_is_heard_again_when_the_learner_has_finished() -> None:
    talk = Talk().start()
    talk.says("one")
    talk.passes(1000, partner=True)
    talk.passes(1000, learner=True, partner=True)
    talk.passes(4500, partner=True)
    talk.says("two")
    talk.passes(500, partner=True)
    talk.passes(1000)
    assert [text for _, text in talk.replies] == ["one", "two"]


def test_a_client_that_stops_the_partner_is_obeyed_here() -> None:
    talk = Talk().start()
    talk.says("So I said")
    talk.passes(1000, partner=True)
    talk.client("response.cancel")
    talk.passes(500, partner=True)
    assert talk.replies == [("cancelled", "So I said")]
    talk.client("response.cancel", event_id="again")
    error = talk.of("error")[0]["error"]
    assert (error["code"], error["event_id"]) == ("response_cancel_not_active", "again")


# ---- what the session is


def test_the_session_starts_with_what_was_settled_before_and_the_page_may_see_no_secrets() -> None:
    talk = Talk(instructions="The secret is blue.", audio={"output": {"voice": "willow"}})
    for role, kind, text in [("user", "input_text", "Hi."), ("assistant", "output_text", "Hello.")]:
        item = {"type": "message", "role": role, "content": [{"type": kind, "text": text}]}
        talk.client("conversation.item.create", item=item)
    start = payload(live.SessionStart(session=talk.translation.config()))["session"]
    assert start["instructions"] == "The secret is blue."
    assert start["audio"] == {"format": {"type": "audio/pcm", "rate": 24_000}, "output": {"voice": "willow"}}
    assert [(item["role"], item["content"][0]["text"]) for item in start["input"]] == [
        ("user", "Hi."),
        ("assistant", "Hello."),
    ]
    channel = start["client"]["data_channel"]
    assert channel["allowed_client_events"] == []
    assert "session.started" not in {one["type"] for one in channel["allowed_server_events"]}
    assert start["safety_identifier"] == "someone"
    talk.start()
    assert "blue" not in str(talk.told)


def test_a_long_history_keeps_its_end() -> None:
    talk = Talk()
    for number in range(200):
        part = {"type": "input_text", "text": f"{number} " + "x" * 100}
        talk.client("conversation.item.create", item={"type": "message", "role": "user", "content": [part]})
    items = talk.translation.config().input or ()
    assert len(items) == 128
    assert items[-1].content[0].text.startswith("199 ")


def test_what_was_earned_later_is_appended_and_nothing_is_said_twice() -> None:
    talk = Talk(instructions="You are Marc.\nBe short.").start()
    talk.client("session.update", session={"type": "realtime", "instructions": "You are Marc.\nHe was ill.\nBe short."})
    (appended,) = talk.live(live.InstructionsAppend)
    assert appended.content == "He was ill."
    assert "ill" not in str(talk.told)


def test_what_cannot_be_changed_stays_and_is_shown_as_it_is() -> None:
    talk = Talk(audio={"output": {"voice": "willow"}}).start()
    patch = {
        "output": {"voice": "cedar"},
        "input": {"turn_detection": {"type": "server_vad", "silence_duration_ms": 1200}},
    }
    talk.client("session.update", session={"type": "realtime", "audio": patch})
    audio = talk.of("session.updated")[-1]["session"]["audio"]
    assert audio["output"]["voice"] == "willow"
    assert audio["input"]["turn_detection"]["silence_duration_ms"] == 1200


def test_the_opening_line_is_said_once_and_never_in_a_session_that_goes_on() -> None:
    prompt = {"id": "late-report", "variables": {"opening": "You wanted to talk?"}}
    talk = Talk(prompt=prompt).start()
    talk.client("response.create", event_id="o")
    (said,) = talk.live(live.CommentaryAppend)
    assert (said.content, said.event_id) == ("You wanted to talk?", "o")
    talk.client("response.create")
    assert len(talk.live(live.CommentaryAppend)) == 1
    later = Talk(prompt=prompt)
    part = {"type": "input_text", "text": "And now?"}
    later.client("conversation.item.create", item={"type": "message", "role": "user", "content": [part]})
    later.start().client("response.create")
    assert later.live(live.CommentaryAppend) == []
    assert "last" in later.live(live.InstructionsAppend)[0].content


def test_what_was_said_to_nobody_is_said_again() -> None:
    talk = Talk().start()
    talk.says("Are you there?")
    talk.passes(500, partner=True)
    talk.client("response.cancel")
    talk.says(" Hello?")
    talk.passes(1000)
    talk.client("response.create")
    assert [event.content for event in talk.live(live.CommentaryAppend)] == ["Are you there? Hello?"]


def test_what_is_written_is_told_to_the_partner() -> None:
    talk = Talk().start()
    part = {"type": "input_text", "text": "I type."}
    talk.client("conversation.item.create", item={"type": "message", "role": "user", "content": [part]})
    talk.client("response.create")
    assert "I type." in talk.live(live.ThinkingAppend)[0].content
    assert len(talk.live(live.InstructionsAppend)) == 1
    assert talk.of("conversation.item.added")[0]["item"]["content"] == [part]


@pytest.mark.parametrize(
    ("kind", "fields", "code"),
    [
        ("conversation.item.retrieve", {"item_id": "x"}, "item_retrieve_invalid_item_id"),
        ("response.create", {"response": {"conversation": "none"}}, "invalid_value"),
        ("session.update", {"session": {"type": "realtime", "mood": "good"}}, "unknown_parameter"),
    ],
)
def test_what_has_no_equal_is_answered_with_an_error(kind: str, fields: dict[str, Any], code: str) -> None:
    talk = Talk().start()
    talk.client(kind, event_id="mine", **fields)
    error = talk.of("error")[0]["error"]
    assert (error["code"], error["event_id"]) == (code, "mine")


def test_a_delegation_is_declined_so_that_the_partner_does_not_wait() -> None:
    talk = Talk().start()
    delegation = service.Delegation(id="d", target="client")
    talk.translation.hear(service.DelegationCreated(event_id="e", delegation=delegation, offset_ms=1))
    assert talk.live(live.ThinkingAppend)[0].delegation_id == "d"


def test_usage_is_passed_on_in_seconds_and_the_end_ends_everything() -> None:
    talk = Talk().start()
    talk.passes(500, learner=True)
    talk.hears("wait", 100, 400)
    talk.translation.hear(service.UsageUpdated(event_id="e", usage=service.Usage(seconds=15.0)))
    talk.translation.finish(service.Usage(seconds=20.5))
    assert [event["usage"]["seconds"] for event in talk.of("session.usage.updated")] == [15.0, 20.5]
    assert talk.transcripts == ["wait"]


def test_of_a_session_that_is_lost_only_what_is_whole_is_told() -> None:
    talk = Talk().start()
    talk.passes(600, learner=True)
    talk.hears("good morning", 100, 600)
    talk.passes(900)
    talk.passes(600, learner=True)
    talk.says("Well")
    talk.translation.lose(service.Usage(seconds=2.5))
    assert talk.transcripts == ["good morning"]
    assert talk.replies == []
    assert len(talk.of("input_audio_buffer.committed")) == 1
    assert talk.of("session.usage.updated")[-1]["usage"] == {"seconds": 2.5}


def test_a_turn_is_not_taken_to_be_without_words_while_the_service_may_be_gone() -> None:
    talk = Talk().start()
    talk.passes(600, learner=True)
    talk.passes(1000)
    talk.passes(9000, in_doubt=True)
    assert talk.transcripts == []
    talk.hears("good morning", 100, 600)
    talk.passes(1000)
    assert talk.transcripts == ["good morning"]


def test_what_is_committed_is_found_as_turns_were_to_be_found_then() -> None:
    talk = Talk(audio={"input": {"turn_detection": None}}).start()
    sound = base64.b64encode(LOUD * 6 + bytes(4_800 * 12)).decode()
    talk.client("input_audio_buffer.append", audio=sound)
    talk.client("input_audio_buffer.commit")
    talk.client(
        "session.update", session={"type": "realtime", "audio": {"input": {"turn_detection": {"type": "server_vad"}}}}
    )
    talk.passes(600, learner=True)
    talk.passes(1300)
    assert len(talk.of("input_audio_buffer.committed")) == 1
    assert talk.of("input_audio_buffer.speech_started") == []
    talk.passes(600, learner=True)
    assert len(talk.of("input_audio_buffer.speech_started")) == 1
