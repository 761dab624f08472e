"""A recogniser's worker process: `python -m feedbackyes.stages.stt._worker`, messages on stdin and stdout.

One thread decodes, another one only reads. Between two slices of decoding, what has arrived is taken in; speakers take
turns slice by slice, and one whose words are wanted now (a pause or an end is waiting) goes first, the one with the least
left before others: taken in turns, all of them would be as late as the last. The process ends when stdin does, so it never
outlives its parent.
"""

from __future__ import annotations

import contextlib
import time
from collections import deque
from collections.abc import Callable

import msgspec
import numpy as np

from feedbackyes.stages._messages import Message
from feedbackyes.stages._parent import working
from feedbackyes.stages.stt._decoder import Decoder
from feedbackyes.stages.stt._decoders import Decoders
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
    ToWorker,
)
from feedbackyes.stages.stt._segment import Speaker, Tools
from feedbackyes.stages.stt._utterance import Utterance

SLICE = 3200
"""Bytes decoded before others get their turn: 100 ms."""
URGENT = 128_000
"""A speaker whose end waits behind no more bytes than this (4 s) goes first. A longer backlog waits its turn: a recording that
is sent at once is no speech of now, and must not keep those waiting who speak."""

HELD_SECONDS = 2.0
"""A speaker who has sent nothing for so long gives up the decoder when others wait for one."""

Order = Start | Audio | Pause | Finish | Cancel


