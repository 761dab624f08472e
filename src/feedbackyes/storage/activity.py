"""How much was practised, week by week. Times, scenarios and whose; no content."""

from __future__ import annotations

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from feedbackyes.domain.dashboard import FIRST_MONDAY_MS, WEEK_MS, Practised
from feedbackyes.domain.pulse import DAY_MS, NOBODYS
from feedbackyes.storage import schema

_table = schema.sessions


async def practised(tx: AsyncSession, *, since: int, until: int) -> list[Practised]:
    """Talks that began from one Unix millisecond to before another, added up by week, team, person and scenario.

    A talk counts for the team that its learner was in then. A session is made before it begins, by a day at most.
    """
    began = _table.c.started_at
    week = began - (began - FIRST_MONDAY_MS) % WEEK_MS
    team = func.coalesce(_table.c.team_id, NOBODYS)
    over = case((_table.c.ended_at > began, _table.c.ended_at - began), else_=0)
    keys = (week.label("week"), team.label("team"), _table.c.owner_id, _table.c.scenario_id)
    query = (
        select(*keys, func.count(), func.sum(over))
        .where(began >= since, began < until, _table.c.created_at >= since - DAY_MS, _table.c.created_at < until)
        .group_by(*keys)
    )
    rows = await tx.execute(query)
    return [Practised(week, team, who, what, talks, int(spoken)) for week, team, who, what, talks, spoken in rows]
