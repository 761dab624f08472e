"""SDP offers and the calls that come of them."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from feedbackyes.domain.errors import ExpectedError, NotFound, NotReady
from feedbackyes.domain.scenario import Scenario
from feedbackyes.domain.session import Session
from feedbackyes.gateway.call import Call, Dial
from feedbackyes.gateway.redial import in_time
from feedbackyes.gateway.webrtc_end import Doorstep
from feedbackyes.providers import (
    CallRefused,
    DirectCall,
    Provider,
    ProviderConnection,
    ProviderListener,
    ProviderUnreachable,
    TakesOffers,
)
from feedbackyes.rtc import Peer, PeerListener, Peers


@dataclass(frozen=True, slots=True)
class Answer:
    """What an offer is answered with."""

    sdp: str
    session_id: str
    call_id: str


def goes_direct(wish: str, provider: Provider, scenario: Scenario | None) -> bool:
    """Whether a browser's offer goes to the hosted service itself. `wish`: of the settings."""
    confidential = scenario is not None and scenario.confidential
    return provider.capabilities.webrtc_direct and (wish == "direct" or (wish == "auto" and not confidential))


class Offers:
    """Answers offers with peers of ours, and knows which session a call is of while it lasts."""

    def __init__(self, peers: Peers | None) -> None:
        self._peers = peers
        self._sessions: dict[str, str] = {}

    async def answer(
        self, offer: str, session_id: str, begin: Callable[[Peer], PeerListener], abandon: Callable[[], None]
    ) -> Answer:
        """Answer with a peer.

        Args:
            begin: makes the learner's end when the data channel is open; abandon: it never opened. One is called.

        Raises:
            InvalidOffer: it cannot be answered. TooMany: there are enough connections. NotReady: there is no WebRTC.
        """
        call_id = f"rtc_{secrets.token_hex(12)}"
        doorstep = Doorstep(begin, abandon, closed=lambda: self.forget(call_id))
        self.remember(call_id, session_id)
        try:
            if self._peers is None:
                raise NotReady("WebRTC is not to be had on this server. Connect by WebSocket.", code="no_webrtc")
            peer = await self._peers.answer(offer, doorstep)
        except BaseException:
            doorstep.refused()
            raise
        doorstep.answered(peer)
        return Answer(peer.answer, session_id, call_id)

    async def place(
        self,
        provider: TakesOffers,
        offer: str,
        session: Session,
        begin: Callable[[Dial], asyncio.Task[None]],
        join: Callable[[Peer], PeerListener],
        connected: Callable[[], Awaitable[object]],
    ) -> Answer:
        """Pass on the first offer of a session to a hosted service. One that it does not take is answered with a peer, when
        the service can be had from here.

        Args:
            join: makes the learner's end of a peer, when its data channel is open.
            connected: returns when the session has a line by way of us.

        Raises:
            CallRefused, ProviderUnreachable: nothing came of it and the session is over; or there is no WebRTC here, and a
                socket may come yet.
            InvalidOffer, TooMany.
        """
        placed: asyncio.Future[DirectCall] = asyncio.get_running_loop().create_future()

        async def dial(listener: ProviderListener, wanted: dict[str, Any]) -> ProviderConnection:
            try:
                async with in_time():
                    call = await provider.call(offer, listener, session=wanted, model=session.model)
            except ExpectedError as error:
                if not placed.done():
                    placed.set_exception(error)
                raise
            if placed.done():  # nobody waits for the answer any more
                call.connection.close()
                raise CallRefused("The browser did not wait for its answer.")
            placed.set_result(call)
            return call.connection

        running = begin(dial)
        either: set[asyncio.Future[Any]] = {placed, running}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if not placed.done():
            placed.cancel()
            raise CallRefused("The session ended before the voice service took the call.")
        try:
            direct = placed.result()
        except (CallRefused, ProviderUnreachable):
            if self._peers is None or not await _before(running, connected()):
                raise
            return await self.answer(offer, session.id, join, lambda: None)
        self.remember(direct.call_id, session.id)
        return Answer(direct.answer, session.id, direct.call_id)

    async def again(
        self,
        provider: TakesOffers,
        offer: str,
        call: Call,
        begin: Callable[[Peer], PeerListener],
        abandon: Callable[[], None],
    ) -> Answer:
        """Pass on one more offer for a call that is direct. One that the service does not take is answered with a peer.

        Args:
            begin, abandon: as of `answer`. One is called.

        Raises:
            CallRefused, ProviderUnreachable: nothing came of it, and there is no WebRTC here. InvalidOffer, TooMany.
        """
        session = call.session

        def place(line: ProviderListener) -> Awaitable[DirectCall]:
            return provider.call(offer, line, session=call.configuration.wanted(), model=session.model)

        try:
            direct = await call.redial.take_offer(place)
        except (CallRefused, ProviderUnreachable):
            if self._peers is not None and call.ending is None:
                return await self.answer(offer, session.id, begin, abandon)
            abandon()
            raise
        except BaseException:
            abandon()
            raise
        abandon()
        self.forget_session(session.id)
        self.remember(direct.call_id, session.id)
        return Answer(direct.answer, session.id, direct.call_id)

    def forget_session(self, session_id: str) -> None:
        """The session is over, and with it its calls."""
        for call_id in [key for key, value in self._sessions.items() if value == session_id]:
            del self._sessions[call_id]

    def remember(self, call_id: str, session_id: str) -> None:
        self._sessions[call_id] = session_id

    def forget(self, call_id: str) -> None:
        self._sessions.pop(call_id, None)

    def session_of(self, call_id: str) -> str:
        """The session whose call this is. Raises `NotFound`."""
        if call_id not in self._sessions:
            raise NotFound(f"There is no call {call_id[:100]!r} (any more).", code="call_id_not_found", param="call_id")
        return self._sessions[call_id]


async def _before(running: asyncio.Task[None], happens: Awaitable[object]) -> bool:
    """Whether it happens while the call runs."""
    waiting = asyncio.ensure_future(happens)
    try:
        await asyncio.wait({waiting, running}, return_when=asyncio.FIRST_COMPLETED)
        return waiting.done() and not running.done()
    finally:
        waiting.cancel()
