"""The REST side of the embedded engine's Realtime service: calls over WebRTC, and client secrets to begin them with.

Requests, answers and names are those of the hosted service, so that its clients work here unchanged.
"""

from __future__ import annotations

import json
import time
from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException

from feedbackyes.api.access import Allow, knock
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.realtime import dialect_of
from feedbackyes.api.sdp import MAX_OFFER_BYTES, SDP, media_type, offer_in, offer_of
from feedbackyes.api.services import EngineServices, EngineServicesDep
from feedbackyes.domain.errors import InvalidInput
from feedbackyes.domain.permissions import Action
from feedbackyes.domain.principal import Principal
from feedbackyes.engine import ClientSecret
from feedbackyes.engine.secrets import DEFAULT_SECONDS, LIFE_SECONDS
from feedbackyes.protocol.codec import Dialect

MULTIPART = "multipart/form-data"
MAX_SESSION_BYTES = 1024 * 1024

Json = dict[str, Any]
Caller = Annotated[Principal, Allow(Action.USE)]
CallId = Annotated[str, Path(max_length=128)]
router = APIRouter(
    prefix="/v1/realtime",
    tags=["realtime"],
    responses={code: {"model": ErrorBody} for code in (400, 401, 403, 429, 503)},
)
_CALL: Json = {
    "requestBody": {
        "required": True,
        "content": {
            SDP: {"schema": {"type": "string"}},
            MULTIPART: {
                "schema": {
                    "type": "object",
                    "required": ["sdp"],
                    "properties": {"sdp": {"type": "string"}, "session": {"type": "string"}},
                }
            },
        },
    }
}


class ExpiresAfter(BaseModel):
    anchor: Literal["created_at"] = "created_at"
    seconds: Annotated[int, Field(ge=LIFE_SECONDS[0], le=LIFE_SECONDS[1])] = DEFAULT_SECONDS


class SecretRequest(BaseModel):
    """What the secret's sessions are to be; as in a `session.update`."""

    expires_after: ExpiresAfter = Field(default_factory=ExpiresAfter)
    session: Json = Field(default_factory=dict)


class Secret(BaseModel):
    """`value` is a Bearer for `POST /v1/realtime/calls` and `WS /v1/realtime`, until `expires_at` (Unix seconds)."""

    value: str
    expires_at: int
    session: Json


@router.post("/client_secrets")
async def create_client_secret(
    response: Response, services: EngineServicesDep, principal: Caller, wanted: SecretRequest | None = None
) -> Secret:
    """A short-lived secret for a page, bound to how its sessions begin. One may open several."""
    response.headers["Cache-Control"] = "no-store"
    request = wanted or SecretRequest()
    session = msgspec.structs.replace(services.engine.preview(request.session), expires_at=0)
    secret = ClientSecret(principal, request.session)
    value, expires_at = services.secrets.issue(secret, request.expires_after.seconds)
    if services.door.lent is not None:
        await services.door.lent.secret(value, secret, expires_at, now=time.time())
    return Secret(value=value, expires_at=expires_at, session=msgspec.to_builtins(session))


@router.post(
    "/calls",
    status_code=201,
    response_class=Response,
    openapi_extra=_CALL,
    responses={201: {"content": {SDP: {}}}, 413: {"model": ErrorBody}, 415: {"model": ErrorBody}},
)
async def create_call(
    request: Request,
    services: EngineServicesDep,
    principal: Caller,
    model: Annotated[str | None, Query(max_length=200)] = None,
) -> Response:
    """Answer an SDP offer. `Location` names the call: hang it up there, or attach to it as `WS /v1/realtime?call_id=`."""
    offer, session = await _call(request)
    return await _answer(request, services, principal, offer, session, model, dialect_of(request))


@router.post(
    "",
    status_code=201,
    response_class=Response,
    openapi_extra={"requestBody": {"required": True, "content": {SDP: {"schema": {"type": "string"}}}}},
    responses={201: {"content": {SDP: {}}}, 413: {"model": ErrorBody}, 415: {"model": ErrorBody}},
)
async def create_beta_call(
    request: Request,
    services: EngineServicesDep,
    principal: Caller,
    model: Annotated[str | None, Query(max_length=200)] = None,
) -> Response:
    """The same as clients of the retired interface ask for it; their events have its shape."""
    return await _answer(request, services, principal, await offer_in(request), {}, model, Dialect.BETA)


@router.post("/calls/{call_id}/hangup", response_class=Response, responses={404: {"model": ErrorBody}})
async def hang_up_call(call_id: CallId, services: EngineServicesDep, principal: Caller) -> Response:
    """End a call."""
    services.calls.find(call_id, principal.id).hang_up()
    return Response(status_code=200)


async def _answer(
    request: Request,
    services: EngineServices,
    principal: Principal,
    offer: str,
    session: Json,
    model: str | None,
    dialect: Dialect,
) -> Response:
    secret = services.door.secret(knock(request))
    if secret is not None:
        session = _merged(dict(secret.session), session)
    call, answer = await services.calls.answer(
        offer, principal.id, model=model or None, dialect=dialect, session=session
    )
    headers = {"Location": f"/v1/realtime/calls/{call.id}"}
    return Response(answer, status_code=201, media_type=SDP, headers=headers)


async def _call(request: Request) -> tuple[str, Json]:
    """Offer and session of a request. Raises `HTTPException` (413, 415), `InvalidInput`."""
    if media_type(request) != MULTIPART:
        return await offer_in(request), {}
    try:
        form = await request.form(max_files=2, max_fields=2, max_part_size=MAX_SESSION_BYTES)
    except MultiPartException as error:
        raise InvalidInput(f"The form cannot be read: {error.message}", code="invalid_form") from error
    try:
        parts = {name: await _text(part) for name, part in form.items()}
    finally:
        await form.close()
    if "sdp" not in parts:
        raise InvalidInput("The form has no part 'sdp'.", code="missing_required_parameter", param="sdp")
    if len(parts["sdp"]) > MAX_OFFER_BYTES:
        raise HTTPException(413, f"An offer may have {MAX_OFFER_BYTES // 1024} KiB")
    return offer_of(parts["sdp"]), _session(parts.get("session") or "{}")


async def _text(part: UploadFile | str) -> str:
    if isinstance(part, str):
        return part
    try:
        return (await part.read(MAX_SESSION_BYTES)).decode()
    except UnicodeDecodeError:
        raise InvalidInput("A part of the form is not UTF-8 text.", code="invalid_form") from None


def _session(text: str) -> Json:
    try:
        session = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"The part 'session' is no JSON: {error}", code="invalid_json", param="session") from error
    if not isinstance(session, dict):
        raise InvalidInput("The part 'session' is no JSON object.", code="invalid_type", param="session")
    return session


def _merged(base: Json, patch: Json) -> Json:
    """`base` with what `patch` says instead, object by object."""
    merged = dict(base)
    for key, value in patch.items():
        below = merged.get(key)
        merged[key] = _merged(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return merged
