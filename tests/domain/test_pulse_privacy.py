"""Nobody who puts every question that can be put, and adds and subtracts the answers, finds a group of fewer than five."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations
from typing import TypeVar

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from feedbackyes.domain.pulse import DAY_MS, FEWEST, THEMES, Answer, ItemSet, Wave, check_in_wave
from feedbackyes.domain.pulse_privacy import QUICK_MS, Box, Group, in_total, people_in_total, told
from feedbackyes.domain.pulse_results import Asked, Point, trend

SAFETY, COMMENT, RECOMMEND, MOOD = (THEMES[name] for name in ("safety", "comment", "recommend", "mood"))
NOW = 1_000 * DAY_MS
MONTH = 30 * DAY_MS
CODE = 1_000
"""Numbers of people are made so that their sum tells which teams are in a total."""


Part = TypeVar("Part")


def wave(number: int, *, opens_at: int, sets: tuple[ItemSet, ...] = (ItemSet.SAFETY,)) -> Wave:
    return Wave(f"w{number}", "tim", None, "", sets, opens_at, opens_at + 3 * DAY_MS)


def group(people: Iterable[str], number: int = 0) -> Group:
    """Everybody has answered."""
    who = frozenset(people)
    return Group(CODE * 2**number, who, {"safety": Box(tuple([[4] * 7 for _ in who]))})


def subsets(parts: Sequence[Part]) -> Iterator[tuple[Part, ...]]:
    return chain.from_iterable(combinations(parts, count) for count in range(1, len(parts) + 1))


def spanned(rows: list[list[int]], wanted: list[int]) -> bool:
    """Whether sums and differences of what was told give what is wanted."""
    if not rows:
        return False
    told_rows, with_wanted = np.array(rows, float), np.array([*rows, wanted], float)
    return bool(np.linalg.matrix_rank(told_rows) == np.linalg.matrix_rank(with_wanted))


def teams_in(point: Point, teams: Sequence[str]) -> list[str]:
    """The teams whose people are in a figure."""
    assert point.figures is not None
    return [team for number, team in enumerate(teams) if point.figures.people // CODE & 2**number]


sizes = st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=4), min_size=1, max_size=3)


@given(sizes)
@settings(max_examples=150, deadline=None)
def test_no_sum_or_difference_over_teams_and_waves_gives_a_small_group(counts: list[list[int]]) -> None:
    """What is unknown are the answers of each team in each wave; each figure told is a row; no small sum is in their span."""
    teams = [f"t{number}" for number in range(max(map(len, counts)))]
    asked: list[Asked] = [
        (
            wave(at, opens_at=at * MONTH),
            {
                team: group([f"{team}{at}{one}" for one in range(count)], place)
                for place, (team, count) in enumerate(zip(teams, row, strict=False))
            },
        )
        for at, row in enumerate(counts)
    ]
    atoms = {(one.id, team): len(of.took_part) for one, groups in asked for team, of in groups.items() if of.took_part}
    rows = []
    for view in [*teams, None]:
        points = trend(SAFETY, asked, view, NOW)
        for place, point in enumerate(points):
            if point.figures is None:
                continue
            within = teams_in(point, teams) if view is None else [view]
            rows.append([int(one == point.wave.id and team in within) for one, team in atoms])
            assert point.figures.n == sum(
                count for key, count in atoms.items() if key[0] == point.wave.id and key[1] in within
            )
            assert point.figures.n >= FEWEST
            last = [one.figures.n for one in points[: place + 1] if one.figures][-3:]
            assert point.rolling is not None
            assert (point.rolling.waves, point.rolling.n) == (len(last), sum(last))
    small = [key for key, count in atoms.items() if count < FEWEST]
    for some in subsets(small):
        if sum(atoms[key] for key in some) < FEWEST:
            assert not spanned(rows, [int(key in some) for key in atoms]), (counts, some)


people_sets = st.lists(st.frozensets(st.sampled_from("abcdefgh"), max_size=8), min_size=2, max_size=3)


@given(people_sets)
@settings(max_examples=150, deadline=None)
def test_waves_in_quick_succession_give_nobody_away_who_answers_the_same(who: list[frozenset[str]]) -> None:
    """The people are what is unknown: each answers the same in every wave, and one team's waves are days apart."""
    asked: list[Asked] = [(wave(at, opens_at=at * 4 * DAY_MS), {"t": group(of)}) for at, of in enumerate(who)]
    everybody = sorted(frozenset().union(*who))
    shown = [point for point in trend(SAFETY, asked, "t", NOW) if point.figures is not None]
    rows = [[int(one in who[int(point.wave.id[1:])]) for one in everybody] for point in shown]
    for small in subsets(everybody):
        if len(small) < FEWEST:
            assert not spanned(rows, [int(one in small) for one in everybody]), (who, small)


