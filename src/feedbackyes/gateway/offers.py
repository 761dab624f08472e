"""SDP offers and the calls that come of them."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from feedbackyes.domain.errors import NotFound, NotReady
from feedbackyes.gateway.webrtc_end import Doorstep
from feedbackyes.rtc import Peer, PeerListener, Peers


@dataclass(frozen=True, slots=True)
class Answer:
    """What an offer is answered with."""

    sdp: str
    session_id: str
    call_id: str


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

    def remember(self, call_id: str, session_id: str) -> None:
        self._sessions[call_id] = session_id

    def forget(self, call_id: str) -> None:
        self._sessions.pop(call_id, None)

    def session_of(self, call_id: str) -> str:
        """The session whose call this is. Raises `NotFound`."""
        if call_id not in self._sessions:
            raise NotFound(f"There is no call {call_id[:100]!r} (any more).", code="call_id_not_found", param="call_id")
        return self._sessions[call_id]
