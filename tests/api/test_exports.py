"""Everything about one talk in one file."""

from __future__ import annotations

from feedbackyes.domain.session import SessionState
from tests.api.conftest import World
from tests.api.test_corrections import analyse, correct, ended
from tests.api.test_disagreements import disagree


async def test_everything_that_was_heard_said_and_judged_is_in_it(world: World) -> None:
    await ended(world)
    before = await analyse(world)
    await correct(world, "How do you see it?")
    after = await analyse(world)
    await disagree(world, element="situation", comment="I named it.")
    async with world.client("ann") as client:
        answer = await client.get("/api/sessions/s1/export")
    found = answer.json()
    assert 'filename="feedbackyes-s1.json"' in answer.headers["content-disposition"]
    assert (found["session"]["id"], found["report"], found["earlier_reports"]) == ("s1", after, [before])
    turn = next(turn for turn in found["transcript"] if turn["id"] == "t3")
    assert (turn["text"], turn["corrected"]["text"]) == ("Ow do ewe sea hit?", "How do you see it?")
    assert [one["comment"] for one in found["disagreements"]] == ["I named it."]


async def test_others_who_may_read_it_do_not_read_what_the_learner_thinks_of_it(world: World) -> None:
    await ended(world)
    await analyse(world)
    await disagree(world, element="situation", comment="I named it.")
    await world.share()
    async with world.client("tim") as client:
        found = (await client.get("/api/sessions/s1/export")).json()
    assert (found["session"]["id"], found["disagreements"]) == ("s1", [])
    async with world.client("bob") as client:
        assert (await client.get("/api/sessions/s1/export")).status_code == 403


async def test_who_the_partner_of_a_free_talk_was_is_there_for_the_learner_alone(world: World) -> None:
    await world.session("free", state=SessionState.ENDED, instructions="You are Bo, my brother.")
    await world.share("free", people=("tim", "eve"))
    shown = {}
    for who in ("ann", "tim", "eve"):
        async with world.client(who) as client:
            shown[who] = (await client.get("/api/sessions/free/export")).json()["instructions"]
            assert "brother" not in (await client.get("/api/sessions/free")).text
            assert "brother" not in (await client.get("/api/sessions")).text
    assert shown == {"ann": "You are Bo, my brother.", "tim": None, "eve": None}


async def test_before_the_feedback_there_is_what_was_said(world: World) -> None:
    await ended(world)
    async with world.client("ann") as client:
        found = (await client.get("/api/sessions/s1/export")).json()
    assert (found["report"], found["earlier_reports"], len(found["transcript"])) == (None, [], 9)
