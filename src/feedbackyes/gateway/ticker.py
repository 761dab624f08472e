"""The one timer of all calls: each hears a few times a second that time passes, and what partners say is kept safe."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Mapping
from typing import Any

from feedbackyes.domain.session import EndReason, Session
from feedbackyes.domain.transcript import Turn
from feedbackyes.gateway.call import Call
from feedbackyes.gateway.ledger import Ledger
from feedbackyes.storage import turns

TICK_SECONDS = 0.25
AT_ONCE = 10
"""Calls. The audio of all others waits so long, which is to be less than a millisecond."""
logger = logging.getLogger(__name__)


class Ticker:
    """Of the calls of one process."""

    def __init__(self, calls: Mapping[str, Call], ledger: Ledger) -> None:
        self._calls, self._ledger = calls, ledger

    async def round(self) -> None:
        """Tick each call once, spread over `TICK_SECONDS`."""
        calls = list(self._calls.values())
        groups = max(1, math.ceil(len(calls) / AT_ONCE))
        spoken: list[tuple[Session, Turn]] = []
        for group in range(groups):
            await asyncio.sleep(TICK_SECONDS / groups)
            here = [call for call in calls[group::groups] if self._calls.get(call.session.id) is call]
            spoken += [(call.session, turn) for call in here if (turn := _tick(call)) is not None]
        if spoken:  # of all of them at once: a transaction costs more than what is written in it
            self._keep(spoken)

    def _keep(self, spoken: list[tuple[Session, Turn]]) -> None:
        """Store what partners are saying, so that a crash in mid-sentence loses no more than a second of it."""

        async def write(tx: Any) -> None:
            await turns.keep_spoken(tx, spoken)

        self._ledger.put(write).add_done_callback(_noted)


def _tick(call: Call) -> Turn | None:
    """What is being spoken, when it is time to store it."""
    try:
        with call.scope:
            call.tick()
            return call.downstream.spoken(call.now_ms())
    except Exception:  # one call's error must not stop the clock of the others
        logger.exception("Session %s ends because of an error of ours.", call.session.id)
        call.end(EndReason.CRASHED, "Something went wrong on our side; what was said so far is kept.")
        return None


def _noted(done: asyncio.Future[None]) -> None:
    """The final turn is written in any case, and its failure is not overlooked."""
    if not done.cancelled() and (error := done.exception()) is not None:
        logger.warning("What was being said could not be stored: %s", error)
