"""One's own progress, goals, and what comes next."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update

from feedbackyes import library
from feedbackyes.domain.feedback import ElementResult, Judge, Metadata, Metric, Report
from feedbackyes.domain.session import SessionState
from feedbackyes.storage import reports, schema
from feedbackyes.storage.reports import StoredReport
from tests.api.conftest import World

BASIC = Judge(kind="basic", name="Basic check", rubric="sbi", rubric_version=1, rubric_hash="a")
MINUTE = 60_000


async def talk(
    world: World, id_: str, level: int | None, *, owner: str = "ann", at: int, by: Judge = BASIC, **session: Any
) -> None:
    """A talk of two minutes with a report on one element."""
    await world.session(
        id_,
        owner,
        state=SessionState.ENDED,
        started_at=at,
        ended_at=at + 2 * MINUTE,
        **{"scenario_id": "late-report", **session},
    )
    report = Report(
        session_id=id_,
        status="done",
        judge=by,
        elements=(
            ElementResult(
                id="impact",
                title="Impact",
                level=level,
                state="unsure" if level is None else "scored",
                why="So it was.",
            ),
        ),
        behaviours=(),
        metrics=(Metric(id="talk_share", title="Your share", value=at / 1000, unit="ratio", band=(0.3, 0.6)),),
        strength=None,
        next_step=None,
        recommendations=(),
        scores={"impact": level},
        feedback="",
        metadata=Metadata(
            duration_seconds=120, scenario_id="late-report", language="en", created_at="", learner_words=120
        ),
    )
    made = StoredReport(f"r{id_}", id_, owner, None, "basic", "sbi", id_, report.model_dump(mode="json"), at)
    async with world.services.database.begin() as tx:
        await reports.put(tx, made)


async def read(world: World, who: str = "ann") -> dict[str, Any]:
    async with world.client(who) as client:
        answer = await client.get("/api/progress")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


async def test_somebody_who_has_not_practised_gets_a_scenario_to_begin_with(world: World) -> None:
    found = await read(world)
    assert found["practice"] == {"talks": 0, "minutes": 0}
    assert (found["skills"], found["metrics"], found["goals"]) == ([], [], [])
    assert found["suggestion"]["reason"] == "untried"


async def shared_by(world: World, who: str) -> str:
    """A scenario of this person's, on saying no."""
    async with world.client(who) as client:
        text = library.text("late-report").replace("rubric_ref: sbi", "rubric_ref: saying_no")
        made = (await client.post("/api/scenarios", json={"text": text})).json()
        shared = await client.put(f"/api/scenarios/{made['id']}/sharing", json={"shared": True})
        assert shared.status_code == 200
    return str(made["id"])


async def test_what_was_written_here_is_suggested_to_those_it_is_for(world: World) -> None:
    own = await shared_by(world, "tim")
    goal = {"rubric": "saying_no", "element": "holds", "level": 2}
    async with world.client("ann") as ann, world.client("bob") as bob, world.client("eve") as eve:
        for client in (ann, bob, eve):
            assert (await client.post("/api/goals", json=goal)).status_code == 201
    found = {who: (await read(world, who))["suggestion"] for who in ("ann", "bob", "eve")}
    assert {who: one["scenario_id"] == own for who, one in found.items()} == {"ann": True, "bob": False, "eve": False}
    assert found["ann"]["scenario_title"] == library.scenario("late-report").title


async def test_levels_over_time_are_one_s_own_with_gaps_and_breaks(world: World) -> None:
    model = BASIC.model_copy(update={"kind": "model", "model": "m", "name": "Language model"})
    await talk(world, "a", 1, at=100)
    await talk(world, "b", None, at=200)
    await talk(world, "c", 3, at=300, by=model)
    await talk(world, "d", 0, at=400, owner="bob")
    found = await read(world)
    (skill,) = found["skills"]
    versions = [
        (version["judge"]["kind"], [one["level"] for one in version["points"]]) for version in skill["versions"]
    ]
    assert versions == [("basic", [1, None]), ("model", [3])]
    assert skill["now"] == {"median": 3.0, "low": 3, "high": 3, "talks": 1}
    assert found["practice"] == {"talks": 3, "minutes": 6}
    assert [point["value"] for point in found["metrics"][0]["points"]] == [0.1, 0.2, 0.3]
    assert found["suggestion"]["scenario_id"] != "late-report"


