"""One's own progress: skills and figures over time, goals, and what to practise next. Nobody else's is in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Literal
from uuid import uuid4

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from feedbackyes import library
from feedbackyes.analysis.analyst import MODEL_CAP
from feedbackyes.api.access import Allow
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.services import ServicesDep, now_ms
from feedbackyes.domain import progress
from feedbackyes.domain.errors import Conflict, InvalidInput, NotFound, TooMany
from feedbackyes.domain.feedback import Judge, Unit
from feedbackyes.domain.permissions import Action
from feedbackyes.domain.principal import Principal
from feedbackyes.domain.progress import Goal, Judged, Offer, Skill
from feedbackyes.domain.rubric import BASIC_CAP, Element
from feedbackyes.domain.scenario import Scenario
from feedbackyes.storage import goals, reports, scenarios
from feedbackyes.storage.reports import Figures, Metric, Practised

router = APIRouter(prefix="/api", tags=["progress"])
Caller = Annotated[Principal, Allow(Action.USE)]
MOST_GOALS = 20
FIRST_LANGUAGE = "en"
"""Of what is suggested to who has not talked yet."""


class Point(BaseModel):
    session_id: str
    at: Annotated[int, Field(description="When the talk began, Unix milliseconds.")]
    level: Annotated[int | None, Field(description="null: not applicable, or nobody could say. Never a zero.")]


class VersionBody(BaseModel):
    """Talks whose levels compare. Between two versions the rubric or the judge has changed: no line joins them."""

    judge: Judge
    points: list[Point]


class NowBody(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    median: float
    low: int
    high: int
    talks: Annotated[int, Field(description="Scored talks that it is of, at most five.")]


class SkillBody(BaseModel):
    rubric: str
    rubric_title: str
    element: str
    title: str
    versions: list[VersionBody]
    now: NowBody | None


class TrendPoint(BaseModel):
    session_id: str
    at: int
    value: float


class Trend(BaseModel):
    """A figure over time, against oneself. `band` is the latest talk's."""

    id: str
    title: str
    unit: Unit
    band: tuple[float | None, float | None] | None
    caveat: str
    source: str
    points: list[TrendPoint]


class GoalBody(BaseModel):
    id: str
    rubric: str
    rubric_title: str
    element: str
    title: str
    level: int
    created_at: int
    now: Annotated[NowBody | None, Field(description="Where one is; null before the first scored talk.")]
    reached: Annotated[bool, Field(description="The median of the last talks, at least two, is at that level.")]


class GoalWanted(BaseModel):
    model_config = ConfigDict(extra="forbid")

    rubric: Annotated[str, Field(max_length=64)]
    element: Annotated[str, Field(max_length=64)]
    level: Annotated[int, Field(ge=1, le=3)]


class GoalList(BaseModel):
    items: list[GoalBody]


class ElementChoice(BaseModel):
    id: str
    title: str
    top: Annotated[int, Field(description="The highest level that the judge of this server can give for it.")]


class RubricChoice(BaseModel):
    id: str
    title: str
    elements: list[ElementChoice]


class SuggestionBody(BaseModel):
    scenario_id: str
    scenario_title: str
    reason: Literal["goal", "weakest", "untried", "again"]
    element_title: Annotated[str | None, Field(description="The skill that it is for.")]
    rubric_title: str


class Practice(BaseModel):
    talks: int
    minutes: int


class ProgressBody(BaseModel):
    practice: Practice
    skills: list[SkillBody]
    metrics: list[Trend]
    goals: list[GoalBody]
    choices: Annotated[list[RubricChoice], Field(description="What can be a goal.")]
    suggestion: SuggestionBody | None


@router.get("/progress", responses={403: {"model": ErrorBody}})
async def get_progress(services: ServicesDep, principal: Caller) -> ProgressBody:
    """Skills and figures of one's own talks, the latest 500. Takes of a moment count as practice, not as levels."""
    async with services.database.read() as tx:
        talks = await reports.practised(tx, principal.id)
        standing = await goals.standing(tx, principal)
        written = [scenario for own, scenario in await scenarios.visible(tx, principal) if own.is_offered(principal)]
    judged = _scored(talks)
    known = _known(judged)
    return ProgressBody(
        practice=_practice(talks),
        skills=[_skill(skill) for skill in known],
        metrics=_trends(judged),
        goals=[_goal(goal, known) for goal in standing],
        choices=_choices(MODEL_CAP if services.settings.judges_with_model else BASIC_CAP),
        suggestion=_suggestion([*written, *library.scenarios()], talks, known, standing),
    )


@router.get("/goals")
async def list_goals(services: ServicesDep, principal: Caller) -> GoalList:
    """One's own goals that are not set aside, the oldest first."""
    async with services.database.read() as tx:
        talks = await reports.practised(tx, principal.id)
        standing = await goals.standing(tx, principal)
    known = _known(_scored(talks))
    return GoalList(items=[_goal(goal, known) for goal in standing])


@router.post("/goals", status_code=201, responses={404: {"model": ErrorBody}, 409: {"model": ErrorBody}})
async def set_goal(wanted: GoalWanted, services: ServicesDep, principal: Caller) -> GoalBody:
    """Set out to reach a level of an element."""
    element = _element(wanted.rubric, wanted.element)
    if wanted.level > (top := _top(element)):
        raise InvalidInput(f"{element.title!r} goes up to level {top}. Choose that or less.", param="level")
    goal = Goal(uuid4().hex, wanted.rubric, wanted.element, wanted.level, now_ms())
    async with services.database.begin() as tx:
        standing = await goals.standing(tx, principal)
        if any((one.rubric, one.element) == (goal.rubric, goal.element) for one in standing):
            raise Conflict("You have a goal for this already. Set it aside first.", code="goal_exists", param="element")
        if len(standing) >= MOST_GOALS:
            raise TooMany(f"{MOST_GOALS} goals at once are enough. Set one aside first.")
        await goals.add(tx, principal, goal)
        talks = await reports.practised(tx, principal.id)
    return _goal(goal, _known(_scored(talks)))


