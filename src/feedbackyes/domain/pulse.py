"""A team's pulse: what is asked, in which waves, and when answers may be told.

A *theme* is asked and answered as a whole, and kept apart from every other: no two themes of a person can be joined.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Literal

from feedbackyes.domain.errors import Conflict

FEWEST = 5
"""Answers of a group that may be told."""
FEWEST_COMMENTS = 8
FEWEST_FOR_NET_SCORE = 30
"""Below that a net score says next to nothing: 8 answers leave it ± 57 points."""
LONGEST_COMMENT = 2_000
NOBODYS = ""
"""The group of people who are in no team."""
DAY_MS = 86_400_000
CHECK_IN = "check-in-"
"""With what the ids of check-ins begin."""

Answer = list[int] | str
"""To one theme: a number for each of its items in their order, or the words of a comment."""


class ItemSet(StrEnum):
    """What a wave is made up of."""

    SAFETY = "safety"
    ENGAGEMENT = "engagement"
    RECOMMEND = "recommend"
    CHECK_IN = "check_in"
    COMMENT = "comment"


ASKED_IN_WAVES = (ItemSet.SAFETY, ItemSet.ENGAGEMENT, ItemSet.RECOMMEND, ItemSet.COMMENT)
"""The check-in goes on all the time; in a wave as well, the two could be subtracted from each other."""


@dataclass(frozen=True, slots=True)
class Item:
    """`reverse`: agreeing is bad, so it is scored the other way round."""

    id: str
    reverse: bool = False


@dataclass(frozen=True, slots=True)
class Theme:
    """What has one score.

    Args:
        low, high: ends of its scale.
        lower_is_better: for a theme of one item that is told as it was answered.
        fewest: answers before it is told.
    """

    id: str
    set: ItemSet
    low: int
    high: int
    items: tuple[Item, ...]
    lower_is_better: bool = False
    fewest: int = FEWEST

    @property
    def is_words(self) -> bool:
        return self.set is ItemSet.COMMENT

    @property
    def is_net_score(self) -> bool:
        return self.set is ItemSet.RECOMMEND

    def scored(self, values: list[int]) -> list[int]:
        """Each answer so that more of it is more of the theme."""
        pairs = zip(self.items, values, strict=True)
        return [self.low + self.high - value if item.reverse else value for item, value in pairs]


_REVERSED = frozenset({1, 3, 5})
"""As published: Edmondson 1999, Administrative Science Quarterly 44(2), 350-383."""
THEMES: Mapping[str, Theme] = {
    theme.id: theme
    for theme in (
        Theme(
            "safety",
            ItemSet.SAFETY,
            1,
            7,
            tuple(Item(f"safety_{number}", reverse=number in _REVERSED) for number in range(1, 8)),
        ),
        Theme("engagement", ItemSet.ENGAGEMENT, 1, 7, tuple(Item(f"engagement_{number}") for number in range(1, 4))),
        Theme("recommend", ItemSet.RECOMMEND, 0, 10, (Item("recommend"),), fewest=FEWEST_FOR_NET_SCORE),
        *(
            Theme(name, ItemSet.CHECK_IN, 1, 5, (Item(name),))
            for name in ("mood", "energy", "motivation", "satisfaction", "collaboration", "communication", "trust")
        ),
        *(Theme(name, ItemSet.CHECK_IN, 1, 5, (Item(name),), lower_is_better=True) for name in ("stress", "workload")),
        Theme("comment", ItemSet.COMMENT, 0, 0, (Item("comment"),), fewest=FEWEST_COMMENTS),
    )
}


def themes_of(sets: tuple[ItemSet, ...]) -> tuple[Theme, ...]:
    """In the order in which they are asked."""
    return tuple(theme for theme in THEMES.values() if theme.set in sets)


@cache
def item_themes() -> Mapping[str, Theme]:
    """The theme of each item."""
    return {item.id: theme for theme in THEMES.values() for item in theme.items}


State = Literal["coming", "open", "closed"]


@dataclass(frozen=True, slots=True)
class Wave:
    """A time in which teams are asked.

    Args:
        owner_id: who opened it; None when they are gone, and for a week of check-ins, which nobody opens.
        team_id: its only team; None when it has several, or none.
        opens_at, closes_at: Unix milliseconds, midnight UTC.
        closed_at: when it was closed by hand.
    """

    id: str
    owner_id: str | None
    team_id: str | None
    title: str
    sets: tuple[ItemSet, ...]
    opens_at: int
    closes_at: int
    closed_at: int | None = None

    @property
    def is_check_in(self) -> bool:
        return ItemSet.CHECK_IN in self.sets

    @property
    def ends_at(self) -> int:
        return min(self.closes_at, self.closed_at if self.closed_at is not None else self.closes_at)

    def state(self, now: int) -> State:
        if now >= self.ends_at:
            return "closed"
        return "open" if now >= self.opens_at else "coming"


class WaveNotOpen(Conflict):
    code = "wave_not_open"


class AlreadyAnswered(Conflict):
    """Once per person and wave: what was answered cannot be found again to change it."""

    code = "already_answered"

    def __init__(self) -> None:
        super().__init__(
            "You have answered this pulse already. Your answers are kept without your name, so they cannot be changed."
        )


def check_open(wave: Wave, now: int) -> None:
    """Raise `WaveNotOpen` unless answers are taken at the Unix millisecond `now`."""
    state = wave.state(now)
    if state != "open":
        sentence = "has not begun yet" if state == "coming" else "is closed"
        raise WaveNotOpen(f"This pulse {sentence}. Answers are taken while it is open.")


def check_in_wave(now: int) -> Wave:
    """The week of check-ins, from Monday on (UTC), that the Unix millisecond `now` is in."""
    day = datetime.fromtimestamp(now / 1000, UTC).date()
    year, week, weekday = day.isocalendar()
    opens_at = now - now % DAY_MS - (weekday - 1) * DAY_MS
    return Wave(
        id=f"{CHECK_IN}{year}-W{week:02}",
        owner_id=None,
        team_id=None,
        title="",
        sets=(ItemSet.CHECK_IN, ItemSet.COMMENT),
        opens_at=opens_at,
        closes_at=opens_at + 7 * DAY_MS,
    )
