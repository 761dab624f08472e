"""The conversation events of a session as server-sent events: what is stored, then what happens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Header, Query, Response
from fastapi.responses import StreamingResponse

from feedbackyes.api.access import Allow
from feedbackyes.api.services import ServicesDep
from feedbackyes.api.sessions import SessionId, find
from feedbackyes.domain.errors import InvalidInput
from feedbackyes.domain.permissions import Action
from feedbackyes.domain.principal import Principal
from feedbackyes.domain.session import OPEN_STATES
from feedbackyes.protocol.conversation import ConversationEvent
from feedbackyes.storage import events

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
) -> Response:
    """`id` is the number, `event` the type, `data` the event as JSON. Ends after the event that ends the session.

    204 when there is nothing left to come, so that browsers do not ask again.
    """
    session = await find(services, principal, Action.READ_SESSION, session_id)
    seq = _seq(last_event_id) if last_event_id else after or 0
    if session.state not in OPEN_STATES:
        async with services.database.read() as tx:
            if await events.last_seq(tx, session_id) <= seq:
                return Response(status_code=204)
    stream = _lines(services.gateway.events(session_id, seq), services.closing)
    return StreamingResponse(stream, media_type="text/event-stream", headers=_HEADERS)


def _seq(last_event_id: str) -> int:
    if not (last_event_id.isascii() and last_event_id.isdigit()):
        raise InvalidInput("Last-Event-ID is the number of an event.", param="Last-Event-ID")
    return int(last_event_id)


async def _lines(source: AsyncIterator[ConversationEvent], closing: asyncio.Event) -> AsyncIterator[bytes]:
    """The stream as it goes over the wire; a comment now and then keeps proxies from closing a quiet one."""
    closed = asyncio.ensure_future(closing.wait())
    pending: asyncio.Task[ConversationEvent | None] | None = None
    try:
        yield b"retry: 1000\n\n"
        while True:
            pending = pending or asyncio.ensure_future(anext(source, None))
            await asyncio.wait({pending, closed}, timeout=KEEP_ALIVE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            if pending.done():
                event, pending = pending.result(), None
                if event is None:
                    return
                yield _line(event)
                if _ends(event):
                    return
            elif closed.done():
                return
            else:
                yield b": still here\n\n"
    finally:
        await _end([closed, *([pending] if pending else [])])
        if isinstance(source, AsyncGenerator):
            await source.aclose()


async def _end(tasks: list[asyncio.Future[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _line(event: ConversationEvent) -> bytes:
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (event.seq, event.type.encode(), msgspec.json.encode(event))


def _ends(event: ConversationEvent) -> bool:
    return event.type == "session.state" and event.data.get("state") in _CLOSED_STATES
