"""Realtime events become turns: one per item, in the order of commitment, with what was heard."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedbackyes.domain.transcript import Speaker, Turn, TurnState
from feedbackyes.protocol import client, items, responses, server, sessions
from feedbackyes.protocol.conversation import Body
from feedbackyes.protocol.projection import Projection
from feedbackyes.protocol.server import ServerEvent, UnknownEvent
from tests.protocol import samples

E = "event"


@dataclass
class Clock:
    """The learner's audio begins 1000 ms into the session."""

    audio_ms: float = 0.0

    def position(self, audio_ms: float) -> float:
        return audio_ms

    def session_ms(self, audio_ms: float) -> float:
        return 1000 + audio_ms


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def projection(clock: Clock) -> Projection:
    return Projection("session_1", clock, word_times=True)


def assistant(item_id: str, text: str = "", status: items.Status = "completed") -> items.MessageItem:
    content = (items.OutputAudioPart(transcript=text),) if text else ()
    return items.MessageItem(id=item_id, status=status, role="assistant", content=content)


def said(item_id: str, delta: str) -> server.ResponseOutputAudioTranscriptDelta:
    return server.ResponseOutputAudioTranscriptDelta(
        event_id=E, response_id="r", item_id=item_id, output_index=0, content_index=0, delta=delta
    )


def added(item_id: str, response_id: str = "r") -> server.ResponseOutputItemAdded:
    item = assistant(item_id, status="in_progress")
    return server.ResponseOutputItemAdded(event_id=E, response_id=response_id, output_index=0, item=item)


def done(item_id: str, text: str, status: items.Status = "completed") -> server.ResponseOutputItemDone:
    return server.ResponseOutputItemDone(
        event_id=E, response_id="r", output_index=0, item=assistant(item_id, text, status)
    )


def committed(item_id: str) -> server.InputAudioBufferCommitted:
    return server.InputAudioBufferCommitted(event_id=E, item_id=item_id)


def transcribed(item_id: str, text: str, **fields: Any) -> server.ConversationItemInputAudioTranscriptionCompleted:
    return server.ConversationItemInputAudioTranscriptionCompleted(
        event_id=E, item_id=item_id, transcript=text, usage=None, **fields
    )


def speak(projection: Projection, item_id: str, words: list[str], word_ms: float = 500) -> None:
    """A whole item: each word, then its audio."""
    projection.feed_server(added(item_id), 0)
    for word in words:
        projection.feed_server(said(item_id, word), 0)
        projection.audio(item_id, word_ms)
    projection.feed_server(done(item_id, "".join(words)), 0)


def turns(bodies: list[Body]) -> list[Turn]:
    return [body.turn for body in bodies if body.turn is not None]


def types(bodies: list[Body]) -> list[str]:
    return [body.type for body in bodies]


def test_speech_becomes_a_turn_without_the_padding_of_turn_detection(projection: Projection) -> None:
    projection.feed_server(server.SessionCreated(event_id=E, session=samples.BARE_SESSION), 0)  # 300 before, 500 after
    started = server.InputAudioBufferSpeechStarted(event_id=E, audio_start_ms=2000, item_id="u1")
    stopped = server.InputAudioBufferSpeechStopped(event_id=E, audio_end_ms=4000, item_id="u1")
    assert projection.feed_server(started, 0) == [Body("user.speech.started", {"at_ms": 3300}, "learner", "u1")]
    assert projection.feed_server(stopped, 0) == [Body("user.speech.stopped", {"at_ms": 4500}, "learner", "u1")]
    projection.feed_server(committed("u1"), 5100)
    (body,) = projection.feed_server(transcribed("u1", " I am late. "), 6000)
    assert body.type == "user.transcript.final"
    assert body.turn is not None
    assert (body.turn.text, body.turn.start_ms, body.turn.end_ms) == ("I am late.", 3300, 4500)
    assert (body.turn.session_id, body.turn.speaker, body.turn.state) == ("session_1", Speaker.LEARNER, TurnState.FINAL)


