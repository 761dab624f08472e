"""One session's recogniser: carries out the session's commands in their order and brings back the results."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Protocol

import numpy as np
import structlog

from feedbackyes.domain.errors import ExpectedError
from feedbackyes.engine.commands import Drop, Finish, Listen, Recognise, Settle, StartListening
from feedbackyes.engine.microphone import for_ears
from feedbackyes.stages.stt import Recogniser, RecogniserFailed, RecogniserOptions, RecogniserStream, Transcript

FINISH_SECONDS = 20.0
"""A recogniser that takes longer has lost the utterance."""
OPEN_SECONDS = 30.0
MAX_WAITING = 4_000
"""Commands that wait while a recogniser opens or finishes: more than two minutes of audio."""

Order = StartListening | Listen | Settle | Finish | Drop
log = structlog.get_logger()


class Listener(Protocol):
    """Who gets the results, on the event loop."""

    def on_partial(self, utterance: str, text: str) -> None: ...

    def on_recognised(self, utterance: str, transcript: Transcript) -> None: ...

    def on_lost(self, utterance: str, error: ExpectedError) -> None: ...


class Ears:
    """Owns a `RecogniserStream`: opened before the first order, and again after `adapt`, between two utterances."""

    def __init__(self, recogniser: Recogniser, listener: Listener) -> None:
        self._recogniser = recogniser
        self._listener = listener
        self._options = RecogniserOptions()
        self._stream: RecogniserStream | None = None
        self._stale = False
        self._orders: deque[Order] = deque()
        self._recordings: deque[Recognise] = deque()
        self._wake = asyncio.Event()
        self._current: str | None = None
        self._lost: ExpectedError | None = None
        self._incomplete: set[str] = set()  # utterances of which audio was left out
        self._task: asyncio.Task[None] | None = None

    @property
    def waiting(self) -> int:
        """Orders that were not carried out yet."""
        return len(self._orders) + len(self._recordings)

    def understand(self, language: str) -> bool:
        """The recogniser knows the language of a BCP 47 tag; nobody has to make it ready for another."""
        known = self._recogniser.languages
        return known is None or language.replace("_", "-").split("-")[0].lower() in known

    def adapt(self, options: RecogniserOptions) -> None:
        """Expect other words from the next utterance on."""
        if options != self._options:
            self._options = options
            self._stale = True
            self._wake.set()

    def take(self, order: Order | Recognise) -> None:
        """Carry out an order after those before it."""
        if isinstance(order, Recognise):
            self._recordings.append(order)
        elif isinstance(order, Listen) and len(self._orders) >= MAX_WAITING:
            self._incomplete.add(order.utterance)
        else:
            self._orders.append(order)
        self.prepare()
        self._wake.set()

    def prepare(self) -> None:
        """Open the recogniser in the background, before there is something to recognise."""
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="engine ears")

    async def close(self) -> None:
        """End what is going on, without results."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._shut()

    async def _run(self) -> None:
        while True:
            try:
                await self._next()
            except ExpectedError as error:
                self._lost = error
                log.warning("the recogniser failed", reason=error.message)
            except Exception:
                self._lost = RecogniserFailed("The recogniser failed. Please say that again.")
                self._stale = True
                log.exception("the recogniser failed")

    async def _next(self) -> None:
        if self._orders:
            await self._carry_out(self._orders.popleft())
        elif self._current is None and self._recordings:
            await self._recognise(self._recordings.popleft())
        elif self._current is None and self._lost is None and (self._stream is None or self._stale):
            await self._ready()
        else:
            self._wake.clear()
            await self._wake.wait()

    async def _carry_out(self, order: Order) -> None:
        if isinstance(order, StartListening):
            self._current, self._lost = order.utterance, None
            (await self._ready()).start()
        elif isinstance(order, Finish):
            await self._finish(order.utterance)
        elif self._stream is not None and self._lost is None:
            self._pass_on(self._stream, order)
        if isinstance(order, Drop):
            self._current = None
            self._incomplete.discard(order.utterance)

    def _pass_on(self, stream: RecogniserStream, order: Order) -> None:
        if isinstance(order, Listen):
            stream.feed(np.frombuffer(order.audio, np.int16))
        elif isinstance(order, Settle):
            stream.pause()
        elif isinstance(order, Drop):
            stream.cancel()

    async def _finish(self, utterance: str) -> None:
        """End an utterance with a result or an error, whatever happens."""
        try:
            transcript = await self._result()
            if utterance in self._incomplete:
                raise RecogniserFailed("The recogniser is too far behind. Please say that again in a moment.")
        except ExpectedError as error:
            self._listener.on_lost(utterance, error)
        except Exception:
            self._listener.on_lost(utterance, RecogniserFailed("The recogniser failed. Please say that again."))
            raise
        else:
            self._listener.on_recognised(utterance, transcript)
        finally:
            self._current = None
            self._incomplete.discard(utterance)

    async def _result(self) -> Transcript:
        if self._stream is None or self._lost is not None:
            lost, self._lost = self._lost, None
            raise lost or RecogniserFailed("There is no recogniser. Please try again.")
        try:
            async with asyncio.timeout(FINISH_SECONDS):
                return await self._stream.finish()
        except TimeoutError:
            self._stale = True
            raise RecogniserFailed("The recogniser took too long. Please say that again.") from None

    async def _recognise(self, order: Recognise) -> None:
        self._lost = None
        try:
            stream = await self._ready()
            samples = await asyncio.to_thread(for_ears, order.audio, order.format)
            stream.start()
            stream.feed(samples)
        except ExpectedError as error:
            self._lost = error
        await self._finish(order.utterance)

    async def _ready(self) -> RecogniserStream:
        """A stream for the words that are expected. Raises `ExpectedError`."""
        if self._stream is not None and not self._stale:
            return self._stream
        await self._shut()
        self._stale = False
        try:
            async with asyncio.timeout(OPEN_SECONDS):
                self._stream = await self._recogniser.open(self._options, self._on_partial)
        except TimeoutError:
            raise RecogniserFailed("The recogniser did not start in time. Please try again.") from None
        return self._stream

    async def _shut(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            await stream.close()

    def _on_partial(self, text: str) -> None:
        if self._current is not None:
            self._listener.on_partial(self._current, text)
