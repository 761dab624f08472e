"""Feedback on a conversation."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Annotated, Any, Literal
from uuid import uuid4

import structlog
from fastapi import APIRouter, Header, Path, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from feedbackyes.api import errors
from feedbackyes.api.access import Allow
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.services import Services, ServicesDep, now_ms
from feedbackyes.domain.errors import Conflict, ExpectedError, Forbidden
from feedbackyes.domain.feedback import AnalyseRequest, Report
from feedbackyes.domain.permissions import Action, check
from feedbackyes.domain.principal import Principal, Role
from feedbackyes.domain.retention import Kind
from feedbackyes.storage import analyses, judge_answers, reports, sessions, sharing
from feedbackyes.storage.analyses import Analysis, AnalysisState

log = structlog.get_logger(__name__)
router = APIRouter(prefix="/api/feedback", tags=["feedback"])
Caller = Annotated[Principal, Allow(Action.ANALYSE_SESSION)]
MOST_STARTS = 3
"""Of one analysis; what was under way each time that the server died may be why it did."""
AT_ONCE = 2
"""Analyses that are taken up again side by side after a restart."""
KEPT_MS = 7 * 24 * 3_600_000
"""For so long a language model's answers wait for somebody to ask for the report again."""
ANALYSE = "analyse"
"""Name of the job."""
ALONE_MS = 5 * 60_000
"""An analysis that Redis was not told of is done by the node that was asked; after so long it is queued as well."""
_LOST = "The server was stopped before this was done. Ask again."


class Running(BaseModel):
    """Not done yet; the address in `Location` says when it is."""

    id: str
    session_id: str
    status: Literal["running"] = "running"
    done: Annotated[int | None, Field(description="Questions that a language model has answered.")] = None
    total: Annotated[
        int | None, Field(description="Questions in all: each element three times. null: it is not asked.")
    ] = None


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
    """Judge a stored session, or a posted transcript when nothing is stored under that id.

    Who prefers not to wait gets a stored report at once, and joins an analysis of the same that is running.
    """
    session = await _owned(wanted, services, principal)
    if (left := await _left_of(services, wanted.session_id)) is not None:
        return JSONResponse(left)
    if "respond-async" not in {part.split(";")[0].strip().lower() for part in prefer.split(",")}:
        return await services.analyst.analyse(wanted, principal)
    same, stored = await services.analyst.look_up(wanted, principal)
    if stored is not None:
        return JSONResponse(stored.model_dump(mode="json"))
    analysis, is_new = await _begun(services, wanted, principal, session or (principal.id, principal.team_id), same)
    if is_new:
        await _have_done(services, wanted, principal, analysis.id)
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
        shared = await sharing.of(tx, analysis.session_id)
    check(principal, Action.ANALYSE_SESSION, analysis.owner_id, analysis.team_id, shared)
    if analysis.result is None:
        return _running(analysis, {"Retry-After": "1"})
    result = dict(analysis.result)
    status = 200 if analysis.state is AnalysisState.DONE else result.pop("status", 500)
    return JSONResponse(result, status)


async def take_up(services: Services) -> None:
    """At start: go on with what the last process was asked for and did not finish."""
    async with services.database.begin() as tx:
        await judge_answers.delete_older(tx, before=now_ms() - KEPT_MS)
        left = [one for one in await analyses.running(tx) if await _taken_up(tx, one)]
    if left:
        services.spawn(_go_on(services, left))


async def do_queued(services: Services, analysis_id: str) -> None:
    """A job: do an analysis that was asked for at any node, unless it is done."""
    async with services.database.begin() as tx:
        analysis = await analyses.get(tx, analysis_id)
        if analysis.state is not AnalysisState.RUNNING or not await _taken_up(tx, analysis):
            return
    wanted, principal = _read_request(analysis.request or {})
    await _analyse_later(services, wanted, principal, analysis_id)


async def queue_again(services: Services) -> None:
    """A job by the clock: what was asked for and is in nobody's hands is done after all."""
    async with services.database.begin() as tx:
        await judge_answers.delete_older(tx, before=now_ms() - KEPT_MS)
        left = await analyses.running(tx)
    for analysis in left:
        if services.queue is not None and now_ms() - analysis.created_at > ALONE_MS:
            await services.queue(ANALYSE, analysis.id, analysis_id=analysis.id)


