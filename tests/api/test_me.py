"""The caller, the configuration, and consents."""

from __future__ import annotations

import pytest

from feedbackyes.api.services import ModelServer
from feedbackyes.domain.consent import Purpose
from feedbackyes.domain.principal import LOCAL_ADMIN
from feedbackyes.providers import Capabilities
from feedbackyes.storage import consents
from tests.api.conftest import World


async def test_without_a_token_the_caller_is_the_local_admin(world: World) -> None:
    async with world.client() as client:
        found = (await client.get("/api/me")).json()
    assert found == {
        "id": "local",
        "name": "You",
        "email": None,
        "role": "admin",
        "trainer_kind": None,
        "team": None,
        "team_id": None,
        "single_user": True,
        "sign_in": "none",
    }


async def test_with_a_token_the_caller_is_its_owner(world: World) -> None:
    async with world.client("tim") as client:
        found = (await client.get("/api/me")).json()
    assert (found["id"], found["role"], found["team_id"]) == ("tim", "trainer", "red")
    assert (found["team"]["name"], found["trainer_kind"], found["sign_in"]) == ("Red", "internal", "token")


async def test_config_says_what_the_page_has_to_know(world: World) -> None:
    async with world.client() as client:
        found = (await client.get("/api/config")).json()
    assert found["provider"] == {
        "name": "local",
        "hosted": False,
        "model": "embedded",
        "price_per_minute_usd": 0,
        "basic_ears": True,
        "languages": ["en"],
        "voice_languages": None,
        "free_languages": None,
        "recogniser": "ears",
        "voice": "mouth",
        "partner": None,
        "reasons": {},
        "scripted": True,
        "push_to_talk": True,
        "truncates": True,
        "transcribes": True,
        "webrtc_direct": False,
        "session_minutes": None,
        "voices": None,
        "hosts": [],
    }
    assert [one["name"] for one in found["providers"]] == ["local"]
    assert found["recording"] == "ask"
    assert found["consents"] == dict.fromkeys(Purpose)
    assert (found["session_timeout_seconds"], found["resume_seconds"]) == (60, 30)


async def test_admins_are_told_of_model_servers_that_were_noticed(world: World) -> None:
    world.services.model_servers = (ModelServer("Ollama", "http://127.0.0.1:11434/v1", ("llama3.2",)),)
    told = {}
    for who in ("ann", "tim", "eve"):
        async with world.client(who) as client:
            told[who] = (await client.get("/api/config")).json()["model_servers"]
    noticed = [{"name": "Ollama", "url": "http://127.0.0.1:11434/v1", "models": ["llama3.2"]}]
    assert told == {"ann": [], "tim": [], "eve": noticed}


async def test_a_part_of_the_engine_elsewhere_is_told_as_voice_that_leaves(world: World) -> None:
    world.services.provider.capabilities = Capabilities(hosted=False, elsewhere=True)
    world.services.settings = world.services.settings.model_copy(update={"tts": "openai"})
    async with world.client() as client:
        found = (await client.get("/api/config")).json()["provider"]
    assert (found["hosted"], found["price_per_minute_usd"], found["scripted"]) == (True, None, True)
    assert found["hosts"] == ["api.openai.com"]


async def test_a_hosted_provider_says_what_it_costs(world: World) -> None:
    world.services.provider.capabilities = Capabilities(hosted=True, price_per_minute_usd=0.3)
    async with world.client() as client:
        found = (await client.get("/api/config")).json()["provider"]
    assert (found["hosted"], found["price_per_minute_usd"], found["scripted"]) == (True, 0.3, False)


@pytest.mark.parametrize(
    ("changes", "judge"),
    [
        ({}, {"model": None, "hosted": False, "host": None}),
        ({"openai_api_key": "k", "judge_model": "m"}, {"model": "m", "hosted": True, "host": "api.openai.com"}),
        (
            {"judge": "model", "judge_model": "m", "openai_api_base": "http://127.0.0.1:1/v1"},
            {"model": "m", "hosted": False, "host": "127.0.0.1"},
        ),
    ],
)
async def test_config_says_who_judges_and_whether_words_leave_for_it(
    world: World, changes: dict[str, str], judge: dict[str, object]
) -> None:
    world.services.settings = world.services.settings.model_copy(update=changes)
    async with world.client() as client:
        assert (await client.get("/api/config")).json()["judge"] == judge


async def test_consents_are_kept_one_by_one_and_per_person(world: World) -> None:
    async with world.client() as client, world.client("ann") as ann:
        unasked: dict[str, bool | None] = dict.fromkeys(Purpose)
        first = await client.put("/api/consents", json={"recording": True})
        assert first.json() == {**unasked, "recording": True}
        changed = await client.put("/api/consents", json={"hosted_voice": False, "recording": None})
        assert changed.json() == {**unasked, "recording": True, "hosted_voice": False}
        judged = await client.put("/api/consents", json={"hosted_judge": True})
        assert judged.json() == {**unasked, "recording": True, "hosted_voice": False, "hosted_judge": True}
        assert (await ann.get("/api/config")).json()["consents"] == unasked
    async with world.services.database.read() as tx:
        assert await consents.get(tx, LOCAL_ADMIN, Purpose.RECORDING) is True


async def test_a_consent_that_is_no_yes_or_no_is_refused(world: World) -> None:
    async with world.client() as client:
        assert (await client.put("/api/consents", json={"recording": "perhaps"})).status_code == 422
        assert (await client.put("/api/consents", json={"recordings": True})).status_code == 422


async def test_preferences_are_empty_until_they_are_saved_and_each_persons_own(world: World) -> None:
    mine = {"persona": "You are Ana.\nYou doubt.", "voice": "echo", "language": "fr-CA"}
    async with world.client() as client, world.client("ann") as ann:
        assert (await client.get("/api/me/preferences")).json() == {"persona": None, "voice": None, "language": None}
        await client.put("/api/me/preferences", json={"persona": "You are Bo.", "voice": None})
        assert (await client.put("/api/me/preferences", json=mine)).json() == mine
        assert (await client.get("/api/me/preferences")).json() == mine
        assert (await ann.get("/api/me/preferences")).json()["persona"] is None


async def test_preferences_that_are_too_long_or_odd_are_refused(world: World) -> None:
    async with world.client() as client:
        for wrong in ({"persona": "a" * 8001}, {"language": "<en>"}, {"mood": "bad"}, {"voice": "v" * 65}):
            assert (await client.put("/api/me/preferences", json=wrong)).status_code == 422
