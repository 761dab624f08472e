"""The conversation events of a session as server-sent events: what is stored, then what happens."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Header, Query, Response

from feedbackyes.api.access import Allow
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.services import ServicesDep
from feedbackyes.api.sessions import SessionId, find
from feedbackyes.api.streams import EventStream
from feedbackyes.domain.errors import InvalidInput
from feedbackyes.domain.permissions import Action
from feedbackyes.domain.principal import Principal
from feedbackyes.domain.session import OPEN_STATES
from feedbackyes.storage import events, sessions

MAX_SEQ = 2**31 - 1
_NUMBER = re.compile(r"[0-9]{1,10}")
router = APIRouter(prefix="/api/sessions", tags=["sessions"])


@router.get(
    "/{session_id}/events",
    response_class=Response,
    responses={
        200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}},
        204: {"description": "The session is over and the reader knows all of it."},
        403: {"model": ErrorBody},
        404: {"model": ErrorBody},
    },
)
async def stream_events(
    session_id: SessionId,
    services: ServicesDep,
    principal: Annotated[Principal, Allow(Action.READ_SESSION)],
    after: Annotated[int | None, Query(ge=0, le=MAX_SEQ, description="Number of the last event that is known.")] = None,
    last_event_id: Annotated[str | None, Header(description="The same, as browsers say it; it wins.")] = None,
) -> Response:
    """`id` is the number, `event` the type, `data` the event as JSON. Ends after the event that ends the session.

    204 when there is nothing left to come, so that browsers do not ask again. While a talk goes on, others than its learner
    read this with the learner's consent only, and are seen: 403 `monitoring_not_agreed`.
    """
    seq = _seq(last_event_id) if last_event_id else after or 0
    async with services.database.read() as tx:
        session = await sessions.get(tx, session_id)
    if session.state in OPEN_STATES and session.owner_id != principal.id:
        return EventStream(await services.gateway.monitoring.follow(principal, session_id, seq), services.closing)
    session = await find(services, principal, Action.READ_SESSION, session_id)
    if session.state not in OPEN_STATES:
        async with services.database.read() as tx:
            if await events.last_seq(tx, session_id) <= seq:
                return Response(status_code=204)
    return EventStream(services.gateway.events(session_id, seq), services.closing)


def _seq(last_event_id: str) -> int:
    if not _NUMBER.fullmatch(last_event_id) or int(last_event_id) > MAX_SEQ:
        raise InvalidInput("Last-Event-ID is the number of an event.", param="Last-Event-ID")
    return int(last_event_id)