async def test_another_take_is_practice_and_no_level(world: World) -> None:
    await talk(world, "a", 1, at=100)
    await talk(world, "b", 2, at=200, retry_of="a", retry_turn_id="t1")
    found = await read(world)
    assert found["practice"]["talks"] == 2
    assert [one["session_id"] for one in found["skills"][0]["versions"][0]["points"]] == ["a"]


async def test_goals_are_set_once_reached_and_set_aside_by_their_owner(world: World) -> None:
    await talk(world, "a", 2, at=100)
    await talk(world, "b", 2, at=200)
    wanted = {"rubric": "sbi", "element": "impact", "level": 2}
    async with world.client("ann") as ann, world.client("bob") as bob:
        made = await ann.post("/api/goals", json=wanted)
        assert (made.status_code, made.json()["reached"]) == (201, True)
        assert (await ann.post("/api/goals", json=wanted)).status_code == 409
        assert (await read(world))["goals"] == [made.json()]
        assert (await ann.get("/api/goals")).json()["items"] == [made.json()]
        assert (await bob.get("/api/goals")).json()["items"] == []
        assert made.json()["now"]["median"] == 2
        assert (await read(world, "bob"))["goals"] == []
        address = f"/api/goals/{made.json()['id']}"
        assert (await bob.delete(address)).status_code == 404
        assert (await ann.delete(address)).status_code == 204
        assert (await ann.delete(address)).status_code == 404
    assert (await read(world))["goals"] == []


async def test_goals_that_make_no_sense_are_refused_with_what_there_is(world: World) -> None:
    async with world.client("ann") as ann:
        unknown = await ann.post("/api/goals", json={"rubric": "sbi", "element": "charm", "level": 2})
        assert unknown.status_code == 404
        assert "ask_view" in unknown.json()["error"]["message"]
        assert (await ann.post("/api/goals", json={"rubric": "x", "element": "y", "level": 2})).status_code == 404
        assert (
            await ann.post("/api/goals", json={"rubric": "sbi", "element": "impact", "level": 4})
        ).status_code == 422


async def test_a_goal_is_no_higher_than_its_element_goes(world: World) -> None:
    async with world.client("ann") as ann:
        refused = await ann.post("/api/goals", json={"rubric": "saying_no", "element": "no_apology_chain", "level": 3})
    assert refused.status_code == 400
    assert "level 2" in refused.json()["error"]["message"]


async def test_every_element_can_be_a_goal_as_high_as_the_judge_goes(world: World) -> None:
    choices = (await read(world))["choices"]
    assert {one["id"] for one in choices} == {one.id for one in library.rubrics()}
    assert {element["top"] for one in choices for element in one["elements"]} == {2}


async def test_the_latest_report_counts_and_it_is_one_s_own(world: World) -> None:
    await talk(world, "a", 1, at=100)
    async with world.services.database.begin() as tx:
        (first,) = await reports.every(tx, "a")
        body = dict(first.body)
        body["elements"] = [{**body["elements"][0], "level": 2}]
        await reports.put(tx, StoredReport("later", "a", "ann", None, "basic", "sbi", "y", body, 999))
        body["elements"] = [{**body["elements"][0], "level": 0}]
        await reports.put(tx, StoredReport("bobs", "a", "bob", None, "basic", "sbi", "y", body, 9999))
    (skill,) = (await read(world))["skills"]
    assert [one["level"] for version in skill["versions"] for one in version["points"]] == [2]


async def test_a_report_that_cannot_be_read_any_more_is_left_out(world: World) -> None:
    await talk(world, "a", 2, at=100)
    async with world.services.database.begin() as tx:
        await reports.put(tx, StoredReport("old", "a", "ann", None, "basic", "sbi", "x", {"scores": {}}, 999))
    found = await read(world)
    assert (found["skills"], found["practice"]["talks"]) == ([], 1)


async def test_a_report_of_an_older_version_is_read_whole(world: World) -> None:
    await talk(world, "a", 2, at=100)
    before = await read(world)
    async with world.services.database.begin() as tx:
        await tx.execute(update(schema.reports).values(figures=None))
    assert await read(world) == before
    assert before["metrics"][0]["band"] == [0.3, 0.6]


async def test_the_figures_beside_a_report_have_none_of_its_words(world: World) -> None:
    await talk(world, "a", 2, at=100)
    async with world.services.database.read() as tx:
        told = (await tx.execute(select(schema.reports.c.figures))).scalar_one()
    assert "Impact" in told
    assert "So it was" not in told
