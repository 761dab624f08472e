"""One answer of a language model under way, and whether the model answers at all."""

from __future__ import annotations

import asyncio
from contextlib import aclosing

import structlog

from feedbackyes.stages.dialogue import CallFunction
from feedbackyes.stages.dialogue._chat import ChatFailed, ChatModel, Question
from feedbackyes.stages.dialogue._lines import MOST_WORDS
from feedbackyes.stages.dialogue._speakable import Clause, Speakable

LONGEST_WAIT_SECONDS = 60.0
"""A server that asks to be left alone is left alone so long at most."""
log = structlog.get_logger()


class Answer:
    """One request to a model, read while what came before is being spoken."""

    def __init__(self, model: ChatModel, question: Question, name: str) -> None:
        self._parts: asyncio.Queue[Clause | CallFunction | ChatFailed | None] = asyncio.Queue()
        self._reading = True
        self._task = asyncio.create_task(self._read(model, question, Speakable(name)), name="language model")

    async def next(self, seconds: float) -> Clause | CallFunction | None:
        """The next part; None after the last. Raises `ChatFailed`, also when none comes in time."""
        try:
            async with asyncio.timeout(seconds):
                part = await self._parts.get()
        except TimeoutError:
            raise ChatFailed("It did not answer in time.") from None
        if isinstance(part, ChatFailed):
            raise part
        return part

    def cancel(self) -> None:
        """End the request soon."""
        if self._reading:  # who is hanging up already must not be disturbed: the connection would stay open
            self._reading = False
            self._task.cancel()
        if not self._task.done():
            _ending.add(self._task)
            self._task.add_done_callback(_ending.discard)

    async def close(self) -> None:
        """End the request, and wait for its end."""
        self.cancel()
        await asyncio.wait({self._task})

    async def _read(self, model: ChatModel, question: Question, speakable: Speakable) -> None:
        try:
            count = 0
            async with aclosing(model.stream(question)) as parts:
                async for part in parts:
                    for clause in speakable.feed(part) if isinstance(part, str) else speakable.end():
                        self._parts.put_nowait(clause)
                        count += len(clause.text.split())
                    if isinstance(part, CallFunction):
                        self._parts.put_nowait(part)
                    if speakable.over or count > MOST_WORDS:
                        break
                self._reading = False
            for clause in speakable.end():
                self._parts.put_nowait(clause)
            self._parts.put_nowait(None)
        except ChatFailed as error:
            self._parts.put_nowait(error)
        except Exception:
            log.exception("an answer of a language model could not be read")
            self._parts.put_nowait(ChatFailed("Its answer could not be read."))


_ending: set[asyncio.Task[None]] = set()
"""Requests that are being ended. The event loop alone does not keep them."""


class Health:
    """Whether the model answers. Its troubles are logged when they begin, and when they are over."""

    def __init__(self) -> None:
        self._failing = False
        self._rests_until = 0.0

    @property
    def resting(self) -> bool:
        """It asked to be left alone."""
        return asyncio.get_running_loop().time() < self._rests_until

    def worked(self, name: str) -> None:
        if self._failing:
            log.info("the language model answers again", model=name)
        self._failing = False

    def failed(self, name: str, error: ChatFailed) -> None:
        if not self._failing:
            log.warning("the language model does not answer; the script does", model=name, reason=error.message)
        self._failing = True
        wait = min(LONGEST_WAIT_SECONDS, error.wait_seconds)
        self._rests_until = asyncio.get_running_loop().time() + wait
