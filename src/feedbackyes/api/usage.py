"""What talks cost: an estimate before, the sums after, and how limits stand."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from feedbackyes.api.access import Allow
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.services import ServicesDep, now_ms
from feedbackyes.domain import estimate, limits, prices
from feedbackyes.domain.errors import Forbidden, InvalidInput
from feedbackyes.domain.estimate import Estimate
from feedbackyes.domain.limits import LimitReached, Period, Standing, Unit, Whose
from feedbackyes.domain.permissions import Action, Reach, reach
from feedbackyes.domain.prices import price_of
from feedbackyes.domain.principal import Principal
from feedbackyes.protocol.models import current_model
from feedbackyes.providers import Provider
from feedbackyes.settings import Settings
from feedbackyes.stages.usage import tariffs
from feedbackyes.storage import scenarios, usage, users
from feedbackyes.storage.usage import By, Sum

router = APIRouter(prefix="/api/usage", tags=["usage"], responses={403: {"model": ErrorBody}})
Reader = Annotated[Principal, Allow(Action.READ_USAGE)]
FREE_TALK_MINUTES = 10.0
MOST_ROWS = 1_000
_COLUMNS = ("key", "name", "cost_usd", "unknown", "estimated", "talks", "minutes", "voice_seconds", *prices.KINDS[:-1])


class UsageBody(BaseModel):
    """Uses taken together. Tokens that were cached are not in the others."""

    key: Annotated[str, Field(description="What they have in common: a day (UTC), an id, a name; may be empty.")]
    name: Annotated[str | None, Field(description="Of a person, by `user`.")] = None
    cost_usd: Annotated[float, Field(description="Of those whose price is known.")]
    unknown: Annotated[int, Field(description="How many have no known price. They are not in `cost_usd`.")]
    estimated: Annotated[bool, Field(description="A part was reckoned from something that stands for what is billed.")]
    talks: int
    minutes: Annotated[float, Field(description="In which talks were open.")]
    voice_seconds: Annotated[float, Field(description="That were billed as such.")]
    text_in: int
    audio_in: int
    image_in: int
    text_cached: int
    audio_cached: int
    image_cached: int
    text_out: int
    audio_out: int


class LimitBody(BaseModel):
    """A limit that holds for the caller. `used` and `most` are in its unit."""

    model_config = ConfigDict(from_attributes=True)

    whose: Whose
    period: Period
    unit: Unit
    most: float
    used: float
    ends_at: Annotated[int | None, Field(description="When the next period begins, Unix milliseconds.")]


class Usage(BaseModel):
    since: date
    until: date
    items: list[UsageBody]
    next_cursor: str | None
    total: UsageBody
    limits: list[LimitBody]
    free: Annotated[bool, Field(description="The voice engine of now is this machine's own: it costs nothing.")]
    prices_as_of: str
    prices_source: str


class Refusal(BaseModel):
    """A talk would be refused now. `again_at`: Unix milliseconds; null: not by waiting."""

    message: str
    again_at: int | None


class EstimateBody(BaseModel):
    """What a talk will cost, about. US dollars; null: the price is not known."""

    minutes: float
    low_usd: float | None
    usd: float | None
    high_usd: float | None
    basis: Annotated[
        Literal["free", "history", "table", "unknown"],
        Field(description="`history`: from your own earlier talks; `table`: from list prices."),
    ]
    talks: Annotated[int, Field(description="Earlier talks that it is reckoned from.")]
    provider: str
    model: str
    prices_as_of: str
    limits: list[LimitBody]
    refused: Refusal | None


@router.get("", response_model=Usage, responses={200: {"content": {"text/csv": {}}}})
async def get_usage(
    services: ServicesDep,
    principal: Reader,
    since: Annotated[date | None, Query(description="First day (UTC); by default this month's.")] = None,
    until: Annotated[date | None, Query(description="Last day; by default today.")] = None,
    by: By = "day",
    of: Annotated[Literal["own", "team", "all"], Query(description="`team`: trainers; `all`: admins.")] = "own",
    cursor: Annotated[str | None, Query(max_length=400, description="`next_cursor` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=MOST_ROWS)] = 200,
    format_: Annotated[Literal["json", "csv"], Query(alias="format")] = "json",
) -> Usage | Response:
    """What was used and what it cost, by day, model, kind of use, provider, session, person or team."""
    since, until = _days(since, until)
    owner_id, team_id = _whose(principal, of)
    async with services.database.read() as tx:
        sums = partial(
            usage.sums,
            tx,
            since=_ms(since),
            before=_ms(until + timedelta(days=1)),
            owner_id=owner_id,
            team_id=team_id,
        )
        found = await sums(by, after_key=cursor, limit=None if format_ == "csv" else limit + 1)
        (total,) = await sums(None)
        names = {one.id: one.name for one in await users.every(tx)} if by == "user" else {}
    rows = [_body(one, names) for one in found]
    if format_ == "csv":
        return _csv(rows, f"usage-{since}-{until}-by-{by}.csv")
    more = len(rows) > limit
    return Usage(
        since=since,
        until=until,
        items=rows[:limit],
        next_cursor=rows[limit - 1].key if more else None,
        total=_body(total, {}),
        limits=_limits(await services.gateway.budget.read(principal.id, principal.team_id)),
        free=_is_free(services.provider),
        prices_as_of=prices.AS_OF,
        prices_source=prices.SOURCE,
    )


@router.get("/estimate")
async def get_estimate(
    services: ServicesDep,
    principal: Annotated[Principal, Allow(Action.CREATE_SESSION)],
    scenario_id: Annotated[str | None, Query(max_length=128)] = None,
    minutes: Annotated[float | None, Query(gt=0, le=600, description="null: as the scenario is meant.")] = None,
    model: Annotated[str | None, Query(max_length=128)] = None,
    provider: Annotated[
        str | None, Query(max_length=64, description="null: the scenario's, or the server's own.")
    ] = None,
) -> EstimateBody:
    """What a talk will cost, with its spread, and whether a limit is in the way of it."""
    async with services.database.read() as tx:
        scenario = None if scenario_id is None else await scenarios.practised(tx, principal, scenario_id)
        voice = services.gateway.choices.chosen(provider, scenario)
        chosen = current_model(model)[0] if model and voice.capabilities.hosted else voice.model
        earlier = await usage.talks(tx, principal.id, chosen)
    meant = scenario.minutes if scenario is not None else FREE_TALK_MINUTES
    minutes = min(minutes or meant, services.settings.max_session_minutes)
    rates = [one.cost_usd * 60 / one.seconds for one in earlier]
    found = _estimate(voice, chosen, services.settings, minutes, rates)
    refused = None
    try:
        await services.gateway.budget.check(principal)
    except LimitReached as error:
        again_at = None if error.retry_after is None else now_ms() + error.retry_after * 1000
        refused = Refusal(message=error.message, again_at=again_at)
    standing = await services.gateway.budget.read(principal.id, principal.team_id)
    return EstimateBody(
        **asdict(found),
        provider=voice.name,
        model=chosen,
        prices_as_of=prices.AS_OF,
        limits=_limits(standing),
        refused=refused,
    )


def _estimate(voice: Provider, model: str, settings: Settings, minutes: float, rates: Sequence[float]) -> Estimate:
    if _is_free(voice):
        return estimate.free(minutes)
    if voice.capabilities.costs:
        parts = {kind: one.sold_as for kind, one in tariffs(settings).items() if not one.free}
        return estimate.from_parts(minutes, parts)  # earlier talks may have had others
    priced = model if price_of(model) is not None else settings.priced_as or model
    return estimate.from_history(minutes, rates) or estimate.from_table(minutes, priced, voice.recogniser)


def _is_free(voice: Provider) -> bool:
    return voice.capabilities.free and not voice.capabilities.costs


def _days(since: date | None, until: date | None) -> tuple[date, date]:
    today = datetime.now(UTC).date()
    until = until or today
    since = since or min(until, today).replace(day=1)
    if since > until:
        raise InvalidInput("The first day is after the last one.", param="since")
    if not 1970 <= since.year <= until.year < 9999:
        raise InvalidInput("Days are from 1970-01-01 to 9998-12-31.", param="until")
    return since, until


def _whose(principal: Principal, of: Literal["own", "team", "all"]) -> tuple[str | None, str | None]:
    """Owner and team whose uses to sum up. Raises `Forbidden`."""
    extent = reach(principal, Action.READ_USAGE)
    if of == "own":
        return principal.id, None
    if of == "team" and extent >= Reach.TEAM and principal.team_id is not None:
        return None, principal.team_id
    if of == "all" and extent is Reach.ALL:
        return None, None
    raise Forbidden(f"You may not {Action.READ_USAGE.value} of {'everybody' if of == 'all' else 'your team'}.")


def _limits(standings: Sequence[Standing]) -> list[LimitBody]:
    now = now_ms()
    return [
        LimitBody(
            **{name: getattr(one.limit, name) for name in ("whose", "period", "unit", "most")},
            used=one.used,
            ends_at=limits.ends(one.limit.period, now),
        )
        for one in standings
    ]


def _body(one: Sum, names: Mapping[str, str]) -> UsageBody:
    tokens = {name: value for name, value in asdict(one.used).items() if name != "seconds"}
    return UsageBody(
        **{name: getattr(one, name) for name in ("key", "cost_usd", "unknown", "estimated", "talks")},
        name=names.get(one.key),
        minutes=one.seconds / 60,
        voice_seconds=one.used.seconds,
        **tokens,
    )


def _csv(rows: Sequence[UsageBody], name: str) -> Response:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for row in rows:
        values = row.model_dump()
        writer.writerow([cell(values[column]) for column in _COLUMNS])
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(out.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def cell(value: Any) -> Any:
    """A name that a spreadsheet would take for a formula is made text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def _ms(day: date) -> int:
    return round(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)
