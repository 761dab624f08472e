"""Trainers write scenarios: checked, simulated, versioned, tried, shared, taken away as files."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from feedbackyes import authoring, library
from feedbackyes.domain.rubric import Behaviour
from tests.analysis.model_server import model_server
from tests.api.conftest import World
from tests.authoring.test_notes import DRAFT

TEXT = authoring.blank()


async def made(client: httpx.AsyncClient, **wanted: Any) -> dict[str, Any]:
    answer = await client.post("/api/scenarios", json=wanted)
    assert answer.status_code == 201, answer.text
    written: dict[str, Any] = answer.json()
    return written


async def test_a_text_is_checked_with_lines(world: World) -> None:
    async with world.client("tim") as client:
        good = (await client.post("/api/scenarios/check", json={"text": TEXT})).json()
        bad = (
            await client.post("/api/scenarios/check", json={"text": TEXT.replace("power: equal", "power: x")})
        ).json()
        dull = (
            await client.post("/api/scenarios/check", json={"text": TEXT.replace("minutes: 6", "minutes: 9")})
        ).json()
    assert (good["valid"], good["problems"]) == (True, [])
    assert good["lines"] > 80
    assert (bad["valid"], bad["problems"][0]["path"], bad["problems"][0]["severity"]) == (False, ["power"], "error")
    assert TEXT.splitlines()[bad["problems"][0]["line"] - 1] == "power: equal"
    assert (dull["valid"], dull["problems"][0]["severity"]) == (True, "warning")


async def test_both_learners_play_a_text(world: World) -> None:
    async with world.client("tim") as client:
        found = (await client.post("/api/scenarios/simulate", json={"text": TEXT})).json()
        refused = await client.post("/api/scenarios/simulate", json={"text": "id: nothing"})
    assert found["skilled"]["steps"][-1]["trust"] > found["unskilled"]["steps"][-1]["trust"] + 0.3
    assert found["skilled"]["trust"] == found["unskilled"]["trust"] == 0.4
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "invalid_scenario")


async def test_a_new_scenario_is_practised_beside_the_shipped_ones(world: World) -> None:
    async with world.client("tim") as client:
        written = await made(client, title="Who does the dishes?")
        listed = (await client.get("/api/scenarios")).json()
        details = (await client.get(f"/api/scenarios/{written['id']}")).json()
        session = (await client.post("/api/sessions", json={"scenario_id": written["id"]})).json()
    assert written["id"].startswith("who-does-the-dishes-")
    assert (written["version"], written["shared"], written["source"], written["editable"]) == (1, False, "mine", True)
    assert [one["id"] for one in listed] == [written["id"], *(one.id for one in library.scenarios())]
    assert (listed[0]["source"], listed[1]["source"]) == ("mine", "shipped")
    assert (details["title"], details["rubric"]["id"]) == ("Who does the dishes?", "sbi")
    assert (session["scenario_title"], session["scenario_version"]) == ("Who does the dishes?", 1)
    assert session["partner_name"] == "Sam"


async def test_a_shipped_one_is_copied_word_for_word(world: World) -> None:
    async with world.client("tim") as client:
        for shipped in library.scenarios():
            text = (await client.get(f"/api/scenarios/{shipped.id}/text")).json()["text"]
            assert library.parse(type(shipped), text, "it") == shipped
        copy = await made(client, copy_of="late-report")
        file = await client.get(f"/api/scenarios/{copy['id']}/file")
        again = await made(client, text=file.text)
    assert copy["text"].replace(copy["id"], "late-report") == library.text("late-report")
    assert file.headers["content-disposition"] == f'attachment; filename="{copy["id"]}.yaml"'
    assert again["id"] != copy["id"]
    assert again["text"].replace(again["id"], copy["id"]) == copy["text"]


async def test_what_is_saved_can_be_gone_back_to(world: World) -> None:
    async with world.client("tim") as client:
        first = await made(client)
        path = f"/api/scenarios/{first['id']}"
        text = first["text"].replace("  name: Sam", "  name: Kim  # as in Kim and Lee")
        saved = (await client.put(path, json={"text": text, "base_version": 1, "note": "Kim now"})).json()
        assert saved["version"] == 2
        assert "# as in Kim and Lee" in saved["text"]
        assert "version: 2" in saved["text"]
        late = await client.put(path, json={"text": text, "base_version": 1})
        assert (late.status_code, late.json()["error"]["code"]) == (409, "scenario_changed")
        back = (await client.post(f"{path}/versions/1/restore")).json()
        assert back["version"] == 3
        assert "  name: Sam" in back["text"]
        versions = (await client.get(f"{path}/versions")).json()
        assert [(one["version"], one["note"]) for one in versions] == [
            (3, "Back to version 1"),
            (2, "Kim now"),
            (1, None),
        ]
        earlier = (await client.get(f"{path}/text?version=2")).json()
        assert "  name: Kim" in earlier["text"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("power: equal", "power: boss", "Choose 'learner'"),
        ("rubric_ref: sbi", "rubric_ref: none", "no rubric 'none'"),
        ("id: ", '"id": ', "for a second time"),
        (TEXT[:12], "{id: a, title: b}\n#", "without braces"),
    ],
)
async def test_what_cannot_be_played_is_not_saved(world: World, old: str, new: str, said: str) -> None:
    async with world.client("tim") as client:
        first = await made(client)
        text = first["text"].replace(old, new, 1)
        answer = await client.put(f"/api/scenarios/{first['id']}", json={"text": text, "base_version": 1})
        assert (answer.status_code, answer.json()["error"]["param"]) == (400, "text")
        assert said in answer.json()["error"]["message"]
        assert (await client.get(f"/api/scenarios/{first['id']}/text")).json()["version"] == 1


async def test_a_draft_is_tried_and_its_session_keeps_it(world: World) -> None:
    async with world.client("tim") as client:
        first = await made(client)
        drafts = f"/api/scenarios/{first['id']}/drafts"
        same = (await client.post(drafts, json={"text": first["text"]})).json()
        assert same == {"scenario_id": first["id"], "version": 1}
        text = first["text"].replace("title: A conversation of your own", "title: Draft")
        draft = (await client.post(drafts, json={"text": text})).json()
        wanted = {"scenario_id": first["id"], "scenario_version": draft["version"]}
        session = (await client.post("/api/sessions", json=wanted)).json()
        assert (session["scenario_title"], session["scenario_version"]) == ("Draft", 2)
        details = (await client.get(f"/api/scenarios/{first['id']}?version=2")).json()
        assert details["title"] == "Draft"
        assert (await client.get(f"/api/scenarios/{first['id']}")).json()["title"] == "A conversation of your own"
        assert [one["version"] for one in (await client.get(f"/api/scenarios/{first['id']}/versions")).json()] == [1]
        said = "Sam: Hello.\nYou: On Friday the report came at six."
        request = {"session_id": session["id"], "transcript": said, "duration_seconds": 300}
        report = (await client.post("/api/feedback/analyze", json=request)).json()
        assert report["judge"]["rubric"] == "sbi"


async def test_only_trainers_and_admins_write(world: World) -> None:
    async with world.client("tim") as client:
        mine = await made(client)
    path = f"/api/scenarios/{mine['id']}"
    async with world.client("ann") as client:
        for method, where, body in (
            ("POST", "/api/scenarios", {}),
            ("POST", "/api/scenarios/check", {"text": TEXT}),
            ("GET", "/api/scenarios/late-report/text", None),
            ("PUT", path, {"text": TEXT, "base_version": 1}),
            ("DELETE", path, None),
        ):
            assert (await client.request(method, where, json=body)).status_code == 403, where
        assert (await client.get(path)).status_code == 404
        assert (await client.post("/api/sessions", json={"scenario_id": mine["id"]})).status_code == 404


async def test_what_is_shared_is_practised_by_the_team_and_changed_by_its_author(world: World) -> None:
    async with world.client("tim") as client:
        mine = await made(client)
        path = f"/api/scenarios/{mine['id']}"
        assert (await client.put(f"{path}/sharing", json={"shared": True})).json() == {"shared": True}
        text = mine["text"].replace("  name: Sam", "  name: Kim")
        draft = (await client.post(f"{path}/drafts", json={"text": text})).json()["version"]
    async with world.client("ann") as client:
        assert (await client.get(path)).json()["source"] == "shared"
        assert (await client.post("/api/sessions", json={"scenario_id": mine["id"]})).status_code == 201
        other = await client.post("/api/sessions", json={"scenario_id": mine["id"], "scenario_version": draft})
        assert other.status_code == 403
    async with world.client("bob") as client:
        assert (await client.get(path)).status_code == 404
    async with world.client("eve") as client:
        assert (await client.put(path, json={"text": mine["text"], "base_version": 1})).status_code == 200


async def test_a_deleted_one_is_gone_and_its_sessions_stay(world: World) -> None:
    async with world.client("tim") as client:
        mine = await made(client)
        session = (await client.post("/api/sessions", json={"scenario_id": mine["id"]})).json()
        assert (await client.delete(f"/api/scenarios/{mine['id']}")).status_code == 204
        assert (await client.get(f"/api/scenarios/{mine['id']}")).status_code == 404
        kept = (await client.get(f"/api/sessions/{session['id']}")).json()
    assert kept["scenario_title"] == "A conversation of your own"


async def test_a_shipped_one_cannot_be_changed(world: World) -> None:
    async with world.client("eve") as client:
        for method, body in (("PUT", {"text": TEXT, "base_version": 1}), ("DELETE", None)):
            answer = await client.request(method, "/api/scenarios/late-report", json=body)
            assert (answer.status_code, answer.json()["error"]["code"]) == (404, "scenario_not_found")


async def test_the_names_that_a_scenario_can_use_are_told(world: World) -> None:
    async with world.client("tim") as client:
        found = (await client.get("/api/scenarios/vocabulary")).json()
    assert {"id": "asks_view", "meaning": library.behaviours()[Behaviour.ASKS_VIEW].is_} in found["behaviours"]
    assert {"id": "sbi", "title": library.rubric("sbi").title} in found["rubrics"]
    assert "talk_share" in found["metrics"]
    assert found["languages"] == ["en", "fr", "de", "es"]


async def test_notes_are_redacted_and_drafted_when_there_is_a_model(world: World) -> None:
    wanted = {"text": "Anna Schmidt is angry. I told Anna that the report was late.", "names": ["report"]}
    async with world.client("tim") as client:
        redacted = (await client.post("/api/scenarios/notes/redact", json=wanted)).json()
        assert "Anna" not in redacted["text"]
        assert "report" not in redacted["text"]
        assert {"kind": "person", "was": "Anna Schmidt", "now": "Person B"} in redacted["replaced"]
        none = await client.post("/api/scenarios/notes", json=wanted)
        assert (none.status_code, none.json()["error"]["code"]) == (409, "no_language_model")
        async with model_server(lambda _: DRAFT) as server:
            settings = {"judge": "model", "openai_api_base": server.url}
            world.services.settings = world.services.settings.model_copy(update=settings)
            assert (await client.get("/api/scenarios/vocabulary")).json()["language_model"]
            written = (await client.post("/api/scenarios/notes", json=wanted)).json()
    assert written["title"] == DRAFT["title"]
    assert written["source"] == "mine"
