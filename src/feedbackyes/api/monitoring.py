"""Following talks while they go on: for trainers and admins, with the learner's consent, and never unseen.

Captions are the session's event stream (`events`), read by somebody else than its learner. Here are the list, the voices,
hints, the end, and the learner's side: the consent and who has looked.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response, WebSocket
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from starlette.websockets import WebSocketDisconnect, WebSocketState

from feedbackyes.api.access import Admit, Allow
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.live import Stopped
from feedbackyes.api.services import Services, ServicesDep, now_ms
from feedbackyes.api.sessions import SessionId, find
from feedbackyes.domain.admission import Admission
from feedbackyes.domain.permissions import Action
from feedbackyes.domain.principal import Principal, Role
from feedbackyes.domain.session import SessionState, Transport
from feedbackyes.gateway.listening import mixed
from feedbackyes.gateway.monitoring import Running
from feedbackyes.gateway.monitors import Look, Monitor
from feedbackyes.gateway.tape import RATE_HZ
from feedbackyes.protocol.conversation import EventType
from feedbackyes.storage import events, scenarios, sessions, turns, users

router = APIRouter(
    tags=["monitoring"], responses={403: {"model": ErrorBody}, 404: {"model": ErrorBody}, 409: {"model": ErrorBody}}
)
MAX_HINT = 500
GOODBYE_SECONDS = 2.0
_DONE = 1000
_KINDS: tuple[EventType, ...] = ("monitor.joined", "monitor.left", "monitor.consent", "monitor.ended", "hint")
HintText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_HINT)]
Monitoring = Annotated[Principal, Allow(Action.MONITOR)]


class WhoBody(BaseModel):
    """Somebody who follows a talk."""

    model_config = ConfigDict(extra="ignore")

    look_id: str
    user_id: str
    name: str
    role: Role
    look: Look


class RunningBody(BaseModel):
    """A talk that goes on and may be followed. Times as in a session."""

    session_id: str
    learner: Annotated[str, Field(description="Their name.")]
    scenario_title: Annotated[str | None, Field(description="null: a free conversation.")]
    partner_name: str | None
    state: SessionState
    started_at: int
    duration_ms: int
    language: str
    transport: Transport | None
    turn_count: int
    may_listen: Annotated[bool, Field(description="false: the voices do not come by this server.")]
    here: Annotated[list[WhoBody], Field(description="Who follows it now.")]


class RunningList(BaseModel):
    items: list[RunningBody]


class Whisper(BaseModel):
    """Shown to the learner with your name. The partner does not hear it."""

    model_config = ConfigDict(extra="forbid")

    text: HintText


class ConsentBody(BaseModel):
    """The learner's answer for one session."""

    model_config = ConfigDict(extra="forbid")

    granted: bool


class LookBody(BaseModel):
    """Something that somebody did who followed the talk; `at` is Unix milliseconds, `t_ms` on the session clock."""

    at: int
    t_ms: int
    what: Literal["joined", "left", "consent", "ended", "hint"]
    user_id: Annotated[str | None, Field(description="null: the learner.")] = None
    name: str | None = None
    role: Role | None = None
    look: Look | None = None
    look_id: str | None = None
    text: Annotated[str | None, Field(description="Of a hint.")] = None
    granted: bool | None = None


class Audit(BaseModel):
    """Whether others may follow a talk, and who did what when."""

    session_id: str
    granted: bool
    items: list[LookBody]


@router.get("/api/monitor/sessions")
async def list_running(services: ServicesDep, principal: Monitoring) -> RunningList:
    """The talks that go on, whose learners have agreed to it: for trainers the team's, for admins everybody's."""
    found = await services.gateway.monitoring.running(principal)
    return RunningList(items=await _running(services, principal, found))


@router.post("/api/monitor/sessions/{session_id}/hint", status_code=204)
async def whisper(session_id: SessionId, hint: Whisper, services: ServicesDep, principal: Monitoring) -> Response:
    """Whisper to the learner: an event `hint` on their stream. 403 `monitoring_not_agreed`, 409 `not_live`."""
    await services.gateway.monitoring.hint(principal, session_id, hint.text)
    return Response(status_code=204)


@router.post("/api/monitor/sessions/{session_id}/end")
async def end_session(session_id: SessionId, services: ServicesDep, principal: Monitoring) -> Stopped:
    """End a talk that one may follow. The learner is told by whom."""
    await services.gateway.monitoring.end(principal, session_id)
    async with services.database.read() as tx:
        session = await sessions.get(tx, session_id)
    return Stopped(session_id=session_id, state=session.state, end_reason=session.end_reason)


