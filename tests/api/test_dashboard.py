"""What teams practise: sums of five people or more, the same whoever asks, and nobody's name or words."""

from __future__ import annotations

import time
from typing import Any

from feedbackyes.domain.dashboard import WEEK_MS, monday
from feedbackyes.domain.session import Session, SessionState
from feedbackyes.storage import personal, sessions
from tests.api.conftest import World

THIS_WEEK = monday(time.time_ns() // 1_000_000)
MINUTE_MS = 60_000


async def talks(world: World, who: str, team: str | None, *, count: int = 1, weeks_ago: int = 0, **fields: Any) -> None:
    """Talks of ten minutes."""
    began = THIS_WEEK - weeks_ago * WEEK_MS
    async with world.services.database.begin() as tx:
        for number in range(count):
            made = Session(
                id=f"{who}-{weeks_ago}-{number}-{fields.get('scenario_id')}",
                owner_id=who,
                team_id=team,
                state=SessionState.ENDED,
                created_at=began,
                started_at=began,
                ended_at=began + 10 * MINUTE_MS,
                **{"scenario_id": "late-report", **fields},
            )
            await sessions.create(tx, made)


async def stats(world: World, who: str, query: str = "", status: int = 200) -> dict[str, Any]:
    async with world.client(who) as client:
        answer = await client.get(f"/api/dashboard/stats{query}")
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_known_talks_have_the_sums_that_were_reckoned_by_hand(world: World) -> None:
    for number in range(5):
        await talks(world, f"r{number}", "red", count=number + 1)
        await talks(world, f"r{number}", "red", weeks_ago=1, scenario_id="hard-words")
    for number in range(3):
        await talks(world, f"r{number}", "red", weeks_ago=3, count=4)
    found = await stats(world, "tim")
    told = [(week["people"], week["talks"], week["minutes"]) for week in found["weeks"]]
    assert told == [(None, None, None)] * 10 + [(5, 5, 50), (5, 15, 150)]
    assert (found["people"], found["talks"], found["minutes"]) == (5, 20, 200)
    assert [(one["id"], one["title"], one["people_at_least"]) for one in found["scenarios"]] == [
        ("hard-words", "Hard words", 5),
        ("late-report", "The late report", 5),
    ]
    assert {one["id"] for one in found["skills"]} == {"Giving feedback", "Receiving feedback"}
    assert found["team"] == {"id": "red", "name": "Red"}
    assert found["message"] is None


async def test_fewer_than_five_people_have_no_figures_and_are_told_why(world: World) -> None:
    for number in range(4):
        await talks(world, f"r{number}", "red", count=9)
    found = await stats(world, "tim")
    assert (found["people"], found["talks"], found["minutes"]) == (None, None, None)
    assert not any(week["told"] for week in found["weeks"])
    assert found["scenarios"] == found["skills"] == []
    assert "5 people" in found["message"]


async def test_all_together_leave_no_small_team_over(world: World) -> None:
    for number in range(6):
        await talks(world, f"r{number}", "red")
    for number in range(3):
        await talks(world, f"b{number}", "blue", count=7)
    assert (await stats(world, "eve"))["talks"] == 6
    for number in range(2):
        await talks(world, f"n{number}", None, count=2)
    found = await stats(world, "eve")
    assert (found["people"], found["talks"]) == (11, 6 + 21 + 4)
    assert [(one["team"]["name"], one["told"], one["talks"]) for one in found["teams"]] == [
        ("Blue", False, None),
        ("Red", True, 6),
    ]
    assert (await stats(world, "eve", "?team_id=none"))["talks"] is None


async def test_trainers_see_their_own_team_admins_all_and_learners_none(world: World) -> None:
    await stats(world, "ann", status=403)
    await stats(world, "tim", "?team_id=blue", status=403)
    await stats(world, "tim", "?team_id=none", status=403)
    assert (await stats(world, "eve", "?team_id=blue"))["team"]["name"] == "Blue"
    assert (await stats(world, "eve"))["team"] is None
    await stats(world, "eve", "?team_id=nowhere", status=404)


async def test_the_table_to_save_has_what_is_told_and_no_more(world: World) -> None:
    for number in range(5):
        await talks(world, f"r{number}", "red")
    await talks(world, "r1", "red", weeks_ago=1)
    async with world.client("tim") as client:
        answer = await client.get("/api/dashboard/stats?format=csv")
    rows = answer.text.splitlines()
    assert rows[0] == "week,people,talks,minutes"
    assert rows[-1].endswith(",5,5,50")
    assert rows[-2].endswith(",,,")
    assert len(rows) == 13


async def test_a_look_has_what_has_happened_since_the_one_before(world: World) -> None:
    for number in range(6):
        await talks(world, f"r{number}", "red")
    assert (await stats(world, "tim"))["people"] == 6
    await talks(world, "r5", "red", scenario_id="hard-words")
    assert (await stats(world, "tim"))["talks"] == 7
    async with world.services.database.begin() as tx:
        await personal.erase_talks(tx, "r5")
    found = await stats(world, "tim")
    assert (found["people"], found["talks"]) == (5, 5)
    async with world.services.database.begin() as tx:
        await personal.erase_talks(tx, "r4")
    assert (await stats(world, "tim"))["people"] is None
