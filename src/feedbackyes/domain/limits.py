"""Limits on money and talking time: of one session, of a person and of a team. Days and months are those of UTC."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from feedbackyes.domain.errors import TooMany

WARN_AT = 0.8


class Whose(StrEnum):
    SESSION = "session"
    USER = "user"
    TEAM = "team"


class Period(StrEnum):
    """`once`: as long as the session lasts."""

    ONCE = "once"
    DAY = "day"
    MONTH = "month"


class Unit(StrEnum):
    USD = "usd"
    MINUTES = "minutes"


@dataclass(frozen=True, slots=True)
class Limit:
    whose: Whose
    period: Period
    unit: Unit
    most: float

    @property
    def name(self) -> str:
        """As a person calls it."""
        what = f"${self.most:.2f}" if self.unit is Unit.USD else f"{self.most:g} minutes"
        match self.whose, self.period:
            case Whose.SESSION, _:
                return f"{what} for one talk"
            case Whose.USER, period:
                return f"{what} a {period} for you"
            case _, period:
                return f"{what} a {period} for your team"


@dataclass(frozen=True, slots=True)
class Standing:
    """How much of a limit is used, in its unit."""

    limit: Limit
    used: float

    @property
    def share(self) -> float:
        return self.used / self.limit.most if self.limit.most > 0 else 1.0

    @property
    def reached(self) -> bool:
        return self.used >= self.limit.most


@dataclass(frozen=True, slots=True)
class Spent:
    """Money (as limits count it) and talking time."""

    usd: float = 0.0
    seconds: float = 0.0

    def of(self, unit: Unit) -> float:
        return self.usd if unit is Unit.USD else self.seconds / 60

    def __add__(self, other: Spent) -> Spent:
        return Spent(self.usd + other.usd, self.seconds + other.seconds)


class LimitReached(TooMany):
    """A limit leaves nothing for a new talk. `retry_after` in seconds; None: not by waiting."""

    code = "cost_limit"


def begins(period: Period, at_ms: int) -> int:
    """Unix millisecond at which the period with `at_ms` in it begins; 0 for `once`."""
    if period is Period.ONCE:
        return 0
    day = datetime.fromtimestamp(at_ms / 1000, UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return _ms(day if period is Period.DAY else day.replace(day=1))


def ends(period: Period, at_ms: int) -> int | None:
    """Unix millisecond at which the next such period begins; None for `once`."""
    if period is Period.ONCE:
        return None
    begun = datetime.fromtimestamp(begins(period, at_ms) / 1000, UTC)
    return _ms(begun + timedelta(days=1) if period is Period.DAY else (begun + timedelta(days=32)).replace(day=1))


def refuse(standings: Iterable[Standing], at_ms: int) -> None:
    """Raise `LimitReached`, for the limit that is in the way the longest, when one is."""
    reached = [one for one in standings if one.reached]
    if not reached:
        return
    worst = max(reached, key=lambda one: ends(one.limit.period, at_ms) or 2**63)
    again = ends(worst.limit.period, at_ms)
    when = "Ask an admin to raise it." if again is None else f"You can talk again from {_clock(again)}."
    raise LimitReached(
        f"The limit of {worst.limit.name} is used up. {when}",
        retry_after=None if again is None else max(1, round((again - at_ms) / 1000)),
    )


def _clock(at_ms: int) -> str:
    at = datetime.fromtimestamp(at_ms / 1000, UTC)
    return f"{at.day} {at:%B %Y}, {at:%H:%M} UTC"


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)
