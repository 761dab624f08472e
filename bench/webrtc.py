"""Measures WebRTC: how many sessions a core carries, how soon a call is up, how late the server hears.

    python bench/webrtc.py                        8 calls of 20 s to each server, 20 set-ups, in one run
    python bench/webrtc.py --calls 12 --seconds 30

Two servers in processes of their own, one after the other, with the same callers: `ours` is `feedbackyes.rtc` with a
listener that says back what it hears; `aiortc` is the plain library with its own tracks. Both decode all that comes and
encode all that goes. Callers send Opus packets that were encoded beforehand, so that they cost little beside the server.

- sessions per core: wall time by the server's CPU time (user and system) per call;
- set-up: from the offer being made to the first message on the data channel, one call at a time;
- mouth to server: from a tone's first packet leaving the caller to its first samples in the server's hands. The 20 ms in
  which a caller fills a packet come before that.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import aiohttp
import numpy as np
import psutil
import uvicorn
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError
from av import AudioFrame
from av.packet import Packet
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from feedbackyes.audio import Int16
from feedbackyes.domain.errors import ExpectedError
from feedbackyes.rtc import CHANNEL, Peer, PeerListener, Peers, create
from feedbackyes.rtc.opus import OpusEncoder
from feedbackyes.settings import Settings

FRAME_MS, RATE_HZ, WIRE_HZ = 20, 24_000, 48_000
FRAME = RATE_HZ * FRAME_MS // 1000
TONE_EVERY_MS, TONE_MS = 1000, 200
LOUD = 4000
HELLO = '{"type": "hello"}'
KINDS = ("ours", "aiortc")
START_S, CALL_S = 30.0, 20.0


# ---- the servers


class Hearing:
    """When tones began to be heard, on the clock that all processes share."""

    def __init__(self) -> None:
        self.onsets: list[float] = []
        self._quiet_ms = 500.0

    def hear(self, samples: Int16) -> None:
        loud = bool(np.abs(samples.astype(np.int32)).max(initial=0) > LOUD)
        if loud and self._quiet_ms >= 300:
            self.onsets.append(time.monotonic())
        self._quiet_ms = 0 if loud else self._quiet_ms + FRAME_MS


class Echo(PeerListener):
    """Says back what it hears over `feedbackyes.rtc`."""

    def __init__(self, hearing: Hearing) -> None:
        self._hearing = hearing
        self.peer: Peer | None = None

    def on_open(self) -> None:
        if self.peer is not None:
            self.peer.send(HELLO)

    def on_text(self, text: str) -> None: ...

    def on_audio(self, pcm: bytes) -> None:
        self._hearing.hear(np.frombuffer(pcm, "<i2"))
        if self.peer is not None:
            self.peer.play(pcm)

    def on_started(self) -> None: ...

    def on_drained(self) -> None: ...

    def on_closed(self, reason: str) -> None: ...


class Mirror(MediaStreamTrack):
    """Says back what it hears with aiortc alone."""

    kind = "audio"

    def __init__(self, source: MediaStreamTrack, hearing: Hearing) -> None:
        super().__init__()
        self._source, self._hearing = source, hearing

    async def recv(self) -> AudioFrame:
        frame = await self._source.recv()
        assert isinstance(frame, AudioFrame)
        self._hearing.hear(frame.to_ndarray().astype(np.int16, copy=False).reshape(-1)[::4])
        return frame


async def answer_ours(offer: str, hearing: Hearing, peers: Peers) -> str:
    echo = Echo(hearing)
    echo.peer = await peers.answer(offer, echo)
    return echo.peer.answer


async def answer_plain(offer: str, hearing: Hearing, kept: set[RTCPeerConnection]) -> str:
    connection = RTCPeerConnection(RTCConfiguration([]))
    kept.add(connection)
    connection.on("track", lambda track: connection.addTrack(Mirror(track, hearing)))
    connection.on("datachannel", lambda channel: channel.send(HELLO))
    await connection.setRemoteDescription(RTCSessionDescription(offer, "offer"))
    await connection.setLocalDescription(await connection.createAnswer())
    return str(connection.localDescription.sdp)


def serve(kind: str, port: int) -> None:
    """Answers `POST /offer`, tells its CPU time and what it heard at `GET /figures`."""
    hearing, kept = Hearing(), set[RTCPeerConnection]()
    peers = create(Settings(max_sessions=200))

    async def offer(request: Request) -> Response:
        text = (await request.body()).decode()
        try:
            if kind == "ours":
                return PlainTextResponse(await answer_ours(text, hearing, peers))
            return PlainTextResponse(await answer_plain(text, hearing, kept))
        except ExpectedError as error:
            return PlainTextResponse(error.message, 400)

    async def figures(_: Request) -> Response:
        spent = psutil.Process().cpu_times()
        onsets, hearing.onsets = hearing.onsets, []
        return JSONResponse({"cpu_s": spent.user + spent.system, "onsets": onsets})

    app = Starlette(routes=[Route("/offer", offer, methods=["POST"]), Route("/figures", figures)])
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="error")


# ---- the callers


def tones() -> list[bytes]:
    """A second of Opus packets that begins with a tone."""
    at = np.arange(RATE_HZ) / RATE_HZ
    sound = np.where(at < TONE_MS / 1000, 12_000 * np.sin(2 * np.pi * 440 * at), 0).astype(np.int16)
    encoder = OpusEncoder()
    packets: list[bytes] = []
    for _ in range(3):  # the encoder looks ahead; its last second has the steady state
        for start in range(0, RATE_HZ, FRAME):
            packets += [bytes(packet) for packet in encoder.encode(sound[start : start + FRAME])]
    return packets[-RATE_HZ // FRAME :]


class Microphone(MediaStreamTrack):
    """Sends packets at their pace, over and over; `tones` has when each second's first left."""

    kind = "audio"

    def __init__(self, packets: list[bytes]) -> None:
        super().__init__()
        self._packets = packets
        self._sent = 0
        self._due = 0.0
        self.tones: list[float] = []

    async def recv(self) -> Packet[Any]:
        self._due = max(self._due + FRAME_MS / 1000, time.monotonic() - 0.1)
        await asyncio.sleep(max(0.0, self._due - time.monotonic()))
        place = self._sent % len(self._packets)
        if place == 0:
            self.tones.append(time.monotonic())
        packet: Packet[Any] = Packet(self._packets[place])
        packet.pts = self._sent * WIRE_HZ * FRAME_MS // 1000
        packet.time_base = Fraction(1, WIRE_HZ)
        self._sent += 1
        return packet


