"""What teams practise, for those who look after them. Nobody's name and nobody's words are in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Literal, TypedDict

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from feedbackyes.api.access import Allow
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.pulse_parts import TeamBody, team_body
from feedbackyes.api.pulse_trends import NO_TEAM
from feedbackyes.api.services import ServicesDep, now_ms
from feedbackyes.domain import dashboard
from feedbackyes.domain.dashboard import Activity, Share, Sums, ToldInWeek, Week
from feedbackyes.domain.errors import Forbidden
from feedbackyes.domain.permissions import Action, Reach, allowed, reach
from feedbackyes.domain.principal import Principal
from feedbackyes.domain.pulse import FEWEST, NOBODYS
from feedbackyes.domain.scenario import Scenario
from feedbackyes.storage import audit, scenarios, teams
from feedbackyes.storage.scenarios import Transaction

router = APIRouter(prefix="/api/dashboard", tags=["dashboard"], responses={403: {"model": ErrorBody}})
MINUTE_MS = 60_000


class _Figures(TypedDict):
    people: int | None
    talks: int | None
    minutes: int | None


class WeekBody(BaseModel):
    """`told` false: fewer than five people, or too few would be left over; the rest is null then."""

    begins_at: Annotated[int, Field(description="Monday, midnight UTC, Unix milliseconds.")]
    told: bool
    people: int | None
    talks: int | None
    minutes: int | None


class ShareBody(BaseModel):
    """`people_at_least`: a multiple of five."""

    id: str
    title: str
    people_at_least: int


class TeamStats(BaseModel):
    """A team in the order of names; there is no ranking."""

    team: TeamBody
    told: bool
    people: int | None
    talks: int | None
    minutes: int | None


class Stats(BaseModel):
    """Twelve weeks, this one included. Sums are of the weeks that are told; null when none is."""

    team: Annotated[TeamBody | None, Field(description="null: all together.")]
    weeks: list[WeekBody]
    people: int | None
    talks: int | None
    minutes: int | None
    scenarios: list[ShareBody]
    skills: list[ShareBody]
    teams: Annotated[list[TeamStats], Field(description="For who may see all of them.")]
    fewest: Annotated[int, Field(description="People below which nothing is told.")] = FEWEST
    message: Annotated[str | None, Field(description="Why there is no figure, when there is none.")]


@router.get("/stats", response_model=Stats, responses={200: {"content": {"text/csv": {}}}, 404: {"model": ErrorBody}})
async def get_stats(
    services: ServicesDep,
    principal: Annotated[Principal, Allow(Action.READ_DASHBOARD)],
    team_id: Annotated[
        str | None, Query(max_length=128, description="null: one's own; for admins all together. `none`: no team.")
    ] = None,
    format_: Annotated[Literal["json", "csv"], Query(alias="format")] = "json",
) -> Stats | Response:
    """How much is practised, and what about. Trainers see their own team, admins all."""
    now = now_ms()
    since, until = dashboard.first_week(now), dashboard.monday(now) + dashboard.WEEK_MS
    async with services.database.read() as tx:
        team = await _whose(tx, principal, team_id)
        weeks = await services.practised.told(tx, since=since, until=until)
        known = await scenarios.several(tx, dashboard.scenarios(weeks, team))
        shown = dashboard.activity(weeks, team, now, lambda id_: known[id_].skills if id_ in known else ())
        if format_ == "json":
            return await _body(tx, principal, team, weeks, shown, known)
    async with services.database.begin() as tx:
        await audit.put(tx, at=now, actor=principal, action="dashboard.exported", subject=f"team:{team or ''}")
    return _csv(shown)


async def _whose(tx: Transaction, principal: Principal, team_id: str | None) -> str | None:
    """The team that is asked for; None: all together. Raises `Forbidden`, `NotFound`."""
    every = reach(principal, Action.READ_DASHBOARD) is Reach.ALL
    if team_id is None and every:
        return None
    team = principal.team_id or NOBODYS if team_id is None else NOBODYS if team_id == NO_TEAM else team_id
    if not allowed(principal, Action.READ_DASHBOARD, "", team or None):
        raise Forbidden("You may see what the team practises that you look after, and no other.")
    if team != NOBODYS:
        await teams.get(tx, team)
    return team


async def _body(
    tx: Transaction,
    principal: Principal,
    team: str | None,
    weeks: Mapping[int, ToldInWeek],
    shown: Activity,
    known: Mapping[str, Scenario],
) -> Stats:
    every = await teams.names(tx) if reach(principal, Action.READ_DASHBOARD) is Reach.ALL else {}
    titles = {id_: one.title for id_, one in known.items()}
    return Stats(
        team=None if team is None else await team_body(tx, team),
        weeks=[_week(one) for one in shown.weeks],
        **_figures(shown.sums),
        scenarios=[_share(one, titles.get(one.key, one.key)) for one in shown.scenarios],
        skills=[_share(one, one.key) for one in shown.skills],
        teams=[_of_team(TeamBody(id=id_, name=name), dashboard.summed(weeks, id_)) for id_, name in every.items()],
        message=None
        if shown.sums
        else f"Figures are told of {FEWEST} people or more in a week. There was no such week in the last twelve.",
    )


def _of_team(team: TeamBody, sums: Sums | None) -> TeamStats:
    return TeamStats(team=team, told=sums is not None, **_figures(sums))


def _week(of: Week) -> WeekBody:
    return WeekBody(begins_at=of.begins_at, told=of.sums is not None, **_figures(of.sums))


def _figures(of: Sums | None) -> _Figures:
    if of is None:
        return _Figures(people=None, talks=None, minutes=None)
    return _Figures(people=of.people, talks=of.talks, minutes=round(of.spoken_ms / MINUTE_MS))


def _share(of: Share, title: str) -> ShareBody:
    return ShareBody(id=of.key, title=title, people_at_least=of.at_least)


def _csv(of: Activity) -> Response:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["week", "people", "talks", "minutes"])
    for one in map(_week, of.weeks):
        day = datetime.fromtimestamp(one.begins_at / 1000, UTC).date().isoformat()
        writer.writerow([day, *("" if value is None else value for value in (one.people, one.talks, one.minutes))])
    headers = {"Content-Disposition": 'attachment; filename="practice.csv"'}
    return Response(out.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)
