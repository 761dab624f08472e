"""A team's pulse: what one is asked, answering it, and the waves in which teams are asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from feedbackyes.api.access import Allow
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.pulse_parts import LatestLow, TeamBody, ThemeBody, suggested, team_body, themes_asked
from feedbackyes.api.services import ServicesDep, now_ms
from feedbackyes.domain import pulse_answers
from feedbackyes.domain.errors import Conflict, Forbidden, InvalidInput
from feedbackyes.domain.permissions import Action, Reach, allowed, reach
from feedbackyes.domain.principal import Principal
from feedbackyes.domain.pulse import (
    ASKED_IN_WAVES,
    DAY_MS,
    FEWEST,
    FEWEST_COMMENTS,
    FEWEST_FOR_NET_SCORE,
    NOBODYS,
    Answer,
    ItemSet,
    State,
    Wave,
    check_in_wave,
    check_open,
)
from feedbackyes.domain.pulse_results import latest_low
from feedbackyes.storage import audit, pulse, teams
from feedbackyes.storage.scenarios import Transaction

router = APIRouter(prefix="/api/pulse", tags=["pulse"], responses={403: {"model": ErrorBody}})
Answerer = Annotated[Principal, Allow(Action.ANSWER_PULSE)]
Manager = Annotated[Principal, Allow(Action.MANAGE_PULSE)]
Language = Annotated[str, Query(max_length=35, description="BCP 47; of `en`, `de`, `fr`, `es`.")]
Id = Annotated[str, Path(max_length=128)]
ABOUT = frozenset(
    {"timestamp", "date", "created_at", "submitted_at", "anonymous", "session_id", "week", "period", "type", "source"}
)
"""Of a documented body: left aside. When somebody answered is not kept."""
REMEMBERED_MS = 30 * DAY_MS
"""How long after a wave it is known who took part."""
SUGGESTED_MS = 90 * DAY_MS
"""How long what a pulse said leads to suggestions."""
LONGEST_DAYS = 92
MOST_WAVES = 200


class AskedBody(BaseModel):
    """A wave that one can answer now. `answered`: one has."""

    id: str
    title: str
    closes_at: int
    themes: list[ThemeBody]
    answered: bool


class Fewest(BaseModel):
    """Answers from which a group's are told."""

    answers: int = FEWEST
    comments: int = FEWEST_COMMENTS
    net_score: int = FEWEST_FOR_NET_SCORE


class PulseBody(BaseModel):
    """Where one stands. `team` null: one is in none."""

    team: TeamBody | None
    now: Annotated[AskedBody | None, Field(description="The wave that is open for one's team.")]
    check_in: Annotated[AskedBody, Field(description="Open all the time; once a week.")]
    low: Annotated[list[LatestLow], Field(description="What to practise for the team: the same for everybody in it.")]
    manages: Annotated[bool, Field(description="One may open a pulse.")]
    fewest: Fewest


