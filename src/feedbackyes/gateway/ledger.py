"""Writes of all calls, in order, in as few transactions as it takes.

While one transaction is on its way to the disk, what arrives meanwhile waits and then goes into the next one together.
So a turn is stored within two commits, however many sessions talk. While the database is gone it all waits, for a while.

Where several processes share the database, a session's writes are left out when it is not this process's any more.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import Any

from feedbackyes.cluster import LeaseLost
from feedbackyes.domain.errors import ExpectedError, Failed
from feedbackyes.storage import Database
from feedbackyes.telemetry import metrics

Write = Callable[[Any], Awaitable[None]]
"""Gets the transaction. May be run again when the transaction failed, so it must not count on running once."""
LostOf = Callable[[Any, Collection[str]], Awaitable[set[str]]]
"""Those of some sessions that are not this process's any more."""

BATCH = 200
RETRIES = 3
RETRY_SECONDS = 0.2
OUTAGE_SECONDS = 120.0
"""For which a database that does not answer at all is waited for, with everything that is to be written."""
OUTAGE_LOOK_SECONDS = 0.5

logger = logging.getLogger(__name__)


class NotStored(Failed):
    """The database did not take it, several times over."""

    code = "not_stored"


@dataclass(frozen=True, slots=True)
class _Entry:
    """`session_id` "": of no one session."""

    write: Write
    session_id: str
    done: asyncio.Future[None]


class Ledger:
    """The only writer of live calls. `start` before, `close` after."""

    def __init__(self, database: Database, lost_of: LostOf | None = None) -> None:
        """`lost_of` None: nobody else writes to these sessions."""
        self._database = database
        self._lost_of = lost_of
        self._waiting: deque[_Entry] = deque()
        self._some = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._closing = False
        self._unlook = _nothing

    def start(self) -> None:
        self._unlook = metrics.WRITES_WAITING.look(lambda: [((), len(self._waiting))])
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def close(self) -> None:
        """Write what is waiting, then end."""
        self._closing = True
        self._some.set()
        if self._task is not None:
            await self._task
            self._unlook()

    def put(self, write: Write, session_id: str = "") -> asyncio.Future[None]:
        """Have `write` carried out after all that were put before. The future ends when it is committed.

        Its exception is the write's own `ExpectedError`, `NotStored`, or `LeaseLost` for a session of another process.
        """
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Entry(write, session_id, done))
        self._some.set()
        return done

    async def _run(self) -> None:
        while True:
            if not self._waiting:
                if self._closing:
                    return
                self._some.clear()
                await self._some.wait()
                continue
            count = min(BATCH, len(self._waiting))
            await self._commit([self._waiting.popleft() for _ in range(count)])

    async def lost_of(self, tx: Any, session_ids: Collection[str]) -> set[str]:
        """Those of these sessions that are not this process's any more."""
        return await self._lost_of(tx, session_ids) if self._lost_of is not None and session_ids else set()

    async def _commit(self, batch: list[_Entry]) -> None:
        try:
            lost = await self._write(batch)
        except Exception as error:  # noqa: BLE001 (the root of every write; it is logged in the end)
            if len(batch) > 1:  # one of them is bad, or the disk is: find out which
                for one in batch:
                    await self._commit([one])
            else:
                await self._again(batch[0], error)
        else:
            for entry in batch:
                _settle(entry, LeaseLost(entry.session_id) if entry.session_id in lost else None)

    async def _write(self, batch: list[_Entry]) -> set[str]:
        """All of them in one transaction, without those of sessions that are lost, which it gives."""
        async with self._database.begin() as tx:
            lost = await self.lost_of(tx, {entry.session_id for entry in batch if entry.session_id})
            for entry in batch:
                if entry.session_id not in lost:
                    await entry.write(tx)
        return lost

    async def _again(self, entry: _Entry, error: Exception) -> None:
        for _ in range(RETRIES):
            if isinstance(error, ExpectedError):
                break
            logger.warning("The database did not take a write; trying again: %r", error)
            await asyncio.sleep(RETRY_SECONDS)
            await self._outage()
            try:
                lost = await self._write([entry])
            except Exception as again:  # noqa: BLE001 (as above)
                error = again
            else:
                _settle(entry, LeaseLost(entry.session_id) if entry.session_id in lost else None)
                return
        if not isinstance(error, ExpectedError):
            logger.error("The database did not take a write.", exc_info=error)
            error = NotStored("What was said could not be stored. Is the disk full? The log says more.")
        _settle(entry, error)

    async def _outage(self) -> None:
        """Wait for a database that does not answer: nothing is shown meanwhile that is not stored."""
        deadline = asyncio.get_running_loop().time() + OUTAGE_SECONDS
        while not await self._database.ping() and asyncio.get_running_loop().time() < deadline:  # noqa: ASYNC110
            await asyncio.sleep(OUTAGE_LOOK_SECONDS)


def _settle(entry: _Entry, error: Exception | None) -> None:
    if entry.done.cancelled():
        return
    if error is None:
        entry.done.set_result(None)
    else:
        entry.done.set_exception(error)


def _nothing() -> None: ...
