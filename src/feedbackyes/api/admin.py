"""What those who run this server have to see of it: how it is, what it holds and what goes on. No content of talks."""

from __future__ import annotations

import asyncio
import platform
import re
import shutil
import time
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from feedbackyes import __version__
from feedbackyes.api.access import Allow
from feedbackyes.api.errors import ErrorBody
from feedbackyes.api.models import LIBRARY
from feedbackyes.api.services import Services, ServicesDep, now_ms
from feedbackyes.domain.permissions import Action
from feedbackyes.domain.principal import Principal
from feedbackyes.domain.session import OPEN_STATES, EndReason, Session, SessionState, Transport
from feedbackyes.providers import Assembled
from feedbackyes.settings import Settings, is_secret, variable
from feedbackyes.storage import last_backup, overview, sessions, teams, usage, users
from feedbackyes.storage.usage import Sum

router = APIRouter(prefix="/api/admin", tags=["admin"], responses={403: {"model": ErrorBody}})
Admin = Annotated[Principal, Allow(Action.RUN_SERVER)]
_DAY_MS = 86_400_000
RECENT_MS = 7 * _DAY_MS
ACTIVE_MS = 30 * _DAY_MS
_STARTED = time.time()
_HAS_SECRET = re.compile(r"(^|_)(key|secret|secrets|token|password|passwords|header|command)$")


class PeopleBody(BaseModel):
    """People with accounts; `active` in the last 30 days. Disabled ones are in `total` only."""

    model_config = ConfigDict(from_attributes=True)

    total: int
    admins: int
    trainers: int
    learners: int
    active: int
    disabled: int
    teams: int


class TalksBody(BaseModel):
    """`recent` began in the last 7 days."""

    total: int
    recent: int
    recent_minutes: float
    open: Annotated[int, Field(description="Not over: live, or waiting for somebody to come back.")]


class CostsBody(BaseModel):
    """Of this month (UTC)."""

    cost_usd: Annotated[float, Field(description="Of what has a known price.")]
    unknown: Annotated[int, Field(description="Uses without a known price.")]
    talks: int
    minutes: float
    free: Annotated[bool, Field(description="The voice engine of now is this machine's own: it costs nothing.")]


class EngineBody(BaseModel):
    """What hears, answers and speaks now."""

    provider: str
    hosted: Annotated[bool, Field(description="Voices leave this machine.")]
    model: str
    recogniser: str
    basic_ears: bool
    voice: str
    partner: str | None
    reasons: Annotated[dict[str, str], Field(description="Why `auto` took a part.")]
    processes: Annotated[dict[str, int], Field(description="Worker processes that run now, of parts that have some.")]
    judge: Annotated[str | None, Field(description="Language model that judges; null: the basic check.")]


class ModelsBody(BaseModel):
    installed: list[str]
    pulling: list[str]
    runs: Annotated[bool, Field(description="The library that runs them is installed.")]