def test_a_transcript_after_the_reply_keeps_its_place(projection: Projection) -> None:
    projection.feed_server(committed("u1"), 0)
    speak(projection, "a1", ["Hello ", "there."])
    (partner,) = turns(projection.heard("a1", None, start_ms=2000, end_ms=3000))
    (learner,) = turns(projection.feed_server(transcribed("u1", "Good morning."), 9000))
    assert (learner.seq, partner.seq) == (1, 2)


def test_a_turn_that_was_cut_into_has_no_silence_at_its_end_and_comes_before_what_cut_in(
    projection: Projection,
) -> None:
    projection.feed_server(server.SessionCreated(event_id=E, session=samples.BARE_SESSION), 0)  # 300 before, 500 after
    projection.feed_server(server.InputAudioBufferSpeechStarted(event_id=E, audio_start_ms=200, item_id="u1"), 0)
    projection.feed_server(server.InputAudioBufferSpeechStopped(event_id=E, audio_end_ms=6000, item_id="u1"), 0)
    projection.feed_server(committed("u1"), 0)
    response = responses.Response(id="r", metadata={"reason": responses.CUT_IN})
    projection.feed_server(server.ResponseCreated(event_id=E, response=response), 0)
    projection.feed_server(added("p1"), 0)
    speak(projection, "p1", ["Hold", " on."])
    cut_in = turns(projection.heard("p1", 700, start_ms=7000, end_ms=7700))[0]
    learner = turns(projection.feed_server(transcribed("u1", "and then"), 0))[0]
    assert (learner.start_ms, learner.end_ms, learner.seq, learner.cuts_in) == (1500, 7000, 1, False)
    assert (cut_in.seq, cut_in.cuts_in, cut_in.interrupted) == (2, True, True)


def test_push_to_talk_lies_between_two_commits(projection: Projection, clock: Clock) -> None:
    clock.audio_ms = 800
    projection.feed_server(committed("u1"), 0)
    clock.audio_ms = 2000
    projection.feed_server(committed("u2"), 0)
    (turn,) = turns(projection.feed_server(transcribed("u2", "Yes."), 0))
    assert (turn.start_ms, turn.end_ms) == (1800, 3000)


def test_deltas_are_told_as_they_come(projection: Projection) -> None:
    delta = server.ConversationItemInputAudioTranscriptionDelta(event_id=E, item_id="u1", delta="I am ")
    assert projection.feed_server(delta, 0) == [Body("user.transcript.delta", {"delta": "I am "}, "learner", "u1")]
    projection.feed_server(added("a1"), 0)
    assert projection.feed_server(said("a1", "Oh. "), 0) == [
        Body("partner.transcript.delta", {"delta": "Oh. "}, "partner", "a1")
    ]


def test_a_partial_that_is_sent_whole_is_told_as_what_is_new(projection: Projection) -> None:
    def whole(text: str) -> list[Body]:
        name = "conversation.item.input_audio_transcription.updated"
        return projection.feed_server(UnknownEvent(type=name, raw={"item_id": "u1", "transcript": text}), 0)

    assert [body.data for body in (*whole("I am"), *whole("I am late"), *whole("You are"))] == [
        {"delta": "I am"},
        {"delta": " late"},
    ]


def test_words_carry_the_recognisers_confidence(projection: Projection) -> None:
    logprobs = tuple(
        server.Logprob(token=token, logprob=math.log(probability))
        for token, probability in (("I", 0.9), (" under", 0.4), ("stand", 0.4), (" that.", 0.8))
    )
    projection.feed_server(committed("u1"), 0)
    (turn,) = turns(projection.feed_server(transcribed("u1", "I understand that.", logprobs=logprobs), 0))
    assert [(word.text, round(word.confidence or 0, 3)) for word in turn.words] == [
        ("I", 0.9),
        ("understand", 0.4),
        ("that.", 0.8),
    ]
    assert turn.confidence == pytest.approx((0.9 * 1 + 0.4 * 10 + 0.8 * 5) / 16)


def test_without_probabilities_nothing_is_claimed(projection: Projection) -> None:
    projection.feed_server(committed("u1"), 0)
    (turn,) = turns(projection.feed_server(transcribed("u1", "I understand."), 0))
    assert turn.confidence is None
    assert [word.confidence for word in turn.words] == [None, None]


