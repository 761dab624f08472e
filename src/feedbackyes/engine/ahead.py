"""A reply made ahead: while one clause is heard the next is written and spoken, so that no pause comes between them that the
partner did not mean.

One clause at a time is made, in order: the first waits for nothing, and has the voice to itself. `CLAUSES` are held at most, the
one that is being heard and the next. Leaving it ends the work, whatever was made is forgotten.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Self, TypeVar

from feedbackyes.stages.dialogue import CallFunction, Say
from feedbackyes.stages.tts import SpeechChunk

T = TypeVar("T")
CLAUSES = 2
"""Held at once. More would only be thrown away when the learner interrupts, and keep the voice from other sessions."""

Part = Say | CallFunction
Speak = Callable[[str], AsyncIterator[SpeechChunk]]


class Clause:
    """A part of a reply, and its speech as it is made; `chunks` may be read once."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self._made: asyncio.Queue[SpeechChunk | BaseException | None] = asyncio.Queue()

    def put(self, made: SpeechChunk | BaseException | None) -> None:
        """More of it; None: that was all; an error: there is no more."""
        self._made.put_nowait(made)

    async def chunks(self) -> AsyncIterator[SpeechChunk]:
        """Raises what the voice raised."""
        while (made := await self._made.get()) is not None:
            if isinstance(made, BaseException):
                raise made
            yield made


class Ahead:
    """`async with` it: the work begins with that and ends with it.

    Args:
        parts: of the reply; closed at the end. speak: None when nothing is to be heard.
    """

    def __init__(self, parts: AsyncIterator[Part], speak: Speak | None) -> None:
        self._parts = parts
        self._speak = speak
        self._clauses: asyncio.Queue[Clause | BaseException | None] = asyncio.Queue()
        self._room = asyncio.Semaphore(CLAUSES)
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._work(), name="engine reply ahead")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def clauses(self) -> AsyncIterator[Clause]:
        """In order. Asking for one says that the one before was dealt with. Raises what the dialogue raised."""
        while (clause := await self._clauses.get()) is not None:
            if isinstance(clause, BaseException):
                raise clause
            yield clause
            self._room.release()

    async def _work(self) -> None:
        try:
            async with closing(self._parts) as parts:
                while True:
                    await self._room.acquire()
                    await self._make(Clause(await anext(parts)))
        except StopAsyncIteration:
            self._clauses.put_nowait(None)
        except Exception as error:  # noqa: BLE001 (raised again where the reply is read)
            self._clauses.put_nowait(error)

    async def _make(self, clause: Clause) -> None:
        self._clauses.put_nowait(clause)
        try:
            if self._speak is not None and isinstance(clause.part, Say) and any(map(str.isalnum, clause.part.text)):
                async with closing(self._speak(clause.part.text)) as chunks:
                    async for chunk in chunks:
                        clause.put(chunk)
        except Exception as error:
            clause.put(error)
            raise
        clause.put(None)


@asynccontextmanager
async def closing(iterator: AsyncIterator[T]) -> AsyncIterator[AsyncIterator[T]]:
    """Close an iterator that can be closed, also when it is not read to its end."""
    try:
        yield iterator
    finally:
        close = getattr(iterator, "aclose", None)
        if close is not None:
            await close()
