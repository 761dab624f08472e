"""Disagreeing with the feedback."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import World
from tests.api.test_corrections import analyse, ended

PLACE = "/api/sessions/s1/disagreements"


async def disagree(world: World, who: str = "ann", **wanted: Any) -> tuple[int, Any]:
    async with world.client(who) as client:
        answer = await client.post(PLACE, json=wanted)
    return answer.status_code, answer.json()


async def listed(world: World, who: str = "ann", place: str = PLACE) -> Any:
    async with world.client(who) as client:
        answer = await client.get(place)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_level_is_kept_with_who_judged_it_and_on_what(world: World) -> None:
    await ended(world)
    report = await analyse(world)
    element = next(one for one in report["elements"] if one["evidence"])
    status, made = await disagree(world, element=element["id"], comment=" I did. ")
    assert status == 201
    assert {
        name: made[name] for name in ("judge", "rubric", "rubric_hash", "element", "level", "quote", "comment")
    } == {
        "judge": "basic",
        "rubric": report["judge"]["rubric"],
        "rubric_hash": report["judge"]["rubric_hash"],
        "element": element["id"],
        "level": element["level"],
        "quote": element["evidence"][0]["quote"],
        "comment": "I did.",
    }
    found = await listed(world)
    assert (found["items"], found["judgements"]) == ([made], len(report["elements"]) + len(report["behaviours"]))


async def test_a_behaviour_is_named_by_its_words(world: World) -> None:
    await ended(world)
    seen = (await analyse(world))["behaviours"][0]
    named = {"behaviour": seen["name"], "turn_id": seen["turn_id"], "quote": seen["quote"]}
    assert (await disagree(world, **named))[0] == 201
    assert (await disagree(world, **{**named, "quote": "never said"}))[0] == 404
    assert (await disagree(world, behaviour=seen["name"]))[0] == 422


async def test_disagreeing_again_replaces_the_comment_and_can_be_undone(world: World) -> None:
    await ended(world)
    element = (await analyse(world))["elements"][0]["id"]
    _, first = await disagree(world, element=element)
    _, second = await disagree(world, element=element, comment="Because.")
    assert (first["id"], first["comment"], second["comment"]) == (second["id"], None, "Because.")
    assert len((await listed(world))["items"]) == 1
    async with world.client("ann") as client:
        assert (await client.delete(f"{PLACE}/{first['id']}")).status_code == 204
        assert (await client.delete(f"{PLACE}/{first['id']}")).status_code == 404
    assert (await listed(world))["items"] == []


@pytest.mark.parametrize(
    "wanted", [{}, {"element": "situation", "behaviour": "blame"}, {"element": "situation", "level": 3}]
)
async def test_one_judgement_is_named_and_its_level_is_not_the_callers(world: World, wanted: dict[str, Any]) -> None:
    await ended(world)
    await analyse(world)
    assert (await disagree(world, **wanted))[0] == 422


async def test_without_a_report_there_is_nothing_to_disagree_with(world: World) -> None:
    await ended(world)
    status, body = await disagree(world, element="situation")
    assert (status, body["error"]["code"]) == (404, "judgement_not_found")
    assert (await listed(world))["judgements"] == 0


@pytest.mark.parametrize("who", ["bob", "tim", "eve"])
async def test_nobody_else_disagrees_or_reads_it(world: World, who: str) -> None:
    await ended(world)
    await analyse(world)
    assert (await disagree(world, who, element="situation"))[0] == 403
    async with world.client(who) as client:
        assert (await client.get(PLACE)).status_code == 403


async def test_who_looks_after_the_server_sees_how_often_and_nobodys_words(world: World) -> None:
    await ended(world)
    await analyse(world)
    await disagree(world, element="situation", comment="My private reasons.")
    own = await listed(world, "ann", "/api/disagreements")
    assert (len(own["items"]), own["counts"]) == (1, None)
    assert (await listed(world, "tim", "/api/disagreements")) == {"items": [], "counts": None}
    everybody = await listed(world, "eve", "/api/disagreements")
    assert everybody["items"] == []
    [count] = everybody["counts"]
    assert (count["judge"], count["element"], count["disagreements"], count["people"]) == ("basic", "situation", 1, 1)
    assert "private" not in str(everybody)


async def test_they_go_with_their_session(world: World) -> None:
    await ended(world)
    await analyse(world)
    await disagree(world, element="situation")
    async with world.client("ann") as client:
        assert (await client.delete("/api/sessions/s1")).status_code == 204
    assert (await listed(world, "ann", "/api/disagreements"))["items"] == []
