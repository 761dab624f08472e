"""The Realtime-compatible surface of the embedded engine: `WS /v1/realtime` and `GET /v1/models`.

Unmodified clients of the hosted service connect here. They say who they are by `Authorization: Bearer`, `api-key`, or,
from a browser, by a subprotocol; they name a model, or ask for a transcription session, in the query. Unknown query
parameters mean nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Literal

from fastapi import APIRouter, Depends, WebSocket
from pydantic import BaseModel
from starlette.requests import HTTPConnection

from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.live import carry
from feedbackyes.domain.errors import NotFound
from feedbackyes.engine import Engine, EngineConnection
from feedbackyes.gateway.sockets import Socket
from feedbackyes.protocol.codec import Dialect

SUBPROTOCOL = "realtime"
BETA_HEADER, BETA_VALUE = "openai-beta", "realtime=v1"
BETA_SUBPROTOCOL = "openai-beta.realtime-v1"
LEAVE_SECONDS = 10.0
"""How long a client that was told to go may take to read the reason."""


class Model(BaseModel):
    id: str
    object: Literal["model"] = "model"
    created: int = 0
    owned_by: str = "feedbackyes"


class Models(BaseModel):
    """As the hosted service lists models."""

    object: Literal["list"] = "list"
    data: list[Model]


def router(engine_of: Callable[[HTTPConnection], Engine], guard: Any) -> APIRouter:
    """The routes.

    Args:
        engine_of: finds the engine that serves a request.
        guard: a dependency (`fastapi.Depends`) that lets a request in or raises `ExpectedError`.
    """
    routes = APIRouter(tags=["realtime"], dependencies=[guard])

    @routes.get("/v1/models", responses={401: {"model": ErrorBody}})
    async def models(engine: Engine = Depends(engine_of)) -> Models:  # noqa: B008 (how FastAPI is told)
        """The one model there is. A session may ask for any other name, and gets the same."""
        return Models(data=[Model(id=engine.model)])

    @routes.websocket("/v1/realtime")
    async def realtime(websocket: WebSocket, engine: Engine = Depends(engine_of)) -> None:  # noqa: B008
        """Realtime events, as text messages both ways."""
        await _serve(websocket, engine)

    return routes


def dialect_of(connection: HTTPConnection) -> Dialect:
    """Whether a client asks for the retired beta shape, by header or subprotocol."""
    header = connection.headers.get(BETA_HEADER, "").replace(" ", "").lower()
    beta = BETA_VALUE in header or any(name.startswith(BETA_SUBPROTOCOL) for name in _offered(connection))
    return Dialect.BETA if beta else Dialect.GA


class _Client:
    """A socket's listener and a connection's transport: each passes on to the other.

    Args:
        connect: begins the session. over: the session has ended.
    """

    def __init__(self, connect: Callable[[_Client], EngineConnection]) -> None:
        self._connect = connect
        self._socket: Socket | None = None
        self.connection: EngineConnection | None = None
        self.over = asyncio.Event()

    def open(self, socket: Socket) -> _Client:
        """The socket was accepted."""
        self._socket = socket
        self.connection = self._connect(self)
        return self

    # the socket's side

    def on_text(self, payload: memoryview | bytes) -> None:
        if self.connection is not None:
            self.connection.receive(payload)

    def on_audio(self, payload: memoryview | bytes) -> bool:  # noqa: ARG002
        return False  # the engine reads every message

    def on_binary(self, payload: memoryview | bytes) -> None:
        # not JSON, or JSON sent in the wrong kind of frame: the engine tells which
        self.on_text(payload)

    def on_closed(self, code: int, reason: str) -> None:  # noqa: ARG002 (the engine does not care why)
        if self.connection is not None:
            self.connection.close()

    def on_pause(self) -> None:
        if self.connection is not None:
            self.connection.pause()

    def on_resume(self) -> None:
        if self.connection is not None:
            self.connection.resume()

    # the engine's side

    def send(self, payload: bytes) -> None:
        if self._socket is not None:
            self._socket.send(payload)

    def closed(self, code: int, reason: str) -> None:
        self.over.set()
        if self._socket is not None:
            self._socket.close(code, reason)

    def pause(self) -> None:
        if self._socket is not None:
            self._socket.pause_reading()

    def resume(self) -> None:
        if self._socket is not None:
            self._socket.resume_reading()


async def _serve(websocket: WebSocket, engine: Engine) -> None:
    query = websocket.query_params
    if "call_id" in query:
        raise NotFound(
            f"There is no call {query['call_id'][:100]!r} here. Calls over WebRTC are not served yet.",
            code="call_id_not_found",
            param="call_id",
        )
    intent = "transcription" if query.get("intent") == "transcription" else None
    engine.check_room()
    model, dialect = query.get("model") or None, dialect_of(websocket)
    client = _Client(lambda itself: engine.connect(itself, model=model, dialect=dialect, intent=intent))
    await websocket.accept(subprotocol=SUBPROTOCOL if SUBPROTOCOL in _offered(websocket) else None)
    carrying = asyncio.create_task(carry(websocket, client.open))
    carrying.add_done_callback(lambda _: client.over.set())
    try:
        await client.over.wait()
        done, _ = await asyncio.wait({carrying}, timeout=LEAVE_SECONDS)
        for task in done:
            task.result()
    finally:
        carrying.cancel()  # who does not read will not read the reason either
        await asyncio.gather(carrying, return_exceptions=True)


def _offered(connection: HTTPConnection) -> list[str]:
    values = connection.headers.getlist("sec-websocket-protocol")
    return [name.strip() for value in values for name in value.split(",")]
