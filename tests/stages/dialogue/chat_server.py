"""A real Chat Completions server, streamed, whose answers a test writes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from aiohttp import web

Json = dict[str, Any]


@dataclass
class Answer:
    """What the model does once.

    Args:
        text: comes in pieces of `size` characters. calls: functions, as name and arguments' JSON text.
        wait_seconds: before the first piece; then `between_seconds` before each other one.
        status, headers: other than 200 refuses. raw: sent as it is, instead of an answer.
        cut_after: characters after which the connection is dropped. finish: the reason at the end.
        streamed: else one JSON text, as from a server that does not stream. hold: the end waits for this.
        usage: told at the end when it was asked for.
    """

    text: str = ""
    calls: Sequence[tuple[str, str]] = ()
    size: int = 4
    wait_seconds: float = 0.0
    between_seconds: float = 0.0
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    cut_after: int | None = None
    finish: str = "stop"
    streamed: bool = True
    hold: asyncio.Event | None = None
    usage: Json | None = None


Script = Callable[[Json], Answer]


@dataclass
class ChatServer:
    """`asked`: the bodies that came. `headers`: of the last one. `dropped`: answers that nobody waited for until their end."""

    url: str
    script: Script
    asked: list[Json] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    dropped: int = 0
    open: int = 0
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def until(self, condition: Callable[[ChatServer], bool]) -> None:
        async with asyncio.timeout(10), self.changed:
            await self.changed.wait_for(lambda: condition(self))

    async def answer(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.headers = dict(request.headers)
        self.asked.append(body)
        self.open += 1
        try:
            await self._tell()
            answer = self.script(body)
            if not body.get("stream_options", {}).get("include_usage"):
                answer = replace(answer, usage=None)
            return await self._answer(request, answer)
        except (asyncio.CancelledError, ConnectionError):
            self.dropped += 1
            raise
        finally:
            self.open -= 1
            await self._tell()

    async def _tell(self) -> None:
        async with self.changed:
            self.changed.notify_all()

    async def _answer(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        await asyncio.sleep(answer.wait_seconds)
        if answer.status != 200:
            error = {"error": {"message": "No, sk-secret.", "type": "x"}}
            return web.json_response(error, status=answer.status, headers=answer.headers)
        if not answer.streamed:
            message = {"role": "assistant", "content": answer.text}
            return web.json_response({"choices": [{"message": message, "finish_reason": answer.finish}]})
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        if answer.raw is not None:
            await response.write(answer.raw)
            return response
        for start in range(0, len(answer.text), answer.size):
            if answer.cut_after is not None and start >= answer.cut_after:
                assert request.transport is not None
                request.transport.close()
                return response
            await response.write(_event({"content": answer.text[start : start + answer.size]}))
            await asyncio.sleep(answer.between_seconds)
        if answer.hold is not None:
            await answer.hold.wait()
        await self._finish(response, answer)
        return response

    async def _finish(self, response: web.StreamResponse, answer: Answer) -> None:
        for index, (name, arguments) in enumerate(answer.calls):
            call: Json = {"index": index, "id": f"c{index}", "type": "function"}
            await response.write(_event({"tool_calls": [{**call, "function": {"name": name, "arguments": ""}}]}))
            for start in range(0, len(arguments), 5):
                piece = {"index": index, "function": {"arguments": arguments[start : start + 5]}}
                await response.write(_event({"tool_calls": [piece]}))
        await response.write(_event({}, "tool_calls" if answer.calls else answer.finish))
        if answer.usage is not None:
            await response.write(f"data: {json.dumps({'choices': [], 'usage': answer.usage})}\n\n".encode())
        await response.write(b": a comment\n\ndata: [DONE]\n\n")


@asynccontextmanager
async def chat_server(script: Script) -> AsyncIterator[ChatServer]:
    server = ChatServer("", script)
    app = web.Application()
    app.router.add_post("/v1/chat/completions", server.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    server.url = f"http://{host}:{port}/v1"
    try:
        yield server
    finally:
        await runner.cleanup()


def says(*texts: str) -> Script:
    """One text after another; the last one again and again."""
    coming = list(texts)
    return lambda _: Answer(coming.pop(0) if len(coming) > 1 else coming[0])


def obliging(body: Json) -> Answer:
    """A model that calls what it must, tells what a function gave, and asks on."""
    last = body["messages"][-1]["content"]
    choice, tools = body.get("tool_choice", "none"), body.get("tools", [])
    names = [tool["function"]["name"] for tool in tools]
    if isinstance(choice, dict):
        return Answer(calls=[(choice["function"]["name"], "{}")])
    if choice == "required":
        return Answer(calls=[("get_weather" if "get_weather" in names else names[0], '{"city": "Paris"}')])
    if "Result of the function call" in last:
        return Answer(f"It says {last.rpartition('{')[2].rstrip('})')}.")
    return Answer("Well, all right. What do you have in mind?")


def _event(delta: Json, finish: str | None = None) -> bytes:
    chunk = {"object": "chat.completion.chunk", "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}
    return f"data: {json.dumps(chunk)}\n\n".encode()
