"""The registry of live calls: who may open one, how many there are, how they end together."""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from feedbackyes import log
from feedbackyes.cluster import Node
from feedbackyes.domain.admission import Admission
from feedbackyes.domain.errors import NotFound, NotReady, TooMany
from feedbackyes.domain.limits import Spent
from feedbackyes.domain.permissions import Action, check
from feedbackyes.domain.principal import Principal
from feedbackyes.domain.scenario import Scenario
from feedbackyes.domain.session import OPEN_STATES, EndReason, Session, Transport, check_session_id
from feedbackyes.domain.take import Moment
from feedbackyes.gateway import observed, steps_end
from feedbackyes.gateway.audio_socket import AudioEnd
from feedbackyes.gateway.budget import Budget
from feedbackyes.gateway.call import Call, Deps, Dial
from feedbackyes.gateway.direct_end import DirectEnd
from feedbackyes.gateway.far_looks import FarLooks
from feedbackyes.gateway.handover import Before, before, hand_over
from feedbackyes.gateway.hub import Hub
from feedbackyes.gateway.ledger import Ledger
from feedbackyes.gateway.leftovers import Leftovers
from feedbackyes.gateway.lobby import Lobby
from feedbackyes.gateway.monitoring import Monitoring
from feedbackyes.gateway.nodes import Nodes
from feedbackyes.gateway.offers import Answer, Offers, goes_direct
from feedbackyes.gateway.query import CallQuery
from feedbackyes.gateway.query import read as read_query
from feedbackyes.gateway.recorder import Recorder
from feedbackyes.gateway.recovery import recover
from feedbackyes.gateway.redial import CallInProgress
from feedbackyes.gateway.relay import RelayEnd
from feedbackyes.gateway.sockets import Opening, Socket, SocketListener, TooLate
from feedbackyes.gateway.steps_end import StepsEnd
from feedbackyes.gateway.story import Story
from feedbackyes.gateway.ticker import Ticker
from feedbackyes.gateway.tokens import ClientTokens, bound
from feedbackyes.gateway.webrtc_end import PeerTooLate, WebRtcEnd
from feedbackyes.protocol.conversation import ConversationEvent
from feedbackyes.providers import (
    Provider,
    ProviderConnection,
    ProviderListener,
    TakesCalls,
    TakesOffers,
)
from feedbackyes.providers.choice import Choices
from feedbackyes.rtc import Peer, PeerListener, Peers
from feedbackyes.settings import Settings
from feedbackyes.storage import Database, leases, scenarios, sessions, takes, turns
from feedbackyes.storage.recordings.disk import Recordings

if TYPE_CHECKING:
    from feedbackyes.cluster.bus import Bus