def test_nothing_understood_is_said_and_no_turn(projection: Projection) -> None:
    projection.feed_server(committed("u1"), 0)
    (body,) = projection.feed_server(transcribed("u1", "  "), 0)
    assert (body.type, body.data["code"], body.turn) == ("user.transcript.failed", "not_understood", None)


def test_silence_that_was_committed_by_the_idle_timeout_is_nothing(projection: Projection) -> None:
    timeout = server.InputAudioBufferTimeoutTriggered(event_id=E, audio_start_ms=0, audio_end_ms=6000, item_id="u1")
    projection.feed_server(timeout, 0)
    projection.feed_server(committed("u1"), 0)
    assert projection.feed_server(transcribed("u1", ""), 0) == []


def test_a_late_transcript_wins_over_a_failure(projection: Projection) -> None:
    error = server.TranscriptionError(code="overloaded", message="Too busy.")
    failed = server.ConversationItemInputAudioTranscriptionFailed(event_id=E, item_id="u1", error=error)
    (body,) = projection.feed_server(failed, 0)
    assert (body.type, body.data) == ("user.transcript.failed", {"code": "overloaded", "message": "Too busy."})
    assert types(projection.feed_server(transcribed("u1", "Still here."), 0)) == ["user.transcript.final"]
    assert projection.feed_server(failed, 0) == []


def test_typed_text_is_a_turn_once_the_server_has_it(projection: Projection) -> None:
    item = items.MessageItem(id="u1", role="user", content=(items.InputTextPart(text="Hello."),))
    projection.feed_client(client.ConversationItemCreate(item=item))
    bodies = projection.feed_server(server.ConversationItemAdded(event_id=E, item=item), 700)
    (turn,) = turns(bodies)
    assert (turn.text, turn.typed, turn.start_ms, turn.confidence) == ("Hello.", True, 700, None)
    assert projection.feed_server(server.ConversationItemDone(event_id=E, item=item), 800) == []


def test_what_was_played_to_the_end_is_heard(projection: Projection) -> None:
    speak(projection, "a1", ["I ", "hear ", "you."])
    (body,) = projection.heard("a1", None, start_ms=4000, end_ms=5500)
    assert body.turn is not None
    assert (body.turn.text, body.turn.interrupted, body.origin) == ("I hear you.", False, "native")
    assert [(word.text, word.start_ms, word.end_ms) for word in body.turn.words] == [
        ("I", 4000, 4500),
        ("hear", 4500, 5000),
        ("you.", 5000, 5500),
    ]


def test_an_interruption_keeps_the_words_that_had_begun(projection: Projection) -> None:
    speak(projection, "a1", ["I ", "hear ", "you."])
    interrupted, final = projection.heard("a1", 700, start_ms=4000, end_ms=4700)
    assert (interrupted.type, interrupted.data) == ("partner.interrupted", {"heard_ms": 700, "generated_ms": 1500})
    assert final.turn is not None
    assert (final.turn.text, final.turn.interrupted) == ("I hear", True)


def test_who_stopped_just_before_the_end_has_heard_it_all(projection: Projection) -> None:
    speak(projection, "a1", ["I ", "hear ", "you."])
    (body,) = projection.heard("a1", 1470, start_ms=0, end_ms=1470)
    assert body.turn is not None
    assert (body.turn.text, body.turn.interrupted) == ("I hear you.", False)


def test_an_interruption_before_the_first_word_leaves_no_turn(projection: Projection) -> None:
    speak(projection, "a1", ["I ", "hear."])
    assert types(projection.heard("a1", 0, start_ms=4000, end_ms=4000)) == ["partner.interrupted"]


def test_a_cut_of_what_was_still_being_generated_does_not_wait(projection: Projection) -> None:
    projection.feed_server(added("a1"), 0)
    projection.feed_server(said("a1", "Well, "), 0)
    projection.audio("a1", 400)
    bodies = projection.heard("a1", 400, start_ms=100, end_ms=500)
    assert types(bodies) == ["partner.interrupted", "partner.transcript.final"]
    assert projection.feed_server(done("a1", "Well, you see.", "incomplete"), 600) == []


