"""Sessions that nobody comes for: made long ago and never begun, or left by the process before this one."""

from __future__ import annotations

import logging
import time
from collections.abc import Collection

from feedbackyes.cluster import HeldElsewhere
from feedbackyes.domain.session import EndReason, SessionState
from feedbackyes.gateway.handover import handed_over
from feedbackyes.gateway.hub import LEAP, Hub
from feedbackyes.gateway.ledger import Ledger
from feedbackyes.gateway.nodes import Nodes
from feedbackyes.gateway.story import Story
from feedbackyes.settings import Settings
from feedbackyes.storage import Database, events, sessions
from feedbackyes.storage.recordings.disk import Recordings

RESTART_SECONDS = 30.0
"""Beside the time for a dropped browser: a server that starts is not found at once."""
UNUSED_SECONDS = 24 * 3600.0
"""After that, nobody comes any more for a session that was made beforehand."""
SWEEP_SECONDS = 600.0
logger = logging.getLogger(__name__)


class Leftovers:
    """Of one process. `calls`: ids of the sessions that have a call here; `nodes` None: there are no other processes."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        recordings: Recordings,
        ledger: Ledger,
        hub: Hub,
        calls: Collection[str],
        nodes: Nodes | None = None,
    ) -> None:
        self._database, self._recordings = database, recordings
        self._ledger, self._hub, self._calls, self._nodes = ledger, hub, calls, nodes
        self._patience = settings.resume_seconds + RESTART_SECONDS
        self._left_to_us: list[str] = []
        self._waited_until = 0.0
        self._swept = -SWEEP_SECONDS

    async def start(self) -> None:
        """Find what the process before this one has left. Other processes look after that by themselves."""
        self._waited_until = time.monotonic() + self._patience
        if self._nodes is None:
            async with self._database.read() as tx:
                self._left_to_us = await handed_over(tx)
            self._recordings.forget_carried(but=self._left_to_us)

    async def tick(self) -> None:
        """Time passes."""
        now = time.monotonic()
        if self._left_to_us and now >= self._waited_until:
            await self._give_up_on(self._left_to_us)
            self._left_to_us = []
        if now - self._swept >= SWEEP_SECONDS:
            self._swept = now
            await self.sweep()

    async def end(self, session_id: str, reason: EndReason, last_seq: int = 0) -> None:
        """End a session that has no call. `last_seq`: number of its last event."""
        if self._nodes is not None:
            async with self._database.begin() as tx:
                await self._nodes.node.take(tx, await sessions.get(tx, session_id))
                last_seq = await events.last_seq(tx, session_id) + LEAP
        channel = self._hub.open(session_id)
        channel.last_seq = max(channel.last_seq, last_seq)
        story = Story(session_id, channel, self._ledger, lambda: 0.0)
        try:
            await story.enter(SessionState.ENDED, reason=reason)
        finally:
            self._hub.close(session_id)
            if self._nodes is not None:
                await self._nodes.dropped(session_id)

    async def sweep(self) -> None:
        """End the sessions that were made long ago and never had a call."""
        before = time.time_ns() // 1_000_000 - round(UNUSED_SECONDS * 1000)
        try:
            async with self._database.read() as tx:
                unused = await sessions.unused(tx, before=before)
            for session_id in unused:
                if session_id not in self._calls:
                    await self._end_unused(session_id)
        except Exception:  # the clock of all calls goes on
            logger.exception("Sessions that nobody came for could not be ended.")

    async def _end_unused(self, session_id: str) -> None:
        try:
            await self.end(session_id, EndReason.LEFT)
        except HeldElsewhere:  # somebody has come for it there
            logger.debug("Session %s is used on another node.", session_id)

    async def _give_up_on(self, left: list[str]) -> None:
        """End the sessions of the process before this one that nobody came back for."""
        try:
            async with self._database.read() as tx:
                waiting = {session_id: await events.last_seq(tx, session_id) for session_id in await handed_over(tx)}
            for session_id in left:
                if session_id in waiting and session_id not in self._calls:
                    await self.end(session_id, EndReason.LEFT, waiting[session_id] + LEAP)
            self._recordings.forget_carried(but=self._calls)
        except Exception:  # the clock of all calls goes on
            logger.exception("Sessions that nobody came back for could not be ended.")
