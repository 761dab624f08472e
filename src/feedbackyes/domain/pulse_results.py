"""What a pulse says: figures of each wave for one team or for all together, their change, and three waves at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, stdev

from feedbackyes.domain import pulse_maths
from feedbackyes.domain.pulse import THEMES, Answer, Theme, Wave
from feedbackyes.domain.pulse_maths import Interval, NetScore
from feedbackyes.domain.pulse_privacy import Box, Group, Hidden, in_total, is_too_alike, why_hidden

ROLLING = 3
LOW = 2 / 3
"""Of a scale: a theme is low when its interval lies below."""

Asked = tuple[Wave, Mapping[str, Group]]
"""A wave and its groups by team."""


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """`mean` and `counts` as it was answered, before an item is scored the other way round."""

    id: str
    reverse: bool
    mean: float
    counts: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one theme, in one wave or several.

    Args:
        n, people: who answered, and who could.
        mean: of people's scores, on the theme's scale; None for a net score.
        spread: standard deviation of people's scores.
        good: the share of people whose score is on the good side of the middle.
        counts: people by their score, rounded to a whole number.
    """

    n: int
    people: int
    mean: Interval | None
    spread: float | None
    good: Interval | None
    net: NetScore | None
    counts: Mapping[int, int]
    items: tuple[ItemFigures, ...]

    @property
    def value(self) -> Interval:
        found = self.net.points if self.net is not None else self.mean
        if found is None:
            raise ValueError("figures have a mean or a net score")
        return found


@dataclass(frozen=True, slots=True)
class Change:
    """Against the wave before that is told. `is_sure`: the interval of the difference excludes 0."""

    since: str
    by: Interval
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Rolling:
    """This wave and up to two before it that are told, each answer counting the same."""

    value: float
    waves: int
    n: int


@dataclass(frozen=True, slots=True)
class Point:
    """One wave of a theme's trend. Either `hidden` says why nothing is told, or the rest is there.

    Args:
        teams: how many teams it is of. left_out: how many more were asked, and are in no figure.
        comments: of the theme that has words.
    """

    wave: Wave
    hidden: Hidden | None
    figures: Figures | None = None
    change: Change | None = None
    rolling: Rolling | None = None
    comments: tuple[str, ...] = ()
    teams: int = 1
    left_out: int = 0


def trend(theme: Theme, asked: Sequence[Asked], team: str | None, now: int) -> list[Point]:
    """A theme's waves in the order of time.

    Args:
        asked: all waves, the oldest first, with all teams in them, or this one alone: what is told of a team depends on no
            other one, and not on who asks.
        team: whose; None: all together, as far as they may be added up.
    """
    points: list[Point] = []
    earlier: list[tuple[Wave, _Together]] = []
    for wave, teams in _told(theme, asked, now) if team is None else _of_team(theme, asked, team, now):
        if teams.hidden is not None:
            points.append(Point(wave, teams.hidden))
            continue
        answers = teams.answers
        if theme.is_words:
            words = tuple(one for one in answers if isinstance(one, str))
            points.append(Point(wave, None, comments=words))
            continue
        figures = summed_up(theme, answers, teams.people)
        points.append(
            Point(
                wave,
                None,
                figures,
                _change(theme, earlier[-1], teams) if earlier else None,
                _rolling(theme, [*(one.answers for _, one in earlier), answers]),
                teams=len(teams.teams),
                left_out=teams.left_out,
            )
        )
        earlier.append((wave, teams))
    return points


def summed_up(theme: Theme, answers: Sequence[Answer], people: int) -> Figures:
    """Figures of numbers. How many may be told is not checked here."""
    rows = [one for one in answers if isinstance(one, list)]
    scores = _scores(theme, rows)
    counts = Counter(_half_up(score) for score in scores)
    middle = (theme.low + theme.high) / 2
    good = sum(score < middle if theme.lower_is_better else score > middle for score in scores)
    return Figures(
        n=len(rows),
        people=max(people, len(rows)),
        mean=None if theme.is_net_score else pulse_maths.mean(scores, max(people, len(rows))),
        spread=None if theme.is_net_score else stdev(scores),
        good=None if theme.is_net_score else pulse_maths.share(good, len(scores)),
        net=pulse_maths.net_score([row[0] for row in rows]) if theme.is_net_score else None,
        counts={value: counts.get(value, 0) for value in range(theme.low, theme.high + 1)},
        items=_items(theme, rows) if len(theme.items) > 1 else (),
    )


def is_low(theme: Theme, figures: Figures) -> bool:
    """Whether a theme is surely low enough to do something about it."""
    if figures.mean is None:
        return False
    if theme.lower_is_better:
        return figures.mean.low > theme.high - LOW * (theme.high - theme.low)
    return figures.mean.high < theme.low + LOW * (theme.high - theme.low)


def lowest_item(theme: Theme, figures: Figures) -> str:
    """The item of a theme that drags it down most; the first of equals."""
    scored = {one.id: theme.low + theme.high - one.mean if one.reverse else one.mean for one in figures.items}
    return min(scored, key=lambda name: scored[name]) if scored else theme.items[0].id


