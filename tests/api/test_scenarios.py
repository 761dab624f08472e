"""What can be practised, without what must be found out."""

from __future__ import annotations

from feedbackyes import library
from tests.api.conftest import World


async def test_the_list_is_an_array_of_all(world: World) -> None:
    async with world.client() as client:
        found = (await client.get("/api/scenarios")).json()
    assert [one["id"] for one in found] == [one.id for one in library.scenarios()]
    assert all(one["title"] and one["partner"]["name"] and one["minutes"] for one in found)


async def test_details_have_what_the_page_and_the_documents_name(world: World) -> None:
    scenario = library.scenarios()[0]
    async with world.client() as client:
        found = (await client.get(f"/api/scenarios/{scenario.id}")).json()
    assert found["role"] == scenario.learner.role
    assert scenario.learner.brief in found["context"]
    assert found["objectives"] == list(scenario.learner.goals)
    assert found["partner"]["public_info"] == list(scenario.partner.public_info)
    assert found["rubric"]["id"] == scenario.rubric_ref
    assert found["rubric"]["elements"][0]["looked_for"]
    assert found["bands"].keys() == scenario.bands.keys()


async def test_nothing_hidden_is_told(world: World) -> None:
    async with world.client() as client:
        for scenario in library.scenarios():
            answers = [await client.get("/api/scenarios"), await client.get(f"/api/scenarios/{scenario.id}")]
            text = "".join(answer.text for answer in answers)
            hidden = [scenario.partner.secret, scenario.partner.backstory, scenario.partner.goal]
            hidden += [one.fact for one in scenario.disclosures] + [line for line in scenario.lines() if len(line) > 20]
            assert [one for one in hidden if one in text] == []


async def test_an_unknown_scenario_is_not_found(world: World) -> None:
    async with world.client() as client:
        answer = await client.get("/api/scenarios/nobody")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "scenario_not_found")
