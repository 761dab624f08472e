"""The recogniser's orders, one after the other, whatever it does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from feedbackyes.domain.errors import ExpectedError
from feedbackyes.engine import ears as module
from feedbackyes.engine.commands import Drop, Finish, Listen, Recognise, Settle, StartListening
from feedbackyes.engine.ears import Ears
from feedbackyes.stages.stt import RecogniserFailed, RecogniserOptions, Transcript
from tests.engine.fakes import Ears as Recogniser
from tests.engine.fakes import EarsStream, lost

SECOND = bytes(32_000)


@dataclass
class Results:
    partials: list[tuple[str, str]] = field(default_factory=list)
    finals: dict[str, str | ExpectedError] = field(default_factory=dict)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def on_partial(self, utterance: str, text: str) -> None:
        self.partials.append((utterance, text))

    def on_recognised(self, utterance: str, transcript: Transcript) -> None:
        self.finals[utterance] = transcript.text
        self.changed.set()

    def on_lost(self, utterance: str, error: ExpectedError) -> None:
        self.finals[utterance] = error
        self.changed.set()

    async def until(self, utterance: str) -> str | ExpectedError:
        async with asyncio.timeout(5):
            while utterance not in self.finals:
                self.changed.clear()
                await self.changed.wait()
        return self.finals[utterance]


@dataclass
class Bench:
    recogniser: Recogniser
    results: Results
    ears: Ears

    def say(self, utterance: str) -> None:
        for order in (StartListening(utterance), Listen(utterance, SECOND), Finish(utterance)):
            self.ears.take(order)


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    recogniser, results = Recogniser(), Results()
    ears = Ears(recogniser, results)
    yield Bench(recogniser, results, ears)
    await ears.close()


async def test_an_utterance_gives_partials_and_words(bench: Bench) -> None:
    bench.recogniser.hears = ["good morning"]
    bench.say("a")
    assert await bench.results.until("a") == "good morning"
    assert bench.results.partials == [("a", "good"), ("a", " morning")]


async def test_an_utterance_that_begins_while_another_is_being_finished_waits_for_it(bench: Bench) -> None:
    bench.recogniser.hears = ["one", "two"]
    bench.recogniser.delay_s = 0.05
    bench.say("a")
    bench.say("b")
    assert await bench.results.until("b") == "two"
    assert bench.results.finals == {"a": "one", "b": "two"}
    assert bench.recogniser.heard_ms == [1000, 1000]


async def test_a_dropped_utterance_gives_nothing(bench: Bench) -> None:
    bench.ears.take(StartListening("a"))
    bench.ears.take(Listen("a", SECOND))
    bench.ears.take(Settle("a"))
    bench.ears.take(Drop("a"))
    bench.say("b")
    await bench.results.until("b")
    assert list(bench.results.finals) == ["b"]
    assert (bench.recogniser.pauses, bench.recogniser.cancelled) == (1, 1)


async def test_a_lost_utterance_is_told_and_the_next_one_works(bench: Bench) -> None:
    bench.recogniser.hears = [lost(), "two"]
    bench.say("a")
    bench.say("b")
    assert await bench.results.until("b") == "two"
    assert isinstance(bench.results.finals["a"], RecogniserFailed)


async def test_a_bug_in_the_recogniser_loses_one_utterance_and_a_new_stream_takes_over(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed = EarsStream.feed

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(EarsStream, "feed", broken)
    bench.say("a")
    assert isinstance(await bench.results.until("a"), RecogniserFailed)
    monkeypatch.setattr(EarsStream, "feed", feed)
    bench.say("b")
    assert await bench.results.until("b") == "hello there"
    assert len(bench.recogniser.opened) == 2


async def test_a_recogniser_that_cannot_be_opened_is_tried_again_with_the_next_utterance(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Recogniser.open

    async def refuses(*_: object) -> EarsStream:
        raise RecogniserFailed("All workers are busy.")

    monkeypatch.setattr(Recogniser, "open", refuses)
    bench.say("a")
    assert isinstance(await bench.results.until("a"), RecogniserFailed)
    monkeypatch.setattr(Recogniser, "open", opened)
    bench.say("b")
    assert await bench.results.until("b") == "hello there"


async def test_a_recogniser_that_hangs_loses_the_utterance(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FINISH_SECONDS", 0.01)
    bench.recogniser.delay_s = 60
    bench.say("a")
    error = await bench.results.until("a")
    assert isinstance(error, RecogniserFailed)
    assert "too long" in error.message


async def test_other_words_are_expected_from_the_next_utterance_on(bench: Bench) -> None:
    bench.say("a")
    await bench.results.until("a")
    bench.ears.adapt(RecogniserOptions("en", ("the quarterly report",)))
    bench.say("b")
    await bench.results.until("b")
    assert [options.phrases for options in bench.recogniser.opened] == [(), ("the quarterly report",)]


async def test_a_recording_waits_until_nobody_is_listened_to(bench: Bench) -> None:
    bench.recogniser.hears = ["live", "recorded"]
    bench.ears.take(StartListening("a"))
    bench.ears.take(Recognise("file", bytes(48 * 500), "audio/pcm"))
    bench.ears.take(Listen("a", SECOND))
    bench.ears.take(Finish("a"))
    assert await bench.results.until("file") == "recorded"
    assert bench.results.finals["a"] == "live"
    assert bench.recogniser.heard_ms == [1000, 500]


async def test_a_recogniser_that_falls_far_behind_loses_the_utterance(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_WAITING", 5)
    bench.recogniser.delay_s = 0.05
    bench.say("a")
    await asyncio.sleep(0)
    bench.ears.take(StartListening("b"))
    for _ in range(10):
        bench.ears.take(Listen("b", SECOND))
    bench.ears.take(Finish("b"))
    assert isinstance(await bench.results.until("b"), RecogniserFailed)
