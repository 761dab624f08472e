"""The one timer of all calls: each hears a few times a second that time passes. What partners say is kept safe meanwhile,
and how long there was talk."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import Callable, Mapping
from typing import Any

from feedbackyes import log
from feedbackyes.domain.session import EndReason, Session
from feedbackyes.domain.transcript import Turn
from feedbackyes.domain.usage import UsageRecord
from feedbackyes.gateway.call import Call
from feedbackyes.gateway.ledger import Ledger
from feedbackyes.storage import turns, usage

TICK_SECONDS = 0.25
LOOKS = 5
"""In that time, at most. Each looks at some of the calls, and to wake up for it costs more than the look."""
AT_ONCE = 10
"""Calls that are ticked. The audio of all others waits so long, which is to be less than a millisecond."""
BOOK_SECONDS = 15.0
"""How often talking time is stored, of all calls together; a crash loses no more of it."""
logger = logging.getLogger(__name__)


class Ticker:
    """Of the calls of one process. `clock` is also theirs."""

    def __init__(self, calls: Mapping[str, Call], ledger: Ledger, clock: Callable[[], float] = time.monotonic) -> None:
        self._calls, self._ledger, self._clock = calls, ledger, clock
        self._scope = log.scope()
        self._book_at = 0.0

    async def round(self) -> None:
        """Tell each call that is due, spread over `TICK_SECONDS`.

        With hundreds of calls nothing of a call is in the processor's caches: to look at all of one that waits for nothing
        takes time from audio.
        """
        calls = list(self._calls.values())
        groups = min(max(1, math.ceil(len(calls) / AT_ONCE)), LOOKS)
        spoken: list[tuple[Session, Turn]] = []
        talked: dict[str, UsageRecord] = {}
        books = self._clock() >= self._book_at
        if books:
            self._book_at = self._clock() + BOOK_SECONDS
        for group in range(groups):
            await asyncio.sleep(TICK_SECONDS / groups)
            now = self._clock()
            due = [call for call in calls[group::groups] if books or call.due_at <= now]
            for number, call in enumerate(due):
                if number and number % AT_ONCE == 0:
                    await asyncio.sleep(0)
                if self._calls.get(call.session.id) is not call:
                    continue
                turn, talk = _tick(call, books=books)
                self._scope.stay()
                if turn is not None:
                    spoken.append((call.session, turn))
                if talk is not None:
                    talked[call.session.id] = talk
        # Of all of them at once: a transaction costs more than what is written in it, and a statement as well.
        if spoken:
            self._keep(spoken)
        if talked:
            self._book(talked)

    def _keep(self, spoken: list[tuple[Session, Turn]]) -> None:
        """Store what partners are saying, so that a crash in mid-sentence loses no more than a second of it."""

        async def write(tx: Any) -> None:
            lost = await self._ledger.lost_of(tx, {session.id for session, _ in spoken})
            ours = [(session, turn) for session, turn in spoken if session.id not in lost]
            if ours:
                await turns.keep_spoken(tx, ours)

        self._ledger.put(write).add_done_callback(_noted)

    def _book(self, talked: Mapping[str, UsageRecord]) -> None:
        """Store how long sessions have had talk, so that a crash loses no more than seconds of it."""

        async def write(tx: Any) -> None:
            lost = await self._ledger.lost_of(tx, talked.keys())
            await usage.put_growing(tx, [talk for session_id, talk in talked.items() if session_id not in lost])

        self._ledger.put(write).add_done_callback(_noted)


def _tick(call: Call, *, books: bool) -> tuple[Turn | None, UsageRecord | None]:
    """What is being spoken, when it is time to store it, and with `books` how long there was talk."""
    call.scope.stay()  # to enter and leave it costs a tenth of all this
    try:
        return call.tick(), call.meter.talked() if books else None
    except Exception:  # one call's error must not stop the clock of the others
        logger.exception("Session %s ends because of an error of ours.", call.session.id)
        call.end(EndReason.CRASHED, "Something went wrong on our side; what was said so far is kept.")
        return None, None


def _noted(done: asyncio.Future[None]) -> None:
    """The final turn, and all of the time, is written in the end, and its failure is not overlooked."""
    if not done.cancelled() and (error := done.exception()) is not None:
        logger.warning("What was being said, or for how long, could not be stored: %s", error)
