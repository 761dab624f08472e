"""Recordings: to listen to, and to draw."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import FileResponse
from pydantic import BaseModel, Field

from feedbackyes.api.access import Allow
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.services import ServicesDep
from feedbackyes.api.sessions import SessionId, find
from feedbackyes.domain.errors import NotFound
from feedbackyes.domain.permissions import Action
from feedbackyes.domain.principal import Principal

router = APIRouter(prefix="/api/sessions", tags=["sessions"], responses={404: {"model": ErrorBody}})
Hearer = Annotated[Principal, Allow(Action.HEAR_RECORDING)]
_WAV = {"audio/wav": {"schema": {"type": "string", "format": "binary"}}}


class LevelsBody(BaseModel):
    """Peaks for drawing, 0 to 1 of full scale; one value for each bin."""

    duration_ms: int
    learner: list[Annotated[float, Field(ge=0, le=1)]]
    partner: list[Annotated[float, Field(ge=0, le=1)]]


@router.head("/{session_id}/recording", include_in_schema=False)
@router.get(
    "/{session_id}/recording",
    response_class=FileResponse,
    responses={200: {"content": _WAV}, 206: {"content": _WAV, "description": "The bytes that `Range` asked for."}},
)
async def get_recording(session_id: SessionId, services: ServicesDep, principal: Hearer) -> FileResponse:
    """WAV, 24 kHz, learner left, partner right. While the session is live: what is recorded by now."""
    await find(services, principal, Action.HEAR_RECORDING, session_id)
    path = services.recordings.path(session_id)
    if path is None:
        raise NotFound("This session has no recording.", code="recording_not_found")
    return FileResponse(path, media_type="audio/wav", headers={"Cache-Control": "private, no-cache"})


@router.get("/{session_id}/levels")
async def get_levels(
    session_id: SessionId,
    services: ServicesDep,
    principal: Hearer,
    bins: Annotated[int, Query(ge=1, le=4000, description="Number of parts.")] = 400,
) -> LevelsBody:
    """How loud both sides were, over time."""
    await find(services, principal, Action.HEAR_RECORDING, session_id)
    levels = await asyncio.to_thread(services.recordings.levels, session_id, bins)
    return LevelsBody(duration_ms=levels.duration_ms, learner=list(levels.learner), partner=list(levels.partner))
