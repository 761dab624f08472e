"""Corrections of what was heard. The report is then made anew when somebody asks for it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from feedbackyes.api.access import Allow
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.services import Services, ServicesDep, now_ms
from feedbackyes.api.sessions import SessionId, TurnBody, find, turn_body
from feedbackyes.domain import correction
from feedbackyes.domain.correction import Correction
from feedbackyes.domain.errors import Conflict, InvalidInput, NotFound
from feedbackyes.domain.permissions import Action
from feedbackyes.domain.principal import Principal
from feedbackyes.domain.session import OPEN_STATES, Session
from feedbackyes.domain.transcript import Speaker, Turn
from feedbackyes.storage import corrections, turns

router = APIRouter(
    prefix="/api/sessions/{session_id}/turns/{turn_id}",
    tags=["feedback"],
    responses={403: {"model": ErrorBody}, 404: {"model": ErrorBody}, 409: {"model": ErrorBody}},
)
TurnId = Annotated[str, Path(max_length=128)]
Owner = Annotated[Principal, Allow(Action.CORRECT_TRANSCRIPT)]


class Wanted(BaseModel):
    """What was really said in this turn."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(min_length=1, max_length=20_000)]


@router.put("/correction")
async def correct_turn(
    session_id: SessionId, turn_id: TurnId, wanted: Wanted, services: ServicesDep, principal: Owner
) -> TurnBody:
    """Say what you said in a turn of yours, once the session has ended. What was heard is kept beside it."""
    session, turn = await _turn(services, principal, session_id, turn_id)
    made = Correction(session_id, turn_id, correction.clean(wanted.text), now_ms())
    as_heard = made.text == turn.text
    async with services.database.begin() as tx:
        if as_heard:
            await corrections.remove(tx, session_id, turn_id)
        else:
            await corrections.put(tx, session, made)
    return turn_body(turn, None if as_heard else made)


@router.delete("/correction", status_code=204)
async def take_correction_back(
    session_id: SessionId, turn_id: TurnId, services: ServicesDep, principal: Owner
) -> Response:
    """The turn is again as it was heard."""
    await _turn(services, principal, session_id, turn_id)
    async with services.database.begin() as tx:
        await corrections.remove(tx, session_id, turn_id)
    return Response(status_code=204)


async def _turn(services: Services, principal: Principal, session_id: str, turn_id: str) -> tuple[Session, Turn]:
    """A turn that may be corrected. Raises `NotFound`, `Forbidden`, `Conflict`, `InvalidInput`."""
    session = await find(services, principal, Action.CORRECT_TRANSCRIPT, session_id)
    if session.state in OPEN_STATES:
        raise Conflict("Wait until the conversation has ended: what was heard may still change.", code="still_open")
    async with services.database.read() as tx:
        found = next((turn for turn in await turns.every(tx, session_id) if turn.id == turn_id), None)
    if found is None:
        raise NotFound(f"There is no turn {turn_id!r} in this session.", code="turn_not_found")
    if found.speaker is not Speaker.LEARNER:
        raise InvalidInput(
            "Only your own turns can be corrected; this one is your partner's.", code="not_your_turn", param="turn_id"
        )
    return session, found
