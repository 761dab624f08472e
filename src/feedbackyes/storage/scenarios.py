"""Scenarios: those that were written here, with every version, and those that ship with the package."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import asdict, fields
from functools import lru_cache

import structlog
from sqlalchemy import delete as delete_from
from sqlalchemy import func, insert, or_, select
from sqlalchemy import update as update_rows
from sqlalchemy.ext.asyncio import AsyncSession

from feedbackyes import library
from feedbackyes.domain.errors import Conflict, Forbidden, NotFound
from feedbackyes.domain.own_scenario import OwnScenario, ScenarioVersion
from feedbackyes.domain.permissions import Action, Reach, allowed, reach
from feedbackyes.domain.principal import Principal
from feedbackyes.domain.scenario import Scenario
from feedbackyes.domain.session import Session
from feedbackyes.storage import schema

Transaction = AsyncSession
"""What callers pass on between these functions."""
log = structlog.get_logger(__name__)
_table, _versions = schema.scenarios, schema.scenario_versions
_columns = [_table.c[field.name] for field in fields(OwnScenario)]
_version_columns = [_versions.c[field.name] for field in fields(ScenarioVersion)]


class UnknownScenario(NotFound):
    code = "scenario_not_found"

    def __init__(self, scenario_id: str) -> None:
        super().__init__(
            f"There is no scenario {scenario_id!r}. GET /api/scenarios lists those there are.", param="scenario_id"
        )


class Overwritten(Conflict):
    code = "scenario_changed"

    def __init__(self, version: int) -> None:
        super().__init__(
            f"Somebody has saved version {version} meanwhile. Look at it in the versions before you save yours."
        )


# ---- what can be practised


async def resolve(tx: AsyncSession, scenario_id: str, version: int | None = None) -> Scenario:
    """A scenario, shipped or written here. Who asks was checked before.

    Args:
        version: of one that was written here, also when it was deleted after that talk; None is the one of now. Of a
            shipped one there is only the one of now.

    Raises:
        UnknownScenario: there is none, or no such version.
    """
    own = await find(tx, scenario_id)
    if own is None:
        return _shipped(scenario_id)
    if version is None and own.deleted_at is not None:
        raise UnknownScenario(scenario_id)
    return _read((await text(tx, scenario_id, version or own.version)).text)


async def several(tx: AsyncSession, scenario_ids: Collection[str]) -> dict[str, Scenario]:
    """Those of these that are still there, as they are now."""
    wanted = (
        select(_table.c.id, _table.c.deleted_at, _versions.c.text)
        .join(_versions, (_versions.c.scenario_id == _table.c.id) & (_versions.c.version == _table.c.version))
        .where(_table.c.id.in_(sorted(scenario_ids)))
    )
    own = {row.id: row for row in await tx.execute(wanted)}
    found = {id_: _read(row.text) for id_, row in own.items() if row.deleted_at is None}
    for scenario_id in set(scenario_ids) - own.keys():
        with suppress(NotFound):
            found[scenario_id] = _shipped(scenario_id)
    return found


async def practised(tx: AsyncSession, principal: Principal, scenario_id: str, version: int | None = None) -> Scenario:
    """The scenario that `principal` wants to talk with.

    Args:
        version: other than the one of now: an earlier one, or for its author a draft.

    Raises:
        UnknownScenario: there is none that they may know of. Forbidden: somebody else's draft.
    """
    own = await find(tx, scenario_id)
    if own is None:
        return _shipped(scenario_id)
    if not own.seen_by(principal):
        raise UnknownScenario(scenario_id)
    stored = await text(tx, scenario_id, version or own.version)
    if stored.draft and not allowed(principal, Action.AUTHOR, own.owner_id):
        raise Forbidden("Only its author can try a draft of this scenario. Leave the version out.")
    return _read(stored.text)


async def of_session(tx: AsyncSession, session: Session) -> Scenario | None:
    """The scenario that a session is held with, in its version; None for a free talk, and when it is no more."""
    if session.scenario_id is None:
        return None
    try:
        return await resolve(tx, session.scenario_id, session.scenario_version)
    except NotFound:
        return None


async def visible(tx: AsyncSession, principal: Principal) -> list[tuple[OwnScenario, Scenario]]:
    """What `principal` may practise of what was written here, the latest first."""
    wanted = (
        select(*_columns, _versions.c.text)
        .join(_versions, (_versions.c.scenario_id == _table.c.id) & (_versions.c.version == _table.c.version))
        .where(_table.c.deleted_at.is_(None))
        .order_by(_table.c.updated_at.desc(), _table.c.id)
    )
    if reach(principal, Action.AUTHOR) is not Reach.ALL:
        ours = or_(_table.c.team_id.is_(None), _table.c.team_id == principal.team_id)
        mine = _table.c.owner_id == principal.id
        wanted = wanted.where(mine if principal.external else or_(mine, _table.c.shared & ours))
    found: list[tuple[OwnScenario, Scenario]] = []
    for row in await tx.execute(wanted):
        own = OwnScenario(*row[:-1])
        try:
            found.append((own, _read(row[-1])))
        except library.BadFile as error:
            log.warning("a scenario cannot be read any more", scenario_id=own.id, error=error.message)
    return found


def _shipped(scenario_id: str) -> Scenario:
    try:
        return library.scenario(scenario_id)
    except NotFound:
        raise UnknownScenario(scenario_id) from None


@lru_cache(maxsize=256)
def _read(stored: str) -> Scenario:
    """Versions never change, so each is read once. Raises `BadFile` for one that another release wrote."""
    return library.parse(Scenario, stored, "This scenario")


# ---- writing


async def find(tx: AsyncSession, scenario_id: str) -> OwnScenario | None:
    row = (await tx.execute(select(*_columns).where(_table.c.id == scenario_id))).one_or_none()
    return None if row is None else OwnScenario(*row)


async def create(tx: AsyncSession, own: OwnScenario, first: str, *, note: str | None = None) -> None:
    """Store a new scenario with its first text, which was checked."""
    await tx.execute(insert(_table).values(**asdict(own)))
    await _put(tx, own, ScenarioVersion(own.id, own.version, first, note, draft=False, created_at=own.created_at))


async def save(tx: AsyncSession, own: OwnScenario, wanted: ScenarioVersion) -> None:
    """Make `wanted`, which was checked, the text of now.

    Raises:
        Overwritten: somebody has saved since `own` was read.
    """
    done = await tx.execute(
        update_rows(_table)
        .where(_table.c.id == own.id, _table.c.version == own.version, _table.c.deleted_at.is_(None))
        .values(version=wanted.version, updated_at=wanted.created_at)
        .returning(_table.c.id)
    )
    if done.one_or_none() is None:
        current = await find(tx, own.id)
        raise Overwritten(current.version if current else own.version)
    await _put(tx, own, wanted)


async def keep_draft(tx: AsyncSession, own: OwnScenario, wanted: ScenarioVersion) -> None:
    """Store a text to try. Earlier drafts that nobody talked with go."""
    held = await _held(tx, own.id)
    old = (_versions.c.scenario_id == own.id) & _versions.c.draft & _versions.c.version.not_in(held)
    await tx.execute(delete_from(_versions).where(old))
    await _put(tx, own, wanted)


async def next_version(tx: AsyncSession, scenario_id: str) -> int:
    """A number that no text of this scenario ever had, drafts and what was held with them included."""
    stored = select(func.max(_versions.c.version)).where(_versions.c.scenario_id == scenario_id)
    held = select(func.max(schema.sessions.c.scenario_version)).where(schema.sessions.c.scenario_id == scenario_id)
    found = [(await tx.execute(one)).scalar() or 0 for one in (stored, held)]
    return max(found) + 1


async def text(tx: AsyncSession, scenario_id: str, version: int) -> ScenarioVersion:
    """Raises `UnknownScenario`."""
    wanted = select(*_version_columns).where(_versions.c.scenario_id == scenario_id, _versions.c.version == version)
    row = (await tx.execute(wanted)).one_or_none()
    if row is None:
        raise UnknownScenario(f"{scenario_id}, version {version}")
    return ScenarioVersion(*row)


async def versions(tx: AsyncSession, scenario_id: str) -> list[ScenarioVersion]:
    """What was saved, the latest first."""
    wanted = select(*_version_columns).where(_versions.c.scenario_id == scenario_id, _versions.c.draft.is_(False))
    rows = await tx.execute(wanted.order_by(_versions.c.version.desc()))
    return [ScenarioVersion(*row) for row in rows]


async def share(tx: AsyncSession, scenario_id: str, *, shared: bool) -> None:
    await tx.execute(update_rows(_table).where(_table.c.id == scenario_id).values(shared=shared))


async def delete(tx: AsyncSession, scenario_id: str, *, at: int) -> None:
    """Delete a scenario. Texts that talks were held with stay for the reports of those talks, and for nothing else."""
    held = await _held(tx, scenario_id)
    await tx.execute(
        delete_from(_versions).where(_versions.c.scenario_id == scenario_id, _versions.c.version.not_in(held))
    )
    if held:
        await tx.execute(update_rows(_table).where(_table.c.id == scenario_id).values(deleted_at=at))
    else:
        await tx.execute(delete_from(_table).where(_table.c.id == scenario_id))


async def _held(tx: AsyncSession, scenario_id: str) -> Collection[int]:
    """Versions that somebody talked with."""
    sessions = schema.sessions
    wanted = select(sessions.c.scenario_version).where(
        sessions.c.scenario_id == scenario_id, sessions.c.scenario_version.is_not(None)
    )
    return set((await tx.execute(wanted.distinct())).scalars())


async def _put(tx: AsyncSession, own: OwnScenario, wanted: ScenarioVersion) -> None:
    values = {**asdict(wanted), "owner_id": own.owner_id, "team_id": own.team_id}
    await tx.execute(insert(_versions).values(**values))
