"""A browser's end of a call: aiortc as anybody would use it, over loopback."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Self

from aiortc import RTCConfiguration, RTCIceServer, RTCIceTransportPolicy, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack
from av import AudioFrame

from feedbackyes.rtc import CHANNEL, IceServer, Peer, PeerListener, Peers
from feedbackyes.rtc.opus import AudioPacket
from feedbackyes.rtc.outbound import Voice

PATIENCE_S = 30.0

Rewrite = Callable[[str], str]


def unchanged(description: str) -> str:
    return description


class Log(PeerListener):
    """What a peer told, with events to await."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.pcm = bytearray()
        self.reasons: list[str] = []
        self._news = asyncio.Event()

    def on_open(self) -> None:
        self._tell("open")

    def on_text(self, text: str) -> None:
        self._tell(text)

    def on_audio(self, pcm: bytes) -> None:
        self.pcm += pcm
        self._news.set()

    def on_started(self) -> None:
        self._tell("started")

    def on_drained(self) -> None:
        self._tell("drained")

    def on_closed(self, reason: str) -> None:
        self.reasons.append(reason)
        self._tell("closed")

    @property
    def heard_ms(self) -> float:
        return len(self.pcm) / 48

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not condition():
                self._news.clear()
                await self._news.wait()

    async def told_of(self, what: str) -> None:
        await self.until(lambda: what in self.told)

    def _tell(self, what: str) -> None:
        self.told.append(what)
        self._news.set()


class Microphone(Voice):
    """Counts what went out."""

    def __init__(self, on_speaking: Callable[[], None]) -> None:
        super().__init__(on_speaking, lambda: None)
        self.frames = 0

    async def recv(self) -> AudioPacket:
        packet = await super().recv()
        self.frames += 1
        return packet


class Caller:
    """A microphone that says what `say` queues and silence otherwise, and an ear that keeps what it gets."""

    def __init__(self, servers: Iterable[IceServer] = (), relayed: bool = False) -> None:
        """`relayed`: by TURN or not at all."""
        policy = RTCIceTransportPolicy.RELAY if relayed else RTCIceTransportPolicy.ALL
        told = [RTCIceServer(list(one.urls), one.username, one.credential) for one in servers]
        self.connection = RTCPeerConnection(RTCConfiguration(told, iceTransportPolicy=policy))
        self.microphone = Microphone(self._on_speaking)
        self.channel = self.connection.createDataChannel(CHANNEL)
        self.log = Log()
        self.spoken: list[float] = []
        """When sounds that were queued in silence began to go out."""
        self._ear: asyncio.Task[None] | None = None
        self.connection.addTrack(self.microphone)
        self.channel.on("open", self.log.on_open)
        self.channel.on("message", self.log.on_text)
        self.channel.on("close", lambda: self.log.on_closed("channel"))
        self.connection.on("track", self._on_track)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.hang_up()

    async def offer(self) -> str:
        await self.connection.setLocalDescription(await self.connection.createOffer())
        return self.connection.localDescription.sdp

    async def accept(self, answer: str) -> None:
        await self.connection.setRemoteDescription(RTCSessionDescription(answer, "answer"))

    async def call(
        self, peers: Peers, listener: PeerListener, there: Rewrite = unchanged, back: Rewrite = unchanged
    ) -> Peer:
        """Dial; `there` and `back` are what happens to offer and answer on the way."""
        peer = await peers.answer(there(await self.offer()), listener)
        await self.accept(back(peer.answer))
        return peer

    def vanish(self) -> None:
        """Be gone without a word: no packet leaves any more, not even a goodbye."""
        for transport in {one.sender.transport for one in self.connection.getTransceivers()}:
            for protocol in transport.transport._connection._protocols:
                setattr(protocol.transport, "sendto", lambda *_: None)  # noqa: B010 (mypy: a method)

    async def hang_up(self) -> None:
        if self._ear is not None:
            self._ear.cancel()
            await asyncio.gather(self._ear, return_exceptions=True)
        await self.connection.close()
        self.microphone.stop()

    def _on_speaking(self) -> None:
        self.spoken.append(asyncio.get_running_loop().time())

    def _on_track(self, track: MediaStreamTrack) -> None:
        self._ear = asyncio.get_running_loop().create_task(self._listen(track))

    async def _listen(self, track: MediaStreamTrack) -> None:
        try:
            while True:
                frame = await track.recv()
                assert isinstance(frame, AudioFrame)
                samples = frame.to_ndarray().reshape(-1)[::4]  # 48 kHz, two channels
                self.log.on_audio(samples.astype("<i2").tobytes())
        except MediaStreamError:
            pass
