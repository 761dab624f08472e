"""Writes of all calls, in order, in as few transactions as it takes.

While one transaction is on its way to the disk, what arrives meanwhile waits and then goes into the next one together.
So a turn is stored within two commits, however many sessions talk.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from feedbackyes.domain.errors import ExpectedError, Failed
from feedbackyes.storage import Database

Write = Callable[[Any], Awaitable[None]]
"""Gets the transaction. May be run again when the transaction failed, so it must not count on running once."""

BATCH = 200
RETRIES = 3
RETRY_SECONDS = 0.2

logger = logging.getLogger(__name__)


class NotStored(Failed):
    """The database did not take it, several times over."""

    code = "not_stored"


class Ledger:
    """The only writer of live calls. `start` before, `close` after."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: deque[tuple[Write, asyncio.Future[None]]] = deque()
        self._some = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._closing = False

    def start(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def close(self) -> None:
        """Write what is waiting, then end."""
        self._closing = True
        self._some.set()
        if self._task is not None:
            await self._task

    def put(self, write: Write) -> asyncio.Future[None]:
        """Have `write` carried out after all that were put before. The future ends when it is committed.

        Its exception is the write's own `ExpectedError`, or `NotStored`.
        """
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((write, done))
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

    async def _commit(self, batch: list[tuple[Write, asyncio.Future[None]]]) -> None:
        try:
            async with self._database.begin() as tx:
                for write, _ in batch:
                    await write(tx)
        except Exception as error:  # noqa: BLE001 (the root of every write; it is logged in the end)
            if len(batch) > 1:  # one of them is bad, or the disk is: find out which
                for one in batch:
                    await self._commit([one])
            else:
                await self._again(*batch[0], error)
        else:
            for _, done in batch:
                if not done.cancelled():
                    done.set_result(None)

    async def _again(self, write: Write, done: asyncio.Future[None], error: Exception) -> None:
        for _ in range(RETRIES):
            if isinstance(error, ExpectedError):
                break
            logger.warning("The database did not take a write; trying again: %r", error)
            await asyncio.sleep(RETRY_SECONDS)
            try:
                async with self._database.begin() as tx:
                    await write(tx)
            except Exception as again:  # noqa: BLE001 (as above)
                error = again
            else:
                if not done.cancelled():
                    done.set_result(None)
                return
        if not isinstance(error, ExpectedError):
            logger.error("The database did not take a write.", exc_info=error)
            error = NotStored("What was said could not be stored. Is the disk full? The log says more.")
        if not done.cancelled():
            done.set_exception(error)
