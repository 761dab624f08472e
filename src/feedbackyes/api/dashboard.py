"""What teams practise, for those who look after them. Nobody's name and nobody's words are in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from feedbackyes.api.access import Allow
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.pulse_parts import TeamBody, team_body
from feedbackyes.api.pulse_trends import NO_TEAM
from feedbackyes.api.services import ServicesDep, now_ms
from feedbackyes.domain import dashboard
from feedbackyes.domain.dashboard import Activity, Practised, Share, Week
from feedbackyes.domain.errors import Forbidden, NotFound
from feedbackyes.domain.permissions import Action, Reach, allowed, reach
from feedbackyes.domain.principal import Principal
from feedbackyes.domain.pulse import FEWEST, NOBODYS
from feedbackyes.domain.scenario import Scenario
from feedbackyes.storage import activity, audit, scenarios, teams
from feedbackyes.storage.scenarios import Transaction

router = APIRouter(prefix="/api/dashboard", tags=["dashboard"], responses={403: {"model": ErrorBody}})
MINUTE_MS = 60_000
MANY, KEPT_MS = 2000, 60_000
"""Of an organisation with so many rows, which take long to add up, figures may be so old."""


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
        found = services.practice
        if not isinstance(found, _Found) or not found.now <= now < found.now + KEPT_MS:
            found = _Found(now, await activity.practised(tx, since=since, until=until), {})
            found.known.update(await _scenarios(tx, found.rows))
            services.practice = found if len(found.rows) >= MANY else None
        if format_ == "json":
            return await _body(tx, principal, team, found)
    async with services.database.begin() as tx:
        await audit.put(tx, at=now, actor=principal, action="dashboard.exported", subject=f"team:{team or ''}")
    return _csv(found.of(team))


@dataclass(frozen=True)
class _Found:
    """Everybody's talks, and the scenarios that are known of them."""

    now: int
    rows: Sequence[Practised]
    known: dict[str, Scenario]
    shown: dict[str | None, Activity] = field(default_factory=dict)

    @cached_property
    def _by_team(self) -> Mapping[str, Sequence[Practised]]:
        found: dict[str, list[Practised]] = {}
        for one in self.rows:
            found.setdefault(one.team, []).append(one)
        return found

    def of(self, team: str | None) -> Activity:
        if team not in self.shown:
            rows = self.rows if team is None else self._by_team.get(team, ())
            self.shown[team] = dashboard.activity(rows, team, self.now, self._skills)
        return self.shown[team]

    def title(self, scenario_id: str) -> str:
        return self.known[scenario_id].title if scenario_id in self.known else scenario_id

    def _skills(self, scenario_id: str) -> Sequence[str]:
        return self.known[scenario_id].skills if scenario_id in self.known else ()


async def _scenarios(tx: Transaction, rows: Sequence[Practised]) -> dict[str, Scenario]:
    """Those that are still there, of all that were practised."""
    found = {}
    for scenario_id in {one.scenario for one in rows if one.scenario is not None}:
        with suppress(NotFound):
            found[scenario_id] = await scenarios.resolve(tx, scenario_id)
    return found


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


async def _body(tx: Transaction, principal: Principal, team: str | None, found: _Found) -> Stats:
    shown = found.of(team)
    every = await teams.every(tx) if reach(principal, Action.READ_DASHBOARD) is Reach.ALL else []
    return Stats(
        team=None if team is None else await team_body(tx, team),
        weeks=[_week(one) for one in shown.weeks],
        people=shown.people if shown.told else None,
        talks=shown.talks if shown.told else None,
        minutes=_minutes(shown.spoken_ms) if shown.told else None,
        scenarios=[_share(one, found.title(one.key)) for one in shown.scenarios],
        skills=[_share(one, one.key) for one in shown.skills],
        teams=[_of_team(TeamBody(id=one.id, name=one.name), found.of(one.id)) for one in every],
        message=None
        if shown.told
        else f"Figures are told of {FEWEST} people or more in a week. There was no such week in the last twelve.",
    )


def _of_team(team: TeamBody, of: Activity) -> TeamStats:
    people, talks, minutes = (of.people, of.talks, _minutes(of.spoken_ms)) if of.told else (None, None, None)
    return TeamStats(team=team, told=of.told, people=people, talks=talks, minutes=minutes)


def _week(of: Week) -> WeekBody:
    people, talks, minutes = (of.people, of.talks, _minutes(of.spoken_ms)) if of.told else (None, None, None)
    return WeekBody(begins_at=of.begins_at, told=of.told, people=people, talks=talks, minutes=minutes)


def _share(of: Share, title: str) -> ShareBody:
    return ShareBody(id=of.key, title=title, people_at_least=of.at_least)


def _minutes(spoken_ms: int) -> int:
    return round(spoken_ms / MINUTE_MS)


def _csv(of: Activity) -> Response:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["week", "people", "talks", "minutes"])
    for one in map(_week, of.weeks):
        day = datetime.fromtimestamp(one.begins_at / 1000, UTC).date().isoformat()
        writer.writerow([day, *("" if value is None else value for value in (one.people, one.talks, one.minutes))])
    headers = {"Content-Disposition": 'attachment; filename="practice.csv"'}
    return Response(out.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)
