"""What teams practise: how much and what about, never who, and nothing of what was said.

A week's figures are told of five people or more. All teams together have a week's talks only as far as no team of fewer is
left over when those that are told are subtracted. Sums are of the weeks that are told, and how many people practised a
scenario is told in steps of five, so that no difference of two of them is of fewer than five people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from feedbackyes.domain.pulse import DAY_MS, FEWEST
from feedbackyes.domain.pulse_privacy import people_in_total

WEEK_MS = 7 * DAY_MS
FIRST_MONDAY_MS = 4 * DAY_MS
"""1970-01-05."""
WEEKS = 12
FREE = ""
"""The scenario of a free talk."""


class TeamWeek(NamedTuple):
    """A team's talks of a week.

    Args:
        team: `NOBODYS` for none.
        people, scenarios: of each talk; `FREE` for no scenario.
        spoken_ms: how long those that are over went on, together.
    """

    team: str
    people: Sequence[str]
    scenarios: Sequence[str]
    spoken_ms: int


@dataclass(frozen=True)
class Told:
    """What a team, or all together, practised in a week in which there were enough people."""

    people: frozenset[str]
    of: Sequence[TeamWeek]

    @cached_property
    def by_scenario(self) -> Mapping[str, set[str]]:
        """Who practised it. Free talks are none."""
        found: dict[str, set[str]] = {}
        for one in self.of:
            for scenario, person in zip(one.scenarios, one.people, strict=True):
                found.setdefault(scenario, set()).add(person)
        found.pop(FREE, None)
        return found

    @cached_property
    def talks(self) -> int:
        return sum(len(one.people) for one in self.of)

    @cached_property
    def spoken_ms(self) -> int:
        return sum(one.spoken_ms for one in self.of)


ToldInWeek = Mapping[str | None, Told]
"""By team, those only of which figures are told; None: all together."""


@dataclass(frozen=True, slots=True)
class Sums:
    people: int
    talks: int
    spoken_ms: int


@dataclass(frozen=True, slots=True)
class Week:
    """`sums`: None where there are too few people."""

    begins_at: int
    sums: Sums | None


@dataclass(frozen=True, slots=True)
class Share:
    """How many people practised something: at least so many, a multiple of five."""

    key: str
    at_least: int


@dataclass(frozen=True, slots=True)
class Activity:
    """`sums` are of the weeks that are told; None: there is none."""

    weeks: tuple[Week, ...]
    sums: Sums | None
    scenarios: tuple[Share, ...]
    skills: tuple[Share, ...]


def monday(at: int) -> int:
    """Of the week (UTC) that a Unix millisecond is in."""
    return at - (at - FIRST_MONDAY_MS) % WEEK_MS


def first_week(now: int) -> int:
    """With which the figures of `now` begin."""
    return monday(now) - (WEEKS - 1) * WEEK_MS


def told(teams: Sequence[TeamWeek]) -> ToldInWeek:
    """What of a week may be told. What is told of a team does not depend on who asks, nor on other teams."""
    people = {one.team: frozenset(one.people) for one in teams}
    found: dict[str | None, Told] = {
        one.team: Told(people[one.team], (one,)) for one in teams if len(people[one.team]) >= FEWEST
    }
    if within := people_in_total(people):
        everybody = frozenset[str]().union(*(people[team] for team in within))
        found[None] = Told(everybody, [one for one in teams if one.team in within])
    return found


def summed(weeks: Mapping[int, ToldInWeek], team: str | None) -> Sums | None:
    """Of the weeks that are told of a team, or of all together; None when none is."""
    return _sums([week[team] for week in weeks.values() if team in week])


def scenarios(weeks: Mapping[int, ToldInWeek], team: str | None) -> frozenset[str]:
    """Those that were practised in the weeks that are told of a team, or of all together."""
    return frozenset[str]().union(*(week[team].by_scenario for week in weeks.values() if team in week))


def activity(
    weeks: Mapping[int, ToldInWeek], team: str | None, now: int, skills_of: Callable[[str], Iterable[str]]
) -> Activity:
    """The last twelve weeks, this one included.

    Args:
        weeks: those of them that have talks, by their Mondays.
        team: whose; None: all together.
        skills_of: what a scenario is about.
    """
    begins = range(first_week(now), monday(now) + 1, WEEK_MS)
    found = {week: weeks[week][team] for week in begins if team in weeks.get(week, ())}
    by_scenario: dict[str, set[str]] = {}
    for one in found.values():
        for scenario, people in one.by_scenario.items():
            by_scenario.setdefault(scenario, set()).update(people)
    by_skill: dict[str, set[str]] = {}
    for scenario, people in by_scenario.items():
        for skill in skills_of(scenario):
            by_skill.setdefault(skill, set()).update(people)
    return Activity(
        weeks=tuple(Week(week, _sums([found[week]] if week in found else [])) for week in begins),
        sums=_sums(list(found.values())),
        scenarios=_shares(by_scenario),
        skills=_shares(by_skill),
    )


def _sums(of: Sequence[Told]) -> Sums | None:
    if not of:
        return None
    people = frozenset[str]().union(*(one.people for one in of))
    return Sums(len(people), sum(one.talks for one in of), sum(one.spoken_ms for one in of))


def _shares(people: Mapping[str, set[str]]) -> tuple[Share, ...]:
    """What most people practised first."""
    steps = {key: len(who) - len(who) % FEWEST for key, who in people.items()}
    enough = [Share(key, at_least) for key, at_least in steps.items() if at_least]
    return tuple(sorted(enough, key=lambda one: (-one.at_least, one.key)))
