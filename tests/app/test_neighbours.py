"""Servers of language models are noticed at their ports, and only offered."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from feedbackyes.api.services import ModelServer
from feedbackyes.app import neighbours
from feedbackyes.engine import Engine

Asked = list[tuple[str, str]]


class House:
    """A machine with servers at ports of its own."""

    def __init__(self) -> None:
        self.asked: Asked = []
        self._runners: list[web.AppRunner] = []

    async def server(self, answer: Any, *, status: int = 200, late: bool = False) -> int:
        async def handle(request: web.Request) -> web.StreamResponse:
            self.asked.append((request.method, request.path))
            if late:
                await asyncio.Event().wait()
            if isinstance(answer, str):
                return web.Response(text=answer, status=status)
            return web.json_response(answer, status=status)

        app = web.Application()
        app.router.add_route("*", "/{path:.*}", handle)
        runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self._runners.append(runner)
        port: int = runner.addresses[0][1]
        return port

    async def close(self) -> None:
        for runner in self._runners:
            await runner.cleanup()


@pytest.fixture
async def house() -> AsyncIterator[House]:
    made = House()
    yield made
    await made.close()


def listed(*names: str) -> dict[str, Any]:
    return {"object": "list", "data": [{"id": name, "object": "model"} for name in names]}


async def test_a_server_is_noticed_with_its_models_and_asked_for_nothing_else(house: House) -> None:
    port = await house.server(listed("llama3.2", "qwen3"))
    found = await neighbours.find({"Ollama": port})
    assert found == (ModelServer("Ollama", f"http://127.0.0.1:{port}/v1", ("llama3.2", "qwen3")),)
    assert house.asked == [("GET", "/v1/models")]


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ("<html>A printer</html>", 200),
        (listed("secret"), 401),
        (listed(), 200),
        (listed(Engine.model), 200),
        ({"data": {"id": "x"}}, 200),
        ({"data": [{"id": 7}, "x"]}, 200),
        (["x"], 200),
    ],
)
async def test_what_else_is_at_these_ports_is_none(house: House, answer: Any, status: int) -> None:
    assert await neighbours.find({"llama.cpp": await house.server(answer, status=status)}) == ()


async def test_who_does_not_answer_does_not_hold_up_the_start(house: House) -> None:
    slow, quick = await house.server(listed("a"), late=True), await house.server(listed("b"))
    async with asyncio.timeout(neighbours.SECONDS * 3):
        found = await neighbours.find({"slow": slow, "quick": quick, "nobody": 1})
    assert [server.name for server in found] == ["quick"]
