"""What pulses say over time, as far as it may be told, and what teams have changed because of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import uuid4

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from feedbackyes.api.access import Allow
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.pulse import SUGGESTED_MS, Fewest, Language
from feedbackyes.api.pulse_parts import LatestLow, TeamBody, ThemeBody, suggested, team_body, theme_body
from feedbackyes.api.services import ServicesDep, now_ms
from feedbackyes.api.usage import cell
from feedbackyes.domain.errors import Forbidden
from feedbackyes.domain.permissions import Action, Reach, allowed, reach
from feedbackyes.domain.principal import Principal
from feedbackyes.domain.pulse import FEWEST, NOBODYS, THEMES, ItemSet, State, Theme
from feedbackyes.domain.pulse_maths import Interval
from feedbackyes.domain.pulse_privacy import Hidden
from feedbackyes.domain.pulse_results import Asked, Figures, Point, latest_low, trend
from feedbackyes.storage import audit, pulse, teams
from feedbackyes.storage.pulse import Note
from feedbackyes.storage.scenarios import Transaction

router = APIRouter(prefix="/api/pulse", tags=["pulse"], responses={403: {"model": ErrorBody}})
Reader = Annotated[Principal, Allow(Action.READ_PULSE)]
MOST_POINTS = 60
NO_TEAM = "none"
"""Asks for people without a team."""


class IntervalBody(BaseModel):
    """95 %."""

    model_config = ConfigDict(from_attributes=True)

    value: float
    low: float
    high: float


class CountBody(BaseModel):
    value: int
    people: int


class ItemFiguresBody(BaseModel):
    """As it was answered: `reverse` ones are not turned round here."""

    id: str
    reverse: bool
    mean: float
    counts: list[CountBody]


class NetScoreBody(IntervalBody):
    """From −100 to 100."""

    promoters: int
    passives: int
    detractors: int


class FiguresBody(BaseModel):
    n: Annotated[int, Field(description="How many answered.")]
    people: Annotated[int, Field(description="How many were asked.")]
    response_rate: float
    mean: Annotated[
        IntervalBody | None, Field(description="On the scale of the theme; null: it has a net score, `net`.")
    ]
    spread: Annotated[float | None, Field(description="Standard deviation of people's scores.")]
    good: Annotated[IntervalBody | None, Field(description="Share of people on the good side of the middle.")]
    net: NetScoreBody | None
    counts: Annotated[list[CountBody], Field(description="People by score, rounded to a whole number.")]
    items: list[ItemFiguresBody]


class ChangeBody(BaseModel):
    """`is_sure`: the interval of the difference excludes 0. Otherwise it is no change."""

    since: Annotated[str, Field(description="Id of the wave before.")]
    by: IntervalBody
    is_sure: bool


class RollingBody(BaseModel):
    """Over this wave and up to two before it."""

    value: float
    waves: int
    n: int


class PointBody(BaseModel):
    """A wave. `hidden` says why nothing is told: still open, too few answers, or too alike the wave shortly before."""

    wave_id: str
    title: str
    opens_at: int
    closes_at: int
    state: State
    hidden: Hidden | None
    figures: FiguresBody | None
    change: ChangeBody | None
    rolling: RollingBody | None
    comments: list[str]
    teams: int
    teams_left_out: Annotated[int, Field(description="Asked as well, and in no figure: they are too small.")]


class TrendBody(BaseModel):
    theme: ThemeBody
    points: list[PointBody]


class NoteBody(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: str
    team_id: str
    at: int
    text: str


class Trends(BaseModel):
    """`team` null: all together. `message`: why there is no figure, when there is none."""

    team: TeamBody | None
    teams: Annotated[list[TeamBody], Field(description="That one may look at one by one, by name.")]
    everybody: Annotated[bool, Field(description="One may look at all together.")]
    trends: list[TrendBody]
    low: list[LatestLow]
    notes: Annotated[list[NoteBody], Field(description="What was changed, the latest first.")]
    may_note: bool
    fewest: Fewest
    message: str | None


class NewNote(BaseModel):
    model_config = ConfigDict(extra="forbid")

    team_id: Annotated[str | None, Field(max_length=128, description="null: one's own.")] = None
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


@router.get("/trends", response_model=Trends, responses={200: {"content": {"text/csv": {}}}, 404: {"model": ErrorBody}})
async def get_trends(
    services: ServicesDep,
    principal: Reader,
    team_id: Annotated[
        str | None, Query(max_length=128, description="null: one's own; for admins all together. `none`: no team.")
    ] = None,
    language: Language = "en",
    format_: Annotated[Literal["json", "csv"], Query(alias="format")] = "json",
) -> Trends | Response:
    """Each theme's waves. The same is told of a team to everybody who may look, and by the same rules in CSV."""
    now = now_ms()
    async with services.database.read() as tx:
        team = await _whose(tx, principal, team_id)
        asked = await pulse.asked(tx, before=now, team=team)
        found = _Found(team, asked, now)
        if format_ == "json":
            return await _body(tx, principal, found, language)
    async with services.database.begin() as tx:
        await audit.put(tx, at=now, actor=principal, action="pulse.exported", subject=f"team:{team or ''}")
    return _csv(found)


