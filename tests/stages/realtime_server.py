"""A server of the tests' own with Realtime transcription, over real sockets, which behaves as it is told to."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from aiohttp import WSMsgType, web

from feedbackyes.audio import Int16

Json = dict[str, Any]
TRANSCRIPTION = "conversation.item.input_audio_transcription"


@dataclass
class Session:
    """One connection. `heard`: what each commit had in it, 24 kHz; `log`: types of all events that came."""

    request: web.Request
    socket: web.WebSocketResponse
    settings: list[Json] = field(default_factory=list)
    heard: list[Int16] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    buffer: bytes = b""
    items: int = 0

    async def send(self, type_: str, **fields: Any) -> None:
        await self.socket.send_str(json.dumps({"type": type_, "event_id": "e", **fields}))

    async def next(self) -> str:
        """Take one event of the client; returns its type, `closed` at the end."""
        message = await self.socket.receive()
        if message.type is not WSMsgType.TEXT:
            self.log.append("closed")
            return "closed"
        event = json.loads(message.data)
        kind: str = event["type"]
        self.log.append(kind)
        if kind == "session.update":
            self.settings.append(event["session"])
        elif kind == "input_audio_buffer.append":
            self.buffer += base64.b64decode(event["audio"])
        elif kind == "input_audio_buffer.commit":
            self.heard.append(np.frombuffer(self.buffer, np.int16))
            self.buffer = b""
        elif kind == "input_audio_buffer.clear":
            self.buffer = b""
        return kind

    async def until(self, kind: str) -> None:
        """Take events up to one of a kind. Raises `Gone` when the client goes before it."""
        while (found := await self.next()) != kind:
            if found == "closed":
                raise Gone

    async def begin(self) -> None:
        """Greet, and take the settings as they are."""
        await self.send("session.created", session={"type": "transcription"})
        await self.until("session.update")
        await self.send("session.updated", session={"type": "transcription", **self.settings[-1]})

    def item(self) -> str:
        self.items += 1
        return f"item_{id(self)}_{self.items}"

    async def committed(self, item: str) -> None:
        await self.send("input_audio_buffer.committed", item_id=item, previous_item_id=None)

    async def delta(self, item: str, text: str) -> None:
        await self.send(f"{TRANSCRIPTION}.delta", item_id=item, content_index=0, delta=text)

    async def completed(self, item: str, text: str, **more: Any) -> None:
        fields = {"usage": {"type": "duration", "seconds": 1.0}, **more}
        await self.send(f"{TRANSCRIPTION}.completed", item_id=item, content_index=0, transcript=text, **fields)

    async def failed(self, item: str, message: str, code: str = "failed") -> None:
        error = {"type": "transcription_error", "code": code, "message": message}
        await self.send(f"{TRANSCRIPTION}.failed", item_id=item, content_index=0, error=error)

    async def error(self, code: str, message: str) -> None:
        await self.send("error", error={"type": "invalid_request_error", "code": code, "message": message})

    def cut(self) -> None:
        """Hang up without a word."""
        assert self.request.transport is not None
        self.request.transport.abort()


class Gone(Exception):
    """The client has left."""


Script = Callable[[Session], Awaitable[None]]


def answering(*texts: str, **more: Any) -> Script:
    """Each commit is these words, the last ones again and again."""

    async def script(session: Session) -> None:
        await session.begin()
        left = list(texts)
        while True:
            await session.until("input_audio_buffer.commit")
            item = session.item()
            await session.committed(item)
            text = left.pop(0) if len(left) > 1 else left[0]
            await session.completed(item, text, **more)

    return script


def refusing(status: int, message: str, **headers: str) -> web.Response:
    """An answer in place of a session."""
    return web.json_response({"error": {"message": message}}, status=status, headers=headers)


@dataclass
class RealtimeServer:
    """`scripts` are played in order, one for each connection, the last one again and again."""

    url: str
    scripts: list[Script | web.Response] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    refused: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        script = self.scripts.pop(0) if len(self.scripts) > 1 else self.scripts[0]
        if isinstance(script, web.Response):
            self.refused += 1
            return refusing(script.status, json.loads(script.text or "{}")["error"]["message"], **_plain(script))
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        session = Session(request, socket)
        self.sessions.append(session)
        self.changed.set()
        with suppress(Gone, ConnectionError):
            await script(session)
        return socket

    async def until(self, count: int) -> Session:
        """Wait for so many sessions; gives the last of them."""
        async with asyncio.timeout(5):
            while len(self.sessions) < count:
                self.changed.clear()
                await self.changed.wait()
        return self.sessions[count - 1]


def _plain(response: web.Response) -> dict[str, str]:
    return {"Retry-After": response.headers["Retry-After"]} if "Retry-After" in response.headers else {}


@asynccontextmanager
async def realtime_server(*scripts: Script | web.Response) -> AsyncIterator[RealtimeServer]:
    server = RealtimeServer("", list(scripts))
    app = web.Application()
    app.router.add_get("/v1/realtime", server.handle)
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    try:
        yield server
    finally:
        await runner.cleanup()
