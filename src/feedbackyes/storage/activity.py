"""How much was practised, week by week. Times, scenarios and whose; no content.

A talk counts for the team that its learner was in then.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Text, case, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from feedbackyes.domain import dashboard
from feedbackyes.domain.dashboard import FIRST_MONDAY_MS, FREE, WEEK_MS, TeamWeek, ToldInWeek
from feedbackyes.domain.pulse import NOBODYS
from feedbackyes.storage import schema

_table = schema.sessions
_BETWEEN_TALKS, _BETWEEN_TEAMS = "\x1f", "\x1e"
"""No id has them."""
_Mark = tuple[Any, ...]
"""Of a week: different when a talk was added, went on, went away or became somebody else's."""


class Weeks:
    """What may be told of the last weeks. Each is added up when its talks have changed since it was last, and kept.

    Every look asks the database whether they have: what is deleted counts for nobody from then on. That reads one index,
    as far as the weeks reach; adding up takes several times as long.
    """

    def __init__(self) -> None:
        self._kept: Mapping[int, tuple[_Mark, ToldInWeek]] = {}

    async def told(self, tx: AsyncSession, *, since: int, until: int) -> dict[int, ToldInWeek]:
        """By Monday, the weeks with talks that began from one Monday to before another, Unix milliseconds."""
        before = self._kept
        # Marks first: what changes in between is found by the next look.
        marks = await _marks(tx, since=since, until=until)
        kept = {week: before[week] for week, mark in marks.items() if week in before and before[week][0] == mark}
        for week in sorted(marks.keys() - kept.keys()):
            # One at a time: live talks go on between them, and a week of long ago does not have all since then read.
            kept[week] = (marks[week], dashboard.told(await practised(tx, week)))
        self._kept = kept
        return {week: told for week, (_, told) in kept.items()}


async def practised(tx: AsyncSession, week: int) -> list[TeamWeek]:
    """The talks that began in the week of a Monday, Unix milliseconds, by team."""
    by = (
        select(
            func.coalesce(_table.c.team_id, NOBODYS).label("team"),
            _listed(_table.c.owner_id, _BETWEEN_TALKS).label("people"),
            _listed(func.coalesce(_table.c.scenario_id, FREE), _BETWEEN_TALKS).label("scenarios"),
            func.sum(_spoken_ms()).label("spoken"),
        )
        .where(*_began(week, week + WEEK_MS))
        .group_by("team")
        .subquery()
    )
    # One row: to fetch one for each team takes twice as long.
    listed = (_listed(column, _BETWEEN_TEAMS) for column in by.c)
    row = (await tx.execute(select(*listed).having(func.count() > 0))).one_or_none()
    if row is None:
        return []
    return [
        TeamWeek(team, people.split(_BETWEEN_TALKS), scenarios.split(_BETWEEN_TALKS), int(spoken_ms))
        for team, people, scenarios, spoken_ms in zip(*(one.split(_BETWEEN_TEAMS) for one in row), strict=True)
    ]


async def _marks(tx: AsyncSession, *, since: int, until: int) -> dict[int, _Mark]:
    began, ended = _table.c.started_at, func.coalesce(_table.c.ended_at, 0)
    week = (began - (began - FIRST_MONDAY_MS) % WEEK_MS).label("week")
    whose = _table.c.owner_id + func.coalesce(_table.c.team_id, "") + func.coalesce(_table.c.scenario_id, "")
    mark = (func.count(), func.sum(began), func.sum(ended), func.sum(func.length(whose)))
    rows = await tx.execute(select(week, *mark).where(*_began(since, until)).group_by(week))
    return {monday: tuple(mark) for monday, *mark in rows}


def _began(since: int, until: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return _table.c.started_at >= since, _table.c.started_at < until


def _spoken_ms() -> ColumnElement[int]:
    began, ended = _table.c.started_at, _table.c.ended_at
    return case((ended > began, ended - began), else_=0)


def _listed(column: ColumnElement[Any], between: str) -> ColumnElement[str]:
    return func.aggregate_strings(cast(column, Text), between)
