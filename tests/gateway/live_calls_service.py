"""A small hosted service with telephone calls of GPT-Live: its REST side, and sidebands that tell both voices."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from tests.gateway.conftest import _Server, eventually
from tests.providers.live_talk import LOUD, QUIET

USED_SECONDS = 42.0


class LiveCalls:
    """What it was asked. `tell` speaks on the sideband, `passes` lets both voices sound there, a tenth of a second each."""

    def __init__(self) -> None:
        self.base = ""
        self.authorization: set[str] = set()
        self.accepted: dict[str, Any] = {}
        self.rejected: list[tuple[str, int]] = []
        self.hung_up: list[str] = []
        self.commands: list[dict[str, Any]] = []
        self.accept_status = 200
        self.attaches = True
        self.socket: WebSocket | None = None
        self.query = ""
        self.now_ms = 0

    # ---- REST

    async def accept(self, request: Request) -> Response:
        self.authorization.add(request.headers["authorization"])
        if self.accept_status >= 300:
            return JSONResponse({"error": {"message": "Somebody else has it."}}, self.accept_status)
        self.accepted[request.path_params["id"]] = await request.json()
        return Response(status_code=self.accept_status)

    async def reject(self, request: Request) -> Response:
        self.rejected.append((request.path_params["id"], (await request.json())["status_code"]))
        return Response()

    async def hang_up(self, request: Request) -> Response:
        self.hung_up.append(request.path_params["id"])
        if self.socket is not None:
            await self.over("close_requested")
        return Response()

    # ---- the sideband

    async def attach(self, socket: WebSocket) -> None:
        if not self.attaches:
            await socket.close()
            return
        self.query = socket.url.query
        await socket.accept()
        self.socket = socket
        with suppress(WebSocketDisconnect):
            while True:
                self.commands.append(await socket.receive_json())

    async def tell(self, kind: str, **fields: Any) -> None:
        await eventually(lambda: self.socket is not None)
        assert self.socket is not None
        await self.socket.send_text(json.dumps({"type": kind, **fields}))

    async def passes(self, ms: int, *, caller: bool = False, partner: bool = False) -> None:
        for _ in range(ms // 100):
            sound = [base64.b64encode(LOUD if loud else QUIET).decode() for loud in (caller, partner)]
            await self.tell("session.input_audio.append", audio=sound[0])
            end_ms = self.now_ms + 100
            await self.tell("session.output_audio.delta", delta=sound[1], start_ms=self.now_ms, end_ms=end_ms)
            self.now_ms = end_ms
            await asyncio.sleep(0.1)

    async def words(self, side: str, text: str) -> None:
        times = {"start_ms": self.now_ms - 200, "end_ms": self.now_ms}
        await self.tell(f"session.{side}_transcript.delta", event_id=f"event_{self.now_ms}", delta=text, **times)

    async def over(self, reason: str) -> None:
        """The session ends, and says what was used."""
        session = {"id": "live_1", "expires_at": 1, "model": "gpt-live-1", "status": "active"}
        usage = {"seconds": USED_SECONDS}
        await self.tell("session.closed", event_id="e", reason=reason, usage=usage, session=session)

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [command for command in self.commands if command["type"] == kind]


@asynccontextmanager
async def live_calls() -> AsyncIterator[LiveCalls]:
    service = LiveCalls()
    path = "/v1/live/sessions/{id}"
    verbs: dict[str, Callable[[Request], Any]] = {
        "accept": service.accept,
        "reject": service.reject,
        "hangup": service.hang_up,
    }
    routes = [Route(f"{path}/{verb}", answer, methods=["POST"]) for verb, answer in verbs.items()]
    app = Starlette(routes=[*routes, WebSocketRoute(f"{path}/attach", service.attach)])
    server = _Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, ws="websockets-sansio"))
    serving = asyncio.create_task(server.serve())
    await eventually(lambda: server.started)
    service.base = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/v1"
    try:
        yield service
    finally:
        server.should_exit = True
        await serving