def test_a_turn_that_was_played_waits_for_its_last_words(projection: Projection) -> None:
    projection.feed_server(added("a1"), 0)
    projection.feed_server(said("a1", "All "), 0)
    projection.audio("a1", 300)
    assert projection.heard("a1", None, start_ms=100, end_ms=400) == []
    (turn,) = turns(projection.feed_server(done("a1", "All right."), 500))
    assert (turn.text, turn.start_ms, turn.end_ms) == ("All right.", 100, 400)


def test_words_without_deltas_come_with_their_end(projection: Projection) -> None:
    projection.feed_server(added("a1"), 0)
    projection.audio("a1", 1000)
    projection.feed_server(
        server.ResponseOutputAudioTranscriptDone(
            event_id=E, response_id="r", item_id="a1", output_index=0, content_index=0, transcript="All right."
        ),
        0,
    )
    projection.feed_server(done("a1", ""), 0)
    (turn,) = turns(projection.heard("a1", None, start_ms=0, end_ms=1000))
    assert turn.text == "All right."


def test_the_earliest_stop_that_anybody_tells_counts(projection: Projection) -> None:
    speak(projection, "a1", ["One ", "two ", "three."])
    projection.feed_client(client.ConversationItemTruncate(item_id="a1", content_index=0, audio_end_ms=600))
    truncated = server.ConversationItemTruncated(event_id=E, item_id="a1", content_index=0, audio_end_ms=1200)
    projection.feed_server(truncated, 0)
    assert turns(projection.heard("a1", None, start_ms=0, end_ms=600))[0].text == "One two"


def test_without_word_times_text_is_cut_in_proportion(clock: Clock) -> None:
    projection = Projection("session_1", clock)
    projection.feed_server(added("a1"), 0)
    projection.feed_server(said("a1", "One two three four five six."), 0)
    projection.audio("a1", 2800)
    projection.feed_server(done("a1", "One two three four five six."), 0)
    _, final = projection.heard("a1", 1000, start_ms=0, end_ms=1000)
    assert final.turn is not None
    assert (final.turn.text, final.origin) == ("One two three", "estimated")


def test_a_snapshot_tells_what_has_been_heard_so_far(projection: Projection) -> None:
    speak(projection, "a1", ["One ", "two."])
    assert projection.snapshot("a1", 0, start_ms=0, end_ms=0) is None
    turn = projection.snapshot("a1", 300, start_ms=100, end_ms=400)
    assert turn is not None
    assert (turn.text, turn.state, turn.seq) == ("One", TurnState.SPEAKING, 1)
    projection.heard("a1", None, start_ms=100, end_ms=1100)
    assert projection.snapshot("a1", 300, start_ms=100, end_ms=400) is None


def begun(projection: Projection, item_id: str, text: str, audio_ms: float) -> None:
    projection.feed_server(added(item_id), 0)
    projection.feed_server(said(item_id, text), 0)
    projection.audio(item_id, audio_ms)


def test_a_lost_provider_ends_what_was_played_and_keeps_what_is_whole(projection: Projection) -> None:
    for item_id in ("whole", "half", "waiting"):
        begun(projection, item_id, f"Said {item_id} ", 1000)
    begun(projection, "silent", "Nobody heard this.", 0)
    assert projection.heard("whole", None, start_ms=0, end_ms=1000) == []
    assert projection.heard("half", None, start_ms=2000, end_ms=3000) == []
    bodies = projection.break_off({"whole"})
    assert [(turn.id, turn.text, turn.interrupted) for turn in turns(bodies)] == [
        ("whole", "Said whole", False),
        ("half", "Said half", True),
    ]
    (waited,) = turns(projection.heard("waiting", None, start_ms=4000, end_ms=5000))
    assert (waited.text, waited.interrupted) == ("Said waiting", True)
    assert projection.heard("silent", None, start_ms=5000, end_ms=5000) == []
    assert projection.break_off(set()) == []


