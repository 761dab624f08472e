from __future__ import annotations

import pytest

from tests.api.conftest import World

ENTRY = {"session_id": "s1", "item_id": "item_1", "role": "user", "text": "hello there"}


async def test_an_entry_is_kept_once_and_in_order(world: World) -> None:
    await world.session(owner="ann")
    async with world.client("ann") as client:
        for entry in (ENTRY, {**ENTRY, "text": "something else"}):
            saved = await client.post("/realtime/transcripts", json={**entry, "user_id": "ann"})
            assert (saved.status_code, saved.json()) == (200, {"id": "item_1"})
        reply = {"session_id": "s1", "item_id": "item_2", "speaker": "partner", "text": "Good morning."}
        assert (await client.post("/realtime/transcripts", json=reply)).status_code == 200
        items = (await client.get("/api/sessions/s1/transcript")).json()["items"]
    assert [(item["speaker"], item["text"], item["seq"]) for item in items] == [
        ("learner", "hello there", 1),
        ("partner", "Good morning.", 2),
    ]


@pytest.mark.parametrize("name", ["transcript", "transcription", "content"])
async def test_the_words_have_other_names_elsewhere(world: World, name: str) -> None:
    await world.session(owner="ann")
    entry = {"session_id": "s1", "item_id": "item_1", "role": "user", name: "hello there"}
    async with world.client("ann") as client:
        assert (await client.post("/realtime/transcripts", json=entry)).json() == {"id": "item_1"}
        (kept,) = (await client.get("/api/sessions/s1/transcript")).json()["items"]
    assert kept["text"] == "hello there"


async def test_while_a_call_is_live_the_server_knows_better(world: World) -> None:
    session = await world.session(owner="ann")
    world.gateway.sessions = (session,)
    async with world.client("ann") as client:
        assert (await client.post("/realtime/transcripts", json=ENTRY)).json() == {"id": "item_1"}
        assert (await client.get("/api/sessions/s1/transcript")).json()["items"] == []


async def test_nobody_saves_for_another(world: World) -> None:
    await world.session(owner="ann")
    for who, user in (("bob", None), ("eve", "eve"), ("ann", "bob")):
        async with world.client(who) as client:
            refused = await client.post("/realtime/transcripts", json={**ENTRY, "user_id": user})
        assert refused.status_code == 403
        assert refused.json()["error"]["message"] == "Cannot save transcript for another user"


async def test_entries_that_say_nothing_are_refused(world: World) -> None:
    await world.session(owner="ann")
    async with world.client("ann") as client:
        for change in ({"text": ""}, {"role": None}, {"role": "system"}, {"item_id": ""}, {"text": "x" * 20_001}):
            assert (await client.post("/realtime/transcripts", json={**ENTRY, **change})).status_code == 422
        assert (await client.post("/realtime/transcripts", json={**ENTRY, "session_id": "s2"})).status_code == 404
