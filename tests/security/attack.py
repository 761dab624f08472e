"""Clients that send what `fuzzing` makes to every socket of a running server."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import random
import time
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from aiortc import RTCPeerConnection
from fastapi.routing import APIWebSocketRoute, iter_route_contexts
from websockets.asyncio.client import connect

from feedbackyes.api.application import build
from feedbackyes.settings import Settings
from tests.security.fuzzing import CLOSE, Frame, Fuzzer, bytes_of

PATIENCE_S = 5.0
MOST_MESSAGES = 200
"""In one connection."""
MOST_REFUSALS = 50
CALL_SECONDS = 10.0
Address = Callable[[], Awaitable[str]]


def sockets() -> set[str]:
    """The paths of every WebSocket that the application has."""
    app = build(Settings(data=Path()))
    return {
        str(route.path)
        for route in iter_route_contexts(app.routes)
        if isinstance(route.original_route, APIWebSocketRoute)
    }


@dataclass
class Score:
    """What became of it. `statuses`: of handshakes."""

    frames: int = 0
    connections: int = 0
    answers: int = 0
    statuses: Counter[int] = field(default_factory=Counter)


class Attacker:
    """One client after the other at one socket, until enough was sent.

    Args:
        address: gives path and query of the next connection.
        language: of `Fuzzer`.
    """

    def __init__(self, url: str, address: Address, language: str, seed: int) -> None:
        place = urlsplit(url)
        self._host, self._port = place.hostname or "", place.port or 80
        self._address = address
        self._fuzzer = Fuzzer(seed, language)
        self.score = Score()

    async def send(self, count: int) -> Score:
        """Send `count` frames."""
        while self.score.frames < count:
            await self._connection(count)
            refused = sum(self.score.statuses.values()) - self.score.connections
            assert refused < MOST_REFUSALS, f"{await self._address()} lets nobody in: {self.score.statuses}"
        return self.score

    async def _connection(self, count: int) -> None:
        reader, writer = await asyncio.open_connection(self._host, self._port)
        reading: asyncio.Task[None] | None = None
        try:
            async with asyncio.timeout(30):
                status = await self._handshake(reader, writer)
            self.score.statuses[status] += 1
            if status != 101:
                return
            self.score.connections += 1
            reading = asyncio.create_task(self._read(reader))
            with contextlib.suppress(TimeoutError, ConnectionError):
                await self._talk(writer, reading, count)
        finally:
            writer.transport.abort()
            if reading is not None:
                reading.cancel()
                await asyncio.gather(reading, return_exceptions=True)

    async def _talk(self, writer: asyncio.StreamWriter, reading: asyncio.Task[None], count: int) -> None:
        dice = self._fuzzer.dice
        waiting = self._fuzzer.start()
        for _ in range(MOST_MESSAGES):
            frames = waiting or self._fuzzer.frames()
            waiting = []
            writer.write(bytes_of(frames, dice))
            self.score.frames += len(frames)
            async with asyncio.timeout(PATIENCE_S):
                await writer.drain()
            if dice.random() < 0.3:
                await asyncio.sleep(0)
            if _ends(frames):
                await asyncio.wait({reading}, timeout=0.5)
            if reading.done() or self.score.frames >= count:
                return

    async def _read(self, reader: asyncio.StreamReader) -> None:
        with contextlib.suppress(ConnectionError):
            while data := await reader.read(65_536):
                self.score.answers += len(data)

    async def _handshake(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> int:
        key = base64.b64encode(uuid.uuid4().bytes).decode()
        lines = [
            f"GET {await self._address()} HTTP/1.1",
            f"Host: localhost:{self._port}",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
            f"Sec-WebSocket-Key: {key}",
        ]
        writer.write("\r\n".join([*lines, "", ""]).encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        assert "permessage-deflate" not in head.lower(), "a small message could become an endless one"
        return int(head.split(" ")[1])


def _ends(frames: list[Frame]) -> bool:
    return any(one.opcode == CLOSE or one.bits or not one.mask or one.length for one in frames)


# ---- where each socket is


@asynccontextmanager
async def places(url: str) -> AsyncIterator[dict[str, tuple[str, Address]]]:
    """For every socket the language it understands and where the next connection goes; all of it lives meanwhile."""
    async with contextlib.AsyncExitStack() as stack:
        async with asyncio.timeout(60):
            held = await stack.enter_async_context(_talk(url))
            live, calls = _Live(url, stack), _Calls(url)

        async def fixed(path: str) -> str:
            return path

        yield {
            "/ws/realtime/{session_id}": ("realtime", _fresh),
            "/ws/audio": ("samples", lambda: fixed("/ws/audio")),
            "/v1/realtime": ("realtime", lambda: fixed("/v1/realtime?model=gpt-realtime")),
            "/v1/realtime?call_id": ("realtime", calls.address),
            "/v1/live/sessions": ("live", lambda: fixed("/v1/live/sessions")),
            "/v1/live/sessions/{session_id}/attach": ("live", live.address),
            "/api/monitor/sessions/{session_id}/audio": (
                "realtime",
                lambda: fixed(f"/api/monitor/sessions/{held}/audio"),
            ),
        }


_dice = random.Random(1)


async def _fresh() -> str:
    """Mostly a new session, now and then one that was there before."""
    return f"/ws/realtime/fuzz-{_dice.randrange(10**6) if _dice.random() < 0.8 else _dice.randrange(10)}"


@asynccontextmanager
async def _talk(url: str) -> AsyncIterator[str]:
    """A talk that goes on, which may be followed."""
    session_id = f"held-{uuid.uuid4().hex[:8]}"
    address = f"{url.replace('http', 'ws', 1)}/ws/realtime/{session_id}?monitoring=true"
    async with connect(address, max_size=None) as socket:

        async def read() -> None:
            async for _ in socket:
                pass

        reading = asyncio.create_task(read())
        yield session_id
        reading.cancel()


class _Live:
    """A Live session that is begun again whenever somebody has ended it."""

    def __init__(self, url: str, stack: contextlib.AsyncExitStack) -> None:
        self._url, self._stack = url.replace("http", "ws", 1), stack
        self._session_id = ""
        self._over = asyncio.Event()
        self._over.set()
        self._beginning = asyncio.Lock()

    async def address(self) -> str:
        async with self._beginning:
            if self._over.is_set():
                await self._begin()
        return f"/v1/live/sessions/{self._session_id}/attach"

    async def _begin(self) -> None:
        socket = await self._stack.enter_async_context(connect(f"{self._url}/v1/live/sessions", max_size=None))
        start = {"type": "session.start", "session": {"model": "gpt-live-1", "instructions": "Be brief."}}
        await socket.send(json.dumps(start))
        while (event := json.loads(await socket.recv())).get("type") not in ("session.started", "session.created"):
            assert event.get("type") != "error", event
        self._session_id = event["session"]["id"]
        over = self._over = asyncio.Event()

        async def read() -> None:
            with contextlib.suppress(Exception):
                async for _ in socket:
                    pass
            over.set()

        reading = asyncio.create_task(read())
        self._stack.callback(reading.cancel)


class _Calls:
    """Calls over WebRTC, whose sideband is attacked. One that never connects lasts half a minute."""

    def __init__(self, url: str) -> None:
        self._url, self._address, self._until = url, "", 0.0
        self._beginning = asyncio.Lock()

    async def address(self) -> str:
        async with self._beginning:
            if time.monotonic() > self._until:
                self._address = f"/v1/realtime?call_id={await self._begin()}"
                self._until = time.monotonic() + CALL_SECONDS
        return self._address

    async def _begin(self) -> str:
        peer = RTCPeerConnection()
        peer.createDataChannel("oai-events")
        peer.addTransceiver("audio")
        await peer.setLocalDescription(await peer.createOffer())
        async with httpx.AsyncClient(base_url=self._url) as client:
            answer = await client.post(
                "/v1/realtime/calls?model=gpt-realtime",
                content=peer.localDescription.sdp,
                headers={"Content-Type": "application/sdp"},
            )
        await peer.close()
        assert answer.status_code == 201, answer.text
        return answer.headers["location"].rsplit("/", 1)[1]
