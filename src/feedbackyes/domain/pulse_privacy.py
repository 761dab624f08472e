"""What of a pulse may be told, so that no group of fewer than five answers can be found by any sum or difference.

The rules, each with the attack that it is against:

1. A group's figures are told from five answers on.
2. A total over groups has all answers only when those of the groups that are not told, taken together, are none or at
   least five. Otherwise it has the answers of the groups that are told, and nothing is left over by subtracting them.
   No group is hidden for the sake of another one, so which groups are told does not depend on who is asked with them,
   and two waves over different sets of teams cannot be played off against each other.
3. Several waves taken together have only those that are told by themselves.
4. Nothing is told of a wave before it is closed: between two looks there may be one more answer. A week of check-ins,
   which stays open, is told in steps of at least five answers, and what is left when it is over is never told.
5. Waves in quick succession, in which the same people will answer the same, must not differ by one to four people: the
   later one is not told then.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

from feedbackyes.domain.pulse import DAY_MS, FEWEST, Answer, Theme, Wave

QUICK_MS = 14 * DAY_MS
"""Waves that follow each other so soon are looked at together."""
Hidden = Literal["open", "few", "too_alike"]
"""Why something is not told: not closed yet; fewer answers than are needed; differs from the wave shortly before by a few."""
_Key = TypeVar("_Key")


@dataclass(frozen=True, slots=True)
class Box:
    """The answers of one group to one theme in one wave. They are sorted, so that their order tells nothing.

    Args:
        answers: that count.
        waiting: of a check-in, until there are enough of them.
    """

    answers: tuple[Answer, ...] = ()
    waiting: tuple[Answer, ...] = ()

    def with_answer(self, answer: Answer, theme: Theme, wave: Wave) -> Box:
        """After one more. In a check-in it waits until there are as many as may be told at once."""
        if not wave.is_check_in:
            return Box(_sorted([*self.answers, answer]))
        waiting = [*self.waiting, answer]
        if len(waiting) < theme.fewest:
            return Box(self.answers, _sorted(waiting))
        return Box(_sorted([*self.answers, *waiting]))


@dataclass(frozen=True, slots=True)
class Group:
    """A team in a wave.

    Args:
        people: who could answer.
        took_part: who did; of what they answered nothing is known here.
        boxes: by theme.
    """

    people: int
    took_part: frozenset[str]
    boxes: Mapping[str, Box]

    def answers(self, theme: Theme) -> tuple[Answer, ...]:
        return self.boxes.get(theme.id, Box()).answers


def told(groups: Mapping[_Key, int], fewest: int = FEWEST) -> frozenset[_Key]:
    """The groups with enough answers, by how many each has."""
    return frozenset(key for key, count in groups.items() if count >= fewest)


def in_total(groups: Mapping[_Key, int], fewest: int = FEWEST) -> frozenset[_Key]:
    """The groups whose answers a total may have; none when there is no total.

    Args:
        groups: answers of each.
        fewest: answers from which a group or a total is told; never less than `FEWEST`.
    """
    shown = told(groups, max(fewest, FEWEST))
    left = sum(count for key, count in groups.items() if key not in shown)
    within = frozenset(groups) if left == 0 or left >= FEWEST else shown
    return within if sum(groups[key] for key in within) >= max(fewest, FEWEST) else frozenset()


def people_in_total(groups: Mapping[_Key, Collection[str]], fewest: int = FEWEST) -> frozenset[_Key]:
    """The same for groups of people, somebody of whom may be in several."""
    shown = frozenset(key for key, people in groups.items() if len(set(people)) >= fewest)
    left = _union(people for key, people in groups.items() if key not in shown)
    within = frozenset(groups) if not left or len(left) >= fewest else shown
    return within if len(_union(groups[key] for key in within)) >= fewest else frozenset()


def why_hidden(
    wave: Wave, theme: Theme, group: Group, earlier: Iterable[tuple[Wave, Group]], now: int
) -> Hidden | None:
    """Why a group's answers to a theme are not told; None when they are.

    Args:
        earlier: waves before this one in which this group's answers to the theme are told.
    """
    if not wave.is_check_in and wave.state(now) != "closed":
        return "open"
    if len(group.answers(theme)) < theme.fewest:
        return "few"
    return "too_alike" if is_too_alike(wave, theme, group, earlier) else None


def is_too_alike(wave: Wave, theme: Theme, group: Group, earlier: Iterable[tuple[Wave, Group]]) -> bool:
    """Whether subtracting this group from what was told of it shortly before would leave one to four people."""
    return not wave.is_check_in and any(
        _nearly_alike(group, before, theme)
        for other, before in earlier
        if not other.is_check_in and wave.opens_at - other.ends_at < QUICK_MS
    )


def _nearly_alike(group: Group, before: Group, theme: Theme) -> bool:
    """Whether one to four people make the difference between two waves."""
    apart = (group.took_part - before.took_part, before.took_part - group.took_part)
    counts = abs(len(group.answers(theme)) - len(before.answers(theme)))
    return any(0 < len(people) < FEWEST for people in apart) or 0 < counts < FEWEST


def _sorted(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    return tuple(sorted(answers, key=repr))


def _union(groups: Iterable[Collection[str]]) -> frozenset[str]:
    return frozenset[str]().union(*groups)