@dataclass(frozen=True, slots=True)
class _Together:
    """Groups added up, or why not."""

    hidden: Hidden | None
    answers: tuple[Answer, ...] = ()
    people: int = 0
    teams: frozenset[str] = frozenset()
    left_out: int = 0


def _of_team(theme: Theme, asked: Sequence[Asked], team: str, now: int) -> Iterable[tuple[Wave, _Together]]:
    earlier: list[tuple[Wave, Group]] = []
    for wave, groups in asked:
        group = groups.get(team)
        if group is None or theme.set not in wave.sets:
            continue
        hidden = why_hidden(wave, theme, group, earlier, now)
        if hidden is None:
            earlier.append((wave, group))
        yield wave, _Together(hidden, group.answers(theme), group.people, frozenset({team}))


def _told(theme: Theme, asked: Sequence[Asked], now: int) -> Iterable[tuple[Wave, _Together]]:
    """All teams together. Words are not added up: a comment may say whose team it is about. What one team was asked alone
    stands beside no other team's, unless there is but one."""
    earlier: dict[str, list[tuple[Wave, Group]]] = {}
    rests: list[tuple[Wave, Group]] = []
    alone = len({team for _, groups in asked for team in groups}) < 2
    for wave, groups in asked:
        if theme.set not in wave.sets or theme.is_words:
            continue
        why = {team: why_hidden(wave, theme, group, earlier.get(team, ()), now) for team, group in groups.items()}
        for team, hidden in why.items():
            if hidden is None:
                earlier.setdefault(team, []).append((wave, groups[team]))
        if len(groups) == 1 and not alone and not wave.is_check_in:
            continue
        if "open" in why.values() or not groups:
            yield wave, _Together("open" if groups else "few")
            continue
        counted = {team: group for team, group in groups.items() if why[team] != "too_alike"}
        within = in_total({team: len(group.answers(theme)) for team, group in counted.items()}, theme.fewest)
        rest = _rest(theme, [counted[team] for team in within if why[team] is not None])
        if rest is not None and is_too_alike(wave, theme, rest, rests):
            within = frozenset(team for team in within if why[team] is None)
        elif rest is not None:
            rests.append((wave, rest))
        yield wave, _add(theme, groups, within)


def _rest(theme: Theme, small: Sequence[Group]) -> Group | None:
    """Groups that are told in a total alone."""
    if not small:
        return None
    answers = tuple(one for group in small for one in group.answers(theme))
    return Group(0, frozenset().union(*(group.took_part for group in small)), {theme.id: Box(answers)})


def _add(theme: Theme, groups: Mapping[str, Group], within: frozenset[str]) -> _Together:
    chosen = [groups[team] for team in sorted(within)]
    answers = tuple(one for group in chosen for one in group.answers(theme))
    if len(answers) < theme.fewest:
        return _Together("few")
    return _Together(None, answers, sum(group.people for group in chosen), within, left_out=len(groups) - len(chosen))


def _scores(theme: Theme, rows: Iterable[list[int]]) -> list[float]:
    return [fmean(theme.scored(row)) for row in rows]


def _items(theme: Theme, rows: Sequence[list[int]]) -> tuple[ItemFigures, ...]:
    found = []
    for place, item in enumerate(theme.items):
        values = [row[place] for row in rows]
        counts = Counter(values)
        every = {value: counts.get(value, 0) for value in range(theme.low, theme.high + 1)}
        found.append(ItemFigures(item.id, item.reverse, fmean(values), every))
    return tuple(found)


def _change(theme: Theme, before: tuple[Wave, _Together], now: _Together) -> Change | None:
    """None between other teams, and for a net score, of which two together have no sound interval at these sizes."""
    wave, then = before
    if theme.is_net_score or then.teams != now.teams:
        return None
    old, new = (_scores(theme, (one for one in some.answers if isinstance(one, list))) for some in (then, now))
    by = pulse_maths.difference(old, new)
    return Change(wave.id, by, pulse_maths.excludes_zero(by))


def _rolling(theme: Theme, waves: Sequence[Sequence[Answer]]) -> Rolling:
    last = waves[-ROLLING:]
    rows = [one for answers in last for one in answers if isinstance(one, list)]
    if theme.is_net_score:
        return Rolling(pulse_maths.net_score([row[0] for row in rows]).points.value, len(last), len(rows))
    return Rolling(fmean(_scores(theme, rows)), len(last), len(rows))


def _half_up(score: float) -> int:
    return int(score + 0.5)


def latest_low(asked: Sequence[Asked], team: str, now: int, since: int) -> list[tuple[Theme, str]]:
    """Themes of a team that are low in their latest wave that is told and ended at `since` or later, and the item of each
    to begin with."""
    found = []
    for theme in THEMES.values():
        points = [point for point in trend(theme, asked, team, now) if point.figures is not None]
        last = points[-1] if points else None
        if last is None or last.figures is None or min(last.wave.ends_at, now) < since:
            continue
        if is_low(theme, last.figures):
            found.append((theme, lowest_item(theme, last.figures)))
    return found