class _Stream:
    """One speaker: orders that wait, and the utterance that is open."""

    def __init__(self, number: int, model: str, tools: Tools, decoders: Decoders) -> None:
        self.number = number
        self.model = model
        self.orders: deque[Order] = deque()
        self.waiting = 0
        self.last_order = 0.0
        self._speaker = Speaker()
        self._tools = tools
        self._decoders = decoders
        self._utterance: Utterance | None = None
        self._failed = ""
        self._number = 0

    @property
    def urgent(self) -> bool:
        return self.waiting <= URGENT and any(isinstance(order, Pause | Finish) for order in self.orders)

    @property
    def ready(self) -> bool:
        """Whether there is something to do, and a decoder for it."""
        if not self.orders:
            return False
        needs = self._utterance is not None and not self._utterance.in_segment and isinstance(self.orders[0], Audio)
        return not needs or self._decoders.can_lend()

    @property
    def holds_decoder(self) -> bool:
        return self._utterance is not None and self._utterance.in_segment

    def add(self, order: Order) -> None:
        self.last_order = time.monotonic()
        if isinstance(order, Cancel):
            self.orders.clear()
            self.waiting = 0
        if isinstance(order, Audio):
            self.waiting += len(order.samples)
        self.orders.append(order)

    def step(self) -> list[FromWorker]:
        """Carry out the next order, of audio a slice."""
        order = self.orders.popleft()
        if isinstance(order, Pause | Finish) and self._utterance is not None and self._utterance.behind:
            self.orders.appendleft(order)
            return self._partial(order.utterance, self._guarded(lambda utterance: utterance.catch_up(ending=True)))
        match order:
            case Audio():
                return self._audio(order)
            case Start():
                self.drop()
                self._number = order.utterance
                self._utterance = Utterance(self._speaker, self._tools, self._lend, self._decoders.take_back)
            case Pause():
                return self._settle(order.utterance)
            case Finish():
                return self._finish(order.utterance)
            case Cancel():
                self.drop()
        return []

    def remember(self) -> None:
        if self._utterance is not None:
            self._utterance.remember()
            self._speaker = self._utterance.speaker

    def drop(self) -> None:
        utterance, self._utterance, self._failed = self._utterance, None, ""
        if utterance is not None:
            with contextlib.suppress(RuntimeError):
                utterance.abandon()

    def _lend(self) -> Decoder:
        return self._decoders.lend(self.model)

    def _audio(self, order: Audio) -> list[FromWorker]:
        now, later = order.samples[:SLICE], order.samples[SLICE:]
        if later:
            self.orders.appendleft(Audio(order.stream, order.utterance, later))
        self.waiting -= len(now)
        text = self._guarded(lambda utterance: utterance.feed(np.frombuffer(now, np.int16)))
        return [Taken(self.number, order.utterance, len(now) // 2), *self._partial(order.utterance, text)]

    def give_up_decoder(self) -> list[FromWorker]:
        """Settle what was said so far, as in a pause."""
        return self._settle(self._number)

    def _settle(self, number: int) -> list[FromWorker]:
        return self._partial(number, self._guarded(Utterance.settle))

    def _finish(self, number: int) -> list[FromWorker]:
        partial = self._settle(number)
        utterance, failed = self._utterance, self._failed
        if utterance is None and not failed:
            failed = "The recogniser was asked for an utterance that it had not begun."
        return [*partial, Finished(self.number, number, utterance.words if utterance else [], failed)]

    def _partial(self, number: int, text: str) -> list[FromWorker]:
        return [Partial(self.number, number, text)] if text else []

    def _guarded(self, work: Callable[[Utterance], str]) -> str:
        """Work on the utterance; when PocketSphinx fails, only this utterance is lost, and its decoder."""
        if self._utterance is None:
            return ""
        try:
            return work(self._utterance)
        except (RuntimeError, ValueError) as error:
            self._utterance = None
            self._failed = f"The recogniser failed in this utterance ({error}). Please say it again."
            return ""


class Worker:
    """All streams of this process."""

    def __init__(self, send: Callable[[Message], None]) -> None:
        self._send = send
        self._tools = Tools()
        self._decoders = Decoders()
        self._streams: dict[int, _Stream] = {}
        self._turns: deque[_Stream] = deque()

    @property
    def busy(self) -> bool:
        return any(stream.ready for stream in self._turns)

    def take(self, message: ToWorker) -> None:
        """Take a message in; the work is done in `step`."""
        if isinstance(message, Open):
            self._open(message)
            return
        stream = self._streams.get(message.stream)
        if stream is None:
            return
        if isinstance(message, Close):
            stream.drop()
            del self._streams[message.stream]
            self._turns.remove(stream)
            self._decoders.trim({other.model for other in self._turns})
        else:
            stream.add(message)

    def step(self) -> None:
        """One slice of work for the speaker whose turn it is."""
        ready = [stream for stream in self._turns if stream.ready]
        if not ready:
            return
        urgent = [stream for stream in ready if stream.urgent]
        stream = min(urgent, key=lambda one: one.waiting, default=ready[0])
        self._turns.remove(stream)
        self._turns.append(stream)
        self._answer(stream, stream.step())

    def _answer(self, stream: _Stream, messages: list[FromWorker]) -> None:
        for message in messages:
            self._send(message)
        stream.remember()

    def relieve(self) -> None:
        """When everybody who has something to do waits for a decoder, take one from who has been silent longest."""
        if self.busy:
            return
        silent = [stream for stream in self._turns if stream.holds_decoder and not stream.orders]
        longest = min(silent, key=lambda stream: stream.last_order, default=None)
        waited_for = any(stream.orders for stream in self._turns)
        if longest is not None and waited_for and time.monotonic() - longest.last_order > HELD_SECONDS:
            self._answer(longest, longest.give_up_decoder())

    def _open(self, message: Open) -> None:
        error = ""
        try:
            same = sum(stream.model == message.model for stream in self._streams.values())
            self._decoders.prepare(message.model, same + 1)
        except (RuntimeError, ValueError, OSError) as failure:
            error = f"The recogniser could not load its language model ({failure})."
        else:
            stream = _Stream(message.stream, message.model, self._tools, self._decoders)
            self._streams[message.stream] = stream
            self._turns.append(stream)
        self._send(Opened(message.stream, error))


def main() -> None:
    """Serve until stdin ends."""
    with working(msgspec.msgpack.Decoder(ToWorker)) as parent:
        worker = Worker(parent.send)
        while not parent.gone:
            for message in parent.orders(wait=not worker.busy):
                worker.take(message)
            if not parent.gone:
                worker.relieve()
                worker.step()


if __name__ == "__main__":
    main()
