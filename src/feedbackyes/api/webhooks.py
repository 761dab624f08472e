"""Webhooks of the hosted service: a telephone call waits there, and we say what becomes of it."""

from __future__ import annotations

import logging
import time
from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from feedbackyes.api.access import Public
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.sdp import body_of
from feedbackyes.api.services import Services, ServicesDep, now_ms
from feedbackyes.domain import webhook
from feedbackyes.domain.errors import Conflict, InvalidInput, Unauthorised
from feedbackyes.gateway.phone import far
from feedbackyes.providers import CallsApi
from feedbackyes.storage import webhooks

MAX_BYTES = 256 * 1024
CALLS: dict[str, CallsApi] = {
    "realtime.call.incoming": "realtime",
    "live.transport.incoming": "live",
    "live.call.incoming": "live",  # what the one before was called
}
router = APIRouter(
    prefix="/webhooks",
    tags=["webhooks"],
    dependencies=[Public],
    responses={code: {"model": ErrorBody} for code in (400, 401, 409, 413, 503)},
)
logger = logging.getLogger(__name__)


class Replayed(Conflict):
    """The same message came before."""

    code = "webhook_replayed"


class Received(BaseModel):
    """What became of a webhook."""

    received: Literal[True] = True
    action: Annotated[
        Literal["accepted", "rejected", "ignored"], Field(description="`ignored`: it is nothing for this server.")
    ]
    session_id: Annotated[str | None, Field(description="Of a call that was accepted.")] = None


class _Header(msgspec.Struct):
    name: str
    value: str


class _Call(msgspec.Struct):
    """`call_id` is Realtime's name of it, `session_id` GPT-Live's."""

    call_id: str = ""
    session_id: str = ""
    type: str = "sip"
    sip_headers: list[_Header] = []


class _Event(msgspec.Struct):
    type: str
    data: dict[str, Any] = {}


@router.post("/sip")
async def sip(request: Request, services: ServicesDep) -> Received:
    """A call comes in at the hosted service. Signed by Standard Webhooks; each message is good for once and for minutes.

    One that could not be carried out may come again.
    """
    id_, event = await _verified(request, services)
    try:
        return await _carry_out(event, services)
    except BaseException:
        await _forget(services, id_)
        raise


async def _carry_out(event: _Event, services: Services) -> Received:
    waiting = _call(event)
    if waiting is None:
        return Received(action="ignored")
    once = f"call {waiting.call_id}"[: webhook.MAX_ID]
    async with services.database.begin() as tx:
        if not await webhooks.first_time(tx, once, at=now_ms()):
            logger.info("The call %s was told of before.", waiting.call_id[:80])
            return Received(action="ignored")
    calls = far.FarCalls(services.settings, services.database, services.gateway)
    try:
        taken = await calls.take(waiting)
    except BaseException:
        await _forget(services, once)
        raise
    return Received(action=taken.action, session_id=taken.session_id)


def _call(event: _Event) -> far.FarCall | None:
    """The telephone call that waits; None: the event is of something else. Raises `InvalidInput`."""
    api = CALLS.get(event.type)
    if api is None:
        return None
    try:
        call = msgspec.convert(event.data, _Call)
    except msgspec.ValidationError as error:
        raise InvalidInput(f"The call cannot be read: {error}.", code="invalid_webhook") from error
    call_id = call.session_id if api == "live" else call.call_id
    if not call_id:
        raise InvalidInput("The call cannot be read: it has no id.", code="invalid_webhook")
    if call.type != "sip":
        return None
    return far.read(call_id, ((header.name, header.value) for header in call.sip_headers), api)


async def _forget(services: Services, id_: str) -> None:
    """It has not come, as nothing was done about it."""
    async with services.database.begin() as tx:
        await webhooks.forget(tx, id_)


async def _verified(request: Request, services: Services) -> tuple[str, _Event]:
    """Its id and what it says. Raises `HTTPException` (413), `Unauthorised`, `BadSignature`, `LateWebhook`, `Replayed`, `InvalidInput`."""
    secrets = services.settings.webhook_secrets
    if not secrets:
        raise Unauthorised("This server has no OPENAI_WEBHOOK_SECRET, so it can believe no webhook.", code="no_secret")
    body = await body_of(request, MAX_BYTES)
    given = {name.lower(): value for name, value in request.headers.items()}
    id_ = webhook.verify(secrets, given, body, time.time())
    try:
        event = msgspec.json.decode(body, type=_Event)
    except msgspec.DecodeError as error:
        raise InvalidInput(f"The message is no event: {error}.", code="invalid_webhook") from error
    async with services.database.begin() as tx:
        if not await webhooks.first_time(tx, id_, at=now_ms()):
            raise Replayed("This message came before.")
    return id_, event
