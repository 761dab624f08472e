"""The embedded engine's GPT-Live service, `/v1/live/sessions`: audio both ways all the time, and no turns.

Unmodified clients of the hosted service connect here. A WebSocket begins a session with its first message; a page begins
one with an SDP offer, and its server watches and controls it by a sideband.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Request, WebSocket
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from feedbackyes.api.access import Allow, knock
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.realtime import Client, hold
from feedbackyes.api.sdp import MAX_OFFER_BYTES, offer_of
from feedbackyes.api.services import EngineServices, EngineServicesDep
from feedbackyes.domain.errors import Forbidden
from feedbackyes.domain.permissions import Action
from feedbackyes.domain.principal import Principal
from feedbackyes.protocol.live.codec import read_config

Caller = Annotated[Principal, Allow(Action.USE)]
LiveSessionId = Annotated[str, Path(max_length=128)]
router = APIRouter(
    prefix="/v1/live",
    tags=["realtime"],
    responses={code: {"model": ErrorBody} for code in (400, 401, 403, 429, 503)},
)


class LiveOffer(BaseModel):
    """How a page's call comes in: `sdp` is its offer."""

    model_config = ConfigDict(extra="forbid")

    type: Literal["webrtc"]
    sdp: Annotated[str, Field(max_length=MAX_OFFER_BYTES)]


class LiveCreate(BaseModel):
    model_config = ConfigDict(extra="forbid")

    session: dict[str, Any]
    transport: LiveOffer


class LiveSessionName(BaseModel):
    id: str


class LiveAnswer(BaseModel):
    """`sdp` is the answer."""

    type: Literal["webrtc"] = "webrtc"
    sdp: str


class LiveCreated(BaseModel):
    session: LiveSessionName
    transport: LiveAnswer


@router.websocket("/sessions")
async def live_session(websocket: WebSocket, services: EngineServicesDep, principal: Caller) -> None:
    """Live events, as text messages both ways. The first is `session.start`."""
    _trusted(services, websocket)
    services.live.check_room()
    await hold(websocket, Client(lambda itself: services.live.connect(itself, principal.id)))


@router.post("/sessions", status_code=201)
async def create_live_session(
    wanted: LiveCreate, request: Request, services: EngineServicesDep, principal: Caller
) -> LiveCreated:
    """Answer a page's SDP offer. Its data channel may send and see what `session.client.data_channel` allows."""
    _trusted(services, request)
    config = read_config(wanted.session)
    session, answer = await services.live.answer(offer_of(wanted.transport.sdp), config, principal.id)
    return LiveCreated(session=LiveSessionName(id=session.id), transport=LiveAnswer(sdp=answer))


@router.websocket("/sessions/{session_id}/attach")
async def attach_to_live_session(
    session_id: LiveSessionId, websocket: WebSocket, services: EngineServicesDep, principal: Caller
) -> None:
    """Watch a session and give it commands."""
    _trusted(services, websocket)
    session = services.live.find(session_id, principal.id)
    services.live.check_attach(session)
    await hold(websocket, Client(lambda itself: services.live.attach(session, itself)))


@router.post("/sessions/{session_id}/hangup", response_class=Response, responses={404: {"model": ErrorBody}})
async def hang_up_live_session(
    session_id: LiveSessionId, request: Request, services: EngineServicesDep, principal: Caller
) -> Response:
    """End a session."""
    _trusted(services, request)
    services.live.find(session_id, principal.id).close("close_requested")
    return Response(status_code=200)


def _trusted(services: EngineServices, connection: Request | WebSocket) -> None:
    """There are no client secrets for Live: a page never talks to it by itself."""
    if services.door.secret(knock(connection)):
        raise Forbidden(
            "A client secret is for Realtime. Begin Live sessions from your server.", code="secret_not_for_live"
        )
