"""WebRTC media: one browser or client at the other end of a peer connection.

Nothing here knows of sessions, providers or who may do what. Two parts build on it: the engine answers
`POST /v1/realtime/calls` with it, the gateway takes a learner's call with it. Audio on this side is mono PCM16 at 24 kHz,
whatever Opus does on the wire.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from feedbackyes.domain.errors import InvalidInput, NotReady
from feedbackyes.settings import Settings

CHANNEL = "oai-events"
"""The label of the data channel."""


class InvalidOffer(InvalidInput):
    """The SDP offer cannot be answered; the sentence says why."""

    code = "invalid_offer"


@dataclass(frozen=True, slots=True)
class IceServer:
    """What a browser puts into `iceServers`; `expires_at` (Unix seconds) when the credentials are short-lived."""

    urls: tuple[str, ...]
    username: str | None = None
    credential: str | None = None
    expires_at: int | None = None


@dataclass(frozen=True, slots=True)
class PeerStatistics:
    """What the wire did so far; `jitter_ms` is the interarrival jitter of RFC 3550 section 6.4.1."""

    packets_received: int
    packets_lost: int
    jitter_ms: float
    buffered_ms: float
    concealed_ms: float


class PeerListener(Protocol):
    """Called on the event loop, never after `on_closed`."""

    def on_open(self) -> None:
        """The data channel is open: events can be sent."""
        ...

    def on_text(self, text: str) -> None:
        """One message of the data channel."""
        ...

    def on_audio(self, pcm: bytes) -> None:
        """The next audio of the other end, without gaps: what the network lost has been concealed."""
        ...

    def on_started(self) -> None:
        """Of the audio that was queued with `play`, the first goes out now."""
        ...

    def on_drained(self) -> None:
        """All audio that was queued has gone out."""
        ...

    def on_closed(self, reason: str) -> None:
        """The connection is gone, for good. Called once, also when we closed it."""
        ...


class Peer(Protocol):
    """One connection. It is there as soon as the offer has been answered; media comes when the network allows."""

    @property
    def answer(self) -> str:
        """The SDP answer."""
        ...

    @property
    def queued_ms(self) -> float:
        """All audio that was ever queued: the position at which the next `play` will begin."""
        ...

    @property
    def played_ms(self) -> float:
        """How much of `queued_ms` has gone out; audio that was cleared does not count as queued."""
        ...

    @property
    def statistics(self) -> PeerStatistics: ...

    def send(self, text: str | bytes) -> None:
        """Send one message on the data channel. Before it is open, messages wait; after the end they are dropped."""
        ...

    def play(self, pcm: bytes) -> None:
        """Queue audio. It goes out at its pace, 20 ms by 20 ms; silence goes out when there is none."""
        ...

    def clear(self) -> float:
        """Drop what has not gone out. Returns `played_ms`, which `queued_ms` is now equal to."""
        ...

    async def close(self) -> None:
        """End the connection and wait until nothing of it is left. Calling it again does nothing."""
        ...


class Peers(Protocol):
    """All peer connections of a process: ICE configuration, ports, limits."""

    async def answer(self, offer: str, listener: PeerListener) -> Peer:
        """Answer an SDP offer.

        Raises:
            InvalidOffer: it is not SDP, has no audio that we understand, or is too long.
            TooMany: no more connections are taken.
        """
        ...

    def ice_servers(self, user: str) -> tuple[IceServer, ...]:
        """For the browser of `user`: with a TURN secret, credentials that hold for a limited time."""
        ...

    async def close(self) -> None: ...


def create(settings: Settings) -> Peers:
    """The peers of this process. aiortc is loaded here and not before: it takes a third of a second.

    Raises:
        NotReady: aiortc cannot be loaded; the sentence says why.
    """
    try:
        from feedbackyes.rtc.peers import AiortcPeers
    except ImportError as error:
        raise NotReady(f"WebRTC is not to be had here: {error}.", code="no_webrtc") from error
    return AiortcPeers.create(settings)
