"""Recordings: to listen to, and to draw."""

from __future__ import annotations

import asyncio
from typing import Annotated

import numpy as np
from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, Field

from feedbackyes.api import ranges, remote
from feedbackyes.api.access import Allow
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.growing import GrowingFile
from feedbackyes.api.revocable import Revocable
from feedbackyes.api.services import Services, ServicesDep, now_ms
from feedbackyes.api.sessions import SessionId, find, find_said
from feedbackyes.audio import Int16
from feedbackyes.domain.errors import Conflict, ExpectedError, InvalidInput, NotFound, NotReady
from feedbackyes.domain.permissions import Action
from feedbackyes.domain.principal import Principal
from feedbackyes.domain.session import Session, SessionState
from feedbackyes.storage.recordings.disk import CHANNELS, FRAME_BYTES, RATE_HZ
from feedbackyes.storage.recordings.parts import Part

router = APIRouter(prefix="/api/sessions", tags=["sessions"], responses={404: {"model": ErrorBody}})
Hearer = Annotated[Principal, Allow(Action.HEAR_RECORDING)]
Speaker = Annotated[Principal, Allow(Action.JOIN_SESSION)]
MAX_PART_MS = 20_000
MAX_PARTS = 10_000
LATE_MS = 24 * 3_600_000
"""How long after its end a session still takes pieces of its recording."""
_UNKEPT = {"Cache-Control": "private, no-cache"}


class LevelsBody(BaseModel):
    """Peaks for drawing, 0 to 1 of full scale; one value for each bin."""

    duration_ms: int
    learner: list[Annotated[float, Field(ge=0, le=1)]]
    partner: list[Annotated[float, Field(ge=0, le=1)]]


class PartsBody(BaseModel):
    """Of a recording that the browser makes, what the server has."""

    wanted: Annotated[bool, Field(description="Pieces are taken; else the server records, or nobody does.")]
    parts: Annotated[list[int], Field(description="Numbers of the pieces that are here.")]
    duration_ms: int
    now: Annotated[
        int, Field(description="Unix milliseconds here; an event's `t_wall - t_ms` is when the session clock began.")
    ]


@router.head("/{session_id}/recording", include_in_schema=False)
@router.get("/{session_id}/recording", response_class=GrowingFile, responses=ranges.SOUND)
async def get_recording(session_id: SessionId, request: Request, services: ServicesDep, principal: Hearer) -> Response:
    """WAV, 24 kHz, learner left, partner right. While the session is live: what is recorded by now.

    To somebody with whom it is shared it is sent for as long as it is.
    """
    session = await find_said(services, principal, Action.HEAR_RECORDING, session_id)
    answer = await _recording(session_id, request, services)
    if session.owner_id == principal.id:
        return answer

    async def still() -> bool:
        try:
            await find_said(services, principal, Action.HEAR_RECORDING, session_id)
        except ExpectedError:
            return False
        return True

    return Revocable(answer, still)


async def _recording(session_id: str, request: Request, services: Services) -> Response:
    """Raises `NotFound`."""
    path = services.recordings.path(session_id)
    if path is not None:
        return GrowingFile(path, media_type="audio/wav", headers=_UNKEPT)
    there = await asyncio.to_thread(services.recordings.elsewhere, session_id)
    if there is None:
        raise NotFound("This session has no recording.", code="recording_not_found")
    return remote.answer(request, there, media_type="audio/wav", headers=_UNKEPT)


@router.get("/{session_id}/levels")
async def get_levels(
    session_id: SessionId,
    services: ServicesDep,
    principal: Hearer,
    bins: Annotated[int, Query(ge=1, le=4000, description="Number of parts.")] = 400,
) -> LevelsBody:
    """How loud both sides were, over time."""
    await find_said(services, principal, Action.HEAR_RECORDING, session_id)
    levels = await asyncio.to_thread(services.recordings.levels, session_id, bins)
    return LevelsBody(duration_ms=levels.duration_ms, learner=list(levels.learner), partner=list(levels.partner))


@router.get("/{session_id}/recording/parts")
async def get_recording_parts(session_id: SessionId, services: ServicesDep, principal: Speaker) -> PartsBody:
    """Whether the browser is to send its recording, and what of it is here already."""
    session = await find(services, principal, Action.JOIN_SESSION, session_id)
    try:
        _check_recorded(session)
        return _parts(await asyncio.to_thread(services.recordings.parts, session_id))
    except Conflict:
        return PartsBody(wanted=False, parts=[], duration_ms=0, now=now_ms())


@router.put(
    "/{session_id}/recording/parts/{n}",
    responses={409: {"model": ErrorBody}, 413: {"model": ErrorBody}},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
async def put_recording_part(
    session_id: SessionId,
    n: Annotated[int, Path(ge=0, lt=MAX_PARTS, description="Number of the piece, from 0.")],
    start_ms: Annotated[int, Query(ge=0, description="Where it begins on the session clock.")],
    request: Request,
    services: ServicesDep,
    principal: Speaker,
) -> PartsBody:
    """A piece of a recording that the browser makes, of a call that goes to the voice service directly.

    The body is PCM16, little-endian, 24 kHz, two channels (learner left, partner right), at most 20 s. Pieces may come
    in any order and again; what no piece covers is silent.
    """
    session = await find(services, principal, Action.JOIN_SESSION, session_id)
    _check_recorded(session)
    if session.started_at is None and session.state is not SessionState.CONNECTING:
        raise Conflict("This session has not begun.", code="not_started")
    samples = _samples(await request.body())
    end_ms = start_ms + len(samples) * 1000 // RATE_HZ
    if end_ms > services.settings.max_session_minutes * 60_000 + MAX_PART_MS:
        raise InvalidInput("No session is that long: `start_ms` is too large.", param="start_ms")
    try:
        return _parts(await asyncio.to_thread(services.recordings.put_part, session_id, n, start_ms, samples))
    except OSError as error:
        raise NotReady(f"The recording cannot be stored: {error.strerror}.", code="recording_failed") from error


def _check_recorded(session: Session) -> None:
    """Raise `Conflict` when no browser is to record this session, now or once it has begun."""
    if not session.recording:
        raise Conflict("This session is not recorded.", code="not_recorded")
    if session.ended_at is not None and now_ms() - session.ended_at > LATE_MS:
        raise Conflict("This session is long over; its recording is closed.", code="recording_closed")


def _samples(body: bytes) -> Int16:
    """Shape (n, 2). Raises `InvalidInput`."""
    most = MAX_PART_MS * RATE_HZ // 1000 * FRAME_BYTES
    if not body or len(body) % FRAME_BYTES or len(body) > most:
        raise InvalidInput(
            f"A piece has whole frames of {FRAME_BYTES} bytes (two channels of PCM16) and at most {most} bytes.",
            code="invalid_part",
        )
    return np.frombuffer(body, "<i2").reshape(-1, CHANNELS)


def _parts(there: tuple[Part, ...]) -> PartsBody:
    end = max((part.start_frame + part.frames for part in there), default=0)
    numbers = sorted(part.number for part in there)
    return PartsBody(wanted=True, parts=numbers, duration_ms=end * 1000 // RATE_HZ, now=now_ms())
