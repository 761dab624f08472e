"""Live calls over an ASGI server, and the button that ends them from outside.

Under `feedbackyes serve` the sockets go to `gateway.bridge` instead, which is cheaper; what they do is the same.
"""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, WebSocket
from pydantic import BaseModel
from starlette.websockets import WebSocketState

from feedbackyes.api.access import Admit, Allow
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.services import ServicesDep
from feedbackyes.api.sessions import SessionId, find
from feedbackyes.domain.admission import Admission
from feedbackyes.domain.permissions import Action
from feedbackyes.domain.principal import Principal
from feedbackyes.domain.session import OPEN_STATES, EndReason, SessionState
from feedbackyes.gateway.queue_socket import QueueSocket
from feedbackyes.gateway.sockets import ListenerFactory, asks_for_beta

router = APIRouter(tags=["live"])
_NO_CODE = 1005


class Stopped(BaseModel):
    session_id: str
    state: SessionState
    end_reason: EndReason | None


@router.post("/force-stop/{session_id}", responses={403: {"model": ErrorBody}, 404: {"model": ErrorBody}})
async def force_stop(
    session_id: SessionId, services: ServicesDep, principal: Annotated[Principal, Allow(Action.STOP_SESSION)]
) -> Stopped:
    """End a live session on both sides. One that has ended already stays as it is."""
    session = await find(services, principal, Action.STOP_SESSION, session_id)
    if session.state in OPEN_STATES:
        await services.gateway.stop(principal, session_id)
        session = await find(services, principal, Action.STOP_SESSION, session_id)
    return Stopped(session_id=session_id, state=session.state, end_reason=session.end_reason)


@router.websocket("/ws/realtime/{session_id}")
async def realtime(
    websocket: WebSocket, services: ServicesDep, admission: Annotated[Admission, Admit(Action.JOIN_SESSION)]
) -> None:
    """Realtime events both ways."""
    await _call(websocket, services, admission)


@router.websocket("/ws/audio")
async def audio(
    websocket: WebSocket, services: ServicesDep, admission: Annotated[Admission, Admit(Action.CREATE_SESSION)]
) -> None:
    """The simple voice socket."""
    await _call(websocket, services, admission)


async def _call(websocket: WebSocket, services: ServicesDep, admission: Admission) -> None:
    opening = await services.gateway.open(admission)
    try:
        await websocket.accept(subprotocol=opening.subprotocol)
    except BaseException:
        opening.abandon()
        raise
    said = {name: ", ".join(websocket.headers.getlist(name)) for name in set(websocket.headers)}
    await carry(websocket, opening.factory, beta=asks_for_beta(said))


async def carry(websocket: WebSocket, factory: ListenerFactory, *, beta: bool = False) -> None:
    """Hold an accepted socket until it ends, whoever ends it. `beta`: what the socket says of its client."""
    socket = QueueSocket(beta=beta)
    socket.open(factory)
    sending = asyncio.ensure_future(_send(websocket, socket))
    receiving = asyncio.ensure_future(_receive(websocket, socket))
    try:
        await asyncio.wait({sending, receiving}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (sending, receiving):
            task.cancel()
        await asyncio.gather(sending, receiving, return_exceptions=True)
        socket.closed(1006)


async def _send(websocket: WebSocket, socket: QueueSocket) -> None:
    while (message := await socket.outgoing()) is not None:
        await websocket.send_text(message.decode())
    if websocket.application_state is WebSocketState.CONNECTED and socket.close_frame:
        await websocket.close(*socket.close_frame)


async def _receive(websocket: WebSocket, socket: QueueSocket) -> None:
    while True:
        await socket.readable()
        message = await websocket.receive()
        if message["type"] == "websocket.disconnect":
            socket.closed(message.get("code", _NO_CODE), message.get("reason") or "")
            return
        if message.get("text") is not None:
            socket.text(message["text"].encode())
        else:
            socket.binary(message["bytes"])
