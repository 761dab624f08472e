"""The conversation events of a session as server-sent events: what is stored, then what happens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

import msgspec
from fastapi import APIRouter, Header, Query
from fastapi.responses import StreamingResponse

from feedbackyes.api.access import Allow
from feedbackyes.api.services import ServicesDep
from feedbackyes.api.sessions import SessionId, find
from feedbackyes.domain.errors import InvalidInput
from feedbackyes.domain.permissions import Action
from feedbackyes.domain.principal import Principal
from feedbackyes.domain.session import OPEN_STATES
from feedbackyes.protocol.conversation import ConversationEvent

router = APIRouter(prefix="/api/sessions", tags=["sessions"])
KEEP_ALIVE_SECONDS = 15.0
_HEADERS = {"Cache-Control": "no-cache, no-transform", "X-Accel-Buffering": "no"}
_CLOSED_STATES = frozenset({"ended", "interrupted"})


@router.get("/{session_id}/events", response_class=StreamingResponse)
async def stream_events(
    session_id: SessionId,
    services: ServicesDep,
    principal: Annotated[Principal, Allow(Action.READ_SESSION)],
    after: Annotated[int | None, Query(ge=0, description="Number of the last event that is known.")] = None,
    last_event_id: Annotated[str | None, Header(description="The same, as browsers say it; it wins.")] = None,
) -> StreamingResponse:
    """`id` is the number, `event` the type, `data` the event as JSON. Ends after the event that ends the session."""
    await find(services, principal, Action.READ_SESSION, session_id)
    seq = _seq(last_event_id) if last_event_id else after or 0
    stream = _lines(services.gateway.events(session_id, seq))
    return StreamingResponse(stream, media_type="text/event-stream", headers=_HEADERS)


def _seq(last_event_id: str) -> int:
    if not (last_event_id.isascii() and last_event_id.isdigit()):
        raise InvalidInput("Last-Event-ID is the number of an event.", param="Last-Event-ID")
    return int(last_event_id)
