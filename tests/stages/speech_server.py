"""A server of the tests' own with OpenAI's speech API, over real sockets, which answers as it is told to."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Answer = Callable[["Asked"], Awaitable[web.StreamResponse]]


@dataclass
class Asked:
    """One request. `left`: whoever asked is gone."""

    request: web.Request
    fields: dict[str, Any]
    audio: bytes
    left: asyncio.Event = field(default_factory=asyncio.Event)

    async def stream(self, *pieces: bytes, kind: str = "text/event-stream", cut: bool = False) -> web.StreamResponse:
        """Send pieces one by one. `cut`: hang up instead of ending."""
        response = web.StreamResponse(headers={"Content-Type": kind})
        await response.prepare(self.request)
        for piece in pieces:
            await response.write(piece)
        if cut:
            transport = self.request.transport
            assert transport is not None
            transport.close()
        return response


@dataclass
class SpeechServer:
    """`answers` are given in order, the last one again and again."""

    url: str
    answers: list[Answer] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        asked = await _read(request)
        async with self.changed:
            self.asked.append(asked)
            self.changed.notify_all()
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        try:
            return await answer(asked)
        finally:
            asked.left.set()

    async def until(self, count: int) -> Asked:
        """Wait for so many requests; gives the last of them."""
        async with asyncio.timeout(5), self.changed:
            await self.changed.wait_for(lambda: len(self.asked) >= count)
        return self.asked[count - 1]


@asynccontextmanager
async def speech_server(*answers: Answer) -> AsyncIterator[SpeechServer]:
    server = SpeechServer("", list(answers))
    app = web.Application(client_max_size=2**26)
    app.router.add_post("/v1/audio/{kind}", server.handle)
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    try:
        yield server
    finally:
        await runner.cleanup()


def event(**fields: Any) -> bytes:
    return f"data: {json.dumps(fields)}\n\n".encode()


def answering(status: int = 200, *, headers: dict[str, str] | None = None, **body: Any) -> Answer:
    """One JSON object."""

    async def answer(_: Asked) -> web.StreamResponse:
        return web.json_response(body, status=status, headers=headers)

    return answer


def refusing(status: int, message: str, code: str = "", **headers: str) -> Answer:
    return answering(status, error={"message": message, "code": code}, headers=headers)


def streaming(*pieces: bytes, kind: str = "text/event-stream", cut: bool = False) -> Answer:
    async def answer(asked: Asked) -> web.StreamResponse:
        return await asked.stream(*pieces, kind=kind, cut=cut)

    return answer


async def hanging(_: Asked) -> web.StreamResponse:
    """Takes the request, and that is all."""
    await asyncio.Event().wait()
    raise AssertionError


async def hanging_up(asked: Asked) -> web.StreamResponse:
    """Closes the connection without a word."""
    transport = asked.request.transport
    assert transport is not None
    transport.close()
    return web.Response()


async def _read(request: web.Request) -> Asked:
    if request.content_type == "application/json":
        return Asked(request, await request.json(), b"")
    form = await request.post()
    fields: dict[str, Any] = {}
    audio = b""
    for name, value in form.items():
        if isinstance(value, web.FileField):
            with value.file:
                audio = value.file.read()
        else:
            fields[name] = value
    return Asked(request, fields, audio)
