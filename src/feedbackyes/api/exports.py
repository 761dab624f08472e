"""Everything about one talk in one file, to keep or to hand on."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from feedbackyes.api import disagreements as disagreement_routes
from feedbackyes.api.access import Allow
from feedbackyes.api.disagreements import DisagreementBody
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.services import ServicesDep
from feedbackyes.api.sessions import SessionBody, SessionId, TurnBody, find_said, get_session, turn_body
from feedbackyes.domain.feedback import Report
from feedbackyes.domain.permissions import Action, allowed
from feedbackyes.domain.principal import Principal
from feedbackyes.storage import corrections, reports, turns

router = APIRouter(
    prefix="/api/sessions/{session_id}",
    tags=["feedback"],
    responses={403: {"model": ErrorBody}, 404: {"model": ErrorBody}},
)
Reader = Annotated[Principal, Allow(Action.READ_SESSION)]


class Export(BaseModel):
    """A talk as it was heard, as it was corrected, and what was said about it."""

    session: SessionBody
    transcript: list[TurnBody]
    report: Annotated[Report | None, Field(description="The latest.")]
    earlier_reports: Annotated[list[Report], Field(description="Newest first: before corrections, by other judges.")]
    instructions: Annotated[
        str | None, Field(description="Who the partner of a free conversation was; only for the learner themselves.")
    ]
    disagreements: Annotated[list[DisagreementBody], Field(description="Only for the learner themselves.")]


@router.get("/export")
async def export_session(session_id: SessionId, services: ServicesDep, principal: Reader, response: Response) -> Export:
    """The session, its transcript with corrections, its reports, and what is the learner's alone: persona and disagreements."""
    session = await find_said(services, principal, Action.READ_SESSION, session_id)
    async with services.database.read() as tx:
        corrected = await corrections.every(tx, session_id)
        spoken = await turns.every(tx, session_id)
        made = [Report.model_validate(one.body) for one in await reports.every(tx, session_id)]
    own = allowed(principal, Action.DISAGREE, session.owner_id, session.team_id)
    listed = disagreement_routes.list_session_disagreements
    response.headers["Content-Disposition"] = f'attachment; filename="feedbackyes-{session_id}.json"'
    return Export(
        session=await get_session(session_id, services, principal),
        transcript=[turn_body(turn, corrected.get(turn.id)) for turn in spoken],
        report=made[0] if made else None,
        earlier_reports=made[1:],
        instructions=session.instructions if own else None,
        disagreements=(await listed(session_id, services, principal)).items if own else [],
    )