RELAY_PREFIX = "/ws/realtime/"
REFRESH_SECONDS = 15.0
"""How often limits of people learn what is used of them on other nodes."""
_Line = TypeVar("_Line")
_Listener = TypeVar("_Listener")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A session that may have a call now.

    Args:
        first_seq: place of its first turn there in the transcript.
        origin: the moment of an earlier session that it tries again.
        spent: what it has used before.
        before: what another process has left of it.
        callers: the windows that have had its call there.
    """

    session: Session
    scenario: Scenario | None
    query: CallQuery
    first_seq: int
    origin: Moment | None
    spent: Spent
    before: Before | None
    callers: list[str]


class Gateway:
    """All live calls of this process. Made by `create`; `start` before, `close` after."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        recordings: Recordings,
        provider: Provider,
        clock: Callable[[], float],
        peers: Peers | None,
        tokens: ClientTokens,
        spare: Provider | None = None,
        choices: Choices | None = None,
        cluster: tuple[Node, Bus] | None = None,
    ) -> None:
        self._settings = settings
        self._database = database
        self._recordings = recordings
        self.choices = choices or Choices(provider)
        self._calls: dict[str, Call] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        node, bus = cluster or (None, None)
        self._ledger = Ledger(database, node.lost_of if node is not None else None)
        self._hub = Hub(database, bus)
        self._nodes: Nodes | None = None
        if node is not None and bus is not None:
            self._nodes = Nodes(settings, database, recordings, node, bus, self._calls, self._tasks)
        self._recorder = Recorder(recordings)
        self.budget = Budget(settings, database)
        lost = self._nodes.lost if self._nodes is not None else lambda _: None
        self._deps = Deps(settings, provider, self._recorder, self.budget, clock, spare, recordings, lost)
        self._lobby = Lobby(settings, database, recordings, self.choices, self._calls, self._nodes)
        self.leftovers = Leftovers(settings, database, recordings, self._ledger, self._hub, self._calls, self._nodes)
        self.tokens = tokens
        self._offers = Offers(peers)
        self._ticker = Ticker(self._calls, self._ledger, clock)
        self.monitoring = Monitoring(database, self._hub, self._calls, self._tasks)
        if bus is not None:
            self.monitoring.far = FarLooks(database, bus, self.monitoring)
        self._reserved = 0
        self._draining = False
        self._ticking: asyncio.Task[None] | None = None

    @classmethod
    def create(
        cls,
        settings: Settings,
        database: Database,
        recordings: Recordings,
        provider: Provider,
        *,
        clock: Callable[[], float] = time.monotonic,
        peers: Peers | None = None,
        tokens: ClientTokens | None = None,
        spare: Provider | None = None,
        choices: Choices | None = None,
        cluster: tuple[Node, Bus] | None = None,
    ) -> Gateway:
        """`spare` goes on with calls whose provider cannot be had any more; `choices`: what sessions may ask for;
        `cluster`: other processes share the sessions."""
        tokens = tokens or ClientTokens()
        return cls(settings, database, recordings, provider, clock, peers, tokens, spare, choices, cluster)

    async def start(self) -> None:
        """Recover what a crash left open, then be ready for calls."""
        if self._nodes is None:
            await recover(self._database, self._recordings)
        self._ledger.start()
        self._recorder.start()
        if self._nodes is not None:
            await self._nodes.start()
        await self.leftovers.start()
        self._ticking = asyncio.get_running_loop().create_task(self._tick())

    async def close(self) -> None:
        """End all calls at once, write what is left, stop."""
        self._draining = True
        for call in list(self._calls.values()):
            call.end(EndReason.SHUTDOWN, "The server is stopping.")
        await self._all_over()
        if self._ticking is not None:
            self._ticking.cancel()
            await asyncio.gather(self._ticking, return_exceptions=True)
            await self._recorder.stop()
            await self._ledger.close()
        if self.monitoring.far is not None:
            await self.monitoring.far.close()
        if self._nodes is not None:
            await self._nodes.close()

    # ---- opening

    async def open(self, admission: Admission) -> Opening:
        """Everything that has to be true before a voice socket is accepted.

        Raises:
            InvalidInput: the session id or a parameter cannot be used.
            NotFound: no such scenario. Forbidden: somebody else's session. Conflict: a session that is over.
            TooMany: no room. NotReady: the server is stopping.
        """
        relayed = admission.path.startswith(RELAY_PREFIX)
        session_id = admission.path.removeprefix(RELAY_PREFIX) if relayed else None
        prepared = await self._prepare(admission, session_id, Transport.WEBSOCKET if relayed else Transport.AUDIO)
        make_end: Callable[[Call, Socket], SocketListener] = (
            RelayEnd if relayed else partial(AudioEnd, query=prepared.query)
        )
        too_late: Callable[[Socket], SocketListener] = TooLate

        def begin(socket: Socket) -> SocketListener:
            return self._begin(prepared, make_end, too_late, socket)

        return Opening(
            factory=begin,
            abandon=self._give_back,
            subprotocol=admission.subprotocol,
        )

    async def answer(self, admission: Admission, offer: str, *, session_id: str | None = None) -> Answer:
        """Answer an SDP offer; the call begins when the browser's data channel is open.

        Args:
            session_id: None begins a session of its own.

        Raises:
            As `open`; also `InvalidOffer`: it is no SDP, or none that can be answered.
        """
        prepared = await self._prepare(admission, session_id, Transport.WEBRTC)
        session, call = prepared.session, self._calls.get(prepared.session.id)
        provider = self.choices.named(session.provider)
        make_end: Callable[[Call, Peer], PeerListener] = WebRtcEnd
        too_late: Callable[[Peer], PeerListener] = PeerTooLate

        def begin(peer: Peer) -> PeerListener:
            return self._begin(prepared, make_end, too_late, peer)

        if isinstance(provider, TakesOffers):
            if call is not None and call.direct:
                return await self._offers.again(provider, offer, call, begin, self._give_back)
            if call is None and goes_direct(self._settings.webrtc, provider, prepared.scenario):
                place = partial(self._begin_direct, prepared, caller=admission.query.get("caller"), calls_again=True)
                join = partial(self._join, session.id, make_end, too_late)
                return await self._offers.place(
                    provider, offer, session, place, join, partial(self._connected, session.id)
                )
        return await self._offers.answer(offer, session.id, begin, self._give_back)

    async def _connected(self, session_id: str) -> None:
        call = self._calls.get(session_id)
        if call is not None:
            await call.continuity.connected.wait()

    async def take_far(self, admission: Admission, provider: TakesCalls, call_id: str) -> str:
        """Take a telephone call that waits at the hosted service of `provider`, which the query of `admission` names.

        Gives the id of its session. Raises as `open`.
        """
        prepared = await self._prepare(admission, None, Transport.PHONE)
        model = prepared.session.model

        async def dial(listener: ProviderListener, wanted: dict[str, Any]) -> ProviderConnection:
            return await provider.accept(call_id, listener, session=wanted, model=model)

        self._begin_direct(prepared, dial)
        self._offers.remember(call_id, prepared.session.id)
        return prepared.session.id

    async def take(self, admission: Admission, make_end: Callable[[Call, _Line], _Listener], line: _Line) -> _Listener:
        """Begin a session on a line that is there already, a telephone's for example. Gives the end that it is to have.

        Raises:
            As `open`.
        """
        prepared = await self._prepare(admission, None, Transport.PHONE)
        self._give_back()
        return make_end(self._new_call(prepared), line)

    async def step(self, admission: Admission, session_id: str, *, caller: str = "", begin: bool = False) -> StepsEnd:
        """The end of a call that goes step by step; its first step begins it.

        Args:
            caller: by what a page knows itself. begin: the page takes the call over if another one has it.

        Raises:
            As `open`. TakenOver: another page has the call.
        """
        end = steps_end.of(self._calls.get(session_id), caller, begin=begin)
        if end is None:
            prepared = await self._prepare(admission, session_id, Transport.STEPS)
            end = steps_end.of(self._calls.get(session_id), caller, begin=begin)  # a step beside this one was quicker
            if end is None:
                return self._begin(prepared, StepsEnd, steps_end.too_late, caller)
            self._give_back()
        bound(admission.session_id or session_id, session_id, CallQuery())
        end.check_owner(admission.principal)
        return end

    @property
    def hosted(self) -> bool:
        """Whether voices leave this machine."""
        return self.choices.own.capabilities.leaves

    def _begin_direct(
        self, prepared: _Prepared, dial: Dial, *, caller: str | None = None, calls_again: bool = False
    ) -> asyncio.Task[None]:
        """A call whose only line is the provider's; gives the task that runs it."""
        self._give_back()
        session_id = prepared.session.id
        if session_id in self._calls:
            raise CallInProgress(session_id)
        call = self._new_call(prepared, dial, calls_again=calls_again)
        call.redial.admit(caller)
        DirectEnd(call)
        return self._tasks[session_id]

    async def hang_up(self, admission: Admission, call_id: str) -> None:
        """The learner ends their call, and with it the session; returns when that is stored.

        Raises:
            NotFound: no such call. Forbidden: somebody else's, or not that of the client token.
        """
        session_id, principal = await self._session_of(admission, call_id), admission.principal
        bound(admission.session_id or session_id, session_id, CallQuery())
        async with self._database.read() as tx:
            session = await sessions.get(tx, session_id)
        check(principal, Action.STOP_SESSION, session.owner_id, session.team_id)
        task = self._tasks.get(session_id)
        if task is not None:
            self._calls[session_id].end(EndReason.COMPLETED, "You ended the conversation.")
            await asyncio.shield(task)
        elif self._nodes is not None:
            await self._nodes.stop(session, EndReason.COMPLETED)

    async def _session_of(self, admission: Admission, call_id: str) -> str:
        """The session of a call. One that another node has answered is known by the client token, or one's only talk."""
        try:
            return self._offers.session_of(call_id)
        except NotFound:
            if self._nodes is None:
                raise
            if admission.session_id is not None:
                return admission.session_id
            own = [one.id for one in await self.everywhere() if one.owner_id == admission.principal.id]
            if len(own) != 1:
                raise
            return own[0]

    async def _prepare(self, admission: Admission, session_id: str | None, transport: Transport) -> _Prepared:
        """The session, and a place for its call, which `_begin` or `_give_back` takes."""
        if self._draining:
            raise NotReady("The server is being stopped. Try again in a minute.", code="draining")
        query = read_query(admission.query)
        if admission.session_id is not None:
            session_id, query = bound(admission.session_id, session_id, query)
        session_id = str(uuid.uuid4()) if session_id is None else session_id
        check_session_id(session_id)
        await self._ended(session_id)
        session, callers = await self._lobby.session(admission, session_id, query, transport)
        log.bind(session_id=session.id, user_id=session.owner_id)
        call = self._calls.get(session_id)
        taken = call is not None and call.direct and not call.redial.may_change
        if taken or (admission.session_id is not None and call is not None and call.learner is not None):
            raise CallInProgress(session_id)  # who shows a token again may come back, but take over nothing
        if call is not None:
            call.redial.admit(admission.query.get("caller"))
        async with self._database.read() as tx:
            scenario = await _scenario(tx, session)
            told = (await turns.count(tx, [session_id])).get(session_id, 0)
            left = await before(tx, session, self._recordings) if call is None else None
            origin = await takes.origin(tx, session)
        if left is not None and self._nodes is not None:
            left = replace(left, carried=await self._nodes.last_words(session_id, left.carried))
        spent = await self.budget.spent_in(session_id)
        if call is None:  # a talk that goes on is ended by its own limits, which warn first
            await self.budget.check(admission.principal, spent)
        self._make_room(session_id)
        self._reserved += 1
        first_seq = left.said[-1].seq + 1 if left is not None and left.said else told + 1
        return _Prepared(session, scenario, query, first_seq, origin, spent, left, callers)

    def _begin(
        self,
        prepared: _Prepared,
        make_end: Callable[[Call, _Line], _Listener],
        too_late: Callable[[_Line], _Listener],
        line: _Line,
    ) -> _Listener:
        """`line` is there: a socket, or a peer. Gives the listener that it is to have."""
        self._give_back()
        if prepared.session.id in self._calls:
            return self._join(prepared.session.id, make_end, too_late, line)
        return make_end(self._new_call(prepared), line)

    def _join(
        self,
        session_id: str,
        make_end: Callable[[Call, _Line], _Listener],
        too_late: Callable[[_Line], _Listener],
        line: _Line,
    ) -> _Listener:
        """`line` is for a call that goes on, unless it does not any more."""
        call = self._calls.get(session_id)
        if call is None or call.ending is not None:
            return too_late(line)
        call.redial.come_here()
        return make_end(call, line)

    def _new_call(self, prepared: _Prepared, dial: Dial | None = None, *, calls_again: bool = False) -> Call:
        """A call that runs from the next turn of the event loop on."""
        session = prepared.session
        channel = self._hub.open(session.id)
        if prepared.before is not None:
            channel.last_seq = max(channel.last_seq, prepared.before.last_seq)
        call = Call(
            self._deps,
            session,
            prepared.scenario,
            partial(Story, session.id, channel, self._ledger),
            wishes=self.tokens.wishes(session.id),
            dial=dial,
            first_seq=prepared.first_seq,
            origin=prepared.origin,
            spent=prepared.spent,
            before=prepared.before,
            engine=self.choices.named(session.provider),
            calls_again=calls_again,
        )
        call.redial.follow(prepared.callers)
        self._calls[session.id] = call
        self._tasks[session.id] = asyncio.get_running_loop().create_task(self._run(call))
        return call

    async def _run(self, call: Call) -> None:
        try:
            with observed.life(call):
                await call.run()
        finally:
            if self._nodes is not None:
                await self._nodes.over(call)
            del self._calls[call.session.id], self._tasks[call.session.id]
            self._hub.close(call.session.id)
            self._offers.forget_session(call.session.id)

    async def _ended(self, session_id: str) -> None:
        """Wait for the end of a call that is ending, so that its session is seen as what it is."""
        call, task = self._calls.get(session_id), self._tasks.get(session_id)
        if call is not None and call.ending is not None and task is not None:
            await asyncio.shield(task)

    def _give_back(self) -> None:
        self._reserved -= 1

    def _make_room(self, session_id: str) -> None:
        """Raise `TooMany` when there is none. Callers who have left make room first, the longest gone before others."""
        if session_id in self._calls or len(self._calls) + self._reserved < self._settings.max_sessions:
            return
        gone = [call for call in self._calls.values() if call.learner is None and call.ending is None]
        if not gone:
            raise TooMany("All places on this server are taken. Try again in a minute.", code="too_many_sessions")
        min(gone, key=lambda call: call.limits.left_ms or 0.0).end(EndReason.LEFT, "You did not come back in time.")

    # ---- while they live

    def live(self) -> tuple[Session, ...]:
        """The sessions that have a call now."""
        return tuple(call.session for call in self._calls.values())

    async def everywhere(self) -> tuple[Session, ...]:
        """The sessions that have a call now, here or on another node."""
        if self._nodes is None:
            return self.live()
        async with self._database.read() as tx:
            found = await leases.live(tx)
        here = {session.id: session for session in self.live()}
        return (*here.values(), *(session for _, session in found if session.id not in here))

    async def talks(self, session_id: str) -> bool:
        """Whether a session has a call now, here or on another node."""
        if session_id in self._calls or self._nodes is None:
            return session_id in self._calls
        async with self._database.read() as tx:
            return bool(await leases.owned(tx, [session_id]))

    def events(self, session_id: str, after_seq: int = 0) -> AsyncGenerator[ConversationEvent, None]:
        """Stored events after `after_seq`, then live ones, until the session is over; `aclose` it when done.

        Raises:
            TooMany: it was read too slowly; come again with the number of the last event.
        """
        return self._hub.follow(session_id, after_seq)

    async def stop(self, principal: Principal, session_id: str) -> None:
        """End a session on both sides and wait until that is stored. One that is over stays as it is.

        Raises:
            NotFound: no such session. Forbidden: not the caller's to stop.
        """
        async with self._database.read() as tx:
            session = await sessions.get(tx, session_id)
        check(principal, Action.STOP_SESSION, session.owner_id, session.team_id)
        task = self._tasks.get(session_id)
        if task is not None:
            self._calls[session_id].end(EndReason.STOPPED, "The conversation was ended.")
            await asyncio.shield(task)
        elif session.state in OPEN_STATES and (self._nodes is None or not await self._nodes.stop(session)):
            await self.leftovers.end(session_id, EndReason.STOPPED)

    async def drain(self) -> None:
        """Take no new calls, give the live ones their time, then end them."""
        self._draining = True
        if self._nodes is not None:
            self._nodes.node.draining = True
        seconds = self._settings.drain_seconds
        for call in list(self._calls.values()):
            call.drain(seconds)
        await hand_over(self._calls, self._tasks, seconds)
        await self._all_over()

    async def _all_over(self) -> None:
        while self._tasks:
            await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def _tick(self) -> None:
        """The one timer of all calls: idle, grace, limits, playback, and what is being spoken."""
        refreshed = time.monotonic()
        while True:
            if self._nodes is not None and time.monotonic() - refreshed > REFRESH_SECONDS:
                refreshed = time.monotonic()
                await self._refresh()
            await self.leftovers.tick()
            await self._ticker.round()

    async def _refresh(self) -> None:
        """Know what people use on other nodes."""
        try:
            for owner_id, team_id in {(one.owner_id, one.team_id) for one in self.live()}:
                await self.budget.read(owner_id, team_id)
        except Exception as error:  # noqa: BLE001 (the clock of all calls goes on)
            logger.warning("What people use on other nodes is not known for now: %r", error)


async def _scenario(tx: Any, session: Session) -> Scenario | None:
    """The scenario of a session that was made, in its version. Raises `UnknownScenario` when it is gone."""
    if session.scenario_id is None:
        return None
    return await scenarios.resolve(tx, session.scenario_id, session.scenario_version)
