"""A talk is its learner's until they say who else may read it, and again when they take that back."""

from __future__ import annotations

from typing import Any

import httpx
import numpy as np
import pytest
from sqlalchemy import update

from feedbackyes.api import revocable
from feedbackyes.domain.session import SessionState
from feedbackyes.storage import audit, schema
from tests.api.conftest import World, listening

WAYS = ("transcript", "export", "events", "takes", "before", "providers", "monitoring", "sharing")


async def put(world: World, who: str = "ann", /, **body: Any) -> Any:
    async with world.client(who) as client:
        return await client.put("/api/sessions/s1/sharing", json=body)


async def statuses(world: World, who: str) -> set[int]:
    """Of every way to read the talk. 204: there are no events to come."""
    async with world.client(who) as client:
        return {(await client.get(f"/api/sessions/s1/{way}")).status_code for way in WAYS}


@pytest.fixture
async def talk(world: World) -> None:
    await world.session(state=SessionState.ENDED, started_at=1, ended_at=2)


async def users(world: World, who: str, **values: Any) -> None:
    async with world.services.database.begin() as tx:
        await tx.execute(update(schema.users).where(schema.users.c.id == who).values(**values))


@pytest.mark.usefixtures("talk")
async def test_nobody_reads_a_talk_that_is_not_shared(world: World) -> None:
    assert await statuses(world, "ann") <= {200, 204}
    for who in ("bob", "tim", "eve"):
        assert await statuses(world, who) == {403}, who
    async with world.client("ann") as client:
        found = (await client.get("/api/sessions/s1/sharing")).json()
    assert (found["with"], found["people"], found["readers"], found["recording"]) == ([], [], [], False)
    assert found["team"] == {"id": "red", "name": "Red"}


@pytest.mark.usefixtures("talk")
async def test_trainers_of_ones_team_read_what_is_shared_with_them_until_it_is_not(world: World) -> None:
    shared = (await put(world, **{"with": ["trainers"]})).json()
    assert [one["id"] for one in shared["readers"]] == ["tim"]
    assert shared["shared_team"] == {"id": "red", "name": "Red"}
    assert await statuses(world, "tim") <= {200, 204}
    assert await statuses(world, "eve") == {403}
    private = (await put(world, **{"with": [], "people": []})).json()
    assert (private["readers"], private["shared_team"]) == ([], None)
    assert await statuses(world, "tim") == {403}


@pytest.mark.usefixtures("talk")
async def test_people_are_named_by_id_or_address(world: World) -> None:
    await users(world, "bob", email="bob@example.org")
    shared = (await put(world, people=["Bob@Example.org", "eve", "ann"], recording=True)).json()
    assert [(one["id"], one["name"]) for one in shared["people"]] == [("bob", "Bob"), ("eve", "Eve")]
    assert shared["recording"] is True
    assert await statuses(world, "bob") <= {200, 204}
    assert await statuses(world, "tim") == {403}
    await users(world, "bob", disabled_at=1)
    async with world.client("ann") as client:
        readers = (await client.get("/api/sessions/s1/sharing")).json()["readers"]
    assert [one["id"] for one in readers] == ["eve"], "who cannot sign in does not read"


@pytest.mark.usefixtures("talk")
async def test_what_cannot_be_shared_with_is_said(world: World) -> None:
    unknown = await put(world, people=["nobody@example.org"])
    assert (unknown.status_code, unknown.json()["error"]["code"]) == (400, "person_not_found")
    assert (await put(world, **{"with": ["everybody"]})).status_code == 422
    await users(world, "ann", team_id=None)
    world.services.door._known.clear()
    alone = await put(world, **{"with": ["trainers"]})
    assert (alone.status_code, alone.json()["error"]["code"]) == (409, "no_team")
    assert await statuses(world, "tim") == {403}


@pytest.mark.parametrize("who", ["bob", "tim", "eve"])
@pytest.mark.usefixtures("talk")
async def test_only_its_learner_shares_a_talk(world: World, who: str) -> None:
    await world.share(people=(who,))
    assert (await put(world, who, people=["bob", "tim"])).status_code == 403


@pytest.mark.usefixtures("talk")
async def test_what_was_shared_with_a_team_stays_with_it_when_the_learner_goes_to_another(world: World) -> None:
    await put(world, **{"with": ["trainers"]})
    await users(world, "ann", team_id="blue")
    async with world.client("ann") as client:
        found = (await client.get("/api/sessions/s1/sharing")).json()
    assert (found["shared_team"]["id"], [one["id"] for one in found["readers"]]) == ("red", ["tim"])
    await users(world, "tim", team_id="blue")
    world.services.door._known.clear()
    assert await statuses(world, "tim") == {403}, "a trainer who left that team does not read on"


@pytest.mark.usefixtures("talk")
async def test_every_change_is_in_the_audit_log_without_content(world: World) -> None:
    await put(world, **{"with": ["trainers"], "recording": True})
    await put(world, **{"with": ["trainers"], "recording": True})
    await put(world)
    async with world.services.database.read() as tx:
        lines = (await audit.page(tx)).items
    assert [(one.action, one.subject) for one in lines] == [
        ("session.unshared", "session:s1"),
        ("session.shared", "session:s1"),
    ]
    assert lines[1].detail == {"trainers_of": "red", "people": [], "recording": True}


@pytest.mark.usefixtures("talk")
async def test_deleting_a_talk_deletes_with_whom_it_was_shared(world: World) -> None:
    await put(world, people=["bob"])
    async with world.client("ann") as client:
        await client.delete("/api/sessions/s1")
    await world.session(state=SessionState.ENDED)
    assert await statuses(world, "bob") == {403}


async def test_a_recording_that_is_being_sent_breaks_off_when_it_is_not_shared_any_more(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(revocable, "EVERY_SECONDS", 0.0)
    await world.session(state=SessionState.ENDED, ended_at=2, recording=True)
    writer = world.services.recordings.writer("s1")
    writer.write(np.ones((2_000_000, 2), np.int16))
    writer.close()
    await world.share(people=("tim",), recording=True)
    headers = {"Authorization": f"Bearer {world.tokens['tim']}"}
    async with (
        listening(world) as port,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers) as tim,
        tim.stream("GET", "/api/sessions/s1/recording") as answer,
    ):
        pieces = answer.aiter_raw(65_536)
        await anext(pieces)
        await put(world)
        with pytest.raises(httpx.RemoteProtocolError):
            async for _ in pieces:
                pass
