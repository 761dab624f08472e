"""A caller between the first ring and the talk. What the reception decides is carried out here."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Protocol

from feedbackyes.domain.errors import ExpectedError, NotReady, TooMany
from feedbackyes.gateway.phone.prompts import Prompts
from feedbackyes.gateway.phone.reception import Connect, Leave, Reception, Say, Step
from feedbackyes.sip import HungUp, Line, LineListener

RECEPTION_SECONDS = 180.0
"""So long a caller may take until the talk begins."""
EARLY_KEYS = 20
"""Of a caller who knows what will be asked."""
logger = logging.getLogger(__name__)


class Talks(Protocol):
    """What a visitor needs of the house."""

    async def reception(self, line: Line) -> Reception:
        """Who receives the caller of that line. Raises `ExpectedError`."""
        ...

    async def connect(self, line: Line, wanted: Connect) -> LineListener:
        """Begin the session; gives the end that the line has from now on. Raises `ExpectedError`."""
        ...


class Visitor:
    """The listener of a line; once the talk has begun, it passes everything on to the call's end."""

    def __init__(self, line: Line, talks: Talks, prompts: Prompts, gone: Callable[[Visitor], None]) -> None:
        self._line, self._talks, self._prompts, self._gone = line, talks, prompts, gone
        self._loop = asyncio.get_running_loop()
        self._reception: Reception | None = None
        self._end: LineListener | None = None
        self._steps: asyncio.Queue[Step] = asyncio.Queue()
        self._early: list[str] = []
        self._speaking = 0
        self._task: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._limit: asyncio.TimerHandle | None = None
        self._over = False

    # ---- LineListener

    def on_open(self) -> None:
        if self._task is None and not self._over:
            self._task = self._loop.create_task(self._run(), name="telephone reception")
            self._limit = self._loop.call_later(RECEPTION_SECONDS, self._line.hang_up)

    def on_audio(self, pcm: bytes) -> None:
        if self._end is not None:
            self._end.on_audio(pcm)

    def on_key(self, key: str) -> None:
        if self._end is not None:
            self._end.on_key(key)
        elif self._reception is not None:
            self._carry_out(self._reception.key(key, self._now_ms()))
        elif len(self._early) < EARLY_KEYS:
            self._early.append(key)

    def on_drained(self) -> None:
        if self._end is not None:
            self._end.on_drained()
        elif self._line.played_ms >= self._line.queued_ms:  # else it was of what a key has cut off
            self._heard()

    def on_hung_up(self, why: HungUp) -> None:
        self._over = True
        self._stop(self._timer)
        self._stop(self._limit)
        if self._end is not None:
            self._end.on_hung_up(why)
        if self._task is not None:
            self._task.cancel()
        self._gone(self)

    async def wait(self) -> None:
        """Until nothing of it is left."""
        if self._task is not None:
            await asyncio.wait({self._task})

    # ---- inside

    async def _run(self) -> None:
        try:
            self._reception = await self._talks.reception(self._line)
            self._carry_out(self._reception.begin())
            for key in self._early:
                self._carry_out(self._reception.key(key, self._now_ms()))
            while not await self._do(await self._steps.get()):
                pass
        except ExpectedError as error:
            logger.warning("A telephone call came to nothing: %s", error.message)
            self._line.hang_up()
        except Exception:  # the root of the task
            logger.exception("A telephone call ends because of an error of ours.")
            self._line.hang_up()

    async def _do(self, step: Step) -> bool:
        """Carry out one step. True: there is no other."""
        match step:
            case Say(text, language):
                await self._say(text, language)
            case Leave():
                self._line.hang_up()
                return True
            case Connect():
                return await self._connect(step)
        return False

    async def _say(self, text: str, language: str) -> None:
        pcm = await self._prompts.speak(text, language)
        self._speaking -= 1
        if self._speaking:
            return  # there is something else to be said already
        self._line.clear()
        self._line.play(pcm)
        if not pcm and text:
            self._heard()

    async def _connect(self, wanted: Connect) -> bool:
        try:
            end = await self._talks.connect(self._line, wanted)
        except ExpectedError as error:
            logger.warning("A telephone call could not begin: %s", error.message)
            if self._reception is not None:
                self._carry_out(self._reception.leave("busy" if isinstance(error, TooMany | NotReady) else "gone"))
            return False
        self._stop(self._limit)
        if self._over:
            end.on_hung_up("caller")
        self._end = end
        return True

    def _heard(self) -> None:
        if self._reception is not None and not self._speaking:
            self._carry_out(self._reception.heard(self._now_ms()))

    def _carry_out(self, steps: list[Step]) -> None:
        for step in steps:
            self._speaking += isinstance(step, Say)
            if isinstance(step, Say):
                self._line.clear()
            self._steps.put_nowait(step)
        self._stop(self._timer)
        deadline_ms = self._reception.deadline_ms if self._reception is not None else None
        if deadline_ms is not None:
            self._timer = self._loop.call_at(deadline_ms / 1000, self._tick)

    def _tick(self) -> None:
        if self._reception is not None and self._end is None:
            self._carry_out(self._reception.tick(self._now_ms()))

    def _now_ms(self) -> float:
        return self._loop.time() * 1000

    def _stop(self, timer: asyncio.TimerHandle | None) -> None:
        if timer is not None:
            timer.cancel()