class PulseAnswer(BaseModel):
    """`answers` by item, or items at the top (`mood`, `energy`, …), or a list of `{item, value}`."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={"examples": [{"mood": 4, "energy": 3, "comment": "A long week."}]},
    )

    wave_id: Annotated[str | None, Field(max_length=128, description="null: the wave that is open and asks this.")] = (
        None
    )
    team_id: Annotated[str | None, Field(max_length=128, description="One's own, when it is said.")] = None
    user_id: Annotated[str | None, Field(max_length=128, description="Oneself, when it is said.")] = None
    scale: Annotated[int | None, Field(description="Top of the sender's scale for check-ins: 5, 7, 10 or 100.")] = None


class Answered(BaseModel):
    """`ignored`: fields of the request that are not kept."""

    wave_id: str
    themes: list[str]
    ignored: list[str]
    message: str


class WaveBody(BaseModel):
    """A wave and how it goes. Figures are in the trends."""

    id: str
    title: str
    sets: list[ItemSet]
    opens_at: int
    closes_at: Annotated[int, Field(description="The end of its last day, or when it was closed.")]
    state: State
    teams: list[TeamBody]
    people: int
    answered: Annotated[int | None, Field(description="While it is open, rounded down to a multiple of five.")]


class WaveList(BaseModel):
    items: list[WaveBody]
    teams: Annotated[list[TeamBody], Field(description="That one may open a pulse for.")]


class NewWave(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: Annotated[str, Field(max_length=120)] = ""
    sets: Annotated[list[ItemSet], Field(min_length=1, max_length=8)]
    team_ids: Annotated[
        list[Annotated[str, Field(max_length=128)]] | None,
        Field(max_length=1000, description="null: one's own; for admins all teams. Empty text: people without a team."),
    ] = None
    opens_on: Annotated[date | None, Field(description="First day (UTC); by default today.")] = None
    closes_on: Annotated[date | None, Field(description="Last day; by default two weeks after the first.")] = None


@router.get("")
async def get_pulse(services: ServicesDep, principal: Answerer, language: Language = "en") -> PulseBody:
    """What one is asked now, and what to practise because of what the team said."""
    now, team = now_ms(), _team_of(principal)
    async with services.database.read() as tx:
        wave = await pulse.open_of(tx, team, at=now)
        week = check_in_wave(now)
        low = latest_low(await pulse.asked(tx, before=now, team=team), team, now, now - SUGGESTED_MS)
        return PulseBody(
            team=await team_body(tx, principal.team_id) if principal.team_id else None,
            now=await _asked(tx, wave, principal, language) if wave else None,
            check_in=await _asked(tx, week, principal, language),
            low=await suggested(tx, principal, low, language),
            manages=reach(principal, Action.MANAGE_PULSE) >= Reach.TEAM,
            fewest=Fewest(),
        )


@router.post(
    "", status_code=201, responses={400: {"model": ErrorBody}, 404: {"model": ErrorBody}, 409: {"model": ErrorBody}}
)
async def answer_pulse(given: PulseAnswer, services: ServicesDep, principal: Answerer) -> Answered:
    """Answer once. Who answered and what was answered are stored apart, without a time."""
    team = _team_of(principal)
    if given.user_id not in (None, principal.id):
        raise Forbidden("You can answer for yourself alone.")
    if given.team_id not in (None, team):
        raise Forbidden("You can answer for your own team alone. Leave `team_id` out.")
    extra = given.model_extra or {}
    ignored = sorted(ABOUT & extra.keys())
    answers = pulse_answers.read({name: value for name, value in extra.items() if name not in ABOUT}, given.scale)
    now = now_ms()
    async with services.database.begin() as tx:
        wave = await _wave_for(tx, given.wave_id, team, answers, now)
        people = (await pulse.people(tx)).get(team, 0)
        await pulse.answer(tx, wave, principal, team, answers, people=people)
    return Answered(
        wave_id=wave.id,
        themes=sorted(answers),
        ignored=ignored,
        message=f"Kept without your name. Figures are told of {FEWEST} answers or more, never of fewer.",
    )


@router.get("/waves")
async def list_waves(services: ServicesDep, principal: Manager) -> WaveList:
    """The waves of the teams that one may open a pulse for, the latest first, at most 200."""
    every = reach(principal, Action.MANAGE_PULSE) is Reach.ALL
    now = now_ms()
    async with services.database.read() as tx:
        waves = await pulse.every(tx, team=None if every else _own_team(principal), limit=MOST_WAVES)
        return WaveList(
            items=await _waves(tx, principal, waves, now),
            teams=[await team_body(tx, one) for one in await _mine(tx, principal)],
        )


@router.post(
    "/waves",
    status_code=201,
    responses={400: {"model": ErrorBody}, 404: {"model": ErrorBody}, 409: {"model": ErrorBody}},
)
async def open_wave(wanted: NewWave, services: ServicesDep, principal: Manager) -> WaveBody:
    """Ask teams from one day to another. A team is asked in one wave at a time."""
    now = now_ms()
    opens_at, closes_at = _days(wanted, now)
    sets = tuple(one for one in ASKED_IN_WAVES if one in wanted.sets)
    if ItemSet.CHECK_IN in wanted.sets or not set(sets) - {ItemSet.COMMENT}:
        raise InvalidInput(f"sets: of {', '.join(ASKED_IN_WAVES)}, and not the comment alone.", param="sets")
    async with services.database.begin() as tx:
        chosen = await _chosen(tx, principal, wanted.team_ids)
        people = await pulse.people(tx)
        wave = Wave(
            id=uuid4().hex,
            owner_id=principal.id,
            team_id=chosen[0] if len(chosen) == 1 and chosen[0] != NOBODYS else None,
            title=wanted.title.strip(),
            sets=sets,
            opens_at=opens_at,
            closes_at=closes_at,
        )
        await pulse.add(tx, wave, {team: people.get(team, 0) for team in chosen})
        await pulse.forget(tx, ended_before=now - REMEMBERED_MS)
        detail = {"teams": chosen, "sets": list(sets)}
        await audit.put(tx, at=now, actor=principal, action="pulse.opened", subject=f"pulse:{wave.id}", detail=detail)
        return (await _waves(tx, principal, [wave], now))[0]


@router.post("/waves/{wave_id}/close", responses={404: {"model": ErrorBody}})
async def close_wave(wave_id: Id, services: ServicesDep, principal: Manager) -> WaveBody:
    """Close a wave for good, before its last day. From then on its figures are told."""
    now = now_ms()
    async with services.database.begin() as tx:
        wave = await _managed(tx, principal, wave_id)
        if wave.state(now) != "closed":
            await pulse.close(tx, wave_id, at=now)
            await audit.put(tx, at=now, actor=principal, action="pulse.closed", subject=f"pulse:{wave_id}")
        return (await _waves(tx, principal, [await pulse.get(tx, wave_id)], now))[0]


@router.delete("/waves/{wave_id}", status_code=204, responses={404: {"model": ErrorBody}, 409: {"model": ErrorBody}})
async def cancel_wave(wave_id: Id, services: ServicesDep, principal: Manager) -> Response:
    """Call a wave off and delete its answers. 409 once it is closed: what was told cannot be asked again with one less."""
    now = now_ms()
    async with services.database.begin() as tx:
        wave = await _managed(tx, principal, wave_id)
        if wave.state(now) == "closed":
            raise Conflict("This pulse is closed and its figures are told. It stays.", code="wave_closed")
        await pulse.remove(tx, wave_id)
        await audit.put(tx, at=now, actor=principal, action="pulse.cancelled", subject=f"pulse:{wave_id}")
    return Response(status_code=204)


async def _asked(tx: Transaction, wave: Wave, principal: Principal, language: str) -> AskedBody:
    return AskedBody(
        id=wave.id,
        title=wave.title,
        closes_at=wave.closes_at,
        themes=themes_asked(wave.sets, language),
        answered=await pulse.took_part(tx, wave.id, principal.id),
    )


async def _wave_for(tx: Transaction, wave_id: str | None, team: str, answers: Mapping[str, Answer], now: int) -> Wave:
    """The wave that is named, or the open one that asks this, or the check-in of this week."""
    if wave_id is not None and wave_id != check_in_wave(now).id:
        wave = await pulse.get(tx, wave_id)
        if team not in (await pulse.teams_of(tx, [wave_id])).get(wave_id, []):
            raise Forbidden("This pulse asks other teams, not yours.")
    elif (
        wave_id is None and not pulse_answers.is_check_in(answers) and (found := await pulse.open_of(tx, team, at=now))
    ):
        wave = found
    else:
        wave = check_in_wave(now)
        pulse_answers.check_asked(answers, wave)
        await pulse.keep_check_in(tx, wave)
    check_open(wave, now)
    pulse_answers.check_asked(answers, wave)
    return wave


async def _waves(tx: Transaction, principal: Principal, waves: Sequence[Wave], now: int) -> list[WaveBody]:
    ids = [wave.id for wave in waves]
    counts, of = await pulse.counts(tx, ids), await pulse.teams_of(tx, ids)
    every = reach(principal, Action.MANAGE_PULSE) is Reach.ALL
    bodies = []
    for wave in waves:
        came, people = counts.get(wave.id, (0, 0))
        seen = [team for team in of.get(wave.id, []) if every or team == principal.team_id]
        bodies.append(
            WaveBody(
                id=wave.id,
                title=wave.title,
                sets=list(wave.sets),
                opens_at=wave.opens_at,
                closes_at=wave.ends_at,
                state=wave.state(now),
                teams=[await team_body(tx, team) for team in seen],
                people=people,
                answered=came - came % FEWEST if wave.state(now) == "open" else None,
            )
        )
    return bodies


async def _managed(tx: Transaction, principal: Principal, wave_id: str) -> Wave:
    """Raises `NotFound`; `Forbidden`: it asks a team that is not the caller's to ask."""
    wave = await pulse.get(tx, wave_id)
    asked = (await pulse.teams_of(tx, [wave_id])).get(wave_id, [])
    if wave.is_check_in or not all(_may_manage(principal, team) for team in asked):
        raise Forbidden("This pulse is not yours to change: it asks other teams as well.")
    return wave


