"""This process among others: its signs of life, and the sessions that it owns.

A session has one owner. It is taken under the next fencing number (`storage.leases`), and whatever the owner writes goes with
a look at that number in the same transaction; who lost it, because it was paused or cut off, writes nothing any more.
"""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import socket
import time
from collections.abc import Awaitable, Callable, Collection
from typing import Any

from feedbackyes.domain.errors import Conflict, NotReady
from feedbackyes.domain.session import Session
from feedbackyes.storage import Database, leases
from feedbackyes.storage.leases import Lease, NodeRecord

BEATS = 6.0
"""Signs of life in the time after which a node counts as lost."""
SWEEPS = 3.0
"""Looks for lost nodes in that time."""
UNUSED_SECONDS = 60.0
"""A session that was taken and never had a call here is anybody's after that."""
logger = logging.getLogger(__name__)


class HeldElsewhere(Conflict):
    """Another node has the session, which may let go of it."""

    code = "session_elsewhere"

    def __init__(self, lease: Lease) -> None:
        super().__init__("This session is on another node.", param="session_id")
        self.lease = lease


class NoAnswer(NotReady):
    """Another node did not answer: it is gone, or Redis is."""

    code = "node_unreachable"


class LeaseLost(Conflict):
    """Another node has gone on with the session, or it was ended from there."""

    code = "lease_lost"

    def __init__(self, session_id: str) -> None:
        super().__init__(f"The session {session_id} is not this node's any more.", param="session_id")
        self.session_id = session_id


class Node:
    """Made once per process; a process that starts again is another node.

    Args:
        seconds: without a sign of life after which others may count it as lost.
    """

    def __init__(self, database: Database, *, name: str = "", seconds: float) -> None:
        self.id = f"{secrets.token_hex(6)}"
        self.name = name or f"{socket.gethostname()}-{os.getpid()}"
        self.seconds = seconds
        self.draining = False
        self._database = database
        self._talking: Collection[str] = ()
        self._fences: dict[str, int] = {}
        self._since: dict[str, float] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._healthy_since: float | None = None
        self._lost: Callable[[str], None] = lambda _: None
        self._sweep: Callable[[], Awaitable[None]] | None = None

    # ---- life

    async def start(
        self, talking: Collection[str], lost: Callable[[str], None], sweep: Callable[[], Awaitable[None]]
    ) -> None:
        """Make it known.

        Args:
            talking: the sessions that have a call here, now and later.
            lost: is told of sessions that are not this node's any more.
            sweep: looks after sessions of lost nodes; called now and then, when this node is sure of itself.
        """
        self._talking, self._lost, self._sweep = talking, lost, sweep
        await self._beat()
        loop = asyncio.get_running_loop()
        self._tasks = [loop.create_task(self._live()), loop.create_task(self._look())]
        logger.info("This is node %s (%s).", self.name, self.id)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        try:
            async with self._database.begin() as tx:
                await leases.forget(tx, self.id)
        except Exception as error:  # noqa: BLE001 (others will notice)
            logger.warning("This node could not say that it ends: %r", error)

    @property
    def silence_ms(self) -> int:
        return round(self.seconds * 1000)

    # ---- sessions

    async def take(self, tx: Any, session: Session) -> bool:
        """Become the owner of a session, unless another node is. False: it was before. Raises `HeldElsewhere`."""
        if session.id in self._fences:
            return False
        lease = await leases.find(tx, session.id, lock=True)
        if lease is not None and lease.node_id not in (None, self.id):
            raise HeldElsewhere(lease)
        self._own(await leases.take(tx, session, self.id))
        return True

    async def take_by_force(self, tx: Any, session: Session, over: Lease) -> bool:
        """Become the owner whoever was. False: it has changed hands since `over` was read."""
        lease = await leases.find(tx, session.id, lock=True)
        if lease is None or lease.fence != over.fence:
            return False
        self._own(await leases.take(tx, session, self.id))
        return True

    def _own(self, lease: Lease) -> None:
        self._fences[lease.session_id] = lease.fence
        self._since[lease.session_id] = time.monotonic()

    def owns(self, session_id: str) -> bool:
        return session_id in self._fences

    async def lost_of(self, tx: Any, session_ids: Collection[str]) -> set[str]:
        """Those of these sessions that are not this node's. The others stay so until the transaction ends."""
        fences = {one: fence for one in session_ids if (fence := self._fences.get(one)) is not None}
        still = await leases.held(tx, self.id, fences) if fences else set()
        return set(session_ids) - still

    async def drop(self, tx: Any, session_id: str) -> None:
        """The session is over."""
        await leases.drop(tx, session_id, self.id, self._fences.get(session_id, 0))

    async def release(self, tx: Any, session_id: str) -> None:
        """Whoever the learner comes to next may have it."""
        fence = self._fences.get(session_id)
        if fence is not None:
            await leases.release(tx, Lease(session_id, self.id, fence, 0))

    def forget(self, session_id: str) -> None:
        """It is not this node's any more, as the database knows."""
        self._fences.pop(session_id, None)
        self._since.pop(session_id, None)

    # ---- signs of life

    async def _beat(self) -> None:
        record = NodeRecord(self.id, self.name, draining=self.draining, sessions=len(self._talking))
        # As of now: what is taken while we ask is not in the answer. What has no call yet may not be committed.
        mine = {one: fence for one, fence in self._fences.items() if one in self._talking}
        async with self._database.begin() as tx:
            await leases.beat(tx, record)
            still = await leases.held(tx, self.id, mine, lock=False) if mine else set()
        for session_id in mine.keys() - still:
            if self._fences.get(session_id) == mine[session_id] and session_id in self._talking:
                self._lost(session_id)

    async def _live(self) -> None:
        while True:
            await asyncio.sleep(self.seconds / BEATS)
            began = time.monotonic()
            try:
                async with asyncio.timeout(self.seconds):
                    await self._beat()
                await self._give_back()
            except Exception as error:  # noqa: BLE001 (the root of the task; the database may be gone for a while)
                if self._healthy_since is not None:
                    logger.warning("This node cannot say that it lives: %r", error)
                self._healthy_since = None
            else:
                if time.monotonic() - began > self.seconds:
                    self._healthy_since = None
                self._healthy_since = self._healthy_since or time.monotonic()

    async def _give_back(self) -> None:
        """What was taken for a call that never came about."""
        old = time.monotonic() - UNUSED_SECONDS
        unused = [one for one, since in self._since.items() if since < old and one not in self._talking]
        for session_id in unused:
            async with self._database.begin() as tx:
                await self.release(tx, session_id)
            self.forget(session_id)

    async def _look(self) -> None:
        """Others are looked after by who has been in touch with the database for long enough to see them."""
        while True:
            await asyncio.sleep(self.seconds / SWEEPS)
            healthy = self._healthy_since
            if self._sweep is None or healthy is None or time.monotonic() - healthy < self.seconds * 1.5:
                continue
            try:
                async with self._database.begin() as tx:
                    gone = await leases.forget_silent(tx, self.silence_ms)
                for node_id in gone:
                    logger.warning(
                        "Node %s gave no sign of life for %g s; its sessions are free.", node_id, self.seconds
                    )
                await self._sweep()
            except Exception:  # the root of the task: the next round may do better
                logger.exception("Sessions of lost nodes could not be looked after.")
