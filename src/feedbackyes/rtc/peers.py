"""Peers over aiortc.

What is put into aiortc, whose version is pinned for that: our jitter buffer in place of the receiver's and an end to its
connecting (private names), our track, which packs Opus itself, our addresses and our ports (`sockets`).
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from aiortc import (
    RTCConfiguration,
    RTCDataChannel,
    RTCIceServer,
    RTCPeerConnection,
    RTCRtpReceiver,
    RTCSessionDescription,
)
from aiortc.exceptions import InvalidAccessError, InvalidStateError, OperationError
from aiortc.rtcrtpparameters import RTCRtpCodecCapability
from aiortc.sdp import SessionDescription

from feedbackyes.domain.errors import TooMany
from feedbackyes.rtc import IceServer, InvalidOffer, Peer, PeerListener, PeerStatistics, ice, sdp, sockets
from feedbackyes.rtc.inbound import Inbound
from feedbackyes.rtc.outbound import Voice
from feedbackyes.settings import Settings

CONNECT_SECONDS = 30.0
"""In which an offer that was answered has to become a connection."""
AWAY_SECONDS = 8.0
"""So long nothing may come before the other end counts as gone. Even who only listens reports on it every few seconds."""
ANSWER_SECONDS = 10.0
WAITING_MESSAGES = 1_000
"""For a data channel that is not open yet."""
MAX_UNSENT_BYTES = 8 * 1024 * 1024
"""On the data channel, before a peer that does not read is given up."""
LOOK_SECONDS = 2.0
_PACKETS = "_RTCDtlsTransport__rx_packets"
_JITTER_BUFFER = "_RTCRtpReceiver__jitter_buffer"

logger = logging.getLogger(__name__)


def _opus() -> list[RTCRtpCodecCapability]:
    """The one codec of which there is a decoder here."""
    known = RTCRtpReceiver.getCapabilities("audio")
    return [one for one in known.codecs if one.mimeType.lower() == "audio/opus"] if known else []


class AiortcPeers:
    """See `Peers`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._peers: set[AiortcPeer] = set()
        self._answering = 0
        self._closed = False

    @classmethod
    def create(cls, settings: Settings) -> AiortcPeers:
        sockets.use(settings.rtc_ports)
        return cls(settings)

    async def answer(self, offer: str, listener: PeerListener) -> Peer:
        """See `Peers`."""
        if self._closed or len(self._peers) + self._answering >= self._settings.max_sessions:
            raise TooMany("All places on this server are taken. Try again in a minute.", code="too_many_calls")
        self._answering += 1
        try:
            peer = AiortcPeer(self._configuration(), listener, self._peers.discard)
            try:
                async with asyncio.timeout(ANSWER_SECONDS):
                    await peer.negotiate(sdp.checked(offer), self._settings.public_address)
            except BaseException:
                await peer.abandon()
                raise
        except TimeoutError:
            raise InvalidOffer("The SDP offer could not be answered in time.") from None
        finally:
            self._answering -= 1
        self._peers.add(peer)
        return peer

    def ice_servers(self, user: str) -> tuple[IceServer, ...]:
        """See `Peers`."""
        return ice.servers(self._settings.ice_servers, self._settings.turn_secret, user)

    async def close(self) -> None:
        self._closed = True
        await asyncio.gather(*(peer.close() for peer in list(self._peers)))

    def _configuration(self) -> RTCConfiguration:
        told = self.ice_servers("server") if self._settings.relay_server_side else ()
        return RTCConfiguration([RTCIceServer(list(one.urls), one.username, one.credential) for one in told])


class _Connection(RTCPeerConnection):
    """Is quiet when it is closed while it connects, as calls are all the time."""

    async def _RTCPeerConnection__connect(self) -> None:  # noqa: N802 (aiortc's private name)
        try:
            await super()._RTCPeerConnection__connect()  # type: ignore[misc]
        except Exception as error:  # noqa: BLE001 (the root of a task)
            logger.debug("A peer did not connect: %s", error)