def _may_manage(principal: Principal, team: str) -> bool:
    return allowed(principal, Action.MANAGE_PULSE, "", team or None)


async def _mine(tx: Transaction, principal: Principal) -> list[str]:
    """Teams that one may open a pulse for."""
    if reach(principal, Action.MANAGE_PULSE) is not Reach.ALL:
        return [_own_team(principal)]
    every = [team.id for team in await teams.every(tx)]
    return every or [NOBODYS]


async def _chosen(tx: Transaction, principal: Principal, wanted: Sequence[str] | None) -> list[str]:
    """Raises `Forbidden`, `NotFound`, `InvalidInput`."""
    chosen = sorted(set(await _mine(tx, principal) if wanted is None else wanted))
    if not chosen:
        raise InvalidInput("Name at least one team.", param="team_ids")
    for team in chosen:
        if not _may_manage(principal, team):
            raise Forbidden(f"You may not {Action.MANAGE_PULSE.value}.")
        if team != NOBODYS:
            await teams.get(tx, team)
    return chosen


def _own_team(principal: Principal) -> str:
    if principal.team_id is None or not _may_manage(principal, principal.team_id):
        raise Forbidden(f"You may not {Action.MANAGE_PULSE.value}: you are in none that you look after.")
    return principal.team_id


def _team_of(principal: Principal) -> str:
    return principal.team_id or NOBODYS


def _days(wanted: NewWave, now: int) -> tuple[int, int]:
    """Its first moment and the one after its last. Raises `InvalidInput`."""
    today = datetime.fromtimestamp(now / 1000, UTC).date()
    first = wanted.opens_on or today
    if first < today or first > today + timedelta(days=366):
        raise InvalidInput("A pulse begins today or within a year.", param="opens_on")
    last = wanted.closes_on or first + timedelta(days=14)
    if not first <= last <= first + timedelta(days=LONGEST_DAYS):
        raise InvalidInput(f"A pulse lasts from a day to {LONGEST_DAYS} days.", param="closes_on")
    return _midnight(first), _midnight(last) + DAY_MS


def _midnight(day: date) -> int:
    return round(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)
