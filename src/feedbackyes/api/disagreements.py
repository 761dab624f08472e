"""Disagreeing with a judgement: kept and counted, never held against anybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ConfigDict, Field, model_validator

from feedbackyes.api.access import Allow
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.services import ServicesDep, now_ms
from feedbackyes.api.sessions import SessionId, find
from feedbackyes.domain import disagreement
from feedbackyes.domain.disagreement import Disagreement
from feedbackyes.domain.feedback import Report
from feedbackyes.domain.permissions import Action, Reach, reach
from feedbackyes.domain.principal import Principal
from feedbackyes.storage import disagreements, reports

router = APIRouter(prefix="/api", tags=["feedback"], responses={403: {"model": ErrorBody}, 404: {"model": ErrorBody}})
Owner = Annotated[Principal, Allow(Action.DISAGREE)]


class NewDisagreement(BaseModel):
    """What is wrong: an element's level, or a behaviour in a turn, named by the words that the report quotes."""

    model_config = ConfigDict(extra="forbid")

    element: Annotated[str | None, Field(max_length=64)] = None
    behaviour: Annotated[str | None, Field(max_length=64, description="With its `turn_id` and `quote`.")] = None
    turn_id: Annotated[str | None, Field(max_length=128)] = None
    quote: Annotated[str | None, Field(max_length=20_000)] = None
    comment: Annotated[str | None, Field(max_length=1000, description="For whoever reads your export.")] = None

    @model_validator(mode="after")
    def _one_judgement(self) -> NewDisagreement:
        if (self.element is None) == (self.behaviour is None):
            raise ValueError("name either an element or a behaviour")
        if self.behaviour is not None and (self.turn_id is None or self.quote is None):
            raise ValueError("a behaviour is named with its turn_id and quote, as in the report")
        return self


class DisagreementBody(BaseModel):
    """A disagreement with what it is about. `level` is the element's then; `at` is Unix milliseconds."""

    id: str
    session_id: str
    judge: str
    rubric: str
    rubric_hash: str
    element: str | None
    behaviour: str | None
    level: int | None
    turn_id: str | None
    quote: str | None
    comment: str | None
    at: int


class SessionDisagreements(BaseModel):
    items: list[DisagreementBody]
    judgements: Annotated[int, Field(description="How many judgements the latest report has.")]


class CountBody(BaseModel):
    """How often people disagreed with one kind of judgement; nobody's words are in it."""

    judge: str
    rubric: str
    rubric_hash: str
    element: str | None
    behaviour: str | None
    disagreements: int
    people: int


class Disagreements(BaseModel):
    items: Annotated[list[DisagreementBody], Field(description="Your own, newest first.")]
    counts: Annotated[list[CountBody] | None, Field(description="Of everybody, for admins; else null.")]


@router.post("/sessions/{session_id}/disagreements", status_code=201)
async def disagree(
    session_id: SessionId, wanted: NewDisagreement, services: ServicesDep, principal: Owner
) -> DisagreementBody:
    """Disagree with a judgement of the report. Once more: the comment is replaced."""
    session = await find(services, principal, Action.DISAGREE, session_id)
    async with services.database.begin() as tx:
        bodies = [report.body for report in await reports.every(tx, session_id)]
        meant = wanted.model_dump(exclude={"comment"})
        about = disagreement.find(bodies, **meant)
        comment = (wanted.comment or "").strip() or None
        made = Disagreement(uuid4().hex, session_id, about, comment, now_ms())
        return _body(await disagreements.put(tx, session, made))


@router.delete("/sessions/{session_id}/disagreements/{disagreement_id}", status_code=204)
async def agree_after_all(
    session_id: SessionId,
    disagreement_id: Annotated[str, Path(max_length=128)],
    services: ServicesDep,
    principal: Owner,
) -> Response:
    """Take a disagreement back."""
    await find(services, principal, Action.DISAGREE, session_id)
    async with services.database.begin() as tx:
        await disagreements.remove(tx, session_id, disagreement_id)
    return Response(status_code=204)


@router.get("/sessions/{session_id}/disagreements")
async def list_session_disagreements(
    session_id: SessionId, services: ServicesDep, principal: Owner
) -> SessionDisagreements:
    """Those with the feedback on one session, oldest first."""
    await find(services, principal, Action.DISAGREE, session_id)
    async with services.database.read() as tx:
        found = await disagreements.every(tx, session_id)
        latest = (await reports.latest(tx, [session_id])).get(session_id)
    judged = disagreement.judgements(Report.model_validate(latest.body)) if latest else 0
    return SessionDisagreements(items=_bodies(found), judgements=judged)


@router.get("/disagreements")
async def list_disagreements(
    services: ServicesDep, principal: Annotated[Principal, Allow(Action.READ_DISAGREEMENTS)]
) -> Disagreements:
    """One's own; for those who look after the server, how often everybody disagreed with what, without their words."""
    async with services.database.read() as tx:
        own = await disagreements.of_owner(tx, principal.id)
        counts = await disagreements.counts(tx) if reach(principal, Action.READ_DISAGREEMENTS) is Reach.ALL else None
    shown = None if counts is None else [CountBody.model_validate(asdict(count)) for count in counts]
    return Disagreements(items=_bodies(own), counts=shown)


def _bodies(found: Sequence[Disagreement]) -> list[DisagreementBody]:
    return [_body(one) for one in found]


def _body(one: Disagreement) -> DisagreementBody:
    return DisagreementBody(id=one.id, session_id=one.session_id, comment=one.comment, at=one.at, **asdict(one.about))