def test_the_same_people_twice_are_told_twice_and_one_less_is_not() -> None:
    asked: list[Asked] = [
        (wave(0, opens_at=0), {"t": group("abcdef")}),
        (wave(1, opens_at=4 * DAY_MS), {"t": group("abcdef")}),
        (wave(2, opens_at=8 * DAY_MS), {"t": group("abcde")}),
        (wave(3, opens_at=60 * DAY_MS), {"t": group("abcde")}),
    ]
    assert [point.hidden for point in trend(SAFETY, asked, "t", NOW)] == [None, None, "too_alike", None]


def test_two_weeks_after_a_wave_its_group_is_looked_at_alone() -> None:
    first, people = wave(0, opens_at=0), ("abcdef", "abcde")
    for later, hidden in ((QUICK_MS - 1, "too_alike"), (QUICK_MS, None)):
        asked: list[Asked] = [
            (first, {"t": group(people[0])}),
            (wave(1, opens_at=first.ends_at + later), {"t": group(people[1])}),
        ]
        assert trend(SAFETY, asked, "t", NOW)[1].hidden == hidden


def test_the_rest_of_a_total_is_not_told_again_with_one_less() -> None:
    def all_of(small: str) -> dict[str, Group]:
        return {"big": group("abcdef", 0), "one": group(small, 1), "two": group("uvw", 2)}

    asked: list[Asked] = [(wave(0, opens_at=0), all_of("xyz")), (wave(1, opens_at=4 * DAY_MS), all_of("xy"))]
    first, second = trend(SAFETY, asked, None, NOW)
    assert [teams_in(point, ["big", "one", "two"]) for point in (first, second)] == [["big", "one", "two"], ["big"]]
    assert (second.teams, second.left_out) == (1, 2)


def test_a_total_has_what_is_told_alone_when_something_small_would_be_left_over() -> None:
    assert in_total({"a": 7, "b": 3}) == {"a"}
    assert in_total({"a": 7, "b": 3, "c": 2}) == {"a", "b", "c"}
    assert in_total({"a": 7, "b": 0}) == {"a", "b"}
    assert in_total({"a": 4}) == in_total({}) == frozenset()
    assert in_total({"a": 3, "b": 2}) == {"a", "b"}
    assert told({"a": 5, "b": 4}) == {"a"}


def test_a_net_score_needs_thirty_and_leaves_no_fewer_than_five_over() -> None:
    assert in_total({"a": 33, "b": 4}, 30) == {"a"}
    assert in_total({"a": 28, "b": 4}, 30) == {"a", "b"}
    assert in_total({"a": 20, "b": 4}, 30) == frozenset()


def test_groups_that_share_people_are_counted_by_people() -> None:
    five = set("abcde")
    assert people_in_total({"a": five, "b": {"a", "f"}}) == {"a"}
    assert people_in_total({"a": five, "b": set("vwxyz")}) == {"a", "b"}
    assert people_in_total({"a": {"x", "y", "z"}, "b": {"x", "y", "u"}}) == frozenset()


def test_nothing_is_told_before_a_wave_is_closed() -> None:
    asked: list[Asked] = [(wave(0, opens_at=0), {"t": group("abcdefgh")})]
    assert [point.hidden for point in trend(SAFETY, asked, "t", DAY_MS)] == ["open"]
    assert [point.hidden for point in trend(SAFETY, asked, None, DAY_MS)] == ["open"]
    assert [point.hidden for point in trend(SAFETY, asked, "t", 3 * DAY_MS)] == [None]


def test_comments_are_told_of_eight_and_never_of_all_teams_together() -> None:
    for count, hidden in ((7, "few"), (8, None)):
        words: tuple[Answer, ...] = tuple(f"word {number}" for number in range(count))
        of = Group(9, frozenset(), {"comment": Box(words)})
        asked: list[Asked] = [(wave(0, opens_at=0, sets=(ItemSet.COMMENT, ItemSet.SAFETY)), {"t": of})]
        (point,) = trend(COMMENT, asked, "t", NOW)
        assert (point.hidden, len(point.comments)) == (hidden, 0 if hidden else 8)
        assert trend(COMMENT, asked, None, NOW) == []


@given(st.lists(st.integers(1, 5), max_size=23))
def test_a_check_in_is_told_in_steps_of_five_answers(moods: list[int]) -> None:
    week, box, seen = check_in_wave(0), Box(), {0}
    for mood in moods:
        box = box.with_answer([mood], MOOD, week)
        seen.add(len(box.answers))
    assert seen == set(range(0, len(moods) + 1, FEWEST))
    assert sorted(chain(box.answers, box.waiting), key=str) == sorted([[mood] for mood in moods], key=str)


@given(st.permutations([[1], [2], [3], [3], [5], [4], [4]]))
def test_a_box_tells_nothing_of_the_order_in_which_it_was_filled(answers: list[list[int]]) -> None:
    full = Box()
    for one in answers:
        full = full.with_answer(one, RECOMMEND, wave(0, opens_at=0, sets=(ItemSet.RECOMMEND,)))
    assert full.answers == ([1], [2], [3], [3], [4], [4], [5])