class DatabaseBody(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    engine: Annotated[str, Field(description="`SQLite` or `PostgreSQL`.")]
    revision: str | None
    size_bytes: int | None


class DiskBody(BaseModel):
    """The disk that the data folder is on."""

    folder: str
    free_bytes: int
    total_bytes: int


class BackupBody(BaseModel):
    """The last backup that was made with `feedbackyes backup` in this data folder."""

    model_config = ConfigDict(from_attributes=True)

    made_at: Annotated[str, Field(description="ISO 8601, UTC.")]
    target: str
    size_bytes: int


class OverviewBody(BaseModel):
    version: str
    python: str
    system: str
    started_at: Annotated[int, Field(description="Unix milliseconds.")]
    draining: bool
    accounts: Annotated[bool, Field(description="People sign in here.")]
    people: PeopleBody
    talks: TalksBody
    costs: CostsBody
    engine: EngineBody
    models: ModelsBody
    database: DatabaseBody
    disk: DiskBody
    last_backup: BackupBody | None


class WhoseBody(BaseModel):
    id: str
    name: str


class TalkBody(BaseModel):
    """That there is a talk, and what it took; nothing of what it was about. Times as in a session."""

    id: str
    owner: WhoseBody
    team: WhoseBody | None
    state: SessionState
    end_reason: EndReason | None
    created_at: int
    started_at: int | None
    ended_at: int | None
    duration_ms: Annotated[int | None, Field(description="Up to now while it is open; null when it never started.")]
    transport: Transport | None
    provider: str | None
    recording: bool
    cost_usd: Annotated[float | None, Field(description="Of what has a known price; null: nothing was used.")]


class TalkList(BaseModel):
    items: list[TalkBody]
    next_cursor: str | None


class SettingBody(BaseModel):
    """One setting as it holds now."""

    name: Annotated[str, Field(description="Of the environment variable.")]
    value: Annotated[str | None, Field(description="null: a secret, which is never told.")]
    given: Annotated[bool, Field(description="It was set; else it is the default.")]
    secret: bool
    what: str


class SettingList(BaseModel):
    items: list[SettingBody]


@router.get("/overview")
async def get_overview(services: ServicesDep, _: Admin) -> OverviewBody:
    """Everything at a glance."""
    now = now_ms()
    async with services.database.read() as tx:
        people = await overview.people(tx, active_since=now - ACTIVE_MS)
        talks = await overview.talks(tx, since=now - RECENT_MS)
        facts = await overview.database(tx)
        (spent,) = await usage.sums(tx, None, since=_month(now))
    disk, backup = await asyncio.to_thread(_on_disk, services.settings.data)
    return OverviewBody(
        version=__version__,
        python=platform.python_version(),
        system=f"{platform.system()} {platform.machine()}",
        started_at=round(_STARTED * 1000),
        draining=services.draining,
        accounts=services.door.accounts,
        people=PeopleBody.model_validate(people),
        talks=TalksBody(
            total=talks.total, recent=talks.recent, recent_minutes=talks.recent_ms / 60_000, open=talks.open
        ),
        costs=_costs(services, spent),
        engine=_engine(services),
        models=await asyncio.to_thread(_models, services),
        database=DatabaseBody.model_validate(facts),
        disk=disk,
        last_backup=backup,
    )


@router.get("/talks")
async def list_talks(
    services: ServicesDep,
    _: Admin,
    state: Annotated[Literal["all", "open"], Query(description="`open`: only those that are not over.")] = "all",
    cursor: Annotated[str | None, Query(max_length=400, description="`next_cursor` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> TalkList:
    """That talks exist and what they cost, newest first. `POST /force-stop/{id}` and `DELETE /api/sessions/{id}` end and
    delete them; to read one takes that its learner shares it."""
    among = overview.open_ids() if state == "open" else None
    async with services.database.read() as tx:
        found = await sessions.page(tx, among=among, cursor=cursor, limit=limit)
        names = await users.names(tx, {one.owner_id for one in found.items})
        called = {team.id: team.name for team in await teams.every(tx)}
        spent = await usage.of_sessions(tx, [one.id for one in found.items])
    items = [_talk(one, names, called, spent.get(one.id)) for one in found.items]
    return TalkList(items=items, next_cursor=found.next_cursor)


@router.get("/settings")
async def list_settings(services: ServicesDep, _: Admin) -> SettingList:
    """The settings in force. Of secrets it is only told whether they are set."""
    return SettingList(items=list(_settings(services.settings)))


def _settings(settings: Settings) -> Iterator[SettingBody]:
    for name, field in Settings.model_fields.items():
        value = getattr(settings, name)
        is_path = isinstance(value, Path)
        # A command or a header is none by itself, and may well have one in it.
        secret = not is_path and (is_secret(name) or _HAS_SECRET.search(name) is not None)
        yield SettingBody(
            name=variable(name),
            value=None if secret else _shown(value),
            given=name in settings.model_fields_set,
            secret=secret,
            what=field.description or "",
        )


def _shown(value: object) -> str:
    """As one would write it in the environment."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return ",".join(f"{key}={one}" for key, one in value.items())
    if isinstance(value, tuple):
        between = "-" if all(isinstance(one, int) for one in value) else ","
        return between.join(_without_password(str(one)) for one in value)
    return _without_password(str(value))


def _without_password(value: str) -> str:
    """A URL without the name and password of whoever may use it."""
    if "://" not in value or "@" not in value:
        return value
    parts = urlsplit(value)
    return parts._replace(netloc=f"…@{parts.netloc.rpartition('@')[2]}").geturl()


def _month(now: int) -> int:
    """Its beginning, Unix milliseconds."""
    today = time.gmtime(now / 1000)
    return now - now % _DAY_MS - (today.tm_mday - 1) * _DAY_MS


def _costs(services: Services, spent: Sum) -> CostsBody:
    able = services.provider.capabilities
    return CostsBody(
        cost_usd=spent.cost_usd,
        unknown=spent.unknown,
        talks=spent.talks,
        minutes=spent.seconds / 60,
        free=not (able.leaves or able.costs),
    )


def _engine(services: Services) -> EngineBody:
    provider, settings = services.provider, services.settings
    assembled = provider if isinstance(provider, Assembled) else None
    return EngineBody(
        provider=provider.name,
        hosted=provider.capabilities.leaves,
        model=provider.model,
        recogniser=provider.recogniser,
        basic_ears=provider.capabilities.basic_ears,
        voice=provider.voice,
        partner=assembled.partner if assembled else None,
        reasons=dict(assembled.reasons) if assembled else {},
        processes=dict(services.engine.processes()),
        judge=settings.judge_model if settings.judges_with_model else None,
    )


def _models(services: Services) -> ModelsBody:
    installed = services.pulls.store.installed()
    return ModelsBody(installed=installed, pulling=services.pulls.names(), runs=find_spec(LIBRARY) is not None)


def _on_disk(data: Path) -> tuple[DiskBody, BackupBody | None]:
    space = shutil.disk_usage(data)
    found = last_backup.read(data)
    backup = None if found is None else BackupBody.model_validate(found, from_attributes=True)
    return DiskBody(folder=str(data), free_bytes=space.free, total_bytes=space.total), backup


def _talk(session: Session, names: Mapping[str, str], called: Mapping[str, str], spent: Sum | None) -> TalkBody:
    began = session.started_at
    until = session.ended_at or (now_ms() if session.state in OPEN_STATES else None)
    team = session.team_id
    return TalkBody(
        id=session.id,
        owner=WhoseBody(id=session.owner_id, name=names.get(session.owner_id) or session.owner_id),
        team=WhoseBody(id=team, name=called.get(team) or team) if team else None,
        state=session.state,
        end_reason=session.end_reason,
        created_at=session.created_at,
        started_at=began,
        ended_at=session.ended_at,
        duration_ms=until - began if began is not None and until is not None else None,
        transport=session.transport,
        provider=session.provider,
        recording=session.recording,
        cost_usd=spent.cost_usd if spent else None,
    )