@router.websocket("/api/monitor/sessions/{session_id}/audio")
async def listen(
    websocket: WebSocket,
    session_id: SessionId,
    services: ServicesDep,
    admission: Annotated[Admission, Admit(Action.MONITOR)],
    channels: Annotated[int, Query(ge=1, le=2)] = 2,
) -> None:
    """Both voices as binary PCM16, 24 kHz: interleaved (learner, partner), or mixed with `channels=1`.

    The first message says so as JSON, the last one why it ends; `monitor.gap` says what was missed so far by reading too
    slowly. Nothing is recorded by it.
    """
    monitor, leave = await services.gateway.monitoring.listen(admission.principal, session_id)
    try:
        await websocket.accept(subprotocol=admission.subprotocol)
        sending = asyncio.ensure_future(_pour(websocket, monitor, channels))
        enough = [asyncio.ensure_future(_left(websocket)), asyncio.ensure_future(_overdue(monitor))]
        try:
            await asyncio.wait({sending, *enough}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (sending, *enough):
                task.cancel()
            results = await asyncio.gather(sending, *enough, return_exceptions=True)
        if isinstance(results[0], Exception) and not _closed(results[0]):
            raise results[0]
    finally:
        leave()


@router.put("/api/sessions/{session_id}/monitoring")
async def set_consent(
    session_id: SessionId,
    wanted: ConsentBody,
    services: ServicesDep,
    principal: Annotated[Principal, Allow(Action.JOIN_SESSION)],
) -> Audit:
    """Agree that others follow this talk of yours, or take that back: then they are cut off at once."""
    await services.gateway.monitoring.allow(principal, session_id, granted=wanted.granted)
    return await _audit(services, principal, session_id)


@router.get("/api/sessions/{session_id}/monitoring")
async def get_audit(
    session_id: SessionId, services: ServicesDep, principal: Annotated[Principal, Allow(Action.READ_SESSION)]
) -> Audit:
    """Who followed this talk while it went on, and what they did."""
    return await _audit(services, principal, session_id)


async def _running(services: Services, principal: Principal, found: Iterable[Running]) -> list[RunningBody]:
    found = list(found)
    async with services.database.read() as tx:
        counts = await turns.count(tx, [one.session.id for one in found])
        names = await users.names(tx, [one.session.owner_id for one in found])
        held = {one.session.id: await scenarios.of_session(tx, one.session) for one in found}
    names[principal.id] = principal.name or principal.id
    return [
        RunningBody(
            session_id=one.session.id,
            learner=names.get(one.session.owner_id) or one.session.owner_id,
            scenario_title=scenario.title if (scenario := held[one.session.id]) else None,
            partner_name=scenario.partner.name if scenario else None,
            state=one.state,
            started_at=now_ms() - round(one.now_ms),
            duration_ms=round(one.now_ms),
            language=one.session.language,
            transport=one.session.transport,
            turn_count=counts.get(one.session.id, 0),
            may_listen=one.may_listen,
            here=[WhoBody.model_validate(shown) for shown in one.here],
        )
        for one in found
    ]


async def _audit(services: Services, principal: Principal, session_id: str) -> Audit:
    session = await find(services, principal, Action.READ_SESSION, session_id)
    async with services.database.read() as tx:
        found = [event for kind in _KINDS for event in await events.of_type(tx, session_id, kind)]
    items = [
        LookBody.model_validate(
            {**event.data, "at": event.t_wall, "t_ms": event.t_ms, "what": event.type.removeprefix("monitor.")}
        )
        for event in sorted(found, key=lambda event: event.seq)
    ]
    return Audit(session_id=session_id, granted=session.monitoring, items=items)


async def _pour(websocket: WebSocket, monitor: Monitor, channels: int) -> None:
    told = {"type": "monitor.audio", "format": "pcm16", "sample_rate": RATE_HZ, "channels": channels}
    await websocket.send_json(told)
    missed = 0
    while (block := await monitor.earpiece.take()) is not None:
        if monitor.earpiece.missed_frames > missed:
            missed = monitor.earpiece.missed_frames
            await websocket.send_json({"type": "monitor.gap", "missed_ms": missed * 1000 // RATE_HZ})
        await websocket.send_bytes((mixed(block) if channels == 1 else block).tobytes())
    if websocket.application_state is WebSocketState.CONNECTED:
        await websocket.send_json({"type": "monitor.end", "reason": "revoked" if monitor.revoked else "ended"})
        await websocket.close(_DONE)


def _closed(error: Exception) -> bool:
    """Whether sending failed because the socket is closed; uvicorn says so in words when it closed it itself."""
    return isinstance(error, WebSocketDisconnect | OSError) or "after sending 'websocket.close'" in str(error)


async def _left(websocket: WebSocket) -> None:
    """Until the listener goes; they have nothing to say."""
    with contextlib.suppress(WebSocketDisconnect):
        while True:
            await websocket.receive()
            if websocket.client_state is WebSocketState.DISCONNECTED:
                return


async def _overdue(monitor: Monitor) -> None:
    """Until a look is over and its reader has had the time to be told; one who does not read is not waited for."""
    await monitor.over.wait()
    await asyncio.sleep(GOODBYE_SECONDS)