class AiortcPeer:
    """See `Peer`."""

    def __init__(self, configuration: RTCConfiguration, listener: PeerListener, gone: Any) -> None:
        self._listener: PeerListener | None = listener
        self._gone = gone
        self._loop = asyncio.get_running_loop()
        self._connection = _Connection(configuration)
        self._voice = Voice(self._on_started, self._on_drained)
        self._inbound = Inbound(self._on_audio)
        self._channel: RTCDataChannel | None = None
        self._waiting: list[str] = []
        self._heard_at = 0.0
        self._seen = 0
        self._watch: asyncio.TimerHandle | None = None
        self._closing: asyncio.Task[None] | None = None
        self._answer = ""
        self._connection.on("datachannel", self._on_channel)
        self._connection.on("connectionstatechange", self._on_state)

    @property
    def answer(self) -> str:
        return self._answer

    @property
    def queued_ms(self) -> float:
        return self._voice.queued_ms

    @property
    def played_ms(self) -> float:
        return self._voice.played_ms

    @property
    def statistics(self) -> PeerStatistics:
        buffer = self._inbound.buffer
        return PeerStatistics(
            buffer.received, buffer.lost, buffer.jitter_ms, buffer.buffered_ms, self._inbound.concealer.concealed_ms
        )

    async def negotiate(self, offer: str, public_address: str) -> None:
        """Take the offer and make the answer. Raises `InvalidOffer`."""
        connection = self._connection
        try:
            SessionDescription.parse(offer)  # here too, for inside a coroutine its StopIteration becomes something else
            transceiver = connection.addTransceiver(self._voice, "sendrecv")
            transceiver.setCodecPreferences(_opus())
            await connection.setRemoteDescription(RTCSessionDescription(offer, "offer"))
            for one in connection.getTransceivers():
                one.direction = "sendrecv" if one is transceiver else "inactive"
            setattr(transceiver.receiver, _JITTER_BUFFER, self._inbound)
            await connection.setLocalDescription(await connection.createAnswer())
        except (ValueError, KeyError, IndexError, TypeError, AttributeError, AssertionError, StopIteration) as error:
            raise InvalidOffer(f"The SDP offer cannot be read ({type(error).__name__}).") from error
        except (InvalidAccessError, InvalidStateError, OperationError, ConnectionError, OSError) as error:
            raise InvalidOffer(f"The SDP offer cannot be answered: {error}.") from error
        self._answer = sdp.published(connection.localDescription.sdp, public_address)
        self._heard_at = self._loop.time() + CONNECT_SECONDS - AWAY_SECONDS
        self._watch = self._loop.call_later(LOOK_SECONDS, self._look)

    # ---- Peer

    def send(self, text: str | bytes) -> None:
        message = text if isinstance(text, str) else text.decode()
        channel = self._channel
        if self._closing is not None:
            return
        if channel is None or channel.readyState != "open":
            if len(self._waiting) < WAITING_MESSAGES:
                self._waiting.append(message)
            return
        if channel.bufferedAmount > MAX_UNSENT_BYTES:
            self._end("The data channel is full.")
            return
        try:
            channel.send(message)
        except (InvalidStateError, ConnectionError, ValueError) as error:
            logger.debug("The data channel took no message: %s", error)

    def play(self, pcm: bytes) -> None:
        self._voice.play(pcm)

    def clear(self) -> float:
        return self._voice.clear()

    async def close(self) -> None:
        await asyncio.shield(self._end("Closed."))

    async def abandon(self) -> None:
        """Close what nobody was told of."""
        self._listener = None
        await self.close()

    # ---- what aiortc says

    def _on_channel(self, channel: RTCDataChannel) -> None:
        if self._channel is not None:
            return
        self._channel = channel
        self._heard_at = self._loop.time()  # no longer the grace of who is still connecting
        channel.on("message", self._on_message)
        channel.on("close", lambda: self._end("The data channel was closed."))
        if self._listener is not None and self._closing is None:
            self._listener.on_open()
        waiting, self._waiting = self._waiting, []
        for message in waiting:
            self.send(message)

    def _on_message(self, message: str | bytes) -> None:
        self._heard_at = max(self._heard_at, self._loop.time())
        if self._listener is not None and self._closing is None:
            self._listener.on_text(message if isinstance(message, str) else message.decode(errors="replace"))

    def _on_audio(self, pcm: bytes) -> None:
        self._heard_at = max(self._heard_at, self._loop.time())
        if self._listener is not None and self._closing is None:
            self._listener.on_audio(pcm)

    def _on_started(self) -> None:
        if self._listener is not None and self._closing is None:
            self._listener.on_started()

    def _on_drained(self) -> None:
        if self._listener is not None and self._closing is None:
            self._listener.on_drained()

    def _on_state(self) -> None:
        if self._connection.connectionState in ("failed", "closed"):
            self._end("The connection was lost.")

    def _look(self) -> None:
        """Whether anything has come lately, if only reports."""
        received = self._received()
        if received != self._seen:
            self._seen = received
            self._heard_at = max(self._heard_at, self._loop.time())
        quiet = self._loop.time() - self._heard_at
        if quiet >= AWAY_SECONDS:
            self._end("Nothing came from the other end any more.")
        else:
            self._watch = self._loop.call_later(LOOK_SECONDS, self._look)

    def _received(self) -> int:
        """Packets of any kind."""
        transports = {one.sender.transport for one in self._connection.getTransceivers()}
        return sum(getattr(one, _PACKETS) for one in transports)

    # ---- the end

    def _end(self, reason: str) -> asyncio.Task[None]:
        if self._closing is None:
            self._closing = self._loop.create_task(self._close(), name="close peer")
            listener, self._listener = self._listener, None
            if listener is not None:
                listener.on_closed(reason)
        return self._closing

    async def _close(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
        self._inbound.close()
        self._waiting.clear()
        try:
            await self._connection.close()
        except Exception:  # the root of a task; aiortc raises what its parts raise
            logger.exception("A peer connection did not close well.")
        self._voice.stop()
        self._connection.remove_all_listeners()
        self._gone(self)