def test_what_is_whole_needs_no_more_from_a_lost_provider(projection: Projection) -> None:
    begun(projection, "a1", "All of it.", 1000)
    assert projection.break_off({"a1"}) == []
    (turn,) = turns(projection.heard("a1", None, start_ms=0, end_ms=1000))
    assert (turn.text, turn.interrupted) == ("All of it.", False)


def test_the_next_provider_says_for_itself_whether_text_has_times(projection: Projection, clock: Clock) -> None:
    assert projection.renew(clock, [], word_times=False) == []
    speak(projection, "a1", ["One ", "two."])
    _, final = projection.heard("a1", 600, start_ms=0, end_ms=600)
    assert final.origin == "estimated"


def test_that_the_script_speaks_for_the_model_is_told_once(projection: Projection) -> None:
    told = []
    for name in ("r1", "r2"):
        response = responses.Response(id=name, status="completed", metadata=responses.STANDS_IN)
        told += projection.feed_server(server.ResponseDone(event_id=E, response=response), 0)
    assert types(told) == ["warning", "partner.turn.ended", "partner.turn.ended"]
    assert told[0].data["code"] == "partner_scripted"


def test_a_written_answer_is_read_at_once(projection: Projection) -> None:
    projection.feed_server(added("a1"), 0)
    item = items.MessageItem(id="a1", status="completed", role="assistant", content=(items.OutputTextPart(text="Hi."),))
    finished = server.ResponseOutputItemDone(event_id=E, response_id="r", output_index=0, item=item)
    (turn,) = turns(projection.feed_server(finished, 900))
    assert (turn.text, turn.start_ms) == ("Hi.", 900)


def test_a_clone_that_sends_nothing_but_response_done_is_understood(projection: Projection) -> None:
    text = items.MessageItem(id="a1", role="assistant", content=(items.OutputTextPart(text="Hi."),))
    response = responses.Response(id="r", status="completed", output=(text,))
    bodies = projection.feed_server(server.ResponseDone(event_id=E, response=response), 0)
    assert types(bodies) == ["partner.turn.started", "partner.transcript.final", "partner.turn.ended"]


def test_the_end_of_a_response_is_told_once(projection: Projection) -> None:
    projection.feed_server(added("a1"), 0)
    details = responses.StatusDetails(type="cancelled", reason="turn_detected")
    response = responses.Response(id="r", status="cancelled", status_details=details)
    event = server.ResponseDone(event_id=E, response=response)
    (ended,) = projection.feed_server(event, 0)
    assert ended == Body("partner.turn.ended", {"status": "cancelled", "reason": "turn_detected"}, "partner", "a1")
    assert projection.feed_server(event, 0) == []


def test_a_failed_response_is_an_error_that_can_be_survived(projection: Projection) -> None:
    bodies = projection.feed_server(server.ResponseDone(event_id=E, response=samples.FAILED_RESPONSE), 0)
    assert types(bodies) == ["partner.turn.ended", "error"]
    assert bodies[1].data == {"code": "voice_failed", "message": "No voice.", "recoverable": True}


def test_asides_are_no_turns(projection: Projection) -> None:
    aside = responses.ResponseCreateParams(conversation="none")
    projection.feed_client(client.ResponseCreate(response=aside))
    created = server.ResponseCreated(event_id=E, response=responses.Response(id="r_aside"))
    projection.feed_server(created, 0)
    assert projection.feed_server(added("a1", "r_aside"), 0) == []
    assert projection.feed_server(said("a1", "secret"), 0) == []
    finished = responses.Response(id="r_aside", status="completed", output=(assistant("a1", "secret"),))
    assert projection.feed_server(server.ResponseDone(event_id=E, response=finished), 0) == []


def test_what_a_client_puts_into_the_partners_mouth_is_no_turn(projection: Projection) -> None:
    item = items.MessageItem(id="a1", status="completed", role="assistant", content=(items.OutputTextPart(text="x"),))
    projection.feed_client(client.ConversationItemCreate(item=item))
    for event in (
        server.ConversationItemAdded(event_id=E, item=item),
        server.ConversationItemDone(event_id=E, item=item),
        server.ConversationItemAdded(event_id=E, item=samples.SYSTEM),
        server.ConversationItemAdded(event_id=E, item=samples.CALL),
    ):
        assert projection.feed_server(event, 0) == []