@router.delete("/goals/{goal_id}", status_code=204, responses={404: {"model": ErrorBody}})
async def drop_goal(
    goal_id: Annotated[str, Path(max_length=128)], services: ServicesDep, principal: Caller
) -> Response:
    """Set a goal aside."""
    async with services.database.begin() as tx:
        await goals.close(tx, principal, goal_id, at=now_ms())
    return Response(status_code=204)


def _scored(talks: Sequence[Practised]) -> list[tuple[Practised, Figures]]:
    """Talks whose levels count, with their reports. A take of a moment is practice, but no whole talk."""
    told = ((talk, talk.figures) for talk in talks if talk.retry_of is None)
    return [(talk, figures) for talk, figures in told if figures is not None and figures.status == "done"]


def _known(scored: Sequence[tuple[Practised, Figures]]) -> tuple[Skill, ...]:
    return progress.skills(one for talk, report in scored for one in _judged(talk, report))


def _judged(talk: Practised, report: Figures) -> Iterable[Judged]:
    by = Judge.model_validate(report.judge)
    for element in report.elements:
        level = element.level if element.state == "scored" else None
        yield Judged(talk.session_id, talk.at, by.rubric, element.id, element.title, level, by)


def _practice(talks: Sequence[Practised]) -> Practice:
    spoken_ms = sum(talk.ended_at - talk.at for talk in talks if talk.ended_at is not None)
    return Practice(talks=len(talks), minutes=round(spoken_ms / 60_000))


def _skill(skill: Skill) -> SkillBody:
    versions = [
        VersionBody(
            judge=version.by,
            points=[Point(session_id=one.session_id, at=one.at, level=one.level) for one in version.points],
        )
        for version in skill.versions
    ]
    return SkillBody(
        rubric=skill.rubric,
        rubric_title=_rubric_title(skill.rubric),
        element=skill.element,
        title=skill.title,
        versions=versions,
        now=NowBody.model_validate(skill.now) if skill.now else None,
    )


def _trends(judged: Sequence[tuple[Practised, Figures]]) -> list[Trend]:
    latest: dict[str, Metric] = {}
    points: dict[str, list[TrendPoint]] = {}
    for talk, report in judged:
        for metric in report.metrics:
            if metric.state == "ok" and metric.value is not None:
                latest[metric.id] = metric
                point = TrendPoint(session_id=talk.session_id, at=talk.at, value=metric.value)
                points.setdefault(metric.id, []).append(point)
    return [
        Trend(
            id=metric.id,
            title=metric.title,
            unit=metric.unit,
            band=metric.band,
            caveat=metric.caveat,
            source=metric.source,
            points=points[metric.id],
        )
        for metric in latest.values()
    ]


def _goal(goal: Goal, known: Sequence[Skill]) -> GoalBody:
    now = next((skill.now for skill in known if (skill.rubric, skill.element) == (goal.rubric, goal.element)), None)
    return GoalBody(
        id=goal.id,
        rubric=goal.rubric,
        rubric_title=_rubric_title(goal.rubric),
        element=goal.element,
        title=_goal_title(goal),
        level=goal.level,
        created_at=goal.created_at,
        now=NowBody.model_validate(now) if now else None,
        reached=progress.reached(goal, known),
    )


def _goal_title(goal: Goal) -> str:
    """A rubric may have lost an element since somebody made it a goal; they can still set it aside."""
    try:
        return _element(goal.rubric, goal.element).title
    except NotFound:
        return goal.element


def _choices(cap: int) -> list[RubricChoice]:
    return [
        RubricChoice(
            id=rubric.id,
            title=rubric.title,
            elements=[ElementChoice(id=one.id, title=one.title, top=min(cap, _top(one))) for one in rubric.elements],
        )
        for rubric in library.rubrics()
    ]


def _top(element: Element) -> int:
    return max(rule.level for rule in element.rules)


def _suggestion(
    there: Sequence[Scenario], talks: Sequence[Practised], known: Sequence[Skill], standing: Sequence[Goal]
) -> SuggestionBody | None:
    practised = list(dict.fromkeys(talk.scenario_id for talk in reversed(talks) if talk.scenario_id))
    spoken = {talk.language for talk in talks} or {FIRST_LANGUAGE}
    offers = [Offer(one.id, one.rubric_ref, one.language) for one in there]
    found = progress.suggest(offers, known, standing, practised, spoken)
    if found is None:
        return None
    return SuggestionBody(
        scenario_id=found.scenario_id,
        scenario_title=next(one.title for one in there if one.id == found.scenario_id),
        reason=found.reason,
        element_title=found.title,
        rubric_title=_rubric_title(found.rubric),
    )


def _element(rubric_id: str, element_id: str) -> Element:
    """Raises `NotFound`."""
    rubric = library.rubric(rubric_id)
    try:
        return rubric.element(element_id)
    except KeyError:
        names = ", ".join(one.id for one in rubric.elements)
        raise NotFound(
            f"The rubric {rubric_id!r} has no element {element_id!r}. Choose one of: {names}.",
            code="element_not_found",
            param="element",
        ) from None


def _rubric_title(rubric_id: str) -> str:
    try:
        return library.rubric(rubric_id).title
    except NotFound:
        return rubric_id