@router.post("/notes", status_code=201, responses={404: {"model": ErrorBody}})
async def add_note(
    wanted: NewNote, services: ServicesDep, principal: Annotated[Principal, Allow(Action.MANAGE_PULSE)]
) -> NoteBody:
    """Say what was changed because of a pulse; everybody in the team reads it."""
    team = principal.team_id or NOBODYS if wanted.team_id is None else wanted.team_id
    _check_notes(principal, team)
    note = Note(uuid4().hex, team, now_ms(), wanted.text)
    async with services.database.begin() as tx:
        if team != NOBODYS:
            await teams.get(tx, team)
        await pulse.add_note(tx, note, owner_id=principal.id)
    return NoteBody.model_validate(note)


@router.delete("/notes/{note_id}", status_code=204, responses={404: {"model": ErrorBody}})
async def remove_note(
    note_id: Annotated[str, Path(max_length=128)],
    services: ServicesDep,
    principal: Annotated[Principal, Allow(Action.MANAGE_PULSE)],
) -> Response:
    """Take back what was said."""
    async with services.database.begin() as tx:
        _check_notes(principal, (await pulse.note(tx, note_id)).team_id)
        await pulse.remove_note(tx, note_id)
    return Response(status_code=204)


@dataclass(frozen=True)
class _Found:
    """Waves, and whose of them is asked for; `team` None: all together."""

    team: str | None
    asked: Sequence[Asked]
    now: int

    def trends(self) -> Mapping[str, list[Point]]:
        found = {theme.id: trend(theme, self.asked, self.team, self.now)[-MOST_POINTS:] for theme in THEMES.values()}
        return {name: points for name, points in found.items() if points}


async def _whose(tx: Transaction, principal: Principal, team_id: str | None) -> str | None:
    """The team that is asked for; None: all together. Raises `Forbidden`, `NotFound`."""
    every = reach(principal, Action.READ_PULSE) is Reach.ALL
    if team_id is None:
        return None if every else principal.team_id or NOBODYS
    team = NOBODYS if team_id in (NOBODYS, NO_TEAM) else team_id
    if not every and team != (principal.team_id or NOBODYS):
        raise Forbidden("You may not read this pulse: it is another team's.")
    if team != NOBODYS:
        await teams.get(tx, team)
    return team


def _check_notes(principal: Principal, team: str) -> None:
    if not allowed(principal, Action.MANAGE_PULSE, "", team or None):
        raise Forbidden("You may say what was changed of the team that you look after.")


async def _body(tx: Transaction, principal: Principal, found: _Found, language: str) -> Trends:
    every = reach(principal, Action.READ_PULSE) is Reach.ALL
    team, trends = found.team, found.trends()
    low = [] if team is None else latest_low(found.asked, team, found.now, found.now - SUGGESTED_MS)
    every_team = [TeamBody(id=one.id, name=one.name) for one in await teams.every(tx)] if every else []
    return Trends(
        team=None if team is None else await team_body(tx, team),
        teams=every_team,
        everybody=every,
        trends=[
            TrendBody(theme=theme_body(THEMES[name], language), points=[_point(one, found.now) for one in points])
            for name, points in trends.items()
        ],
        low=await suggested(tx, principal, low, language),
        notes=[NoteBody.model_validate(note) for note in await pulse.notes(tx, team)],
        may_note=team is not None and allowed(principal, Action.MANAGE_PULSE, "", team or None),
        fewest=Fewest(),
        message=_message(trends),
    )


