"""What people and teams have spent in this day and month, kept in memory for all calls of this process.

Limits are looked at every second in every call, which a database should not be asked for. The figures are read
when a call begins and grow with what its calls use; they never shrink within a period, so that what is being written
and what has been read need not be told apart.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from feedbackyes.domain.limits import Limit, Period, Spent, Standing, Unit, Whose, begins, refuse
from feedbackyes.domain.principal import Principal
from feedbackyes.settings import Settings
from feedbackyes.storage import Database, usage

_SETTINGS = (
    ("limit_session_usd", Whose.SESSION, Period.ONCE, Unit.USD),
    ("limit_user_day_usd", Whose.USER, Period.DAY, Unit.USD),
    ("limit_user_month_usd", Whose.USER, Period.MONTH, Unit.USD),
    ("limit_team_day_usd", Whose.TEAM, Period.DAY, Unit.USD),
    ("limit_team_month_usd", Whose.TEAM, Period.MONTH, Unit.USD),
    ("limit_user_day_minutes", Whose.USER, Period.DAY, Unit.MINUTES),
    ("limit_user_month_minutes", Whose.USER, Period.MONTH, Unit.MINUTES),
    ("limit_team_day_minutes", Whose.TEAM, Period.DAY, Unit.MINUTES),
    ("limit_team_month_minutes", Whose.TEAM, Period.MONTH, Unit.MINUTES),
)


def limits_of(settings: Settings) -> tuple[Limit, ...]:
    """The limits that are set."""
    found = ((getattr(settings, name), whose, period, unit) for name, whose, period, unit in _SETTINGS)
    return tuple(Limit(whose, period, unit, most) for most, whose, period, unit in found if most is not None)


@dataclass(frozen=True, slots=True)
class _Key:
    whose: Whose
    id: str
    period: Period
    since_ms: int


class Budget:
    """Of all calls. `now` in Unix milliseconds."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        now: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        self.limits = limits_of(settings)
        self._whose = sorted({(one.whose, one.period) for one in self.limits if one.whose is not Whose.SESSION})
        self._database = database
        self._now = now
        self._spent: dict[_Key, Spent] = {}

    async def check(self, principal: Principal, session: Spent = Spent()) -> None:  # noqa: B008 (frozen)
        """Raise `LimitReached` when a limit leaves nothing for a talk of theirs that has used `session` before."""
        standings = await self.read(principal.id, principal.team_id)
        refuse([*standings, *self.of_session(session)], self._now())

    async def read(self, owner_id: str, team_id: str | None) -> list[Standing]:
        """Bring the figures of somebody and their team up to date, and say how they stand."""
        keys = self._keys(owner_id, team_id)
        if not keys:
            return []
        async with self._database.read() as tx:
            for key in keys:
                whose = {"owner_id": key.id} if key.whose is Whose.USER else {"team_id": key.id}
                stored = await usage.spent(tx, since=key.since_ms, **whose)
                known = self._spent.get(key, Spent())
                self._spent[key] = Spent(max(stored.usd, known.usd), max(stored.seconds, known.seconds))
        return self.standings(owner_id, team_id)

    async def spent_in(self, session_id: str) -> Spent:
        """What a session that goes on has used before."""
        async with self._database.read() as tx:
            return await usage.spent(tx, since=0, session_id=session_id)

    def add(self, owner_id: str, team_id: str | None, spent: Spent) -> None:
        """So much more was used just now."""
        for key in self._keys(owner_id, team_id):
            self._spent[key] = self._spent.get(key, Spent()) + spent

    def standings(self, owner_id: str, team_id: str | None) -> list[Standing]:
        """Of the limits on a person and their team."""
        spent = {(key.whose, key.period): self._spent.get(key, Spent()) for key in self._keys(owner_id, team_id)}
        return [
            Standing(limit, spent[limit.whose, limit.period].of(limit.unit))
            for limit in self.limits
            if (limit.whose, limit.period) in spent
        ]

    def of_session(self, spent: Spent) -> list[Standing]:
        """Of the limits on one session that has used `spent`."""
        return [Standing(limit, spent.of(limit.unit)) for limit in self.limits if limit.whose is Whose.SESSION]

    def _keys(self, owner_id: str, team_id: str | None) -> list[_Key]:
        if not self._whose:
            return []
        now = self._now()
        ids = {Whose.USER: owner_id, Whose.TEAM: team_id}
        keys = [
            _Key(kind, id_, period, begins(period, now))
            for kind, period in self._whose
            if (id_ := ids[kind]) is not None
        ]
        self._forget(key.since_ms for key in keys if key.period is Period.DAY)
        return keys

    def _forget(self, days: Iterable[int]) -> None:
        """Drop the figures of periods that are over."""
        today = next(iter(days), None)
        if today is not None and any(key.period is Period.DAY and key.since_ms < today for key in self._spent):
            month = begins(Period.MONTH, today)
            oldest = {Period.DAY: today, Period.MONTH: month}
            self._spent = {key: spent for key, spent in self._spent.items() if key.since_ms >= oldest[key.period]}
