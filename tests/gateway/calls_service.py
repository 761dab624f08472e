"""The REST side of a small hosted service: takes WebRTC calls whose media nobody sends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.gateway.conftest import _Server, eventually


class CallsService:
    """What it was asked, and what it answers."""

    def __init__(self) -> None:
        self.base = ""
        self.offers: list[dict[str, Any]] = []
        self.hung_up: list[str] = []
        self.accepted: list[dict[str, Any]] = []
        self.rejected: list[tuple[str, int]] = []
        self.accept_status = 200
        self.hang_up_statuses: list[int] = []
        self.answer = Response("v=0\r\n", 201, {"Location": "/v1/realtime/calls/rtc_far"})

    async def place(self, request: Request) -> Response:
        form = await request.form()
        parts = {key: value if isinstance(value, str) else (await value.read()).decode() for key, value in form.items()}
        self.offers.append({**parts, "authorization": request.headers["authorization"]})
        return self.answer

    async def accept(self, request: Request) -> Response:
        self.accepted.append(await request.json())
        return Response(status_code=self.accept_status)

    async def reject(self, request: Request) -> Response:
        self.rejected.append((request.path_params["call_id"], (await request.json())["status_code"]))
        return Response(status_code=200)

    async def hang_up(self, request: Request) -> Response:
        if self.hang_up_statuses:
            return Response(status_code=self.hang_up_statuses.pop(0))
        self.hung_up.append(request.path_params["call_id"])
        return Response(status_code=200)


@asynccontextmanager
async def calls_service() -> AsyncIterator[CallsService]:
    service = CallsService()
    routes = [
        Route("/v1/realtime/calls", service.place, methods=["POST"]),
        Route("/v1/realtime/calls/{call_id}/hangup", service.hang_up, methods=["POST"]),
        Route("/v1/realtime/calls/{call_id}/accept", service.accept, methods=["POST"]),
        Route("/v1/realtime/calls/{call_id}/reject", service.reject, methods=["POST"]),
    ]
    server = _Server(uvicorn.Config(Starlette(routes=routes), host="127.0.0.1", port=0, log_config=None))
    serving = asyncio.create_task(server.serve())
    await eventually(lambda: server.started)
    service.base = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/v1"
    try:
        yield service
    finally:
        server.should_exit = True
        await serving
