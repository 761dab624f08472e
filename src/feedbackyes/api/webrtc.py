"""Calls over WebRTC: an SDP offer comes, an answer goes, and the session is one like any other."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import PlainTextResponse, Response

from feedbackyes.api.access import Admit, Allow
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.sdp import SDP, offer_in
from feedbackyes.api.services import ServicesDep
from feedbackyes.domain.admission import Admission
from feedbackyes.domain.permissions import Action
from feedbackyes.domain.principal import Principal

Json = dict[str, Any]
router = APIRouter(
    tags=["webrtc"],
    responses={code: {"model": ErrorBody} for code in (400, 401, 403, 409, 413, 415, 429, 502)},
)
_MODEL = {"name": "model", "in": "query", "description": "Of a hosted service; retired names are mapped."}
_SCENARIO = {"name": "scenario_id", "in": "query", "description": "Of a session that begins here."}
_CALLER = {
    "name": "caller",
    "in": "query",
    "description": "Any word by which a page knows itself. A page whose call another one has taken over is refused.",
}
_OFFER: Json = {"requestBody": {"required": True, "content": {SDP: {"schema": {"type": "string"}}}}}
_QUERY: Json = {
    "parameters": [{**parameter, "schema": {"type": "string"}} for parameter in (_MODEL, _SCENARIO, _CALLER)]
}


@router.post("/realtime/webrtc-offer", response_class=PlainTextResponse, openapi_extra=_OFFER | _QUERY)
async def webrtc_offer(
    request: Request,
    services: ServicesDep,
    admission: Annotated[Admission, Admit(Action.JOIN_SESSION)],
    session_id: Annotated[str | None, Query(max_length=128, description="None begins a session.")] = None,
) -> PlainTextResponse:
    """Answer an SDP offer. `Location` names the call, `X-Session-Id` the session that its transcript belongs to.

    An offer for a session whose call broke goes on with it.
    """
    offer = await offer_in(request)
    answer = await services.gateway.answer(admission, offer, session_id=session_id)
    headers = {"Location": f"/realtime/calls/{answer.call_id}", "X-Session-Id": answer.session_id}
    return PlainTextResponse(answer.sdp, headers=headers)


@router.post("/realtime/calls/{call_id}/hangup", response_class=Response, responses={404: {"model": ErrorBody}})
async def hang_up(
    call_id: Annotated[str, Path(max_length=128)],
    services: ServicesDep,
    admission: Annotated[Admission, Admit(Action.STOP_SESSION)],
) -> Response:
    """End a call, and its session with it."""
    await services.gateway.hang_up(admission, call_id)
    return Response(status_code=200)


@router.post("/api/self-test/offer", response_class=PlainTextResponse, openapi_extra=_OFFER)
async def self_test(
    request: Request,
    services: ServicesDep,
    principal: Annotated[Principal, Allow(Action.USE)],  # noqa: ARG001 (lets in who may)
) -> PlainTextResponse:
    """Answer with a peer that echoes audio and text for at most a minute."""
    return PlainTextResponse(await services.echoes.answer(await offer_in(request)))
