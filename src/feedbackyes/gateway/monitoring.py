"""Following the calls of this process while they go on: who may, and what they may do. `monitors` has what follows.

All of it needs two things: that the caller may follow this learner (`Action.MONITOR`), and the learner's consent to this
session. Both are looked up each time, the consent where it is stored and in the call.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from feedbackyes.domain.errors import Conflict, Forbidden
from feedbackyes.domain.permissions import Action, allowed, check
from feedbackyes.domain.principal import Principal
from feedbackyes.domain.session import OPEN_STATES, EndReason, Session, SessionState, Transport
from feedbackyes.gateway.hub import Hub
from feedbackyes.gateway.monitors import Look, Monitor, NoConsent, by
from feedbackyes.protocol.conversation import Body, ConversationEvent
from feedbackyes.storage import Database, sessions

if TYPE_CHECKING:
    from feedbackyes.gateway.call import Call


@dataclass(frozen=True, slots=True)
class Running:
    """A call that may be followed."""

    session: Session
    state: SessionState
    now_ms: float
    may_listen: bool
    here: tuple[Monitor, ...]


class Monitoring:
    """`calls` are those of the gateway, by session, and `tasks` run them."""

    def __init__(
        self, database: Database, hub: Hub, calls: Mapping[str, Call], tasks: Mapping[str, asyncio.Task[None]]
    ) -> None:
        self._database, self._hub, self._calls, self._tasks = database, hub, calls, tasks

    def running(self, principal: Principal) -> list[Running]:
        """The calls that `principal` may follow, the newest first."""
        return [
            Running(call.session, call.state, call.now_ms(), call.monitors.may_listen, call.monitors.here)
            for call in sorted(self._calls.values(), key=lambda call: -call.session.created_at)
            if call.ending is None and call.monitors.granted and _may(principal, call.session)
        ]

    async def follow(
        self, principal: Principal, session_id: str, after_seq: int
    ) -> AsyncGenerator[ConversationEvent, None]:
        """The events of a call, as `Gateway.events` has them, until it ends or consent is taken back.

        The look begins with the first event that is asked for.

        Raises:
            UnknownSession, Forbidden, NoConsent, Conflict, TooMany: before the first event.
        """
        (await self._call(principal, session_id)).monitors.check()
        return self._follow(principal, session_id, after_seq)

    async def _follow(
        self, principal: Principal, session_id: str, after_seq: int
    ) -> AsyncGenerator[ConversationEvent, None]:
        call = await self._call(principal, session_id)
        monitor = call.monitors.join(principal, Look.WATCHING)
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
            call.monitors.leave(monitor)
            tasks: list[asyncio.Future[Any]] = [over] if coming is None else [over, coming]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await source.aclose()

    async def listen(self, principal: Principal, session_id: str) -> tuple[Monitor, Callable[[], None]]:
        """Begin to hear a call; also gives what ends that. Raises as `follow`."""
        monitors = (await self._call(principal, session_id)).monitors
        monitor = monitors.join(principal, Look.LISTENING)
        return monitor, lambda: monitors.leave(monitor)

    async def hint(self, principal: Principal, session_id: str, text: str) -> None:
        """Whisper to the learner, and wait until they are told. Raises as `follow`; also `NotStored`."""
        await asyncio.shield((await self._call(principal, session_id)).monitors.hint(principal, text))

    async def end(self, principal: Principal, session_id: str) -> None:
        """End the call for the learner, who is told by whom, and wait until that is stored. Raises as `follow`."""
        call = await self._call(principal, session_id)
        call.watch(call.story.store(Body("monitor.ended", {**by(principal)}, origin="derived")))
        call.end(EndReason.STOPPED, f"{principal.name or principal.id} ended the conversation.")
        await asyncio.shield(self._tasks[session_id])

    async def allow(self, principal: Principal, session_id: str, *, granted: bool) -> None:
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
        if call is None:
            async with self._database.begin() as tx:
                await sessions.update(tx, session_id, monitoring=granted)
            return

        async def write(tx: Any) -> None:
            await sessions.update(tx, session_id, monitoring=granted)

        call.monitors.allow(granted)  # whoever is there goes before anything is awaited
        call.share_voices()
        await asyncio.shield(call.story.write(write))  # behind the events that tell of it

    async def _call(self, principal: Principal, session_id: str) -> Call:
        async with self._database.read() as tx:
            session = await sessions.get(tx, session_id)
        if not _may(principal, session):
            raise Forbidden(f"You may not {Action.MONITOR.value}: its learner is not in your team.")
        if session.state not in OPEN_STATES:
            raise Conflict("This talk is over. Read it instead.", code="not_live", param="session_id")
        if not session.monitoring:
            raise NoConsent
        call = self._calls.get(session_id)
        if call is None or call.ending is not None:
            raise Conflict("Nobody talks in this session now.", code="not_live", param="session_id")
        return call


def _may(principal: Principal, session: Session) -> bool:
    return allowed(principal, Action.MONITOR, session.owner_id, session.team_id)