async def _have_done(services: Services, wanted: AnalyseRequest, principal: Principal, analysis_id: str) -> None:
    """By whichever node has time; when they cannot be asked, here."""
    if services.queue is None or not await services.queue(ANALYSE, analysis_id, analysis_id=analysis_id):
        services.spawn(_analyse_later(services, wanted, principal, analysis_id))


async def _taken_up(tx: Any, analysis: Analysis) -> bool:
    starts = (analysis.request or {}).get("starts", MOST_STARTS)
    if analysis.request is None or starts >= MOST_STARTS:
        lost = {"status": 503, **errors.body(503, "analysis_lost", _LOST)}
        await analyses.finish(tx, analysis.id, AnalysisState.FAILED, lost)
        return False
    await analyses.begin_again(tx, analysis.id, {**analysis.request, "starts": starts + 1})
    return True


async def _go_on(services: Services, left: Sequence[Analysis]) -> None:
    places = asyncio.Semaphore(AT_ONCE)

    async def one(analysis: Analysis) -> None:
        async with places:
            wanted, principal = _read_request(analysis.request or {})
            await _analyse_later(services, wanted, principal, analysis.id)

    log.info("going on with analyses that were broken off", count=len(left))
    async with asyncio.TaskGroup() as group:
        for analysis in left:
            group.create_task(one(analysis))


async def _begun(
    services: Services, wanted: AnalyseRequest, principal: Principal, whose: tuple[str, str | None], same: str
) -> tuple[Analysis, bool]:
    """The analysis that is running already for the same, or a new one, and whether it is new."""
    async with services.database.begin() as tx:
        for one in await analyses.running(tx, wanted.session_id):
            if one.owner_id == whose[0] and (one.request or {}).get("same") == same:
                return one, False
        request = {
            "wanted": wanted.model_dump(mode="json"),
            "by": asdict(principal),
            "same": same,
            "starts": int(services.queue is None),
        }
        analysis = Analysis(uuid4().hex, wanted.session_id, *whose, AnalysisState.RUNNING, now_ms(), request=request)
        await analyses.add(tx, analysis)
        return analysis, True


def _read_request(request: Mapping[str, Any]) -> tuple[AnalyseRequest, Principal]:
    by = request["by"]
    return AnalyseRequest.model_validate(request["wanted"]), Principal(**{**by, "role": Role(by["role"])})


async def _owned(wanted: AnalyseRequest, services: Services, principal: Principal) -> tuple[str, str | None] | None:
    """Owner and team of the session that is asked for; None when it is not stored. Raises `Forbidden`."""
    async with services.database.read() as tx:
        session = await sessions.find(tx, wanted.session_id)
        shared = await sharing.of(tx, wanted.session_id)
    if session is None:
        return None
    check(principal, Action.ANALYSE_SESSION, session.owner_id, session.team_id, shared)
    if session.owner_id != principal.id and wanted.transcript:
        raise Forbidden("Only its learner can bring what was said in a talk.", code="not_yours", param="transcript")
    return session.owner_id, session.team_id


async def _left_of(services: Services, session_id: str) -> Any:
    """What stays of the feedback on a talk whose transcript is gone; None: there is a transcript to judge.

    Raises:
        Conflict: nothing stays.
    """
    async with services.database.read() as tx:
        session = await sessions.find(tx, session_id)
        if session is None or Kind.TRANSCRIPT not in (session.expired or {}):
            return None
        latest = (await reports.latest(tx, [session_id])).get(session_id)
    if latest is None:
        raise Conflict("The transcript of this talk was deleted because its time was over.", code="transcript_expired")
    return latest.body


async def _analyse_later(services: Services, wanted: AnalyseRequest, principal: Principal, analysis_id: str) -> None:
    async def note(done: int, total: int) -> None:
        async with services.database.begin() as tx:
            await analyses.advance(tx, analysis_id, done, total)

    try:
        report = await services.analyst.analyse(wanted, principal, note)
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
    body = Running(id=analysis.id, session_id=analysis.session_id, done=analysis.done, total=analysis.total)
    return JSONResponse(body.model_dump(), 202, {"Location": f"/api/feedback/{analysis.id}", **headers})