def _message(trends: Mapping[str, Sequence[Point]]) -> str | None:
    if not trends:
        return "Nobody has answered a pulse yet."
    if any(point.hidden is None for points in trends.values() for point in points):
        return None
    return f"Nothing can be told yet: figures are of {FEWEST} answers or more, so that nobody can be recognised."


def _point(point: Point, now: int) -> PointBody:
    wave, change, rolling = point.wave, point.change, point.rolling
    return PointBody(
        wave_id=wave.id,
        title=wave.title,
        opens_at=wave.opens_at,
        closes_at=wave.ends_at,
        state=wave.state(now),
        hidden=point.hidden,
        figures=_figures(point.figures) if point.figures else None,
        change=ChangeBody(since=change.since, by=_interval(change.by), is_sure=change.is_sure) if change else None,
        rolling=RollingBody(value=rolling.value, waves=rolling.waves, n=rolling.n) if rolling else None,
        comments=list(point.comments),
        teams=point.teams,
        teams_left_out=point.left_out,
    )


def _figures(of: Figures) -> FiguresBody:
    net = of.net
    return FiguresBody(
        n=of.n,
        people=of.people,
        response_rate=of.n / of.people,
        mean=_interval(of.mean) if of.mean else None,
        spread=of.spread,
        good=_interval(of.good) if of.good else None,
        net=NetScoreBody(
            **_interval(net.points).model_dump(),
            promoters=net.promoters,
            passives=net.passives,
            detractors=net.detractors,
        )
        if net
        else None,
        counts=_counts(of.counts),
        items=[
            ItemFiguresBody(id=one.id, reverse=one.reverse, mean=one.mean, counts=_counts(one.counts))
            for one in of.items
        ],
    )


def _interval(of: Interval) -> IntervalBody:
    return IntervalBody.model_validate(of)


def _counts(of: Mapping[int, int]) -> list[CountBody]:
    return [CountBody(value=value, people=count) for value, count in of.items()]


_COLUMNS = (
    "theme",
    "item",
    "wave_id",
    "title",
    "opens_on",
    "closes_on",
    "hidden",
    "n",
    "people",
    "mean",
    "low",
    "high",
    "spread",
    "good",
    "rolling",
    "change",
    "change_is_sure",
)


def _csv(found: _Found) -> Response:
    """A row for each theme in each wave, and for each of its items; no comments."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for name, points in found.trends().items():
        if THEMES[name].set is not ItemSet.COMMENT:
            for point in points:
                writer.writerows(
                    [cell(row.get(column, "")) for column in _COLUMNS] for row in _rows(THEMES[name], point)
                )
    headers = {"Content-Disposition": 'attachment; filename="pulse.csv"'}
    return Response(out.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _rows(theme: Theme, point: Point) -> list[dict[str, Any]]:
    wave, of = point.wave, point.figures
    row: dict[str, Any] = {
        "theme": theme.id,
        "wave_id": wave.id,
        "title": wave.title,
        "opens_on": _day(wave.opens_at),
        "closes_on": _day(wave.ends_at - 1),
        "hidden": point.hidden or "",
    }
    if of is None:
        return [row]
    items = [{**row, "item": item.id, "n": of.n, "people": of.people, "mean": item.mean} for item in of.items]
    row |= {"n": of.n, "people": of.people, "mean": of.value.value, "low": of.value.low, "high": of.value.high}
    row |= {"spread": "" if of.spread is None else of.spread, "good": of.good.value if of.good else ""}
    row |= {"rolling": point.rolling.value if point.rolling else ""}
    if point.change is not None:
        row |= {"change": point.change.by.value, "change_is_sure": point.change.is_sure}
    return [row, *items]


def _day(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).date().isoformat()
