"""One speaker at a worker process, seen from the parent: what every recogniser with workers of its own gives out."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextvars import Context
from types import MappingProxyType

import msgspec
import numpy as np

from feedbackyes.audio import Int16
from feedbackyes.stages._workers import Worker
from feedbackyes.stages.stt import RATE_HZ, RecognisedWord, RecogniserFailed, Transcript
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

MAX_BEHIND_SECONDS = 15.0
"""A worker that has not got to what was fed this long ago is overloaded: new audio is refused, not queued."""
MAX_WAITING = 300 * RATE_HZ
"""Samples that one utterance may have waiting, for who sends faster than people speak."""
HUNG_SECONDS = 120.0
"""A worker that is waited for and says nothing to anybody for so long hangs, as long as the largest models take to load; it is
ended, and its successor does better."""
NONE: Mapping[str, str] = MappingProxyType({})

_decoder: msgspec.msgpack.Decoder[FromWorker] = msgspec.msgpack.Decoder(FromWorker)


def workers_of(number: int, module: str, *arguments: str) -> list[Worker[FromWorker]]:
    """So many processes that run `module` and speak the recogniser's protocol; none is started yet."""
    return [Worker(f"recogniser {index}", _decoder.decode, module, *arguments) for index in range(number)]


class Stream:
    """One speaker at one worker. After the worker died, the next `start` opens the stream again at its successor."""

    def __init__(
        self,
        number: int,
        worker: Worker[FromWorker],
        model: str,
        on_partial: Callable[[str], None],
        spelling: Mapping[str, str] = NONE,
        language: str = "",
    ) -> None:
        self._number = number
        self._worker = worker
        self._model = model
        self._on_partial = on_partial
        self._spelling = spelling
        self._language = language
        self._opening: asyncio.Future[None] | None = None
        self._known = False  # the worker that lives now has our `Open`
        self._utterance = 0
        self._running = False
        self._lost: RecogniserFailed | None = None
        self._finishing: asyncio.Future[Transcript] | None = None
        self._waiting: deque[tuple[float, int]] = deque()  # when fed, and how many samples

    async def open(self) -> None:
        """Have the worker make a decoder ready.

        Raises:
            RecogniserFailed: it could not.
        """
        self._worker.attach(self._number, self._receive)
        self._opening = asyncio.get_running_loop().create_future()
        try:
            self._introduce()
            await self._opening
        except BaseException:
            self._worker.detach(self._number)
            raise
        finally:
            self._opening = None

    def start(self) -> None:
        if self._running:
            self.cancel()
        self._introduce()
        self._utterance += 1
        self._running, self._lost = True, None
        self._worker.send(Start(self._number, self._utterance))

    def feed(self, samples: Int16) -> None:
        if not self._running or self._lost is not None or not samples.size:
            return
        if self._waiting and time.monotonic() - self._waiting[0][0] > MAX_BEHIND_SECONDS:
            self._give_up("The recogniser is overloaded: too many people speak at once. Please try again later.")
        elif sum(size for _, size in self._waiting) > MAX_WAITING:
            self._give_up(
                f"More than {MAX_WAITING // RATE_HZ} seconds of speech are waiting to be recognised. "
                "Send it more slowly, or in shorter parts."
            )
        else:
            self._waiting.append((time.monotonic(), samples.size))
            self._worker.send(Audio(self._number, self._utterance, np.ascontiguousarray(samples, "<i2").tobytes()))

    def pause(self) -> None:
        if self._running and self._lost is None:
            self._worker.send(Pause(self._number, self._utterance))

    async def finish(self) -> Transcript:
        """See `RecogniserStream.finish`. An utterance that was not started is empty."""
        if not self._running:
            return Transcript("", (), 0.0)
        try:
            if self._lost is not None:
                raise self._lost
            self._finishing = asyncio.get_running_loop().create_future()
            self._watch()
            self._worker.send(Finish(self._number, self._utterance))
            return await self._finishing
        finally:
            self._finishing = None
            self._running = False
            self._waiting.clear()

    def cancel(self) -> None:
        if self._running:
            self._running = False
            self._waiting.clear()
            self._worker.send(Cancel(self._number, self._utterance))
            self._fail_finish(RecogniserFailed("The utterance was cancelled."))

    async def close(self) -> None:
        self.cancel()
        if self._known:
            self._worker.send(Close(self._number))
            self._known = False
        self._worker.detach(self._number)

    def _watch(self) -> None:
        """End a worker that answers nobody. It goes on after the caller has lost patience."""
        worker, answers = self._worker, self._worker.answers

        def look() -> None:
            if worker.answers == answers:
                worker.kill()

        # The caller's context would hold all of its session for so long.
        asyncio.get_running_loop().call_later(HUNG_SECONDS, look, context=Context())

    def _introduce(self) -> None:
        if not self._known:
            self._known = True
            self._worker.send(Open(self._number, self._model, self._language))

    def _give_up(self, reason: str) -> None:
        self._lost = RecogniserFailed(reason)
        self._waiting.clear()
        self._worker.send(Cancel(self._number, self._utterance))

    def _receive(self, message: FromWorker | None) -> None:
        match message:
            case None:
                self._known = False
                self._fail(
                    RecogniserFailed(f"The recogniser's process has ended{self._reason()}. Please say that again.")
                )
            case Opened(error=error):
                self._on_opened(error)
            case _ if not self._running or message.utterance != self._utterance:
                return
            case Taken(samples=samples):
                self._on_taken(samples)
            case Partial(text=text):
                self._on_partial(self._written(text))
            case Finished():
                self._on_finished(message)

    def _reason(self) -> str:
        """Why a model that was being loaded ended the process; in the middle of a talk it says nothing to anybody."""
        opening = self._opening is not None and not self._opening.done()
        return f" ({self._worker.last_words})" if opening and self._worker.last_words else ""

    def _on_opened(self, error: str) -> None:
        if error:
            self._known = False
            self._fail(RecogniserFailed(error))
        elif self._opening is not None and not self._opening.done():
            self._opening.set_result(None)

    def _on_taken(self, samples: int) -> None:
        while samples and self._waiting:
            at, size = self._waiting.popleft()
            if size > samples:
                self._waiting.appendleft((at, size - samples))
            samples -= min(size, samples)

    def _on_finished(self, message: Finished) -> None:
        if message.error:
            self._fail(RecogniserFailed(message.error))
        elif self._finishing is not None and not self._finishing.done():
            self._finishing.set_result(self._transcript(message))

    def _fail(self, error: RecogniserFailed) -> None:
        if self._opening is not None and not self._opening.done():
            self._opening.set_exception(error)
        if self._running:
            self._lost = error
        self._fail_finish(error)

    def _fail_finish(self, error: RecogniserFailed) -> None:
        if self._finishing is not None and not self._finishing.done():
            self._finishing.set_exception(error)

    def _written(self, text: str) -> str:
        return " ".join(self._spelling.get(word, word) for word in text.split(" "))

    def _transcript(self, message: Finished) -> Transcript:
        words = tuple(
            RecognisedWord(self._written(word.text), word.start_ms, word.end_ms, word.confidence)
            for word in message.words
        )
        if not words:
            return Transcript("", (), 0.0)
        confidence = sum(word.confidence for word in words) / len(words)
        return Transcript(" ".join(word.text for word in words), words, confidence)
