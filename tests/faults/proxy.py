"""A hosted service's front door that fails as it is told, for one session at a time. Sessions differ by their model.

The doors of Realtime and of GPT-Live are both here. A GPT-Live session names its model only when it is begun, so who is
refused at that door is whoever comes next (`LIVE`).

It stands between our server and the stand-in, speaks WebSocket on both sides, and breaks what it passes on: frames,
bytes, answers to the upgrade, events and their order.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import struct
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.http11 import Request, Response

Refusal = tuple[int, dict[str, str], float]
"""Status, headers, and seconds before it is said; status 0: the connection is closed without a word."""


REALTIME_PATH, LIVE_PATH = "/v1/realtime", "/v1/live/sessions"
LIVE = "live"
"""Stands for the model of a GPT-Live session that has not begun."""


class Leg:
    """One connection of our server, passed on to the stand-in. `begun`: what it said already."""

    def __init__(self, ours: ServerConnection, begun: tuple[str | bytes, ...] = ()) -> None:
        self.ours, self.begun = ours, begun
        self.theirs: ClientConnection | None = None
        self.muted = self.deaf = False
        self.alter: Callable[[dict[str, Any]], list[dict[str, Any]]] | None = None
        self.delay_s = 0.0
        self._told: set[asyncio.Future[None]] = set()

    def tell(self, event: dict[str, Any]) -> None:
        """Say something to the stand-in on the way."""
        if self.theirs is not None:
            task = asyncio.ensure_future(self.theirs.send(json.dumps(event)))
            self._told.add(task)
            task.add_done_callback(self._told.discard)

    # ---- what can happen to it

    async def close(self, code: int = 1011) -> None:
        await self.ours.close(code, "sorry")

    def reset(self) -> None:
        """RST instead of FIN."""
        raw = self.ours.transport.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.ours.transport.abort()

    def cut_frame(self) -> None:
        """The first bytes of a frame of 500, then nothing."""
        self.ours.transport.write(b"\x81\x7e\x01\xf4" + b'{"type":"response.')
        self.ours.transport.close()

    def garbage(self) -> None:
        """A frame that is none."""
        self.ours.transport.write(b"\xf7\xff\x00\x00garbage")

    def stall(self) -> None:
        """Pass on nothing, but answer pings."""
        self.muted = self.deaf = True

    def half_open(self) -> None:
        """Neither read nor write, as when a cable is pulled."""
        self.muted = self.deaf = True
        self.ours.transport.pause_reading()

    async def say(self, event: dict[str, Any]) -> None:
        await self.ours.send(json.dumps(event, separators=(",", ":")))

    async def error(self, code: str, message: str = "Sorry.") -> None:
        error = {"type": "invalid_request_error", "code": code, "message": message, "param": None, "event_id": None}
        await self.say({"type": "error", "event_id": "event_fault", "error": error})


APART_SECONDS = 12.0


class Together:
    """A fault that befalls all sessions at once: the first of them brings it about, for those beside it too."""

    def __init__(self) -> None:
        self.act: Callable[[], Awaitable[None]] | None = None
        self._running: asyncio.Task[None] | None = None
        self._ended = -APART_SECONDS

    async def strike(self) -> None:
        over = self._running is None or self._running.done()
        if self.act is not None and over and time.monotonic() - self._ended >= APART_SECONDS:
            self._running = asyncio.ensure_future(self._run(self.act))
        if self._running is not None:
            await self._running

    async def _run(self, act: Callable[[], Awaitable[None]]) -> None:
        await act()
        self._ended = time.monotonic()


class FaultProxy:
    """`refusals` are what the next upgrades of a model are answered with; `legs` its connections, the newest last."""

    def __init__(self, upstream: str) -> None:
        self.upstream = upstream
        self.legs: dict[str, list[Leg]] = defaultdict(list)
        self.refusals: dict[str, list[Refusal]] = defaultdict(list)
        self.greetings: dict[str, list[Callable[[Leg], Awaitable[None]]]] = defaultdict(list)
        self.outage, self.closure, self.restart = Together(), Together(), Together()
        self.port = 0
        self._server: Server | None = None

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}{REALTIME_PATH}"

    async def start(self) -> None:
        self._server = await serve(
            self._serve,
            "127.0.0.1",
            self.port,
            max_size=None,
            process_request=self._door,
            compression=None,
            ping_interval=None,
        )
        self.port = next(iter(self._server.sockets)).getsockname()[1]

    async def stop(self) -> None:
        """Take no more connections; those that are there are closed."""
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
            self._server = None

    def leg(self, model: str) -> Leg:
        return self.legs[model][-1]

    async def _door(self, connection: ServerConnection, request: Request) -> Response | None:
        model = _model(request)
        if not self.refusals[model]:
            return None
        status, headers, after_s = self.refusals[model].pop(0)
        await asyncio.sleep(after_s)
        if status == 0:
            connection.transport.abort()
            return Response(499, "Closed", Headers(), b"")
        refused = connection.respond(HTTPStatus(status), '{"error": {"message": "Not now."}}')
        refused.headers.update(headers)
        return refused

    async def _serve(self, ours: ServerConnection) -> None:
        assert ours.request is not None
        path, model, leg = urlsplit(ours.request.path).path, _model(ours.request), Leg(ours)
        if path == LIVE_PATH:
            try:
                first = await ours.recv()
            except ConnectionClosed:
                return
            model, leg = json.loads(first)["session"]["model"], Leg(ours, (first,))
        self.legs[model].append(leg)
        if self.greetings[model]:
            await self.greetings[model].pop(0)(leg)
            return
        try:
            async with connect(self.upstream + path, max_size=None, compression=None) as leg.theirs:
                for message in leg.begun:
                    await leg.theirs.send(message)
                tasks = [asyncio.create_task(part(leg)) for part in (self._up, self._down)]
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
        except (OSError, InvalidHandshake, ConnectionClosed):
            await ours.close(1011, "no service")
        ours.transport.abort()  # a service that dies says nothing

    async def _up(self, leg: Leg) -> None:
        assert leg.theirs is not None
        with contextlib.suppress(ConnectionClosed):
            async for message in leg.ours:
                if not leg.deaf:
                    await leg.theirs.send(message)

    async def _down(self, leg: Leg) -> None:
        assert leg.theirs is not None
        with contextlib.suppress(ConnectionClosed):
            async for message in leg.theirs:
                for part in [message] if leg.alter is None else _altered(leg, message):
                    if leg.delay_s:
                        await asyncio.sleep(leg.delay_s)
                    if not leg.muted:
                        await leg.ours.send(part)


def _altered(leg: Leg, message: str | bytes) -> list[str]:
    assert leg.alter is not None
    return [json.dumps(event, separators=(",", ":")) for event in leg.alter(json.loads(message))]


def _model(request: Request) -> str:
    parts = urlsplit(request.path)
    return LIVE if parts.path == LIVE_PATH else parse_qs(parts.query).get("model", [""])[0]
