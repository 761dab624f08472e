"""People's own systems that want to know of sessions: where they are, and what became of each message."""

from __future__ import annotations

import base64
import secrets
from dataclasses import replace
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field, field_validator

from feedbackyes.api.access import Allow
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.services import ServicesDep, now_ms
from feedbackyes.domain.errors import Conflict, TooMany
from feedbackyes.domain.permissions import Action
from feedbackyes.domain.principal import Principal
from feedbackyes.domain.webhook import PREFIX
from feedbackyes.gateway import outgoing
from feedbackyes.storage import cursors, webhooks
from feedbackyes.storage.webhooks import Endpoint, WebhookType

MOST_ENDPOINTS = 20
SECRET_BYTES = 32
Admins = Allow(Action.MANAGE_WEBHOOKS)
Admin = Annotated[Principal, Admins]
EndpointId = Annotated[str, Path(max_length=128)]
router = APIRouter(
    prefix="/api/webhooks",
    tags=["webhooks"],
    responses={code: {"model": ErrorBody} for code in (400, 403, 404)},
)
_OFF: dict[int | str, dict[str, Any]] = {409: {"model": ErrorBody}}


class WebhookOff(Conflict):
    """Nothing is sent there as long as it is disabled."""

    code = "webhook_off"


class NewEndpoint(BaseModel):
    model_config = ConfigDict(extra="forbid")

    url: Annotated[str, Field(max_length=2000, description="https, on the internet.")]
    events: Annotated[list[WebhookType], Field(min_length=1)] = Field(default_factory=lambda: list(WebhookType))
    content: Annotated[bool, Field(description="Send transcripts and reports, too, not only ids and figures.")] = False


