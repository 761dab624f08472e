"""Who served a session: the provider that it began with, and those that went on with it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from feedbackyes.api.access import Allow
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.services import ServicesDep
from feedbackyes.api.sessions import SessionId, find
from feedbackyes.domain.permissions import Action
from feedbackyes.domain.principal import Principal
from feedbackyes.storage import events

router = APIRouter(
    prefix="/api/sessions", tags=["sessions"], responses={403: {"model": ErrorBody}, 404: {"model": ErrorBody}}
)


class ServedBody(BaseModel):
    """A part of a session. A provider whose connection was lost and opened again begins another part."""

    provider: str | None
    model: str | None
    from_ms: Annotated[int, Field(description="On the session clock.")]
    reason: Annotated[str | None, Field(description="Why the part before ended; null for the first.")] = None


class Served(BaseModel):
    items: list[ServedBody]


@router.get("/{session_id}/providers")
async def get_providers(
    session_id: SessionId, services: ServicesDep, principal: Annotated[Principal, Allow(Action.READ_SESSION)]
) -> Served:
    """Which provider served which part of a session."""
    session = await find(services, principal, Action.READ_SESSION, session_id)
    async with services.database.read() as tx:
        later = await events.of_type(tx, session_id, "session.provider")
    first = ServedBody(provider=session.provider, model=session.model, from_ms=0)
    return Served(items=[first, *(ServedBody.model_validate(event.data) for event in later)])