def test_changes_of_the_session_are_told_when_they_matter(projection: Projection) -> None:
    updated = server.SessionUpdated(event_id=E, session=samples.BARE_SESSION)
    expected = {"push_to_talk": False, "patience_ms": 500, "voice": "marin"}
    assert projection.feed_server(updated, 0) == [Body("session.updated", expected)]
    assert projection.feed_server(updated, 0) == []
    manual = sessions.RealtimeSession(audio=sessions.SessionAudio())
    (body,) = projection.feed_server(server.SessionUpdated(event_id=E, session=manual), 0)
    assert body.data == {"push_to_talk": True, "voice": "marin"}


@pytest.mark.parametrize(
    ("code", "recoverable"),
    [("response_cancel_not_active", None), ("server_error", True), ("session_expired", False)],
)
def test_errors_are_told_by_what_they_mean(projection: Projection, code: str, recoverable: bool | None) -> None:
    error = server.ErrorDetail(type="server_error", code=code, message="No.")
    bodies = projection.feed_server(server.ErrorEvent(event_id=E, error=error), 0)
    assert [body.data["recoverable"] for body in bodies] == ([] if recoverable is None else [recoverable])


def test_the_end_makes_final_what_was_shown(projection: Projection) -> None:
    delta = server.ConversationItemInputAudioTranscriptionDelta(event_id=E, item_id="u1", delta="I was going ")
    projection.feed_server(committed("u1"), 0)
    projection.feed_server(delta, 0)
    (body,) = projection.finish(9000)
    assert body.turn is not None
    assert (body.turn.text, body.origin) == ("I was going", "derived")
    assert projection.finish(9000) == []
    assert projection.feed_server(transcribed("u1", "I was going to."), 9100) == []


def test_audio_that_is_gone_leaves_what_was_shown_of_it_and_fails_the_rest(projection: Projection) -> None:
    for item_id in ("shown", "told", "waiting", "failed"):
        projection.feed_server(committed(item_id), 2000)
    delta = server.ConversationItemInputAudioTranscriptionDelta(event_id=E, item_id="shown", delta="Half a sent")
    projection.feed_server(delta, 2000)
    projection.feed_server(transcribed("told", "All of it."), 2000)
    started = server.InputAudioBufferSpeechStarted(event_id=E, audio_start_ms=900, item_id="spoken")
    projection.feed_server(started, 2000)
    bodies = projection.give_up({"shown", "waiting"}, 3000)
    assert [(body.type, body.turn_id) for body in bodies] == [
        ("user.transcript.final", "shown"),
        ("user.transcript.failed", "waiting"),
        ("user.transcript.failed", "spoken"),
    ]
    assert projection.spoken_since_ms is None
    assert projection.give_up({"waiting"}, 3000) == []


def test_an_id_that_has_a_place_is_not_given_another(projection: Projection) -> None:
    projection.feed_server(committed("x"), 0)
    assert projection.feed_server(added("x"), 0) == []
    projection.feed_server(added("y"), 0)
    assert projection.feed_server(transcribed("y", "Stolen."), 0) == []


IDS = st.sampled_from(["u1", "u2", "a1", "a2", ""])
TEXTS = st.sampled_from(["", "Hello ", "there.", " What now? ", "日本"])


