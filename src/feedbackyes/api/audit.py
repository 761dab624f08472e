"""Who changed what others may see or do."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from feedbackyes.api.access import Allow
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.services import ServicesDep
from feedbackyes.domain.permissions import Action
from feedbackyes.domain.principal import Principal
from feedbackyes.storage import audit, users

router = APIRouter(prefix="/api/audit", tags=["accounts"], responses={403: {"model": ErrorBody}})


class Actor(BaseModel):
    id: str
    name: Annotated[str | None, Field(description="null: the account is gone.")]
    role: Annotated[str | None, Field(description="Which they had then.")]


class EntryBody(BaseModel):
    id: str
    at: Annotated[int, Field(description="Unix milliseconds.")]
    actor: Annotated[Actor | None, Field(description="null: the server itself, the command line, or nobody known.")]
    action: Annotated[str, Field(description="Such as `user.invited`.")]
    subject: Annotated[str, Field(description="To what, as `user:ID`.")]
    detail: dict[str, Any]
    address: str | None


class AuditLog(BaseModel):
    items: list[EntryBody]
    next_cursor: str | None


@router.get("", responses={400: {"model": ErrorBody}})
async def read_audit(
    services: ServicesDep,
    _principal: Annotated[Principal, Allow(Action.READ_AUDIT)],
    cursor: Annotated[str | None, Query(max_length=400, description="`next_cursor` of the page before.")] = None,
    actor: Annotated[str | None, Query(max_length=128, description="Id of who did it.")] = None,
    action: Annotated[
        str | None, Query(max_length=64, description="`user.invited`, or `user` for all that begin so.")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> AuditLog:
    """The newest first."""
    async with services.database.read() as tx:
        found = await audit.page(tx, actor=actor, action=action, cursor=cursor, limit=limit)
        names = await users.names(tx, [one.owner_id for one in found.items if one.owner_id])
    items = [
        EntryBody(
            id=one.id,
            at=one.at,
            actor=Actor(id=one.owner_id, name=names.get(one.owner_id), role=one.role) if one.owner_id else None,
            action=one.action,
            subject=one.subject,
            detail=dict(one.detail),
            address=one.address,
        )
        for one in found.items
    ]
    return AuditLog(items=items, next_cursor=found.next_cursor)