class EndpointBody(BaseModel):
    """Times are Unix milliseconds."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    url: str
    events: list[WebhookType]
    content: bool
    created_at: int
    failing_since: Annotated[int | None, Field(description="Of the first failure that nothing succeeded after.")]
    disabled_at: Annotated[int | None, Field(description="Nothing is sent any more; PUT …/enabled begins again.")]


class MadeEndpoint(EndpointBody):
    secret: Annotated[str, Field(description="Verifies signatures (Standard Webhooks). It is shown this once.")]


class EndpointList(BaseModel):
    items: list[EndpointBody]


class DeliveryBody(BaseModel):
    """One message and what became of it. Times are Unix milliseconds."""

    model_config = ConfigDict(from_attributes=True)

    id: Annotated[str, Field(description="Its `webhook-id`.")]
    session_id: Annotated[str | None, Field(description="null: it was a test.")]
    type: WebhookType | Literal["webhook.test"]
    created_at: int
    attempts: int
    next_at: Annotated[int | None, Field(description="When it is tried again; null: not any more.")]
    delivered_at: int | None
    status: Annotated[int | None, Field(description="HTTP status of the last answer.")]
    error: Annotated[str | None, Field(description="Of the last attempt.")]
    answer: Annotated[str | None, Field(description="How the text of the last answer begins, if it was a refusal.")]

    @field_validator("session_id", mode="before")
    @classmethod
    def _of_no_session(cls, session_id: str | None) -> str | None:
        return session_id or None


class DeliveryList(BaseModel):
    items: list[DeliveryBody]
    next_cursor: str | None


@router.post("", status_code=201)
async def create_webhook(
    wanted: NewEndpoint, response: Response, services: ServicesDep, principal: Admin
) -> MadeEndpoint:
    """Register an endpoint. The answer has its secret, and nothing else ever will."""
    response.headers["Cache-Control"] = "no-store"
    url = outgoing.checked_url(wanted.url, private=services.settings.webhooks_private)
    secret = PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
    events = tuple(one.value for one in dict.fromkeys(wanted.events))
    made = Endpoint(
        id=secrets.token_hex(8),
        owner_id=principal.id,
        team_id=principal.team_id,
        url=str(url),
        events=events,
        secret=secret,
        content=wanted.content,
        created_at=now_ms(),
    )
    async with services.database.begin() as tx:
        if len(await webhooks.every(tx)) >= MOST_ENDPOINTS:
            raise TooMany(
                f"There are {MOST_ENDPOINTS} webhooks, which is the most. Delete one.", code="too_many_webhooks"
            )
        await webhooks.add(tx, made)
    return MadeEndpoint.model_validate(made)


@router.get("", dependencies=[Admins])
async def list_webhooks(services: ServicesDep) -> EndpointList:
    async with services.database.read() as tx:
        found = await webhooks.every(tx)
    return EndpointList(items=[EndpointBody.model_validate(one) for one in found])


@router.delete("/{endpoint_id}", status_code=204, dependencies=[Admins])
async def delete_webhook(endpoint_id: EndpointId, services: ServicesDep) -> Response:
    """With what waits for it, and its log."""
    async with services.database.begin() as tx:
        await webhooks.remove(tx, endpoint_id)
    return Response(status_code=204)


@router.put("/{endpoint_id}/enabled", dependencies=[Admins])
async def enable_webhook(endpoint_id: EndpointId, services: ServicesDep) -> EndpointBody:
    """Send there again, from now on."""
    async with services.database.begin() as tx:
        endpoint = await webhooks.get(tx, endpoint_id)
        await webhooks.change(tx, endpoint_id, disabled_at=None, failing_since=None)
    return EndpointBody.model_validate(replace(endpoint, disabled_at=None, failing_since=None))


@router.delete("/{endpoint_id}/enabled", dependencies=[Admins])
async def disable_webhook(endpoint_id: EndpointId, services: ServicesDep) -> EndpointBody:
    """Send nothing there any more. What waits is given up; PUT begins again with what comes then."""
    at = now_ms()
    async with services.database.begin() as tx:
        endpoint = await webhooks.get(tx, endpoint_id)
        if endpoint.disabled_at is None:
            endpoint = replace(endpoint, disabled_at=at)
            await webhooks.change(tx, endpoint_id, disabled_at=at)
            await webhooks.give_up(tx, endpoint_id)
    return EndpointBody.model_validate(endpoint)


@router.post("/{endpoint_id}/test", status_code=202, dependencies=[Admins], responses=_OFF)
async def send_test(endpoint_id: EndpointId, services: ServicesDep) -> DeliveryBody:
    """Send a `webhook.test` there. It is tried once; the log says what became of it."""
    async with services.database.begin() as tx:
        endpoint = await _enabled(tx, endpoint_id)
        made = await webhooks.enqueue_test(tx, endpoint, at=now_ms(), key=secrets.token_hex(12))
    return DeliveryBody.model_validate(made)


@router.post("/{endpoint_id}/deliveries/{delivery_id}/again", status_code=202, dependencies=[Admins], responses=_OFF)
async def send_again(
    endpoint_id: EndpointId, delivery_id: Annotated[str, Path(max_length=128)], services: ServicesDep
) -> DeliveryBody:
    """Send a message anew, now and under the same `webhook-id`; whether it was taken before or not."""
    async with services.database.begin() as tx:
        await _enabled(tx, endpoint_id)
        found = await webhooks.again(tx, endpoint_id, delivery_id, at=now_ms())
    return DeliveryBody.model_validate(found)


async def _enabled(tx: Any, endpoint_id: str) -> Endpoint:
    """Raises `NotFound`, `WebhookOff`."""
    endpoint = await webhooks.get(tx, endpoint_id)
    if endpoint.disabled_at is not None:
        raise WebhookOff("Nothing is sent to this webhook while it is switched off. Switch it on first.")
    return endpoint


@router.get("/{endpoint_id}/deliveries", dependencies=[Admins])
async def list_deliveries(
    endpoint_id: EndpointId,
    services: ServicesDep,
    cursor: Annotated[str | None, Query(max_length=400)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> DeliveryList:
    """What was sent there, the newest first."""
    async with services.database.read() as tx:
        await webhooks.get(tx, endpoint_id)
        found = await webhooks.deliveries(
            tx, endpoint_id, before=cursors.read_number(cursor) if cursor else None, limit=limit + 1
        )
    more = len(found) > limit
    items = [DeliveryBody.model_validate(one) for one in found[:limit]]
    return DeliveryList(
        items=items, next_cursor=cursors.write(found[limit - 1].created_at, found[limit - 1].id) if more else None
    )
