"""Learners of the long run (`bench/soak.py`): one conversation after the other over one way, and how soon each turn was answered.

They keep nothing of what they hear, so that what grows is the server's.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import time
from abc import abstractmethod
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from fractions import Fraction
from typing import Any

import httpx
import numpy as np
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError
from av.packet import Packet
from turn import CHUNK_MS, RATE_HZ, SILENCE_MS
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from feedbackyes.audio import Int16, g711, resample
from feedbackyes.rtc import CHANNEL
from feedbackyes.rtc.opus import OpusEncoder
from tests.sip.caller import Telephone

SCENARIO = "late-report"
QUERY = f"scenario_id={SCENARIO}&patience_ms={SILENCE_MS}"
QUIET_S, BREATH_S, ANSWER_S = 2.0, 0.5, 20.0
"""How long nothing comes before the partner has finished (audio comes up to a second ahead); the learner's pause; patience."""
AUDIBLE = 600
PACKET = RATE_HZ // 50


class Over(Exception):
    """The other side ended the conversation."""


class Talk:
    """One conversation. A way says how samples go out, and calls `heard` when the partner's voice comes.

    Attributes:
        answered: for each turn, when it ended (monotonic) and the seconds from then to the first sound, `SILENCE_MS` subtracted.
        unanswered: turns after which nothing came for `ANSWER_S`.
    """

    chunk_ms = CHUNK_MS
    as_text = False

    def __init__(self, base: str, sip_port: int, place: int) -> None:
        self.base, self.sip_port, self.place = base, sip_port, place
        self.answered: list[tuple[float, float]] = []
        self.unanswered = 0
        self.sounding = False
        self.over = asyncio.Event()
        self._pending: list[bytes] = []
        self._silence = self.coded(np.zeros(RATE_HZ * self.chunk_ms // 1000, np.int16))[0]
        self._heard_at = time.monotonic()
        self._first_at = self._spoken_at = 0.0
        self._news = asyncio.Event()

    @abstractmethod
    def coded(self, samples: Int16) -> list[bytes]:
        """What goes out, a chunk each."""

    @abstractmethod
    def line(self) -> contextlib.AbstractAsyncContextManager[object]:
        """The call, up to its end."""

    async def converse(self, lines: Sequence[list[bytes]], until: float) -> None:
        """Speak line after line, each when the partner has finished, to the end of the time or of the talk."""
        async with self.line():
            number = self.place
            await self._quiet()
            while time.monotonic() < until and not self.over.is_set():
                await self._turn(lines[number % len(lines)])
                number += 1
                await self._quiet()
                await asyncio.sleep(BREATH_S)

    def heard(self) -> None:
        self._heard_at = time.monotonic()
        if not self._first_at and self._spoken_at:
            self._first_at = self._heard_at
            self._news.set()

    def next_chunk(self) -> bytes:
        """What the microphone sends now."""
        if not self._pending:
            return self._silence
        chunk = self._pending.pop(0)
        if not self._pending:
            self._spoken_at, self._first_at = time.monotonic(), 0.0
        return chunk

    async def _turn(self, line: list[bytes]) -> None:
        self._spoken_at = self._first_at = 0.0
        self._news.clear()
        self._pending = list(line)
        try:
            async with asyncio.timeout(len(line) * self.chunk_ms / 1000 + ANSWER_S):
                await self._news.wait()
        except TimeoutError:
            self.unanswered += not self.over.is_set()
            return
        if not self.over.is_set():
            self.answered.append((self._spoken_at, self._first_at - self._spoken_at - SILENCE_MS / 1000))

    async def _quiet(self) -> None:
        while not self.over.is_set() and (self.sounding or time.monotonic() - self._heard_at < QUIET_S):  # noqa: ASYNC110 (it is time that passes)
            await asyncio.sleep(0.1)

    def _ended(self) -> None:
        self.over.set()
        self._news.set()

    async def _paced(self, ws: ClientConnection) -> None:
        due = time.monotonic()
        while True:
            chunk = self.next_chunk()
            await ws.send(chunk, text=self.as_text)
            due += self.chunk_ms / 1000
            await asyncio.sleep(max(0.0, due - time.monotonic()))

    async def _taken(self, ws: ClientConnection, sound: str) -> None:
        async for message in ws:
            if sound in str(message[:80]):
                self.heard()
            elif '"session_end"' in str(message[:80]):
                break

    @asynccontextmanager
    async def _socket(self, path: str, sound: str, *first: dict[str, Any]) -> AsyncIterator[object]:
        async def run(part: Any) -> None:
            try:
                with contextlib.suppress(ConnectionClosed):
                    await part
            finally:
                self._ended()

        async with connect(self.base.replace("http", "ws", 1) + path, max_size=None, compression=None) as ws:
            for event in first:
                await ws.send(json.dumps(event))
            tasks = [asyncio.create_task(run(part)) for part in (self._paced(ws), self._taken(ws, sound))]
            try:
                yield ws
            finally:
                await _cancelled(*tasks)
                await ws.close(1000, "end")


class Engine(Talk):
    """The engine's own protocol, as a stock client of Realtime speaks it."""

    as_text = True

    def coded(self, samples: Int16) -> list[bytes]:
        return [
            b'{"type":"input_audio_buffer.append","audio":"' + base64.b64encode(chunk) + b'"}'
            for chunk in _chunks(samples, self.chunk_ms)
        ]

    def line(self) -> contextlib.AbstractAsyncContextManager[object]:
        turns = {"type": "server_vad", "silence_duration_ms": SILENCE_MS}
        audio = {"input": {"turn_detection": turns, "transcription": {"model": "whisper-1"}}}
        session = {"type": "session.update", "session": {"type": "realtime", "audio": audio}}
        return self._socket("/v1/realtime?model=feedbackyes", "response.output_audio.delta", session)


class Relay(Engine):
    """A learner's voice socket."""

    def line(self) -> contextlib.AbstractAsyncContextManager[object]:
        session_id = f"soak-{self.place}-{time.monotonic_ns()}"
        return self._socket(f"/ws/realtime/{session_id}?{QUERY}&recording=true", "response.output_audio.delta")


class Samples(Talk):
    """The simple voice socket: raw PCM16."""

    def coded(self, samples: Int16) -> list[bytes]:
        return _chunks(samples, self.chunk_ms)

    def line(self) -> contextlib.AbstractAsyncContextManager[object]:
        return self._socket(f"/ws/audio?{QUERY}&format=pcm16", '"audio_chunk"')


class WebRtc(Talk):
    """A browser's call: Opus that was encoded beforehand goes up, the data channel says when the partner sounds."""

    chunk_ms = 20

    def coded(self, samples: Int16) -> list[bytes]:
        encoder = OpusEncoder()
        padded = np.pad(samples, (0, -len(samples) % PACKET))
        return [
            bytes(packet) for at in range(0, len(padded), PACKET) for packet in encoder.encode(padded[at : at + PACKET])
        ]

    @asynccontextmanager
    async def line(self) -> AsyncIterator[object]:
        connection = RTCPeerConnection(RTCConfiguration([]))
        tasks: list[asyncio.Task[None]] = []
        connection.addTrack(_Microphone(self))
        channel = connection.createDataChannel(CHANNEL)
        channel.on("message", self._told)
        channel.on("close", self._ended)
        connection.on("track", lambda track: tasks.append(asyncio.create_task(_dropped(track))))
        async with httpx.AsyncClient(base_url=self.base, timeout=30) as http:
            wanted = {"scenario_id": SCENARIO, "recording": True, "patience_ms": SILENCE_MS}
            session_id = (await http.post("/api/sessions", json=wanted)).raise_for_status().json()["id"]
            await connection.setLocalDescription(await connection.createOffer())
            answer = await http.post(
                f"/realtime/webrtc-offer?session_id={session_id}",
                content=connection.localDescription.sdp,
                headers={"Content-Type": "application/sdp"},
            )
            await connection.setRemoteDescription(RTCSessionDescription(answer.raise_for_status().text, "answer"))
            try:
                yield connection
            finally:
                await http.post(f"/force-stop/{session_id}")
                await _cancelled(*tasks)
                await connection.close()

    def _told(self, message: str) -> None:
        match json.loads(message)["type"]:
            case "output_audio_buffer.started":
                self.sounding = True
                self.heard()
            case "output_audio_buffer.stopped" | "output_audio_buffer.cleared":
                self.sounding = False
                self._heard_at = time.monotonic()
            case "session_end":
                self._ended()


class _Microphone(MediaStreamTrack):
    kind = "audio"

    def __init__(self, talk: Talk) -> None:
        super().__init__()
        self._talk = talk
        self._sent = 0
        self._due = 0.0

    async def recv(self) -> Packet[Any]:
        self._due = max(self._due + 0.02, time.monotonic() - 0.1)
        await asyncio.sleep(max(0.0, self._due - time.monotonic()))
        packet: Packet[Any] = Packet(self._talk.next_chunk())
        packet.pts = self._sent * 960
        packet.time_base = Fraction(1, 48_000)
        self._sent += 1
        return packet


class Phone(Talk):
    """A telephone call: RTP with µ-law."""

    chunk_ms = 20

    def coded(self, samples: Int16) -> list[bytes]:
        at_8000 = resample.resample(samples, RATE_HZ, 8000)
        return [chunk.tobytes() for chunk in np.split(at_8000[: len(at_8000) // 160 * 160], len(at_8000) // 160)]

    @asynccontextmanager
    async def line(self) -> AsyncIterator[object]:
        made = asyncio.get_running_loop().create_datagram_endpoint(
            lambda: _Handset(self, ("127.0.0.1", self.sip_port), caller(self.place)), local_addr=("127.0.0.1", 0)
        )
        _, phone = await made
        try:
            answer = await phone.invite()
            if answer.status != 200:
                raise Over(answer.first)
            await self._quiet()
            await phone.press("1")
            yield phone
        finally:
            with contextlib.suppress(AssertionError, IndexError, TimeoutError):
                await phone.bye()
            await phone.close()


class _Handset(Telephone):
    """Looks at what it hears and forgets it."""

    def __init__(self, talk: Phone, server: tuple[str, int], number: str) -> None:
        super().__init__(server, number)
        self._talk = talk

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        super().datagram_received(data, addr)
        if self.asked and self.asked[-1].method == "BYE":
            self._talk._ended()  # noqa: SLF001 (two halves of one caller)

    async def _speak(self) -> None:
        due = time.monotonic()
        while True:
            frame = np.frombuffer(self._talk.next_chunk(), np.int16)
            self._send(self.law, g711.encode_mu(frame), self._timestamp, False)
            self._timestamp = (self._timestamp + len(frame)) & 0xFFFFFFFF
            due += 0.02
            await asyncio.sleep(max(0.0, due - time.monotonic()))

    def _listen(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while True:
                data = self.rtp.recv(2048)
                if np.abs(g711.decode_mu(data[12:]).astype(int)).max(initial=0) > AUDIBLE:
                    self._talk.heard()


WAYS: dict[str, type[Talk]] = {
    "engine": Engine,
    "relay": Relay,
    "webrtc": WebRtc,
    "samples": Samples,
    "telephone": Phone,
}


def caller(place: int) -> str:
    return f"+4930{1000 + place}"


def _chunks(samples: Int16, chunk_ms: int) -> list[bytes]:
    """In front padded to whole chunks: the last sample sent is the last one voiced."""
    step = RATE_HZ * chunk_ms // 1000
    padded = np.pad(samples, (-len(samples) % step, 0)).astype("<i2")
    return [padded[at : at + step].tobytes() for at in range(0, len(padded), step)]


async def _dropped(track: MediaStreamTrack) -> None:
    with contextlib.suppress(MediaStreamError):
        while True:
            await track.recv()


async def _cancelled(*tasks: asyncio.Task[None]) -> None:
    """End them. Raises what ended one of them before."""
    for task in tasks:
        task.cancel()
    for error in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(error, Exception):
            raise error
