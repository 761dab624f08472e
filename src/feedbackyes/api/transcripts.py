"""Transcript entries that a browser saves, as the documented pages do.

Every call goes through this server or has its sideband, which knows better: an entry is kept only where the server has
none with that id, and while a call is live the server writes its transcript alone.
"""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import AliasChoices, BaseModel, Field, model_validator

from feedbackyes.api.access import Admit
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.services import ServicesDep, now_ms
from feedbackyes.domain.admission import Admission
from feedbackyes.domain.errors import Forbidden
from feedbackyes.domain.permissions import Action, allowed
from feedbackyes.domain.transcript import Speaker, Turn
from feedbackyes.storage import sessions, turns

router = APIRouter(tags=["webrtc"], responses={403: {"model": ErrorBody}, 404: {"model": ErrorBody}})
_SPEAKERS = {
    "user": Speaker.LEARNER,
    "learner": Speaker.LEARNER,
    "assistant": Speaker.PARTNER,
    "partner": Speaker.PARTNER,
}


class Entry(BaseModel):
    """One thing that was said. Fields that are not named here mean nothing."""

    session_id: Annotated[str, Field(max_length=128)]
    item_id: Annotated[str, Field(min_length=1, max_length=128, pattern=r"^[\x21-\x7e]+$")]
    speaker: Literal["learner", "partner"] | None = None
    role: Annotated[Literal["user", "assistant", "learner", "partner"] | None, Field(description="Or `speaker`.")] = (
        None
    )
    text: Annotated[
        str,
        Field(
            min_length=1,
            max_length=20_000,
            validation_alias=AliasChoices("text", "transcript", "transcription", "content"),
        ),
    ]
    user_id: Annotated[str | None, Field(max_length=128, description="Nobody but the caller.")] = None

    @model_validator(mode="after")
    def _somebody(self) -> Entry:
        if self.speaker is None and self.role is None:
            raise ValueError("say who spoke, by speaker or role")
        return self


class Saved(BaseModel):
    id: str


@router.post("/realtime/transcripts")
async def save_transcript(
    entry: Entry, services: ServicesDep, admission: Annotated[Admission, Admit(Action.JOIN_SESSION)]
) -> Saved:
    """Save an entry. Saving it again, or one that the server has itself, changes nothing."""
    principal = admission.principal
    live = await services.gateway.talks(entry.session_id)
    async with services.database.begin() as tx:
        session = await sessions.get(tx, entry.session_id)
        own = allowed(principal, Action.JOIN_SESSION, session.owner_id, session.team_id)
        if not own or entry.user_id not in (None, principal.id) or admission.session_id not in (None, session.id):
            raise Forbidden("Cannot save transcript for another user")
        known = live or any(turn.id == entry.item_id for turn in await turns.every(tx, session.id))
        if not known:
            at_ms = max(0, now_ms() - (session.started_at or session.created_at))
            speaker = _SPEAKERS[entry.speaker or entry.role or "user"]
            await turns.put(tx, Turn(entry.item_id, session.id, 0, speaker, entry.text, at_ms, at_ms))
    return Saved(id=entry.item_id)
