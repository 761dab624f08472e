"""What stood behind a talk, told only when it is over."""

from __future__ import annotations

import io
import wave
from typing import Any

import pytest

from feedbackyes import library
from feedbackyes.domain.session import SessionState
from feedbackyes.domain.transcript import Speaker, Turn
from feedbackyes.storage import turns
from tests.api.conftest import World

PLACES = ("behind", "dialogues", "dialogues/good", "dialogues/good/audio")
ENDED: dict[str, Any] = {"state": SessionState.ENDED, "scenario_id": "late-report", "provider": "local"}
SCENARIO = library.scenario("late-report")


async def talk(world: World, *said: tuple[Speaker, str], **fields: Any) -> None:
    await world.session(**{**ENDED, **fields})
    async with world.services.database.begin() as tx:
        for i, (speaker, text) in enumerate(said):
            await turns.put(tx, Turn(f"t{i}", "s1", 0, speaker, text, i * 1000, i * 1000 + 900))


async def get(world: World, place: str, who: str = "ann") -> tuple[int, Any]:
    async with world.client(who) as client:
        answer = await client.get(f"/api/sessions/s1/{place}")
    return answer.status_code, answer.json() if "json" in answer.headers["content-type"] else answer.content


HELLO = (Speaker.LEARNER, "Hello Marc, it is about the report.")


async def test_who_has_practised_learns_what_was_hidden(world: World) -> None:
    await talk(world, HELLO, (Speaker.PARTNER, SCENARIO.disclosures[0].lines[0]))
    status, found = await get(world, "behind")
    assert (status, found["partner_name"], found["secret"]) == (200, "Marc", SCENARIO.partner.secret)
    assert [fact["fact"] for fact in found["facts"]] == [one.fact for one in SCENARIO.disclosures]
    assert (found["facts"][0]["state"], found["facts"][0]["told"]["turn_id"]) == ("slipped", "t1")
    assert found["facts"][1]["state"] == "hidden"


async def test_both_model_dialogues_can_be_read_and_heard(world: World) -> None:
    await talk(world, HELLO)
    status, found = await get(world, "dialogues")
    assert status == 200
    assert [line["text"] for line in found["poor"]] == [line.text for line in SCENARIO.model_dialogues.poor]
    _, reading = await get(world, "dialogues/poor")
    status, sound = await get(world, "dialogues/poor/audio")
    assert status == 200
    with wave.open(io.BytesIO(sound)) as file:
        assert file.getnframes() * 1000 // file.getframerate() == reading["duration_ms"]
    assert [line["text"] for line in reading["lines"]] == [line["text"] for line in found["poor"]]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("state", [SessionState.CREATED, SessionState.LIVE, SessionState.RECONNECTING])
async def test_nothing_is_given_away_while_it_can_still_be_found_out(
    world: World, place: str, state: SessionState
) -> None:
    await talk(world, HELLO, state=state)
    status, body = await get(world, place)
    assert (status, body["error"]["code"]) == (409, "still_open")


@pytest.mark.parametrize("place", PLACES)
async def test_a_talk_in_which_nothing_was_said_is_no_practice(world: World, place: str) -> None:
    await talk(world, (Speaker.PARTNER, "Morning."))
    status, body = await get(world, place)
    assert (status, body["error"]["code"]) == (409, "not_practised")


@pytest.mark.parametrize("place", PLACES)
async def test_others_are_told_nothing(world: World, place: str) -> None:
    await talk(world, HELLO)
    assert (await get(world, place, "bob"))[0] == 403


async def test_a_free_talk_has_nothing_behind_it(world: World) -> None:
    await talk(world, HELLO, scenario_id=None)
    status, body = await get(world, "behind")
    assert (status, body["error"]["code"]) == (404, "nothing_behind")
