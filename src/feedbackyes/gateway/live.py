"""The registry of live calls: who may open one, how many there are, how they end together."""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

from feedbackyes.domain.admission import Admission
from feedbackyes.domain.consent import Purpose, may_record
from feedbackyes.domain.errors import Conflict, Forbidden, NotFound, NotReady, TooMany
from feedbackyes.domain.limits import Spent
from feedbackyes.domain.permissions import Action, check, check_role
from feedbackyes.domain.principal import Principal
from feedbackyes.domain.scenario import Scenario
from feedbackyes.domain.session import OPEN_STATES, EndReason, Session, SessionState, Transport, check_session_id
from feedbackyes.domain.take import Moment
from feedbackyes.domain.transcript import Speaker
from feedbackyes.gateway import steps_end
from feedbackyes.gateway.audio_socket import AudioEnd
from feedbackyes.gateway.budget import Budget
from feedbackyes.gateway.call import Call, Deps, Dial
from feedbackyes.gateway.direct_end import DirectEnd
from feedbackyes.gateway.handover import Before, before, hand_over, handed_over
from feedbackyes.gateway.hub import LEAP, Hub
from feedbackyes.gateway.ledger import Ledger
from feedbackyes.gateway.monitoring import Monitoring
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
from feedbackyes.protocol import models
from feedbackyes.protocol.conversation import ConversationEvent
from feedbackyes.providers import (
    Provider,
    ProviderConnection,
    ProviderListener,
    TakesCalls,
    TakesOffers,
    require_voice,
)
from feedbackyes.providers.choice import Choices
from feedbackyes.rtc import Peer, PeerListener, Peers
from feedbackyes.settings import Settings
from feedbackyes.storage import Database, consents, events, scenarios, sessions, takes, turns
from feedbackyes.storage.recordings.disk import Recordings

