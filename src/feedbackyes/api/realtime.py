"""The sockets of the embedded engine's Realtime service, `WS /v1/realtime`, and `GET /v1/models`; `calls` has the rest.

Unmodified clients of the hosted service connect here. They say who they are by `Authorization: Bearer`, `api-key`, or,
from a browser, by a subprotocol; they name a model, or ask for a transcription session, in the query. Unknown query
parameters mean nothing. With `call_id` they attach to a call over WebRTC.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Annotated, Literal, Protocol

from fastapi import APIRouter, Path, WebSocket
from pydantic import BaseModel
from starlette.requests import HTTPConnection

from feedbackyes.api.access import Allow, knock
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.live import carry
from feedbackyes.api.services import EngineServices, EngineServicesDep
from feedbackyes.domain.errors import NotFound
from feedbackyes.domain.permissions import Action
from feedbackyes.domain.principal import Principal
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


router = APIRouter(prefix="/v1", tags=["realtime"])
Caller = Annotated[Principal, Allow(Action.USE)]


@router.get("/models", responses={401: {"model": ErrorBody}})
async def models(services: EngineServicesDep, _: Caller) -> Models:
    """The one model there is. A session may ask for any other name, and gets the same."""
    return Models(data=[Model(id=services.engine.model)])


@router.get("/models/{model}", responses={code: {"model": ErrorBody} for code in (401, 404)})
async def model(model: Annotated[str, Path(max_length=200)], services: EngineServicesDep, _: Caller) -> Model:
    """One model."""
    if model != services.engine.model:
        raise NotFound(
            f"There is no model {model!r} here. Any name may be asked for, and means {services.engine.model!r}."
        )
    return Model(id=model)


@router.websocket("/realtime")
async def realtime(websocket: WebSocket, services: EngineServicesDep, principal: Caller) -> None:
    """Realtime events, as text messages both ways."""
    if "call_id" in websocket.query_params:
        await _attach(websocket, services, principal)
    else:
        await _serve(websocket, services)


def dialect_of(connection: HTTPConnection) -> Dialect:
    """Whether a client asks for the retired beta shape, by header or subprotocol."""
    header = connection.headers.get(BETA_HEADER, "").replace(" ", "").lower()
    beta = BETA_VALUE in header or any(name.startswith(BETA_SUBPROTOCOL) for name in _offered(connection))
    return Dialect.BETA if beta else Dialect.GA


class Carried(Protocol):
    """What of the engine a socket is for."""

    def receive(self, payload: bytes) -> None: ...

    def pause(self) -> None: ...

    def resume(self) -> None: ...

    def close(self) -> None: ...


class Client:
    """A socket's listener and a connection's transport: each passes on to the other.

    Args:
        connect: begins the session. over: the session has ended.
    """

    def __init__(self, connect: Callable[[Client], Carried]) -> None:
        self._connect = connect
        self._socket: Socket | None = None
        self.connection: Carried | None = None
        self.over = asyncio.Event()

    def open(self, socket: Socket) -> Client:
        """The socket was accepted."""
        self._socket = socket
        self.connection = self._connect(self)
        return self

    # the socket's side

    def on_text(self, payload: bytes) -> None:
        if self.connection is not None:
            self.connection.receive(payload)

    def on_audio(self, payload: bytes) -> bool:  # noqa: ARG002
        return False  # the engine reads every message

    def on_binary(self, payload: bytes) -> None:
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


async def _attach(websocket: WebSocket, services: EngineServices, principal: Principal) -> None:
    owner = "" if services.door.secret(knock(websocket)) else principal.id  # pages attach to nothing
    call = services.calls.find(websocket.query_params["call_id"], owner)
    call.check_room()
    await hold(websocket, Client(call.attach))


async def _serve(websocket: WebSocket, services: EngineServices) -> None:
    engine, query = services.engine, websocket.query_params
    intent = "transcription" if query.get("intent") == "transcription" else None
    secret = services.door.secret(knock(websocket))
    session = dict(secret.session) if secret is not None else None
    engine.check_room()
    model, dialect = query.get("model") or None, dialect_of(websocket)
    await hold(
        websocket,
        Client(
            lambda itself: engine.connect(
                itself, model=model, dialect=dialect, intent=intent, session=session, tell_languages=True
            )
        ),
    )


async def hold(websocket: WebSocket, client: Client) -> None:
    """Accept a socket and carry what goes over it until it ends."""
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
