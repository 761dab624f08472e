"""A turn model's answers on their way into a session's patience."""

from __future__ import annotations

import asyncio

import pytest

from feedbackyes.audio import Int16
from feedbackyes.engine.commands import JudgeEnding
from feedbackyes.engine.endings import patience_ms
from feedbackyes.engine.turn_judge import TurnJudge
from feedbackyes.stages.turn import TurnModelFailed
from tests.engine.desk import Desk, types

STOPPED = "input_audio_buffer.speech_stopped"


class Model:
    """Answers when it is told to; `heard` has how many samples it was asked about."""

    name = "made"

    def __init__(self, answer: float | Exception = 0.9) -> None:
        self.answer = answer
        self.heard: list[int] = []
        self.may_answer = asyncio.Event()

    async def judge(self, samples: Int16) -> float:
        self.heard.append(len(samples))
        await self.may_answer.wait()
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    async def close(self) -> None: ...


def desk() -> Desk:
    made = Desk(turn_cues=True, turn_model=True)
    made.detect(silence_duration_ms=500)
    return made


def test_a_pause_is_asked_about_with_what_was_said() -> None:
    at = desk()
    at.voice(1_920)
    at.silence(192)
    (order,) = at.of(JudgeEnding)
    assert order.utterance == at.last_utterance
    assert len(order.audio) == pytest.approx((1_920 + 160) * 32, abs=2 * 32 * 32)


def test_of_a_long_turn_the_last_eight_seconds_are_asked_about() -> None:
    at = desk()
    at.voice(12_000)
    at.silence(192)
    assert len(at.of(JudgeEnding)[-1].audio) == 8_000 * 32


def test_nobody_asks_without_cues_or_without_a_model() -> None:
    for at in (Desk(turn_cues=True), Desk(turn_model=True)):
        at.detect(silence_duration_ms=500)
        at.voice(640)
        at.silence(192)
        assert at.of(JudgeEnding) == []


def test_a_turn_that_sounds_open_is_waited_for_and_one_that_sounds_over_less() -> None:
    for finished, ends_by in ((0.1, 1_500), (0.6, 512), (0.95, 352)):
        at = desk()
        at.voice(640)
        fresh = at.silence(192)
        at.session.judged(at.last_utterance, finished)
        fresh += at.silence(ends_by - 192 - 64)
        assert STOPPED not in types(fresh), finished
        assert STOPPED in types(at.silence(96)), finished


def test_an_answer_that_comes_when_the_learner_goes_on_is_forgotten() -> None:
    at = desk()
    at.voice(640)
    at.silence(192)
    at.voice(320)
    at.session.judged(at.last_utterance, 0.1)
    assert STOPPED in types(at.silence(544))


def test_clear_words_count_more_than_the_sound() -> None:
    assert patience_ms(500, "because", "en", 0.99) == 1_500
    assert patience_ms(1_000, "thank you", "en", 0.01) == 700
    assert patience_ms(500, "the report came at six", "en", 0.01) == 1_500
    assert patience_ms(500, "", "en", 0.6) == 500


async def test_the_answer_to_an_earlier_pause_is_not_waited_for() -> None:
    model, told = Model(), list[tuple[str, float]]()
    judge = TurnJudge(model, lambda utterance, finished: told.append((utterance, finished)))
    judge.take(JudgeEnding("one", bytes(64)))
    await asyncio.sleep(0)
    judge.take(JudgeEnding("one", bytes(128)))
    await asyncio.sleep(0)
    model.may_answer.set()
    for _ in range(5):
        await asyncio.sleep(0)
    assert told == [("one", 0.9)]
    assert model.heard == [32, 64]
    await judge.close()


@pytest.mark.parametrize("failure", [TurnModelFailed("too many"), ValueError("broken")])
async def test_a_model_that_fails_leaves_it_to_the_words(failure: Exception) -> None:
    model, told = Model(failure), list[float]()
    model.may_answer.set()
    judge = TurnJudge(model, lambda _, finished: told.append(finished))
    judge.take(JudgeEnding("one", b""))
    for _ in range(5):
        await asyncio.sleep(0)
    assert told == []
    await judge.close()


async def test_without_a_model_nothing_happens() -> None:
    judge = TurnJudge(None, lambda *_: None)
    judge.take(JudgeEnding("one", b""))
    await judge.close()
