"""What a worker process does with its messages, in this process and without pipes."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest

from feedbackyes.stages._messages import Message, encode
from feedbackyes.stages.stt import _worker
from feedbackyes.stages.stt._decoder import Decoder
from feedbackyes.stages.stt._protocol import (
    Audio,
    Cancel,
    Close,
    Finish,
    Finished,
    FromWorker,
    Open,
    Opened,
    Partial,
    Pause,
    Start,
    Taken,
)
from feedbackyes.stages.stt._worker import Worker

DATA = Path(__file__).parents[2] / "data"


def speech(name: str) -> bytes:
    return np.pad(np.frombuffer((DATA / name).read_bytes()[44:], np.int16), (4000, 3200)).tobytes()


FIRST, SECOND = speech("austen-0930.wav"), speech("austen-0880.wav")
QUIET = bytes(9600)


class Sent:
    """Collects what a worker sends."""

    def __init__(self) -> None:
        self.messages: list[FromWorker] = []

    def __call__(self, message: Message) -> None:
        self.messages.append(msgspec.msgpack.decode(encode(message)[4:], type=FromWorker))

    def finished(self, stream: int) -> list[Finished]:
        return [message for message in self.messages if isinstance(message, Finished) and message.stream == stream]

    def text(self, stream: int) -> str:
        return "".join(
            message.text for message in self.messages if isinstance(message, Partial) and message.stream == stream
        )


@pytest.fixture
def sent() -> Sent:
    return Sent()


@pytest.fixture
def worker(sent: Sent) -> Worker:
    made = Worker(sent)
    made.take(Open(1, ""))
    made.take(Open(2, ""))
    assert sent.messages == [Opened(1), Opened(2)]
    return made


def work(worker: Worker) -> int:
    steps = 0
    while worker.busy:
        worker.step()
        steps += 1
    return steps


def words(finished: Finished) -> str:
    return " ".join(word.text for word in finished.words)


def test_an_utterance_in_segments(worker: Worker, sent: Sent) -> None:
    for message in (
        Start(1, 7),
        Audio(1, 7, FIRST),
        Pause(1, 7),
        Audio(1, 7, QUIET),
        Audio(1, 7, SECOND),
        Finish(1, 7),
    ):
        worker.take(message)
    work(worker)
    (finished,) = sent.finished(1)
    assert finished.utterance == 7
    assert words(finished).startswith("he might even")
    assert words(finished).endswith("young man")
    second = next(word for word in finished.words[3:] if word.text == "he")
    assert second.start_ms > (len(FIRST) + len(QUIET)) / 32
    taken = sum(message.samples for message in sent.messages if isinstance(message, Taken))
    assert taken == (len(FIRST) + len(QUIET) + len(SECOND)) // 2
    assert sent.text(1).startswith("he might")


def test_after_a_pause_the_end_costs_nothing(worker: Worker, sent: Sent, monkeypatch: pytest.MonkeyPatch) -> None:
    for message in (Start(1, 1), Audio(1, 1, FIRST), Pause(1, 1), Audio(1, 1, QUIET)):
        worker.take(message)
    work(worker)
    told = sent.text(1)

    def refuse(*_: object) -> None:
        raise AssertionError("something was decoded")

    for method in ("feed", "begin", "end"):
        monkeypatch.setattr(f"feedbackyes.stages.stt._decoder.Decoder.{method}", refuse)
    worker.take(Finish(1, 1))
    assert work(worker) == 1
    assert words(sent.finished(1)[0])
    assert sent.text(1) == told


def test_speakers_take_turns_and_who_has_ended_goes_first(worker: Worker, sent: Sent) -> None:
    worker.take(Start(1, 1))
    worker.take(Audio(1, 1, FIRST * 10))
    worker.take(Start(2, 1))
    worker.take(Audio(2, 1, SECOND[:32_000]))
    worker.take(Finish(2, 1))
    while not sent.finished(2):
        worker.step()
    taken = sum(message.samples for message in sent.messages if isinstance(message, Taken) and message.stream == 1)
    assert taken <= 3200
    worker.take(Close(1))
    assert not worker.busy


def test_of_those_who_have_ended_who_has_the_least_left_goes_first(worker: Worker, sent: Sent) -> None:
    worker.take(Open(3, ""))
    for stream, samples in ((1, FIRST[:96_000]), (2, SECOND[:48_000])):
        for message in (Start(stream, 1), Audio(stream, 1, samples), Finish(stream, 1)):
            worker.take(message)
    worker.take(Start(3, 1))
    worker.take(Audio(3, 1, FIRST * 10))
    while not sent.finished(1):
        worker.step()
    assert [message.stream for message in sent.messages if isinstance(message, Finished)] == [2, 1]
    assert not any(isinstance(message, Taken) and message.stream == 3 for message in sent.messages)
    worker.take(Close(3))


def test_a_recording_that_is_sent_at_once_keeps_nobody_waiting(worker: Worker, sent: Sent) -> None:
    for stream, samples in ((1, FIRST * 4), (2, SECOND[:96_000])):
        for message in (Start(stream, 1), Audio(stream, 1, samples), Finish(stream, 1)):
            worker.take(message)
    while not sent.finished(2):
        worker.step()
    taken = sum(message.samples for message in sent.messages if isinstance(message, Taken) and message.stream == 1)
    assert taken <= 3200
    worker.take(Close(1))


def test_a_cancelled_utterance_is_forgotten(worker: Worker, sent: Sent) -> None:
    worker.take(Start(1, 1))
    worker.take(Audio(1, 1, FIRST))
    for _ in range(30):
        worker.step()
    worker.take(Audio(1, 1, FIRST))
    worker.take(Cancel(1, 1))
    assert work(worker) == 1
    for message in (Start(1, 2), Audio(1, 2, SECOND), Finish(1, 2)):
        worker.take(message)
    work(worker)
    assert "might" not in words(sent.finished(1)[0])


def test_a_failing_decoder_loses_one_utterance(worker: Worker, sent: Sent, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("PocketSphinx says no")

    with monkeypatch.context() as patch:
        patch.setattr("feedbackyes.stages.stt._decoder.Decoder.feed", fail)
        for message in (Start(1, 1), Audio(1, 1, FIRST), Finish(1, 1)):
            worker.take(message)
        work(worker)
    assert "PocketSphinx says no" in sent.finished(1)[0].error
    for message in (Start(1, 2), Audio(1, 2, FIRST), Finish(1, 2)):
        worker.take(message)
    work(worker)
    assert sent.finished(1)[1].error == ""
    assert "might even" in words(sent.finished(1)[1])


@pytest.mark.parametrize("fails", ["begin", "feed", "end", "abandon"])
def test_decoders_that_fail_keep_nobody_waiting(sent: Sent, monkeypatch: pytest.MonkeyPatch, fails: str) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("PocketSphinx says no")

    monkeypatch.setattr("feedbackyes.stages.stt._decoders.Decoders.__init__.__defaults__", (Decoder, 1))
    worker = Worker(sent)
    worker.take(Open(1, ""))
    with monkeypatch.context() as patch:
        patch.setattr(f"feedbackyes.stages.stt._decoder.Decoder.{fails}", fail)
        for utterance in (1, 2):
            worker.take(Start(1, utterance))
            worker.take(Audio(1, utterance, SECOND[:48_000]))
            work(worker)
            worker.take(Cancel(1, utterance) if fails == "abandon" else Finish(1, utterance))
            work(worker)
    for message in (Start(1, 3), Audio(1, 3, SECOND), Finish(1, 3)):
        worker.take(message)
    work(worker)
    assert "young man" in words(sent.finished(1)[-1])


def test_an_end_without_a_beginning_is_an_error(worker: Worker, sent: Sent) -> None:
    worker.take(Finish(1, 5))
    work(worker)
    assert "had not begun" in sent.finished(1)[0].error


def test_messages_for_who_has_gone_are_dropped(worker: Worker, sent: Sent) -> None:
    worker.take(Close(1))
    worker.take(Audio(1, 1, FIRST))
    worker.take(Finish(99, 1))
    assert work(worker) == 0


def test_a_model_that_is_missing_is_an_error(worker: Worker, sent: Sent) -> None:
    worker.take(Open(3, "/nowhere"))
    answer = sent.messages[-1]
    assert isinstance(answer, Opened)
    assert "language model" in answer.error


def test_who_falls_silent_gives_up_the_decoder(sent: Sent, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_worker, "HELD_SECONDS", -1.0)
    monkeypatch.setattr("feedbackyes.stages.stt._decoders.Decoders.__init__.__defaults__", (Decoder, 1))
    worker = Worker(sent)
    worker.take(Open(1, ""))
    worker.take(Open(2, ""))
    worker.take(Start(1, 1))
    worker.take(Audio(1, 1, FIRST))
    work(worker)
    for message in (Start(2, 1), Audio(2, 1, SECOND), Finish(2, 1)):
        worker.take(message)
    work(worker)
    assert not sent.finished(2)
    worker.relieve()
    work(worker)
    assert "young man" in words(sent.finished(2)[0])
    worker.take(Finish(1, 1))
    work(worker)
    assert "might even" in words(sent.finished(1)[0])
