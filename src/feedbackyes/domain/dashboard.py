"""What teams practise: how much and what about, never who, and nothing of what was said.

A week's figures are told of five people or more. All teams together have a week's talks only as far as no team of fewer is
left over when those that are told are subtracted. Sums are of the weeks that are told, and how many people practised a
scenario is told in steps of five, so that no difference of two of them is of fewer than five people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from feedbackyes.domain.pulse import DAY_MS, FEWEST
from feedbackyes.domain.pulse_privacy import people_in_total

WEEK_MS = 7 * DAY_MS
FIRST_MONDAY_MS = 4 * DAY_MS
"""1970-01-05."""
WEEKS = 12


@dataclass(frozen=True, slots=True)
class Practised:
    """One person's talks on one scenario in one week.

    Args:
        week: the Monday that it begins with, Unix milliseconds.
        team: empty for none. scenario: None for free talks.
        spoken_ms: how long those that are over went on.
    """

    week: int
    team: str
    person: str
    scenario: str | None
    talks: int
    spoken_ms: int


@dataclass(frozen=True, slots=True)
class Week:
    """`told`: whether there are enough people; otherwise the rest is 0."""

    begins_at: int
    told: bool
    people: int = 0
    talks: int = 0
    spoken_ms: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """How many people practised something: at least so many, a multiple of five."""

    key: str
    at_least: int


@dataclass(frozen=True, slots=True)
class Activity:
    """`people`, `talks` and `spoken_ms` are of the weeks that are told. `told`: there is one."""

    weeks: tuple[Week, ...]
    told: bool
    people: int
    talks: int
    spoken_ms: int
    scenarios: tuple[Share, ...]
    skills: tuple[Share, ...]


def monday(at: int) -> int:
    """Of the week (UTC) that a Unix millisecond is in."""
    return at - (at - FIRST_MONDAY_MS) % WEEK_MS


def first_week(now: int) -> int:
    """With which the figures of `now` begin."""
    return monday(now) - (WEEKS - 1) * WEEK_MS


def activity(
    practised: Sequence[Practised], team: str | None, now: int, skills_of: Callable[[str], Iterable[str]]
) -> Activity:
    """The last twelve weeks, this one included.

    Args:
        practised: everybody's: what is told of a team does not depend on who asks.
        team: whose; None: all together.
        skills_of: what a scenario is about.
    """
    begins = range(first_week(now), monday(now) + 1, WEEK_MS)
    by_week: dict[int, list[Practised]] = {week: [] for week in begins}
    for one in practised:
        if one.week in by_week:
            by_week[one.week].append(one)
    counted = {week: _counted(rows, team) for week, rows in by_week.items()}
    rows = [one for of_week in counted.values() for one in of_week]
    return Activity(
        weeks=tuple(_week(week, of_week) for week, of_week in counted.items()),
        told=bool(rows),
        people=len({one.person for one in rows}),
        talks=sum(one.talks for one in rows),
        spoken_ms=sum(one.spoken_ms for one in rows),
        scenarios=_shares((one.scenario, one.person) for one in rows if one.scenario is not None),
        skills=_shares(
            (skill, one.person) for one in rows if one.scenario is not None for skill in skills_of(one.scenario)
        ),
    )


def _counted(rows: Sequence[Practised], team: str | None) -> list[Practised]:
    """Of a week, those that may be told."""
    people: dict[str, set[str]] = {}
    for one in rows:
        people.setdefault(one.team, set()).add(one.person)
    if team is not None:
        within = frozenset({team} if len(people.get(team, ())) >= FEWEST else ())
    else:
        within = people_in_total(people)
    return [one for one in rows if one.team in within]


def _week(begins_at: int, rows: Sequence[Practised]) -> Week:
    if not rows:
        return Week(begins_at, told=False)
    people = len({one.person for one in rows})
    return Week(begins_at, True, people, sum(one.talks for one in rows), sum(one.spoken_ms for one in rows))


def _shares(pairs: Iterable[tuple[str, str]]) -> tuple[Share, ...]:
    """What most people practised first."""
    people: dict[str, set[str]] = {}
    for key, person in pairs:
        people.setdefault(key, set()).add(person)
    steps: Mapping[str, int] = {key: len(who) - len(who) % FEWEST for key, who in people.items()}
    told = [Share(key, at_least) for key, at_least in steps.items() if at_least]
    return tuple(sorted(told, key=lambda one: (-one.at_least, one.key)))