def events_for(item_id: str, text: str) -> list[ServerEvent | UnknownEvent]:
    response = responses.Response(id="r", status="completed", output=(assistant(item_id, text),))
    typed = items.MessageItem(id=item_id, role="user", content=(items.InputTextPart(text=text),))
    common: dict[str, Any] = {
        "event_id": E,
        "response_id": "r",
        "item_id": item_id,
        "output_index": 0,
        "content_index": 0,
    }
    return [
        server.InputAudioBufferSpeechStarted(event_id=E, audio_start_ms=5, item_id=item_id),
        server.InputAudioBufferSpeechStopped(event_id=E, audio_end_ms=3, item_id=item_id),
        server.InputAudioBufferTimeoutTriggered(event_id=E, audio_start_ms=1, audio_end_ms=2, item_id=item_id),
        committed(item_id),
        server.ConversationItemInputAudioTranscriptionDelta(event_id=E, item_id=item_id, delta=text),
        transcribed(item_id, text, logprobs=(server.Logprob(token=text, logprob=-0.5),)),
        server.ConversationItemInputAudioTranscriptionFailed(
            event_id=E, item_id=item_id, error=server.TranscriptionError()
        ),
        server.ConversationItemAdded(event_id=E, item=typed),
        server.ConversationItemAdded(event_id=E, item=assistant(item_id, text, "in_progress")),
        server.ConversationItemDone(event_id=E, item=assistant(item_id, text)),
        server.ConversationItemDeleted(event_id=E, item_id=item_id),
        server.ConversationItemTruncated(event_id=E, item_id=item_id, content_index=0, audio_end_ms=40),
        server.ResponseCreated(event_id=E, response=response),
        added(item_id),
        said(item_id, text),
        server.ResponseOutputTextDelta(**common, delta=text),
        server.ResponseOutputTextDone(**common, text=text),
        server.ResponseOutputAudioTranscriptDone(**common, transcript=text),
        done(item_id, text, "incomplete"),
        server.ResponseDone(event_id=E, response=response),
    ]


STEPS = st.one_of(
    st.builds(
        lambda item_id, text, index: ("server", events_for(item_id, text)[index]), IDS, TEXTS, st.integers(0, 19)
    ),
    st.builds(lambda item_id, ms: ("audio", (item_id, ms)), IDS, st.floats(0, 500)),
    st.builds(lambda item_id, ms: ("heard", (item_id, ms)), IDS, st.none() | st.floats(0, 900)),
    st.builds(lambda item_id: ("truncate", item_id), IDS),
    st.just(("aside", None)),
)


def take(projection: Projection, step: tuple[str, Any], t_ms: float) -> list[Body]:
    kind, what = step
    match kind:
        case "server":
            return projection.feed_server(what, t_ms)
        case "audio":
            projection.audio(*what)
        case "heard":
            projection.snapshot(what[0], what[1] or 0.0, start_ms=t_ms, end_ms=t_ms)
            return projection.heard(*what, start_ms=t_ms, end_ms=t_ms + 100)
        case "truncate":
            projection.feed_client(client.ConversationItemTruncate(item_id=what, content_index=0, audio_end_ms=50))
        case "aside":
            params = responses.ResponseCreateParams(conversation="none")
            projection.feed_client(client.ResponseCreate(response=params))
    return []


@given(st.lists(STEPS, max_size=40), st.booleans())
@settings(max_examples=300, deadline=None)
def test_whatever_comes_each_item_has_one_turn_and_its_own_place(steps: list[tuple[str, Any]], exact: bool) -> None:
    projection, bodies = Projection("s", Clock(), word_times=exact), list[Body]()
    for t_ms, step in enumerate(steps):
        bodies += take(projection, step, float(t_ms))
    bodies += projection.finish(1000)
    finals = turns(bodies)
    assert len({turn.id for turn in finals}) == len(finals)
    assert len({turn.seq for turn in finals}) == len(finals)
    for body in bodies:
        assert (body.turn is not None) == body.type.endswith("transcript.final")
    for turn in finals:
        assert turn.text == turn.text.strip() != ""
        assert turn.start_ms <= turn.end_ms
        assert turn.state is TurnState.FINAL
        assert all(word.start_ms <= word.end_ms for word in turn.words)


@given(st.permutations(["u1", "u2", "u3", "u4"]))
def test_places_follow_commitment_whatever_order_transcripts_come_in(order: list[str]) -> None:
    projection = Projection("s", Clock())
    for item_id in ("u1", "u2", "u3", "u4"):
        projection.feed_server(committed(item_id), 0)
    found = [turn for item_id in order for turn in turns(projection.feed_server(transcribed(item_id, item_id), 0))]
    assert {turn.id: turn.seq for turn in found} == {"u1": 1, "u2": 2, "u3": 3, "u4": 4}