RELAY_PREFIX = "/ws/realtime/"
RESTART_SECONDS = 30.0
"""Beside the time for a dropped browser: a server that starts is not found at once."""
UNUSED_SECONDS = 24 * 3600.0
"""After that, nobody comes any more for a session that was made beforehand."""
SWEEP_SECONDS = 600.0
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
    """

    session: Session
    scenario: Scenario | None
    query: CallQuery
    first_seq: int
    origin: Moment | None
    spent: Spent
    before: Before | None


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
    ) -> None:
        self._settings = settings
        self._database = database
        self._recordings = recordings
        self.choices = choices or Choices(provider)
        self._ledger = Ledger(database)
        self._hub = Hub(database)
        self._recorder = Recorder(recordings)
        self.budget = Budget(settings, database)
        self._deps = Deps(settings, provider, self._recorder, self.budget, clock, spare, recordings)
        self.tokens = tokens
        self._offers = Offers(peers)
        self._calls: dict[str, Call] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._ticker = Ticker(self._calls, self._ledger)
        self.monitoring = Monitoring(database, self._hub, self._calls, self._tasks)
        self._reserved = 0
        self._draining = False
        self._ticking: asyncio.Task[None] | None = None
        self._left_to_us: list[str] = []

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
    ) -> Gateway:
        """`spare` goes on with calls whose provider cannot be had any more; `choices`: what sessions may ask for."""
        return cls(settings, database, recordings, provider, clock, peers, tokens or ClientTokens(), spare, choices)

    async def start(self) -> None:
        """Recover what a crash left open, then be ready for calls."""
        await recover(self._database, self._recordings)
        self._ledger.start()
        self._recorder.start()
        async with self._database.read() as tx:
            self._left_to_us = await handed_over(tx)
        self._recordings.forget_carried(but=self._left_to_us)
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
                return await self._offers.place(provider, offer, session, place, join)
        return await self._offers.answer(offer, session.id, begin, self._give_back)

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
        session_id, principal = self._offers.session_of(call_id), admission.principal
        bound(admission.session_id or session_id, session_id, CallQuery())
        async with self._database.read() as tx:
            session = await sessions.get(tx, session_id)
        check(principal, Action.STOP_SESSION, session.owner_id, session.team_id)
        task = self._tasks.get(session_id)
        if task is not None:
            self._calls[session_id].end(EndReason.COMPLETED, "You ended the conversation.")
            await asyncio.shield(task)

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
        session = await self._session(admission, session_id, query, transport)
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
        spent = await self.budget.spent_in(session_id)
        if call is None:  # a talk that goes on is ended by its own limits, which warn first
            await self.budget.check(admission.principal, spent)
        self._make_room(session_id)
        self._reserved += 1
        first_seq = left.said[-1].seq + 1 if left is not None and left.said else told + 1
        return _Prepared(session, scenario, query, first_seq, origin, spent, left)

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
        self._calls[session.id] = call
        self._tasks[session.id] = asyncio.get_running_loop().create_task(self._run(call))
        return call

    async def _run(self, call: Call) -> None:
        logger.info("Session %s begins: %s.", call.session.id, call.session.scenario_id or "free talk")
        try:
            await call.run()
        finally:
            reason = call.ending.reason if call.ending is not None else EndReason.CRASHED
            logger.info("Session %s has ended: %s.", call.session.id, reason.value)
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

    async def _session(self, admission: Admission, session_id: str, query: CallQuery, transport: Transport) -> Session:
        """The stored session, made when nobody has used its id yet."""
        principal = admission.principal
        async with self._database.begin() as tx:
            session = await sessions.find(tx, session_id)
            if session is not None and admission.session_id is None and await self._is_unused(tx, principal, session):
                self._recordings.delete(session_id)
                await sessions.delete(tx, session_id)
                session = None
            if session is None and admission.session_id is not None:  # a token begins nothing anew
                raise NotFound("The session of this client token is gone.", code="session_not_found")
            if session is None:
                check_role(principal, Action.CREATE_SESSION)
                wanted = query.scenario_id
                scenario = await scenarios.practised(tx, principal, wanted) if wanted else None
                session = self._new_session(principal, session_id, query, scenario)
                await self._check_consent(tx, principal, session)
                granted = await consents.get(tx, principal, Purpose.RECORDING)
                recording = may_record(self._settings.recording, asked=query.recording, granted=granted)
                session = replace(session, recording=recording, transport=transport)
                await sessions.create(tx, session)
                return session
            check(principal, Action.JOIN_SESSION, session.owner_id, session.team_id)
            await self._check_consent(tx, principal, session)
            if session.state not in OPEN_STATES:
                raise Conflict(
                    f"The session {session_id!r} is over ({session.state.value}). Start a new one under another id.",
                    code="session_ended",
                    param="session_id",
                )
            if session.state is SessionState.CREATED and session_id not in self._calls:
                session = await self._refined(tx, session, query, transport)
            return session

    async def _check_consent(self, tx: Any, principal: Principal, session: Session) -> None:
        """Who has said no keeps their voice here. Who was never asked has come by a client of their own choice."""
        provider = self.choices.named(session.provider)
        if provider.capabilities.leaves and await consents.get(tx, principal, Purpose.HOSTED_VOICE) is False:
            raise Forbidden(
                f"You have said that your voice may not leave this machine, and the voice service {provider.name!r} "
                "is hosted elsewhere. Agree in the settings of the page, or use a server with the embedded engine.",
                code="hosted_voice_refused",
            )

    async def _is_unused(self, tx: Any, principal: Principal, session: Session) -> bool:
        """A session of the caller's own that is over leaves its id free when there is nothing of theirs to keep.

        Nobody said anything; or, in free talk that is not recorded, nobody but the partner. A take goes back to
        something, which its id alone does not say.
        """
        if session.owner_id != principal.id or session.state in OPEN_STATES or session.id in self._calls:
            return False
        if session.retry_of is not None:
            return False
        only_learner = session.scenario_id is None and not session.recording
        speaker = Speaker.LEARNER if only_learner else None
        return not (await turns.count(tx, [session.id], speaker)).get(session.id)

    async def _refined(self, tx: Any, session: Session, query: CallQuery, transport: Transport) -> Session:
        """A session that was made beforehand, with what its socket says of it."""
        if query.scenario_id not in (None, session.scenario_id):
            raise Conflict("This session was made for another scenario.", param="scenario_id")
        name = session.provider if query.provider is None else query.provider
        provider = self.choices.chosen(name, None) if query.provider else self.choices.named(name)
        changes = {**query.changes(), "provider": provider.name, "transport": transport}
        require_voice(provider, changes.get("language", session.language))
        if query.recording is not None:
            changes["recording"] = may_record(self._settings.recording, asked=query.recording, granted=None)
        await sessions.update(tx, session.id, **changes)
        return replace(session, **changes)

    def _new_session(
        self, principal: Principal, session_id: str, query: CallQuery, scenario: Scenario | None
    ) -> Session:
        provider = self.choices.chosen(query.provider, scenario)
        hosted = provider.capabilities.hosted
        session = Session(
            id=session_id,
            owner_id=principal.id,
            team_id=principal.team_id,
            state=SessionState.CREATED,
            created_at=time.time_ns() // 1_000_000,
            scenario_id=scenario.id if scenario else None,
            scenario_version=scenario.version if scenario else None,
            provider=provider.name,
            model=models.current_model(query.model)[0] if query.model and hosted else provider.model,
            recogniser=provider.recogniser,
            basic_ears=provider.capabilities.basic_ears,
            language=scenario.language if scenario else "en",
        )
        session = replace(session, **query.changes())
        require_voice(provider, session.language)
        return session

    # ---- while they live

    def live(self) -> tuple[Session, ...]:
        """The sessions that have a call now."""
        return tuple(call.session for call in self._calls.values())

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
        elif session.state in OPEN_STATES:
            await self._end_unused(session_id, EndReason.STOPPED)

    async def _end_unused(self, session_id: str, reason: EndReason, last_seq: int = 0) -> None:
        """A session that no socket has come for. `last_seq`: number of its last event."""
        channel = self._hub.open(session_id)
        channel.last_seq = max(channel.last_seq, last_seq)
        story = Story(session_id, channel, self._ledger, lambda: 0.0)
        try:
            await story.enter(SessionState.ENDED, reason=reason)
        finally:
            self._hub.close(session_id)

    async def drain(self) -> None:
        """Take no new calls, give the live ones their time, then end them."""
        self._draining = True
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
        swept = -SWEEP_SECONDS
        waited_until = time.monotonic() + self._settings.resume_seconds + RESTART_SECONDS
        while True:
            if self._left_to_us and time.monotonic() >= waited_until:
                await self._give_up_on(self._left_to_us)
                self._left_to_us = []
            if (now := time.monotonic()) - swept >= SWEEP_SECONDS:
                swept = now
                await self._sweep()
            await self._ticker.round()

    async def _sweep(self) -> None:
        """End the sessions that were made long ago and never had a call."""
        before = time.time_ns() // 1_000_000 - round(UNUSED_SECONDS * 1000)
        try:
            async with self._database.read() as tx:
                unused = await sessions.unused(tx, before=before)
            for session_id in unused:
                if session_id not in self._calls:
                    await self._end_unused(session_id, EndReason.LEFT)
        except Exception:  # the clock of all calls goes on
            logger.exception("Sessions that nobody came for could not be ended.")

    async def _give_up_on(self, left: list[str]) -> None:
        """End the sessions of the process before this one that nobody came back for."""
        try:
            async with self._database.read() as tx:
                waiting = {session_id: await events.last_seq(tx, session_id) for session_id in await handed_over(tx)}
            for session_id in left:
                if session_id in waiting and session_id not in self._calls:
                    await self._end_unused(session_id, EndReason.LEFT, waiting[session_id] + LEAP)
            self._recordings.forget_carried(but=self._calls)
        except Exception:  # the clock of all calls goes on
            logger.exception("Sessions that nobody came back for could not be ended.")


async def _scenario(tx: Any, session: Session) -> Scenario | None:
    """The scenario of a session that was made, in its version. Raises `UnknownScenario` when it is gone."""
    if session.scenario_id is None:
        return None
    return await scenarios.resolve(tx, session.scenario_id, session.scenario_version)
