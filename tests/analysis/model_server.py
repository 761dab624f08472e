"""A real Chat Completions and Responses server whose answers a test writes."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Json = dict[str, Any]
Script = Callable[[Json], Json]
"""From the question (what was asked, as the judge wrote it) to the answer's JSON."""


@dataclass
class Faults:
    """What goes wrong, each so many times before it goes right.

    Args:
        later_statuses: by the number of the question, from 1.
        drip_seconds: the answer comes, without end, byte by byte at this distance.
    """

    statuses: list[int] = field(default_factory=list)
    later_statuses: dict[int, int] = field(default_factory=dict)
    drip_seconds: float = 0.0
    retry_after: str = ""
    texts: list[str] = field(default_factory=list)
    refusal: str = ""
    delay_seconds: float = 0.0
    wants_no_temperature: bool = False


@dataclass
class ModelServer:
    """A running server.

    Args:
        asked: the bodies that came.
        before: awaited before each answer.
    """

    url: str
    script: Script
    faults: Faults = field(default_factory=Faults)
    before: Callable[[], Awaitable[None]] | None = None
    asked: list[Json] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0

    async def chat(self, request: web.Request) -> web.StreamResponse:
        if self.faults.drip_seconds:
            return await self._drip(request)
        body = await request.json()
        text, failed = await self._answer(body, body["messages"][1]["content"])
        if failed is not None:
            return failed
        message = {"role": "assistant", "content": text, "refusal": self.faults.refusal or None}
        usage = {"prompt_tokens": 100, "completion_tokens": 10}
        return web.json_response({"choices": [{"message": message, "finish_reason": "stop"}], "usage": usage})

    async def responses(self, request: web.Request) -> web.Response:
        body = await request.json()
        text, failed = await self._answer(body, body["input"][1]["content"])
        if failed is not None:
            return failed
        content = {"type": "output_text", "text": text}
        if self.faults.refusal:
            content = {"type": "refusal", "refusal": self.faults.refusal}
        output = [{"type": "reasoning", "summary": []}, {"type": "message", "content": [content]}]
        usage = {"input_tokens": 100, "output_tokens": 10}
        return web.json_response({"status": "completed", "output": output, "usage": usage})

    async def _drip(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        with contextlib.suppress(ConnectionError):
            while True:
                await response.write(b" ")
                await asyncio.sleep(self.faults.drip_seconds)
        return response

    async def _answer(self, body: Json, question: str) -> tuple[str, web.Response | None]:
        self.asked.append(body)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        if self.before is not None:
            await self.before()
        await asyncio.sleep(self.faults.delay_seconds)
        self.at_once -= 1
        if self.faults.wants_no_temperature and "temperature" in body:
            return "", _error(400, "Unsupported parameter: 'temperature'.")
        if later := self.faults.later_statuses.get(len(self.asked)):
            return "", _error(later, "No more.")
        if self.faults.statuses:
            return "", _error(self.faults.statuses.pop(0), "Slow down, sk-secret.", self.faults.retry_after)
        if self.faults.texts:
            return self.faults.texts.pop(0), None
        return json.dumps(self.script(json.loads(question))), None


@asynccontextmanager
async def model_server(script: Script) -> AsyncIterator[ModelServer]:
    server = ModelServer("", script)
    app = web.Application()
    app.router.add_post("/v1/chat/completions", server.chat)
    app.router.add_post("/v1/responses", server.responses)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    server.url = f"http://{host}:{port}/v1"
    try:
        yield server
    finally:
        await runner.cleanup()


def _error(status: int, message: str, retry_after: str = "") -> web.Response:
    headers = {"Retry-After": retry_after} if retry_after else {}
    return web.json_response({"error": {"message": message, "type": "x"}}, status=status, headers=headers)
