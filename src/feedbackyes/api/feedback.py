"""Feedback on a conversation."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import uuid4

import structlog
from fastapi import APIRouter, Header, Path, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from feedbackyes.api import errors
from feedbackyes.api.access import Allow
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.services import Services, ServicesDep, now_ms
from feedbackyes.domain.errors import ExpectedError
from feedbackyes.domain.feedback import AnalyseRequest, Report
from feedbackyes.domain.permissions import Action, check
from feedbackyes.domain.principal import Principal
from feedbackyes.storage import analyses, sessions
from feedbackyes.storage.analyses import Analysis, AnalysisState

log = structlog.get_logger(__name__)
router = APIRouter(prefix="/api/feedback", tags=["feedback"])
Caller = Annotated[Principal, Allow(Action.ANALYSE_SESSION)]
_LOST = "The server was stopped before this was done. Ask again."


class Running(BaseModel):
    """Not done yet; the address in `Location` says when it is."""

    id: str
    session_id: str
    status: Literal["running"] = "running"


@router.post(
    "/analyze",
    responses={
        202: {"model": Running},
        400: {"model": ErrorBody},
        403: {"model": ErrorBody},
        404: {"model": ErrorBody},
    },
    response_model=Report,
)
async def analyse(
    wanted: AnalyseRequest,
    services: ServicesDep,
    principal: Caller,
    prefer: Annotated[str, Header(description="`respond-async`: answer at once, with a place to look.")] = "",
) -> Report | Response:
    """Judge a stored session, or a posted transcript when nothing is stored under that id."""
    session = await _owned(wanted, services, principal)
    if "respond-async" not in {part.split(";")[0].strip().lower() for part in prefer.split(",")}:
        return await services.analyst.analyse(wanted, principal)
    owner, team = session or (principal.id, principal.team_id)
    analysis = Analysis(uuid4().hex, wanted.session_id, owner, team, AnalysisState.RUNNING, now_ms())
    async with services.database.begin() as tx:
        await analyses.add(tx, analysis)
    services.spawn(_analyse_later(services, wanted, principal, analysis.id))
    return _running(analysis, {"Preference-Applied": "respond-async"})


@router.get(
    "/{analysis_id}",
    responses={202: {"model": Running}, 403: {"model": ErrorBody}, 404: {"model": ErrorBody}},
    response_model=Report,
)
async def get_analysis(
    analysis_id: Annotated[str, Path(max_length=64)], services: ServicesDep, principal: Caller
) -> Response:
    """What became of an analysis: 202 while it runs, then the report, or the error that it met."""
    async with services.database.read() as tx:
        analysis = await analyses.get(tx, analysis_id)
    check(principal, Action.ANALYSE_SESSION, analysis.owner_id, analysis.team_id)
    if analysis.result is None:
        return _running(analysis, {"Retry-After": "1"})
    result = dict(analysis.result)
    status = 200 if analysis.state is AnalysisState.DONE else result.pop("status", 500)
    return JSONResponse(result, status)


async def forget_running(services: Services) -> None:
    """At start: nobody works any more on what the last process was asked for."""
    async with services.database.begin() as tx:
        await analyses.fail_running(tx, {"status": 503, **errors.body(503, "analysis_lost", _LOST)})


async def _owned(wanted: AnalyseRequest, services: Services, principal: Principal) -> tuple[str, str | None] | None:
    """Owner and team of the session that is asked for; None when it is not stored. Raises `Forbidden`."""
    async with services.database.read() as tx:
        session = await sessions.find(tx, wanted.session_id)
    if session is None:
        return None
    check(principal, Action.ANALYSE_SESSION, session.owner_id, session.team_id)
    return session.owner_id, session.team_id


async def _analyse_later(services: Services, wanted: AnalyseRequest, principal: Principal, analysis_id: str) -> None:
    try:
        report = await services.analyst.analyse(wanted, principal)
        state, result = AnalysisState.DONE, report.model_dump(mode="json")
    except ExpectedError as error:
        status = errors.status_of(error)
        state = AnalysisState.FAILED
        result = {"status": status, **errors.body(status, error.code, error.message, error.param)}
    except Exception:
        log.exception("analysis failed", analysis_id=analysis_id, session_id=wanted.session_id)
        state = AnalysisState.FAILED
        message = f"Something went wrong on our side. If it stays, report it with the id {analysis_id}."
        result = {"status": 500, **errors.body(500, "internal_error", message)}
    async with services.database.begin() as tx:
        await analyses.finish(tx, analysis_id, state, result)


def _running(analysis: Analysis, headers: dict[str, str]) -> Response:
    body = Running(id=analysis.id, session_id=analysis.session_id)
    return JSONResponse(body.model_dump(), 202, {"Location": f"/api/feedback/{analysis.id}", **headers})
