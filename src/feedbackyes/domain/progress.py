"""How a skill goes over time: one's own levels, never a comparison with other people.

A skill is an element of a rubric. Levels compare only within one *version*: the same rubric text and the same judge.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median
from typing import Literal

from feedbackyes.domain.feedback import Judge

Reason = Literal["goal", "weakest", "untried", "again"]
FEWEST = 2
"""Scored talks before a skill is called weak."""
GOOD = 2
"""The level at which a skill is no longer a weak one."""
RECENT = 5
"""Talks that say where a skill is now."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One element in one report.

    Args:
        at: when the talk began, Unix milliseconds.
        level: None when it was not applicable or nobody could say.
        by: judge and rubric; levels of different ones do not compare.
    """

    session_id: str
    at: int
    rubric: str
    element: str
    title: str
    level: int | None
    by: Judge


@dataclass(frozen=True, slots=True)
class Version:
    """A stretch of talks whose levels compare."""

    by: Judge
    points: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class Now:
    """Where a skill is: the median and the spread of the last scored talks of one version."""

    median: float
    low: int
    high: int
    talks: int


@dataclass(frozen=True, slots=True)
class Skill:
    rubric: str
    element: str
    title: str
    versions: tuple[Version, ...]

    @property
    def now(self) -> Now | None:
        """None while the latest version has no level."""
        scored = [one.level for one in self.versions[-1].points if one.level is not None][-RECENT:]
        return Now(float(median(scored)), min(scored), max(scored), len(scored)) if scored else None


@dataclass(frozen=True, slots=True)
class Goal:
    """A level that somebody wants to reach. `closed_at` is None while it stands."""

    id: str
    rubric: str
    element: str
    level: int
    created_at: int
    closed_at: int | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A scenario that could be next: what of it matters here. `language` is BCP 47."""

    id: str
    rubric: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The scenario to practise next, and why; `element` and its `title` are what it is about."""

    scenario_id: str
    reason: Reason
    rubric: str
    element: str | None = None
    title: str | None = None


def skills(judged: Iterable[Judged]) -> tuple[Skill, ...]:
    """Skills in the order in which they were first practised, each with its talks, oldest first."""
    found: dict[tuple[str, str], list[Judged]] = {}
    for one in sorted(judged, key=lambda one: one.at):
        found.setdefault((one.rubric, one.element), []).append(one)
    return tuple(
        Skill(rubric, element, points[-1].title, _versions(points)) for (rubric, element), points in found.items()
    )


def reached(goal: Goal, known: Iterable[Skill]) -> bool:
    """The median of the last talks is at the goal's level."""
    now = next((skill.now for skill in known if (skill.rubric, skill.element) == (goal.rubric, goal.element)), None)
    return now is not None and now.talks >= FEWEST and now.median >= goal.level


def suggest(
    offers: Sequence[Offer],
    known: Sequence[Skill],
    goals: Sequence[Goal],
    practised: Sequence[str],
    spoken: Collection[str] = (),
) -> Suggestion | None:
    """What to practise next: for a goal, else for the weakest skill, else something untried, else what was longest ago.

    Args:
        offers: scenarios, in the order of the list.
        practised: ids of the scenarios of one's talks, the latest first. The latest is never suggested.
        spoken: languages of one's talks, BCP 47. Another one is suggested only when these have nothing else.
    """
    free = [offer for offer in offers if offer.id not in practised[:1]]
    free = _in_languages(free, spoken) or free
    if not free:
        return None
    untried_first = sorted(free, key=lambda offer: offer.id in practised)
    for goal in goals:
        skill = next((one for one in known if (one.rubric, one.element) == (goal.rubric, goal.element)), None)
        if not reached(goal, known) and (offer := _with(untried_first, goal.rubric)):
            return Suggestion(offer.id, "goal", goal.rubric, goal.element, skill.title if skill else None)
    for skill in _weakest(known):
        if offer := _with(untried_first, skill.rubric):
            return Suggestion(offer.id, "weakest", skill.rubric, skill.element, skill.title)
    tried = {skill.rubric for skill in known}
    for offer in untried_first:
        if offer.id not in practised and offer.rubric not in tried:
            return Suggestion(offer.id, "untried", offer.rubric)
    longest_ago = max(free, key=lambda offer: practised.index(offer.id) if offer.id in practised else len(practised))
    return Suggestion(longest_ago.id, "again" if longest_ago.id in practised else "untried", longest_ago.rubric)


def comparable(by: Judge) -> tuple[object, ...]:
    """What has to be the same for two levels to compare."""
    return (by.kind, by.model, by.prompt_hash, by.rubric_hash, by.detectors_hash)


def _versions(points: Sequence[Judged]) -> tuple[Version, ...]:
    groups = (list(group) for _, group in groupby(points, key=lambda one: comparable(one.by)))
    return tuple(Version(group[-1].by, tuple(group)) for group in groups)


def _weakest(known: Sequence[Skill]) -> list[Skill]:
    scored = [(skill.now, skill) for skill in known]
    weak = [(now.median, skill) for now, skill in scored if now and now.talks >= FEWEST and now.median < GOOD]
    return [skill for _, skill in sorted(weak, key=lambda pair: pair[0])]


def _in_languages(offers: Sequence[Offer], spoken: Collection[str]) -> list[Offer]:
    """Of any region: who talks `en-GB` talks English."""
    wanted = {_primary(tag) for tag in spoken}
    return [offer for offer in offers if _primary(offer.language) in wanted]


def _primary(tag: str) -> str:
    return tag.split("-", maxsplit=1)[0].lower()


def _with(offers: Sequence[Offer], rubric: str) -> Offer | None:
    return next((offer for offer in offers if offer.rubric == rubric), None)
