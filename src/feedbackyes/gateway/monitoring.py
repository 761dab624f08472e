"""Following calls while they go on: who may, and what they may do. `monitors` has what follows; `far_looks` asks the node
that has the call, where several share them.

All of it needs two things: that the caller may follow this learner (`Action.MONITOR`), and the learner's consent to this
session. Both are looked up each time, the consent where it is stored and in the call.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from feedbackyes.cluster import NoAnswer
from feedbackyes.domain.errors import Conflict, Forbidden
from feedbackyes.domain.permissions import Action, allowed, check
from feedbackyes.domain.principal import LOCAL_ADMIN, Principal
from feedbackyes.domain.session import OPEN_STATES, EndReason, Session, SessionState, Transport
from feedbackyes.domain.sharing import PRIVATE, Sharing
from feedbackyes.gateway.hub import Hub
from feedbackyes.gateway.monitors import Look, Monitor, NoConsent, by
from feedbackyes.protocol.conversation import Body, ConversationEvent
from feedbackyes.storage import Database, sessions, sharing, users

if TYPE_CHECKING:
    from feedbackyes.gateway.call import Call
    from feedbackyes.gateway.far_looks import FarLooks

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Running:
    """A call that may be followed."""

    session: Session
    state: SessionState
    now_ms: float
    may_listen: bool
    here: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class _Far:
    """A call of another node."""

    node_id: str
    looks: FarLooks


class Monitoring:
    """`calls` are those of the gateway, by session, and `tasks` run them."""

    def __init__(
        self, database: Database, hub: Hub, calls: Mapping[str, Call], tasks: Mapping[str, asyncio.Task[None]]
    ) -> None:
        self._database, self._hub, self._calls, self._tasks = database, hub, calls, tasks
        self.far: FarLooks | None = None

    async def running(self, principal: Principal, *, far: bool = True) -> list[Running]:
        """The calls that `principal` may follow, the newest first. `far`: those of other nodes too."""
        async with self._database.read() as tx:
            shared = await sharing.every(tx, list(self._calls))
        if far and self.far is not None:
            near = await self.running(principal, far=False)
            return sorted(
                [*near, *await self._running_far(self.far, principal)], key=lambda one: -one.session.created_at
            )
        return [
            Running(
                call.session,
                call.state,
                call.now_ms(),
                call.monitors.may_listen,
                tuple(monitor.shown for monitor in call.monitors.here),
            )
            for call in sorted(self._calls.values(), key=lambda call: -call.session.created_at)
            if call.ending is None
            and call.monitors.granted
            and _may(principal, call.session, shared.get(call.session.id, PRIVATE))
        ]

    async def _running_far(self, far: FarLooks, principal: Principal) -> list[Running]:
        told = await far.running(principal)
        async with self._database.read() as tx:
            found = await sessions.several(tx, told)
        return [
            Running(
                session,
                SessionState(one["state"]),
                float(one["now_ms"]),
                bool(one["may_listen"]),
                tuple(one["here"]),
            )
            for session_id, one in told.items()
            if (session := found.get(session_id)) is not None and session_id not in self._calls
        ]

    async def follow(
        self, principal: Principal, session_id: str, after_seq: int
    ) -> AsyncGenerator[ConversationEvent, None]:
        """The events of a call, as `Gateway.events` has them, until it ends or consent is taken back.

        The look begins with the first event that is asked for.

        Raises:
            UnknownSession, Forbidden, NoConsent, Conflict, TooMany: before the first event.
        """
        await self.check(principal, session_id)
        return self._follow(principal, session_id, after_seq)

    async def _follow(
        self, principal: Principal, session_id: str, after_seq: int
    ) -> AsyncGenerator[ConversationEvent, None]:
        monitor, leave = await self.join(principal, session_id, Look.WATCHING)
        source = self._hub.follow(session_id, after_seq)
        over = asyncio.ensure_future(monitor.over.wait())
        coming: asyncio.Future[ConversationEvent | None] | None = None
        try:
            while True:
                coming = asyncio.ensure_future(anext(source, None))
                await asyncio.wait({coming, over}, return_when=asyncio.FIRST_COMPLETED)
                if over.done() or (event := coming.result()) is None:
                    return
                yield event
        finally:
            leave()
            tasks: list[asyncio.Future[Any]] = [over] if coming is None else [over, coming]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await source.aclose()

    async def listen(self, principal: Principal, session_id: str) -> tuple[Monitor, Callable[[], None]]:
        """Begin to hear a call; also gives what ends that. Raises as `follow`."""
        return await self.join(principal, session_id, Look.LISTENING)

    async def check(self, principal: Principal, session_id: str, *, far: bool = True) -> None:
        """Whether one more may watch. Raises as `follow`."""
        call = await self._call(principal, session_id, far=far)
        if isinstance(call, _Far):
            await call.looks.ask(call.node_id, "check", session_id, principal)
        else:
            call.monitors.check()

    async def join(
        self, principal: Principal, session_id: str, look: Look, *, far: bool = True
    ) -> tuple[Monitor, Callable[[], None]]:
        """Begin a look; also gives what ends it. Raises as `follow`."""
        call = await self._call(principal, session_id, far=far)
        if isinstance(call, _Far):
            return await call.looks.join(call.node_id, session_id, principal, look)
        monitors = call.monitors
        monitor = monitors.join(principal, look)
        return monitor, lambda: monitors.leave(monitor)

    async def hint(self, principal: Principal, session_id: str, text: str, *, far: bool = True) -> None:
        """Whisper to the learner, and wait until they are told. Raises as `follow`; also `NotStored`."""
        call = await self._call(principal, session_id, far=far)
        if isinstance(call, _Far):
            await call.looks.ask(call.node_id, "hint", session_id, principal, text=text)
        else:
            await asyncio.shield(call.monitors.hint(principal, text))

    async def end(self, principal: Principal, session_id: str, *, far: bool = True) -> None:
        """End the call for the learner, who is told by whom, and wait until that is stored. Raises as `follow`."""
        call = await self._call(principal, session_id, far=far)
        if isinstance(call, _Far):
            await call.looks.ask(call.node_id, "end", session_id, principal)
            return
        call.watch(call.story.store(Body("monitor.ended", {**by(principal)}, origin="derived")))
        call.end(EndReason.STOPPED, f"{principal.name or principal.id} ended the conversation.")
        await asyncio.shield(self._tasks[session_id])

    async def allow(self, principal: Principal, session_id: str, *, granted: bool, far: bool = True) -> None:
        """The learner's consent to one session of theirs, or its end.

        Raises:
            UnknownSession. Forbidden: somebody else's session. Conflict: it is over, or on the telephone.
        """
        async with self._database.read() as tx:
            session = await sessions.get(tx, session_id)
        check(principal, Action.JOIN_SESSION, session.owner_id, session.team_id)
        if session.state not in OPEN_STATES:
            raise Conflict("This talk is over; nobody follows it any more.", code="not_live", param="session_id")
        if granted and session.transport is Transport.PHONE:
            raise Conflict("A telephone call cannot be followed: nobody could be seen there.", code="on_the_telephone")
        call = self._calls.get(session_id)
        if call is None and far and (elsewhere := await self._elsewhere(session_id)) is not None:
            await elsewhere.looks.ask(elsewhere.node_id, "allow", session_id, principal, granted=granted)
            return
        if call is None:
            async with self._database.begin() as tx:
                await sessions.update(tx, session_id, monitoring=granted)
            return

        async def write(tx: Any) -> None:
            await sessions.update(tx, session_id, monitoring=granted)

        call.monitors.allow(granted)  # whoever is there goes before anything is awaited
        call.share_voices()
        await asyncio.shield(call.story.write(write))  # behind the events that tell of it

    async def shared(self, session_id: str, *, far: bool = True) -> None:
        """A talk is shared with others than before: who may not follow it any more is cut off at once."""
        call = self._calls.get(session_id)
        if call is None and far and (elsewhere := await self._elsewhere(session_id)) is not None:
            try:
                await elsewhere.looks.ask(elsewhere.node_id, "shared", session_id, LOCAL_ADMIN)
            except NoAnswer as error:  # a node that is gone shows nobody anything
                logger.warning("The node of session %s was not told with whom it is shared: %s", session_id, error)
        if call is None:
            return
        async with self._database.read() as tx:
            found = await sharing.of(tx, session_id)
        call.monitors.cut_off(lambda person: not _may(person, call.session, found))
        call.share_voices()

    async def look_again(self, user_id: str) -> None:
        """End the looks of somebody who is not any more who they were when these began: disabled, or of another role or
        team."""
        looked_at = [
            call for call in self._calls.values() if any(_is(one.person, user_id) for one in call.monitors.here)
        ]
        if not looked_at:
            return
        async with self._database.read() as tx:
            now = await users.active(tx, user_id)
        for call in looked_at:
            call.monitors.cut_off(lambda person: _is(person, user_id) and not _same(person, now))
            call.share_voices()

    async def _elsewhere(self, session_id: str) -> _Far | None:
        """Where its call is, when that is another node."""
        node_id = await self.far.node_of(session_id) if self.far is not None else None
        return None if node_id is None or self.far is None else _Far(node_id, self.far)

    async def _call(self, principal: Principal, session_id: str, *, far: bool) -> Call | _Far:
        async with self._database.read() as tx:
            session = await sessions.get(tx, session_id)
            found = await sharing.of(tx, session_id)
        if not _may(principal, session, found):
            raise Forbidden(f"You may not {Action.MONITOR.value}: its learner is not in your team.")
        if session.state not in OPEN_STATES:
            raise Conflict("This talk is over. Read it instead.", code="not_live", param="session_id")
        if not session.monitoring:
            raise NoConsent
        call = self._calls.get(session_id)
        if call is None and far and (elsewhere := await self._elsewhere(session_id)) is not None:
            return elsewhere
        if call is None or call.ending is not None:
            raise Conflict("Nobody talks in this session now.", code="not_live", param="session_id")
        return call


def _may(principal: Principal, session: Session, shared: Sharing) -> bool:
    return allowed(principal, Action.MONITOR, session.owner_id, session.team_id, shared)


def _is(person: Principal, user_id: str) -> bool:
    return person.id == user_id


def _same(before: Principal, now: Principal | None) -> bool:
    """Whether somebody may still see what they saw."""
    return now is not None and (before.role, before.team_id, before.external) == (now.role, now.team_id, now.external)