class Call:
    """One caller. What comes back is taken and dropped."""

    def __init__(self, packets: list[bytes]) -> None:
        self.connection = RTCPeerConnection(RTCConfiguration([]))
        self.microphone = Microphone(packets)
        self.greeted = asyncio.Event()
        self.connection.addTrack(self.microphone)
        self.connection.createDataChannel(CHANNEL).on("message", lambda _: self.greeted.set())
        self.connection.on("track", self._on_track)
        self._ear: asyncio.Task[None] | None = None

    async def begin(self, http: aiohttp.ClientSession) -> float:
        """Returns how long it took, in milliseconds."""
        begun = time.monotonic()
        await self.connection.setLocalDescription(await self.connection.createOffer())
        async with http.post("/offer", data=self.connection.localDescription.sdp) as answer:
            text = await answer.text()
            if answer.status != 200:
                raise RuntimeError(text)
        await self.connection.setRemoteDescription(RTCSessionDescription(text, "answer"))
        async with asyncio.timeout(CALL_S):
            await self.greeted.wait()
        return (time.monotonic() - begun) * 1000

    async def end(self) -> None:
        if self._ear is not None:
            self._ear.cancel()
        await self.connection.close()

    def _on_track(self, track: MediaStreamTrack) -> None:
        self._ear = asyncio.get_running_loop().create_task(_drop(track))


