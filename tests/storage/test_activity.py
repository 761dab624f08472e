"""What was practised, added up: on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from sqlalchemy import event

from feedbackyes.domain.dashboard import FIRST_MONDAY_MS, FREE, WEEK_MS, ToldInWeek
from feedbackyes.domain.principal import LOCAL_ADMIN, Principal, Role
from feedbackyes.domain.pulse import DAY_MS, NOBODYS
from feedbackyes.domain.session import Session, SessionState
from feedbackyes.storage import Database, activity, adoption, personal, sessions
from feedbackyes.storage.activity import Weeks

MONDAY = FIRST_MONDAY_MS + 10 * WEEK_MS
UNTIL = MONDAY + 3 * WEEK_MS
TALK = Session("t", "ann", "red", SessionState.ENDED, MONDAY, started_at=MONDAY, ended_at=MONDAY + 60_000)


async def put(database: Database, *talks: Session) -> None:
    async with database.begin() as tx:
        for talk in talks:
            await sessions.create(tx, talk)


async def of_five(database: Database, at: int = MONDAY) -> None:
    """A talk of a minute of five people each."""
    talk = replace(TALK, created_at=at, started_at=at, ended_at=at + 60_000, scenario_id="s")
    names = ("p0", "p1", "p2", "p3", LOCAL_ADMIN.id)
    await put(database, *(replace(talk, id=f"{one}-{at}", owner_id=one) for one in names))


async def look(database: Database, weeks: Weeks) -> dict[int, ToldInWeek]:
    async with database.read() as tx:
        return await weeks.told(tx, since=MONDAY, until=UNTIL)


def figures(told: Mapping[int, ToldInWeek]) -> dict[tuple[int, str | None], tuple[int, int, int]]:
    """By week and team: people, talks, milliseconds."""
    return {
        ((week - MONDAY) // WEEK_MS, team): (len(one.people), one.talks, one.spoken_ms)
        for week, teams in told.items()
        for team, one in teams.items()
    }


async def test_talks_are_added_up_by_week_and_team(database: Database) -> None:
    await put(
        database,
        replace(TALK, id="a", scenario_id="s"),
        replace(TALK, id="b", started_at=MONDAY + 6 * DAY_MS, ended_at=None, scenario_id="s"),
        replace(TALK, id="c", started_at=MONDAY + 7 * DAY_MS, ended_at=None, team_id=None),
        replace(TALK, id="d", started_at=None, ended_at=None),
        replace(TALK, id="e", started_at=MONDAY - 1, ended_at=None),
    )
    async with database.read() as tx:
        (first,) = await activity.practised(tx, MONDAY)
        (second,) = await activity.practised(tx, MONDAY + WEEK_MS)
        assert await activity.practised(tx, MONDAY + 2 * WEEK_MS) == []
    assert (first.team, first.people, first.scenarios, first.spoken_ms) == ("red", ["ann"] * 2, ["s"] * 2, 60_000)
    assert (second.team, second.people, second.scenarios, second.spoken_ms) == (NOBODYS, ["ann"], [FREE], 0)


async def test_no_more_is_kept_than_may_be_told(database: Database) -> None:
    await of_five(database)
    await put(database, replace(TALK, id="few", owner_id="bob", team_id="blue"))
    await put(database, replace(TALK, id="later", started_at=MONDAY + WEEK_MS))
    found = await look(database, Weeks())
    assert figures(found) == {(0, "red"): (5, 5, 300_000), (0, None): (5, 5, 300_000)}
    assert set(found[MONDAY][None].by_scenario) == {"s"}


async def test_what_has_changed_is_added_up_anew(database: Database) -> None:
    weeks = Weeks()
    for number in range(3):
        await of_five(database, MONDAY + number * WEEK_MS)
    assert {key: of[1] for key, of in figures(await look(database, weeks)).items() if key[1]} == {
        (0, "red"): 5,
        (1, "red"): 5,
        (2, "red"): 5,
    }
    await put(database, replace(TALK, id="more", owner_id="p0", started_at=MONDAY + WEEK_MS, ended_at=None))
    assert figures(await look(database, weeks))[1, "red"] == (5, 6, 300_000)
    async with database.begin() as tx:
        await sessions.update(tx, "more", ended_at=MONDAY + WEEK_MS + 1_000)
    assert figures(await look(database, weeks))[1, "red"] == (5, 6, 301_000)
    async with database.begin() as tx:
        await sessions.delete(tx, f"p1-{MONDAY}")
    assert figures(await look(database, weeks)) == figures(await look(database, Weeks()))
    assert (0, "red") not in figures(await look(database, weeks))


async def test_nobody_counts_who_was_erased_and_everybody_as_who_they_are(database: Database) -> None:
    weeks = Weeks()
    await of_five(database)
    await put(database, replace(TALK, id="sixth", owner_id="p5"), replace(TALK, id="seventh", owner_id="new"))
    assert figures(await look(database, weeks))[0, "red"][0] == 7
    async with database.begin() as tx:
        await personal.erase_talks(tx, "p5")
    assert figures(await look(database, weeks))[0, "red"][0] == 6
    async with database.begin() as tx:
        await adoption.adopt(tx, Principal("new", Role.ADMIN, "New", "red"))
    assert figures(await look(database, weeks))[0, "red"][0] == 5


@pytest.mark.parametrize("changed", [False, True])
async def test_what_has_not_changed_is_not_read_again(database: Database, changed: bool) -> None:
    weeks = Weeks()
    for number in range(3):
        await of_five(database, MONDAY + number * WEEK_MS)
    before = await look(database, weeks)
    if changed:
        await put(database, replace(TALK, id="more", started_at=MONDAY + 2 * WEEK_MS))
    told: list[str] = []
    event.listen(database._reader.sync_engine, "before_cursor_execute", lambda *given: told.append(given[2]))
    after = await look(database, weeks)
    assert sum("FROM sessions" in statement for statement in told) == 1 + changed
    assert [after[week] is before[week] for week in after] == [True, True, not changed]
