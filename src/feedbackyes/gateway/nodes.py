"""The calls of this process among those of others: taken over, let go, stopped from elsewhere, and looked after when lost.

```
 what happens                                      then
 a learner comes here, another node has the call   it is asked to let go: the talk goes on here as after a restart
 it does not answer                                the session is taken from it; it may write nothing any more
 a node gives no sign of life                      its sessions are free, and go on where their learners come to
 nobody comes                                      interrupted; left, when the node had let go of it in order
```
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from feedbackyes.cluster import NoAnswer, Node
from feedbackyes.domain.session import OPEN_STATES, EndReason, Session, SessionState, Transport
from feedbackyes.gateway import recovery, sockets
from feedbackyes.gateway.handover import may_hand_over
from feedbackyes.gateway.redial import CallInProgress
from feedbackyes.settings import Settings
from feedbackyes.storage import Database, leases, sessions
from feedbackyes.storage.leases import Lease
from feedbackyes.storage.recordings.disk import Recordings

if TYPE_CHECKING:
    from feedbackyes.cluster.bus import Bus, Json
    from feedbackyes.gateway.call import Call

LET_GO_SECONDS = 4.0
"""In which another node lets go of a call in order: the last words become a turn there."""
STOP_SECONDS = 4.0
GRACE_SECONDS = 30.0
"""Beside the time for a dropped browser: a node that is gone is not noticed at once."""
_STAYS = frozenset({Transport.PHONE, Transport.AUDIO})
"""Ways by which nobody comes back to their session."""
_OTHER_WINDOW = "This conversation was taken over by another window."
_OTHER_NODE = "The line to this session was lost. Come back to it, and the talk goes on."
_STOPPED = "The conversation was ended."
logger = logging.getLogger(__name__)


class Nodes:
    """`calls` are those of the gateway, by session, and `tasks` run them."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        recordings: Recordings,
        node: Node,
        bus: Bus,
        calls: Mapping[str, Call],
        tasks: Mapping[str, asyncio.Task[None]],
    ) -> None:
        self.node, self.bus = node, bus
        self._database, self._recordings = database, recordings
        self._calls, self._tasks = calls, tasks
        self._wait_ms = round((settings.resume_seconds + GRACE_SECONDS) * 1000)
        self._losing: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        self.bus.answers("let_go", self._let_go)
        self.bus.answers("stop", self._stop)
        await self.node.start(self._calls, self.lost, self._sweep)

    async def close(self) -> None:
        await self.node.close()
        await asyncio.gather(*self._losing, return_exceptions=True)

    # ---- sessions of other nodes

    async def fetch(self, session: Session, lease: Lease, *, token: bool, caller: str | None) -> list[str]:
        """Have another node let go of a session, so that this one can take it; gives the windows that have had it there.

        Args:
            token: who comes shows a client token, and takes nothing over from who is there.

        Raises:
            Conflict: its call stays where it is.
        """
        body = {"session_id": session.id, "token": token, "caller": caller}
        try:
            answer = await self.bus.ask(lease.node_id or "", "let_go", body, seconds=LET_GO_SECONDS)
        except NoAnswer:
            await self._seize(session, lease)
            return []
        return list(answer.get("callers", ()))

    async def stop(self, session: Session, reason: EndReason = EndReason.STOPPED) -> bool:
        """End a session that another node has, and wait until that is stored. False: no other node has it (any more)."""
        async with self._database.read() as tx:
            lease = await leases.find(tx, session.id)
        if lease is None or lease.node_id in (None, self.node.id):
            return False
        try:
            body = {"session_id": session.id, "reason": reason.value}
            await self.bus.ask(lease.node_id or "", "stop", body, seconds=STOP_SECONDS)
        except NoAnswer:
            await self._seize(session, lease)
            return False
        return True

    async def _seize(self, session: Session, lease: Lease) -> None:
        """Take a session from a node that does not answer. Whatever it does, its number is out of date now."""
        logger.warning("Node %s does not answer; session %s is taken from it.", lease.node_id, session.id)
        async with self._database.begin() as tx:
            now = await leases.clock(tx)
            if not await self.node.take_by_force(tx, session, lease):
                return
            session = await sessions.get(tx, session.id)
            if session.state in OPEN_STATES:
                await recovery.free(tx, session, self._recordings, now=now)
        self.bus.tell(session.id)

    # ---- our own

    async def over(self, call: Call) -> None:
        """A call has ended here: its session is over, or free for where the learner comes to next."""
        session_id = call.session.id
        try:
            if call.hands_over and not call.lost:
                await self._leave_last_words(session_id)
            if not call.lost:
                async with self._database.begin() as tx:
                    await (self.node.release if call.hands_over else self.node.drop)(tx, session_id)
        except Exception as error:  # noqa: BLE001 (as if this node were lost: others will look after the session)
            logger.warning("Session %s could not be let go of: %r", session_id, error)
        self.node.forget(session_id)
        self.bus.tell(session_id)

    async def last_words(self, session_id: str, here: tuple[bytes, ...]) -> tuple[bytes, ...]:
        """What the learner had just said when another node let go of them; `here`: as this node's folder has it."""
        left = await self.bus.pick_up(session_id)
        return here or (msgspec.msgpack.decode(left, type=tuple[bytes, ...]) if left else ())

    async def _leave_last_words(self, session_id: str) -> None:
        """They are in our folder, which others may not see."""
        messages = await asyncio.to_thread(self._recordings.carried, session_id)
        if messages:
            await self.bus.leave(session_id, msgspec.msgpack.encode(messages), self._wait_ms / 1000)

    async def dropped(self, session_id: str) -> None:
        """A session without a call was ended here."""
        async with self._database.begin() as tx:
            await self.node.drop(tx, session_id)
        self.node.forget(session_id)

    def lost(self, session_id: str) -> None:
        """A session is not ours any more: end its call here, without a word to the database."""
        call = self._calls.get(session_id)
        if call is None or call.lost:
            return
        call.lost = True
        task = asyncio.get_running_loop().create_task(self._lose(call))
        self._losing.add(task)
        task.add_done_callback(self._losing.discard)

    async def _lose(self, call: Call) -> None:
        logger.warning("Session %s is not this node's any more.", call.session.id)
        try:
            async with self._database.read() as tx:
                session = await sessions.find(tx, call.session.id)
                lease = await leases.find(tx, call.session.id)
        except Exception:  # noqa: BLE001 (then nobody knows)
            session = lease = None
        if session is None or session.state not in OPEN_STATES:
            call.lose(sockets.OK, _STOPPED, (session and session.end_reason) or EndReason.STOPPED)
        elif lease is not None and lease.node_id is not None:
            call.lose(sockets.TAKEN_OVER, _OTHER_WINDOW)
        else:
            call.lose(sockets.RESTART, _OTHER_NODE)

    async def _let_go(self, asked: Json) -> Json:
        session_id = str(asked["session_id"])
        call, task = self._calls.get(session_id), self._tasks.get(session_id)
        if call is None or task is None:
            await self._free_unused(session_id)
            return {}
        if call.ending is None:
            if not may_hand_over(call) or (asked["token"] and call.learner is not None):
                raise CallInProgress(session_id)
            call.redial.admit(asked["caller"])
            call.hand_over(sockets.TAKEN_OVER, _OTHER_WINDOW)
        callers = call.redial.callers
        await asyncio.shield(task)
        return {"callers": callers}

    async def _free_unused(self, session_id: str) -> None:
        """It was taken for a call that has not begun."""
        if self.node.owns(session_id):
            async with self._database.begin() as tx:
                await self.node.release(tx, session_id)
            self.node.forget(session_id)

    async def _stop(self, asked: Json) -> Json:
        session_id = str(asked["session_id"])
        call, task = self._calls.get(session_id), self._tasks.get(session_id)
        if call is None or task is None:
            await self._free_unused(session_id)
            raise NoAnswer("This node does not have the session any more.")
        call.end(EndReason(asked["reason"]), _STOPPED)
        await asyncio.shield(task)
        return {}

    # ---- sessions of lost nodes

    async def _sweep(self) -> None:
        async with self._database.begin() as tx:
            await leases.forget_over(tx)
            freed = [
                session.id for lease, session in await leases.orphans(tx) if await self._orphan(tx, lease, session)
            ]
        async with self._database.begin() as tx:
            ended = [
                session.id
                for lease, session in await leases.waiting(tx, self._wait_ms)
                if await self._wait(tx, lease, session)
            ]
        async with self._database.begin() as tx:
            left = await leases.unowned(tx, self._wait_ms)
            for session in left:
                await recovery.free(tx, session, self._recordings, now=await leases.clock(tx))
                await leases.release(tx, await leases.take(tx, session, self.node.id), lost=True)
        if freed or ended or left:
            logger.warning(
                "Of lost nodes %d session(s) are free to go on; %d ended, as nobody came.",
                len(freed) + len(left),
                len(ended),
            )
        for session_id in (*freed, *ended, *(session.id for session in left)):
            self.bus.tell(session_id)

    async def _orphan(self, tx: Any, lease: Lease, session: Session) -> bool:
        now = await leases.clock(tx)
        if session.state not in OPEN_STATES:
            return False
        await leases.release(tx, lease, lost=True)
        if session.transport in _STAYS:
            await recovery.interrupt(tx, session, self._recordings, now=now)
        else:
            await recovery.free(tx, session, self._recordings, now=now)
        return True

    async def _wait(self, tx: Any, lease: Lease, session: Session) -> bool:
        """End what nobody came back for; what was never begun is left to who ends unused sessions."""
        if session.state not in OPEN_STATES or session.state is SessionState.CREATED:
            return False
        now = await leases.clock(tx)
        if lease.lost:
            await recovery.close(tx, session, SessionState.INTERRUPTED, EndReason.CRASHED, now=now)
        else:
            await recovery.close(tx, session, SessionState.ENDED, EndReason.LEFT, now=now)
        return True
