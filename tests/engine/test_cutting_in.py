"""A partner who cuts into a learner who talks on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedbackyes import library
from feedbackyes.domain.scenario import Scenario
from feedbackyes.engine.commands import Finish
from feedbackyes.engine.cutting_in import FIRST_MS, gap_ms, wait_ms
from tests.engine.desk import Desk, only, types
from tests.engine.fakes import transcript

UNIT = st.floats(0, 1)
DOYLE = library.scenario("shouting-customer")


def interrupting(share: float) -> Scenario:
    return DOYLE.model_copy(update={"difficulty": DOYLE.difficulty.model_copy(update={"interrupts": share})})


def desk_with(share: float = 1.0, seed: str = "1", **detection: object) -> Desk:
    desk = Desk(scenario=lambda _: interrupting(share))
    desk.detect(**{"silence_duration_ms": 500, **detection})
    desk.update(prompt={"id": "any", "variables": {"seed": seed}})
    return desk


def monologue(desk: Desk, ms: float, *, breath_ms: float = 192, every_ms: float = 1600) -> float | None:
    """Speech with short pauses, for at most so long; returns when the partner cut in."""
    spoken = 0.0
    while spoken < ms:
        for sound, length in ((desk.voice, every_ms), (desk.silence, breath_ms)):
            for _ in range(round(length / 32)):
                spoken += 32
                if "response.created" in types(sound(32)):
                    return spoken
    return None


@pytest.fixture
def cut() -> Desk:
    """The partner has just cut in, and four words are on their way."""
    desk = desk_with()
    assert monologue(desk, 12_000) is not None
    desk.speak("Hold", "on", "a", "moment", ms=500)
    return desk


def test_the_partner_cuts_into_a_monologue_in_a_short_pause() -> None:
    desk = desk_with()
    at_ms = monologue(desk, 12_000)
    assert at_ms is not None
    assert at_ms > FIRST_MS
    assert at_ms % 1792 > 1600 + 64
    assert types(desk.log)[-6:] == [
        "input_audio_buffer.speech_started",
        "input_audio_buffer.speech_stopped",
        "input_audio_buffer.committed",
        "conversation.item.added",
        "conversation.item.done",
        "response.created",
    ]
    assert desk.log[-1]["response"]["metadata"] == {"reason": "cut_in"}
    assert desk.reply.request.reason == "cut_in"  # and does not wait for what the recogniser makes of it
    assert desk.of(Finish)[-1].utterance == desk.log[-2]["item"]["id"]


def test_without_a_pause_it_cuts_in_all_the_same_but_later() -> None:
    breathing, breathless = desk_with(), desk_with()
    at_ms, later_ms = monologue(breathing, 20_000), monologue(breathless, 20_000, breath_ms=0)
    assert at_ms is not None
    assert later_ms is not None
    assert 1_000 < later_ms - at_ms < 5_000


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_short_turns_are_heard_out(share: float) -> None:
    desk = desk_with(share)
    for _ in range(5):
        assert monologue(desk, 3_500) is None
        assert "response.created" not in types(desk.silence(640))
        desk.recognise("")


def test_a_partner_that_does_not_interrupt_hears_everything() -> None:
    assert monologue(desk_with(0.0), 60_000) is None


def test_a_free_conversation_is_not_interrupted() -> None:
    desk = Desk()
    desk.detect()
    assert monologue(desk, 30_000) is None


def test_who_asks_for_every_reply_is_not_interrupted() -> None:
    assert monologue(desk_with(create_response=False), 20_000) is None


def test_push_to_talk_is_not_interrupted() -> None:
    desk = desk_with()
    desk.push_to_talk()
    assert monologue(desk, 30_000) is None


def test_a_partner_that_writes_does_not_interrupt() -> None:
    desk = desk_with()
    desk.update(output_modalities=["text"])
    assert monologue(desk, 20_000) is None


def test_an_answer_to_its_own_question_may_take_longer() -> None:
    told, asked = desk_with(), desk_with()
    told.text("I waited for two days.", role="assistant")
    asked.text("What happened on Friday?", role="assistant")
    at_ms, later_ms = monologue(told, 20_000), monologue(asked, 20_000)
    assert at_ms is not None
    assert later_ms is not None
    assert later_ms - at_ms > 1_000


def test_the_same_seed_cuts_in_at_the_same_moment() -> None:
    moments = [monologue(desk_with(0.5, seed), 20_000) for seed in ("1", "1", "2", "3", "4", "5")]
    assert None not in moments
    assert moments[0] == moments[1]
    assert len(set(moments)) > 1


def test_who_yields_hears_the_partner_out_and_then_its_answer(cut: Desk) -> None:
    cut.session.recognised(cut.of(Finish)[0].utterance, transcript("I called the depot and they"), cut.now_ms)
    assert cut.take()[-1]["type"].endswith("transcription.completed")
    assert cut.voice(640) == []  # the end of a word
    ended = cut.silence(640)
    assert types(ended) == ["input_audio_buffer.committed", "conversation.item.added", "conversation.item.done"]
    assert cut.recognise("told me that")[-1]["type"].endswith("transcription.completed")
    done = cut.finish()
    assert only(done, "response.done")["response"]["status"] == "completed"
    assert types(done)[-1] == "response.created"
    history = [(line.speaker, line.text) for line in cut.reply.request.history]
    assert history == [
        ("learner", "I called the depot and they"),
        ("partner", "Hold on a moment"),
        ("learner", "told me that"),
    ]
    assert cut.reply.request.reason == "turn"


def test_who_talks_on_stops_the_partner(cut: Desk) -> None:
    assert cut.voice(1_472) == []
    assert types(cut.voice(32))[:2] == ["input_audio_buffer.speech_started", "response.output_audio.done"]
    done = only(cut.log, "response.done")["response"]
    assert (done["status"], done["status_details"]["reason"]) == ("cancelled", "turn_detected")
    ended = cut.silence(640)
    assert types(ended)[0] == "input_audio_buffer.speech_stopped"
    first, second = (command.utterance for command in cut.of(Finish))
    cut.session.recognised(first, transcript("one"), cut.now_ms)
    cut.session.recognised(second, transcript("two"), cut.now_ms)
    assert types(cut.take())[-1] == "response.created"
    lines = [line for line in cut.reply.request.history if line.text]
    assert [line.speaker for line in lines] == ["learner", "partner", "learner"]
    assert lines[1].interrupted


def test_no_answer_begins_while_both_talk(cut: Desk) -> None:
    cut.session.recognised(cut.of(Finish)[0].utterance, transcript("I called them"), cut.now_ms)
    cut.voice(960)
    cut.take()
    assert "response.created" not in types(cut.finish())
    assert "response.created" not in types(cut.voice(320))


def test_a_partner_that_was_talked_over_waits_longer_before_the_next_time(cut: Desk) -> None:
    before = cut.now_ms
    cut.voice(1_600)
    again = monologue(cut, 30_000)
    assert again is not None
    assert cut.now_ms - before > 8_000


def test_what_follows_in_the_same_message_is_under_the_partner_already() -> None:
    desk = desk_with()
    frames = [*[1.0] * 85, *[0.0] * 6] * 2 + [1.0] * 40
    desk.session.hear(bytes(48 * 32 * len(frames)), bytes(32 * 32 * len(frames)), frames, desk.now_ms)
    kinds = types(desk.take())
    assert kinds.count("input_audio_buffer.speech_started") == 1
    assert kinds[-1] == "response.created"


@given(UNIT, UNIT, UNIT)
def test_nobody_is_cut_off_in_the_first_seconds(interrupts: float, tension: float, draw: float) -> None:
    assert wait_ms(interrupts, tension, draw) >= FIRST_MS


@given(UNIT, UNIT, UNIT, UNIT)
def test_more_of_it_and_more_tension_cut_in_sooner(interrupts: float, tension: float, draw: float, more: float) -> None:
    wait = wait_ms(interrupts, tension, draw)
    assert wait_ms(interrupts + more * (1 - interrupts), tension, draw) <= wait
    assert wait_ms(interrupts, tension + more * (1 - tension), draw) <= wait


def test_a_shorter_pause_will_do_the_longer_none_comes() -> None:
    assert [gap_ms(overdue) for overdue in (0, 1_500, 3_000, 9_000)] == [160, 80, 0, 0]
