"""Pulses: waves, who took part, and boxes of answers.

There is no row of an answer. A box has all answers of one team to one theme in one wave, sorted, and is written anew with
each of them; who took part stands in a table of its own, without a time. Neither order, id nor time joins the two.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, cast

from sqlalchemy import CursorResult, Row, Select, Table, and_, delete, func, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from feedbackyes.domain.errors import Conflict, NotFound
from feedbackyes.domain.principal import Principal
from feedbackyes.domain.pulse import CHECK_IN, NOBODYS, THEMES, AlreadyAnswered, Answer, ItemSet, Theme, Wave
from feedbackyes.domain.pulse_privacy import Box, Group
from feedbackyes.domain.pulse_results import Asked
from feedbackyes.storage import schema

_waves, _groups, _boxes = schema.pulse_waves, schema.pulse_groups, schema.pulse_boxes
_participations, _notes, _users = schema.pulse_participations, schema.pulse_notes, schema.users
_columns = [_waves.c[name] for name in Wave.__slots__]
_opened = _waves.c.id.not_like(f"{CHECK_IN}%")
"""By somebody, who may be gone since."""


class WaveOverlaps(Conflict):
    code = "wave_overlaps"


@dataclass(frozen=True, slots=True)
class Note:
    """What a team has changed. `at`: Unix milliseconds."""

    id: str
    team_id: str
    at: int
    text: str


async def people(tx: AsyncSession) -> dict[str, int]:
    """How many people of each team can sign in; `NOBODYS`: of no team."""
    team = func.coalesce(_users.c.team_id, NOBODYS)
    active = select(team.label("team"), func.count().label("people")).where(_users.c.disabled_at.is_(None))
    return {row.team: row.people for row in await tx.execute(active.group_by(team))}


async def add(tx: AsyncSession, wave: Wave, teams: Mapping[str, int]) -> None:
    """Store a wave of these teams, each with its number of people.

    Raises:
        WaveOverlaps: one of the teams is asked in another wave meanwhile.
    """
    chosen = sorted(teams)
    await tx.execute(select(schema.teams.c.id).where(schema.teams.c.id.in_(chosen)).with_for_update())
    unclosed = (_opened, _waves.c.closed_at.is_(None))
    meanwhile = (_waves.c.closes_at > wave.opens_at, _waves.c.opens_at < wave.closes_at)
    busy = select(_groups.c.team_id).join(_waves).where(*unclosed, *meanwhile, _groups.c.team_id.in_(chosen))
    if (await tx.execute(busy.limit(1))).first() is not None:
        raise WaveOverlaps("A team is asked in one pulse at a time. Close the other one first, or choose later days.")
    await tx.execute(insert(_waves).values(**asdict(wave)))
    rows = [{"wave_id": wave.id, "team_id": team, "people": count} for team, count in teams.items()]
    await tx.execute(insert(_groups), rows)


async def get(tx: AsyncSession, wave_id: str) -> Wave:
    """Raises `NotFound`."""
    row = (await tx.execute(select(*_columns).where(_waves.c.id == wave_id))).one_or_none()
    if row is None:
        raise NotFound(f"There is no pulse {wave_id!r}.", code="wave_not_found", param="wave_id")
    return _wave(row)


async def close(tx: AsyncSession, wave_id: str, *, at: int) -> None:
    """For good: figures that were told once must not grow by an answer."""
    unclosed = (_waves.c.id == wave_id, _waves.c.closed_at.is_(None))
    await tx.execute(update(_waves).where(*unclosed).values(closed_at=at))


async def remove(tx: AsyncSession, wave_id: str) -> None:
    """With all answers, and who took part."""
    for table in (_boxes, _participations, _groups):
        await tx.execute(delete(table).where(table.c.wave_id == wave_id))
    await tx.execute(delete(_waves).where(_waves.c.id == wave_id))


async def keep_check_in(tx: AsyncSession, wave: Wave) -> None:
    """Store a week of check-ins unless it is there."""
    await _insert_missing(tx, _waves, asdict(wave))


async def open_of(tx: AsyncSession, team: str, *, at: int) -> Wave | None:
    """The wave in which a team is asked at the Unix millisecond `at`, check-ins aside."""
    begun = and_(_waves.c.opens_at <= at, _waves.c.closes_at > at, _opened)
    unclosed = or_(_waves.c.closed_at.is_(None), _waves.c.closed_at > at)
    query = select(*_columns).join(_groups).where(_groups.c.team_id == team, begun, unclosed)
    row = (await tx.execute(query.order_by(_waves.c.opens_at.desc(), _waves.c.id).limit(1))).first()
    return None if row is None else _wave(row)


async def teams_of(tx: AsyncSession, wave_ids: Collection[str]) -> dict[str, list[str]]:
    """The teams of each wave."""
    query = select(_groups.c.wave_id, _groups.c.team_id).where(_groups.c.wave_id.in_(sorted(wave_ids)))
    found: dict[str, list[str]] = {}
    for row in await tx.execute(query.order_by(_groups.c.wave_id, _groups.c.team_id)):
        found.setdefault(row.wave_id, []).append(row.team_id)
    return found


async def took_part(tx: AsyncSession, wave_id: str, owner_id: str) -> bool:
    mine = (_participations.c.wave_id == wave_id, _participations.c.owner_id == owner_id)
    return (await tx.execute(select(_participations.c.owner_id).where(*mine))).first() is not None


async def answer(
    tx: AsyncSession, wave: Wave, principal: Principal, team: str, answers: Mapping[str, Answer], *, people: int
) -> None:
    """Put answers into their boxes and note who took part, each by itself.

    Args:
        answers: by theme. people: how many of the team could answer.

    Raises:
        AlreadyAnswered: this person took part in the wave.
    """
    try:
        async with tx.begin_nested():
            values = {"wave_id": wave.id, "owner_id": principal.id, "team_id": team}
            await tx.execute(insert(_participations).values(**values))
    except IntegrityError as error:
        raise AlreadyAnswered from error
    group = {"wave_id": wave.id, "team_id": team}
    await _insert_missing(tx, _groups, {**group, "people": people})
    same = (_groups.c.wave_id == wave.id, _groups.c.team_id == team)
    await tx.execute(update(_groups).where(*same).values(people=people))
    for name in sorted(answers):
        await _put_in(tx, wave, team, THEMES[name], answers[name])


async def _put_in(tx: AsyncSession, wave: Wave, team: str, theme: Theme, given: Answer) -> None:
    """The row is locked before it is read: of two answers at once neither is lost."""
    key = {"wave_id": wave.id, "team_id": team, "theme": theme.id}
    await _insert_missing(tx, _boxes, {**key, "answers": [], "waiting": []})
    this = and_(*(_boxes.c[name] == value for name, value in key.items()))
    row = (await tx.execute(select(_boxes.c.answers, _boxes.c.waiting).where(this).with_for_update())).one()
    box = Box(tuple(row.answers), tuple(row.waiting)).with_answer(given, theme, wave)
    await tx.execute(update(_boxes).where(this).values(answers=list(box.answers), waiting=list(box.waiting)))


async def asked(tx: AsyncSession, *, before: int, team: str | None = None) -> list[Asked]:
    """All waves that began by the Unix millisecond `before`, the oldest first, with all their groups, or `team` alone."""
    query = select(*_columns).where(_waves.c.opens_at <= before)
    waves = sorted((_wave(row) for row in await tx.execute(query)), key=lambda one: (one.opens_at, one.ends_at, one.id))
    groups = await _groups_of(tx, team)
    return [(wave, groups.get(wave.id, {})) for wave in waves]


async def _groups_of(tx: AsyncSession, team: str | None) -> dict[str, dict[str, Group]]:
    def of_team(table: Table, *names: str) -> Select[tuple[Any, ...]]:
        query = select(*(table.c[name] for name in ("wave_id", "team_id", *names)))
        return query if team is None else query.where(table.c.team_id == team)

    boxes: dict[tuple[str, str], dict[str, Box]] = {}
    for row in await tx.execute(of_team(_boxes, "theme", "answers")):
        boxes.setdefault((row.wave_id, row.team_id), {})[row.theme] = Box(tuple(row.answers))
    people_of: dict[tuple[str, str], set[str]] = {}
    for row in await tx.execute(of_team(_participations, "owner_id")):
        people_of.setdefault((row.wave_id, row.team_id), set()).add(row.owner_id)
    found: dict[str, dict[str, Group]] = {}
    for row in await tx.execute(of_team(_groups, "people")):
        key = (row.wave_id, row.team_id)
        group = Group(row.people, frozenset(people_of.get(key, ())), boxes.get(key, {}))
        found.setdefault(row.wave_id, {})[row.team_id] = group
    return found


async def every(tx: AsyncSession, *, team: str | None, limit: int) -> list[Wave]:
    """Waves that somebody opened, the latest first; of one team, or of all."""
    query = select(*_columns).where(_opened)
    if team is not None:
        query = query.join(_groups).where(_groups.c.team_id == team)
    rows = await tx.execute(query.order_by(_waves.c.opens_at.desc(), _waves.c.id).limit(limit))
    return [_wave(row) for row in rows]


async def counts(tx: AsyncSession, wave_ids: Collection[str]) -> dict[str, tuple[int, int]]:
    """How many took part in each wave, and how many people it asks."""
    wanted = sorted(wave_ids)
    query = select(_participations.c.wave_id, func.count()).where(_participations.c.wave_id.in_(wanted))
    rows = await tx.execute(query.group_by(_participations.c.wave_id))
    came = {wave_id: count for wave_id, count in rows}  # noqa: C416 (a row is no pair to mypy)
    asks = select(_groups.c.wave_id, func.sum(_groups.c.people)).where(_groups.c.wave_id.in_(wanted))
    found = await tx.execute(asks.group_by(_groups.c.wave_id))
    return {wave_id: (came.get(wave_id, 0), total) for wave_id, total in found}


async def forget(tx: AsyncSession, *, ended_before: int) -> int:
    """Forget who took part in waves that ended before this Unix millisecond. Returns how many there were."""
    over = select(_waves.c.id).where(func.coalesce(_waves.c.closed_at, _waves.c.closes_at) < ended_before)
    done = await tx.execute(delete(_participations).where(_participations.c.wave_id.in_(over)))
    return cast("CursorResult[Any]", done).rowcount


async def add_note(tx: AsyncSession, note: Note, *, owner_id: str) -> None:
    await tx.execute(insert(_notes).values(**asdict(note), owner_id=owner_id))


async def note(tx: AsyncSession, note_id: str) -> Note:
    """Raises `NotFound`."""
    columns = [_notes.c[name] for name in Note.__slots__]
    row = (await tx.execute(select(*columns).where(_notes.c.id == note_id))).one_or_none()
    if row is None:
        raise NotFound(f"There is no note {note_id!r}.", code="note_not_found")
    return Note(*row)


async def notes(tx: AsyncSession, team: str | None) -> list[Note]:
    """Of one team, or of all; the latest first."""
    query = select(*(_notes.c[name] for name in Note.__slots__)).order_by(_notes.c.at.desc(), _notes.c.id)
    rows = await tx.execute(query if team is None else query.where(_notes.c.team_id == team))
    return [Note(*row) for row in rows]


async def remove_note(tx: AsyncSession, note_id: str) -> None:
    await tx.execute(delete(_notes).where(_notes.c.id == note_id))


async def _insert_missing(tx: AsyncSession, table: Table, values: Mapping[str, Any]) -> None:
    make = postgresql.insert if tx.get_bind().dialect.name == "postgresql" else sqlite.insert
    await tx.execute(make(table).values(**values).on_conflict_do_nothing())


def _wave(row: Row[Any] | Sequence[Any]) -> Wave:
    wave = Wave(*row)
    return Wave(**{**asdict(wave), "sets": tuple(ItemSet(one) for one in wave.sets)})
