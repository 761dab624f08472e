"""A worker process of a neural recogniser: one model for all its speakers, decoded together.

Each round takes a slice of everybody's audio, decodes what is ready in one batch, and tells what came of it. The process
ends when stdin does.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

import msgspec
import numpy as np

from feedbackyes.domain.errors import ExpectedError
from feedbackyes.stages._messages import Message
from feedbackyes.stages._parent import working
from feedbackyes.stages.stt import RATE_HZ
from feedbackyes.stages.stt._engines import Engine, Segment
from feedbackyes.stages.stt._protocol import (
    Audio,
    Cancel,
    Close,
    Finish,
    Finished,
    Open,
    Opened,
    Partial,
    Pause,
    Start,
    Taken,
    ToWorker,
    Word,
)

SLICE = RATE_HZ * 2 * 3 // 10
"""Bytes of a speaker that are decoded in one round: 300 ms."""

FAILURES = (RuntimeError, ValueError, IndexError)
"""What the library raises where it does not end the process."""

Order = Start | Audio | Pause | Finish | Cancel


class _Stream:
    """One speaker: orders that wait, and the utterance that is open."""

    def __init__(self, number: int, language: str, engine: Engine) -> None:
        self.number = number
        self.orders: deque[Order] = deque()
        self.segment: Segment | None = None
        self._language = language
        self._engine = engine
        self._utterance = 0
        self._begun = False
        self._position = 0
        self._segment_at = 0
        self._words: list[Word] = []
        self._told = 0  # words of the open segment that the partial text has
        self._any = False  # the partial text is not empty

    def add(self, order: Order) -> None:
        if isinstance(order, Cancel):
            self.orders.clear()
        self.orders.append(order)

    def take(self) -> list[Message]:
        """Take in a slice of the audio that is next, for `advance` to decode; or carry out the order that is next."""
        order = self.orders.popleft()
        match order:
            case Audio():
                return self._audio(order)
            case Start():
                self._start(order.utterance)
            case Cancel():
                self.drop()
            case Pause():
                return self._settle()
            case Finish():
                return self._finish(order.utterance)
        return []

    def grown(self) -> list[Message]:
        """What the partial text has to be told of the open segment: words that another one follows."""
        if self.segment is None:
            return []
        return self._partial(self.segment.words()[:-1])

    def drop(self) -> None:
        self.segment, self._begun = None, False

    def _start(self, utterance: int) -> None:
        self.drop()
        self._utterance, self._begun, self._position = utterance, True, 0
        self._words, self._any = [], False

    def _audio(self, order: Audio) -> list[Message]:
        now, later = order.samples[:SLICE], order.samples[SLICE:]
        if later:
            self.orders.appendleft(Audio(order.stream, order.utterance, later))
        samples = np.frombuffer(now, "<i2")
        if self._begun:
            if self.segment is None:
                self.segment, self._segment_at, self._told = self._engine.segment(self._language), self._position, 0
            self.segment.accept(samples.astype(np.float32) * np.float32(1 / 32768))
            self._position += samples.size
        return [Taken(self.number, order.utterance, samples.size)]

    def _settle(self) -> list[Message]:
        segment, self.segment = self.segment, None
        if segment is None:
            return []
        words, at_ms = segment.end(), self._segment_at * 1000 // RATE_HZ
        told = self._partial(words)
        self._words += [Word(word.text, at_ms + word.start_ms, at_ms + word.end_ms, word.confidence) for word in words]
        return told

    def _finish(self, utterance: int) -> list[Message]:
        if not self._begun or utterance != self._utterance:
            error = "The recogniser was asked for an utterance that it had not begun."
            return [Finished(self.number, utterance, [], error)]
        told = self._settle()
        self._begun = False
        return [*told, Finished(self.number, utterance, self._words)]

    def fail(self, error: str) -> list[Message]:
        """Lose the utterance."""
        self.drop()
        self.orders.clear()
        return [Finished(self.number, self._utterance, [], error)]

    def _partial(self, words: list[Word]) -> list[Message]:
        text = " ".join(word.text for word in words[self._told :])
        self._told = max(self._told, len(words))
        if not text:
            return []
        text, self._any = f" {text}" if self._any else text, True
        return [Partial(self.number, self._utterance, text)]


class Worker:
    """All speakers of this process. The model is loaded for the first of them."""

    def __init__(self, send: Callable[[Message], None], load: Callable[[], Engine]) -> None:
        self._send = send
        self._load = load
        self._engine: Engine | None = None
        self._streams: dict[int, _Stream] = {}

    @property
    def busy(self) -> bool:
        return any(stream.orders for stream in self._streams.values())

    def take(self, message: ToWorker) -> None:
        """Take a message in; the work is done in `step`."""
        if isinstance(message, Open):
            self._open(message)
        elif isinstance(message, Close):
            self._streams.pop(message.stream, None)
        elif message.stream in self._streams:
            self._streams[message.stream].add(message)

    def step(self) -> None:
        """A slice of everybody."""
        active = [stream for stream in self._streams.values() if stream.orders]
        for stream in active:
            self._guarded(stream, stream.take)
        hearing = [stream for stream in active if stream.segment is not None]
        segments = [stream.segment for stream in hearing if stream.segment is not None]
        try:
            if self._engine is not None and segments:
                self._engine.advance(segments)
        except FAILURES as error:
            for stream in hearing:
                self._lose(stream, error)
        for stream in hearing:
            self._guarded(stream, stream.grown)

    def _guarded(self, stream: _Stream, work: Callable[[], list[Message]]) -> None:
        """When the library refuses, only this utterance is lost."""
        try:
            messages = work()
        except FAILURES as error:
            self._lose(stream, error)
        else:
            self._tell(messages)

    def _lose(self, stream: _Stream, error: Exception) -> None:
        first = str(error).strip().partition("\n")[0][:200]
        self._tell(stream.fail(f"The recogniser failed in this utterance ({first}). Please say it again."))

    def _tell(self, messages: list[Message]) -> None:
        for message in messages:
            self._send(message)

    def _open(self, message: Open) -> None:
        error = ""
        try:
            if self._engine is None:
                self._engine = self._load()
            self._engine.prepare(message.language)
            self._streams[message.stream] = _Stream(message.stream, message.language, self._engine)
        except ExpectedError as failure:
            error = failure.message
        except (*FAILURES, AssertionError, TypeError, OSError) as failure:
            error = f"The recogniser could not load its model ({failure}). Install the model again."
        self._send(Opened(message.stream, error))


def serve(load: Callable[[], Engine]) -> None:
    """Serve until stdin ends, with the engine that `load` makes when the first speaker comes."""
    with working(msgspec.msgpack.Decoder(ToWorker)) as parent:
        worker = Worker(parent.send, load)
        while not parent.gone:
            for message in parent.orders(wait=not worker.busy):
                worker.take(message)
            if not parent.gone:
                worker.step()