async def _drop(track: MediaStreamTrack) -> None:
    try:
        while True:
            await track.recv()
    except MediaStreamError:
        pass


async def figures_of(http: aiohttp.ClientSession) -> dict[str, Any]:
    async with http.get("/figures") as answer:
        found: dict[str, Any] = await answer.json()
    return found


async def set_ups(http: aiohttp.ClientSession, packets: list[bytes], times: int) -> list[float]:
    """Milliseconds of each; the first one, which loads what loads late, is left out."""
    took: list[float] = []
    for _ in range(times + 1):
        call = Call(packets)
        took.append(await call.begin(http))
        await call.end()
    return took[1:]


async def delay(http: aiohttp.ClientSession, packets: list[bytes], seconds: int) -> list[float]:
    """Mouth to server, of one call alone: the lag of each tone, in milliseconds."""
    call = Call(packets)
    await call.begin(http)
    await asyncio.sleep(2)
    await figures_of(http)
    since = len(call.microphone.tones)
    await asyncio.sleep(seconds)
    heard: list[float] = (await figures_of(http))["onsets"]
    await call.end()
    sent = call.microphone.tones[since:]
    lags = [min((at - left for left in sent if at >= left), default=np.inf) * 1000 for at in heard]
    return [lag for lag in lags if lag < TONE_EVERY_MS]


async def load(http: aiohttp.ClientSession, packets: list[bytes], calls: int, seconds: int) -> float:
    """Sessions that one core carries, by the CPU time of `calls` at once."""
    made = [Call(packets) for _ in range(calls)]
    for call in made:
        await call.begin(http)
    await asyncio.sleep(2)
    before, begun = float((await figures_of(http))["cpu_s"]), time.monotonic()
    await asyncio.sleep(seconds)
    spent, passed = float((await figures_of(http))["cpu_s"]) - before, time.monotonic() - begun
    for call in made:
        await call.end()
    return calls * passed / spent


async def measure(kind: str, port: int, given: argparse.Namespace) -> dict[str, Any]:
    packets = tones()
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as http:
        await _until(lambda: figures_of(http))
        took = sorted(await set_ups(http, packets, given.setups))
        lags = sorted(await delay(http, packets, given.seconds))
        return {
            "server": kind,
            "sessions_per_core": round(await load(http, packets, given.calls, given.seconds), 1),
            "setup_ms": {"median": round(statistics.median(took), 1), "p95": round(took[int(len(took) * 0.95)], 1)},
            "mouth_to_server_ms": {
                "median": round(statistics.median(lags), 1),
                "p95": round(lags[int(len(lags) * 0.95)], 1),
                "tones": len(lags),
            },
        }


async def _until(call: Callable[[], Awaitable[object]]) -> None:
    deadline = time.monotonic() + START_S
    while True:
        try:
            await call()
        except aiohttp.ClientError:
            if time.monotonic() > deadline:
                raise
            await asyncio.sleep(0.1)
        else:
            return


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=8, help="at once, for the CPU time")
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--setups", type=int, default=20)
    parser.add_argument("--json", type=Path, help="write the figures there as well")
    parser.add_argument("--serve", choices=KINDS, help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, default=8571)
    given = parser.parse_args()
    if given.serve:
        serve(given.serve, given.port)
        return 0
    results = [_with_server(kind, given) for kind in KINDS]
    print(json.dumps(results, indent=2))
    if given.json:
        given.json.write_text(json.dumps(results, indent=2))
    return 0


def _with_server(kind: str, given: argparse.Namespace) -> dict[str, Any]:
    command = [sys.executable, __file__, "--serve", kind, "--port", str(given.port)]
    with subprocess.Popen(command) as server:
        try:
            return asyncio.run(measure(kind, given.port, given))
        finally:
            server.terminate()


if __name__ == "__main__":
    raise SystemExit(main())
