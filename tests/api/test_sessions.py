"""Sessions over HTTP: made, listed, read and deleted by whom it may concern."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from feedbackyes import library
from feedbackyes.domain.consent import Purpose
from feedbackyes.domain.principal import LOCAL_ADMIN
from feedbackyes.domain.session import EndReason, SessionState
from feedbackyes.domain.transcript import Speaker, Turn, Word
from feedbackyes.providers import Capabilities
from feedbackyes.storage import consents, reports, sessions, turns
from feedbackyes.storage.reports import StoredReport
from tests.api.conftest import World


async def test_there_is_no_talk_in_a_language_that_nobody_speaks(world: World) -> None:
    able = Capabilities(hosted=False, languages=frozenset({"en"}), voice_languages=frozenset({"en"}))
    own = world.services.gateway.choices.own
    own.capabilities = able
    async with world.client("ann") as client:
        refused = await client.post("/api/sessions", json={"language": "de-AT"})
        spoken = await client.post("/api/sessions", json={"language": "en-GB"})
        own.capabilities = replace(able, voice_languages=None)
        written = await client.post("/api/sessions", json={"language": "de-AT"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "language_not_spoken")
    assert "'de-AT', only en" in refused.json()["error"]["message"]
    assert (spoken.status_code, written.status_code) == (201, 201)


async def test_a_session_is_made_as_it_was_wished(world: World) -> None:
    scenario = library.scenarios()[0]
    wish = {"scenario_id": scenario.id, "patience_ms": 900, "push_to_talk": True, "voice": "alloy"}
    async with world.client("ann") as client:
        answer = await client.post("/api/sessions", json=wish)
        made = answer.json()
        assert (await client.get(f"/api/sessions/{made['id']}")).json() == made
    assert answer.status_code == 201
    assert made["state"] == "created"
    assert (made["scenario_title"], made["partner_name"]) == (scenario.title, scenario.partner.name)
    assert (made["provider"], made["model"], made["recogniser"], made["basic_ears"]) == (
        "local",
        "embedded",
        "ears",
        True,
    )
    assert (made["turn_count"], made["next_step"], made["duration_ms"]) == (0, None, None)
    async with world.services.database.read() as tx:
        stored = await sessions.get(tx, made["id"])
    assert (stored.owner_id, stored.team_id, stored.scenario_version) == ("ann", "red", scenario.version)
    assert (stored.patience_ms, stored.push_to_talk, stored.voice) == (900, True, "alloy")


async def test_everything_can_be_left_out(world: World) -> None:
    async with world.client() as client:
        made = (await client.post("/api/sessions", json={})).json()
    assert (made["scenario_id"], made["language"], made["recording"]) == (None, "en", False)


@pytest.mark.parametrize(
    ("mode", "consent", "asked", "recorded"),
    [
        ("ask", None, None, False),
        ("ask", True, None, True),
        ("ask", True, False, False),
        ("ask", False, None, False),
        ("ask", None, True, True),
        ("on", None, None, True),
        ("on", False, None, False),
        ("off", True, True, False),
    ],
)
async def test_recording_follows_the_server_the_consent_and_the_wish(
    world: World, mode: str, consent: bool | None, asked: bool | None, recorded: bool
) -> None:
    world.services.settings = world.services.settings.model_copy(update={"recording": mode})
    if consent is not None:
        async with world.services.database.begin() as tx:
            await consents.put(tx, LOCAL_ADMIN, Purpose.RECORDING, granted=consent, at=1)
    async with world.client() as client:
        made = (await client.post("/api/sessions", json={"recording": asked})).json()
    assert made["recording"] is recorded


@pytest.mark.parametrize(
    ("wish", "status"),
    [
        ({"scenario_id": "nobody"}, 404),
        ({"patience_ms": 5}, 422),
        ({"patience_ms": 999_999}, 422),
        ({"language": "x" * 50}, 422),
        ([], 422),
    ],
)
async def test_wishes_that_cannot_be_met_are_refused(world: World, wish: Any, status: int) -> None:
    async with world.client() as client:
        assert (await client.post("/api/sessions", json=wish)).status_code == status


async def test_a_server_that_stops_makes_no_sessions(world: World) -> None:
    world.services.begin_drain()
    async with world.client() as client:
        answer = await client.post("/api/sessions", json={})
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "draining")


async def test_the_list_shows_ones_own_and_what_is_shared_and_admins_that_there_are_all(world: World) -> None:
    await world.session("a", "ann", created_at=1)
    await world.session("b", "bob", created_at=2)
    await world.session("t", "tim", created_at=3)
    await world.session("x", "ann", created_at=4)
    await world.share("a", trainers_of="red", people=("bob",))
    seen = {}
    for who in ("ann", "bob", "tim", "eve"):
        async with world.client(who) as client:
            for of in ("", "own", "shared"):
                found = await client.get("/api/sessions", params={"of": of} if of else {})
                seen[who, of] = "".join(item["id"] for item in found.json()["items"])
    assert seen == {
        ("ann", ""): "xa",
        ("ann", "own"): "xa",
        ("ann", "shared"): "",
        ("bob", ""): "ba",
        ("bob", "own"): "b",
        ("bob", "shared"): "a",
        ("tim", ""): "ta",
        ("tim", "own"): "t",
        ("tim", "shared"): "a",
        ("eve", ""): "xtba",
        ("eve", "own"): "",
        ("eve", "shared"): "",
    }


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("ann", ["read", "talk", "hear", "share", "correct", "disagree", "stop", "delete"]),
        ("tim", ["read"]),
        ("eve", ["stop", "delete"]),
    ],
)
async def test_a_session_says_what_its_reader_may_do_with_it(world: World, who: str, may: list[str]) -> None:
    await world.session(state=SessionState.ENDED)
    await world.share()
    async with world.client(who) as client:
        one = (await client.get("/api/sessions/s1")).json()
        listed = (await client.get("/api/sessions")).json()["items"]
    assert one["may"] == may
    assert [item["may"] for item in listed] == [may]


async def test_a_session_says_who_else_may_read_it_to_those_who_may(world: World) -> None:
    await world.session()
    await world.share(trainers_of="red", people=("bob",))
    seen = {}
    for who in ("ann", "tim", "bob", "eve"):
        async with world.client(who) as http:
            seen[who] = [(one["who"], one["name"]) for one in (await http.get("/api/sessions/s1")).json()["read_by"]]
    named = [("trainers", "Red"), ("person", "Bob")]
    assert seen == {"ann": named, "tim": named, "bob": named, "eve": []}


async def test_who_sees_that_there_is_a_talk_sees_nothing_of_what_came_of_it(world: World) -> None:
    await world.session(state=SessionState.ENDED, hints=True, hints_given=("situation",))
    body = {"next_step": {"text": "A private step."}}
    report = StoredReport("r1", "s1", "ann", "red", "basic", "sbi", "0", body, 1)
    async with world.services.database.begin() as tx:
        await reports.put(tx, report)
    async with world.client("ann") as ann, world.client("eve") as eve:
        own, seen = (await ann.get("/api/sessions/s1")).json(), (await eve.get("/api/sessions/s1")).json()
    assert (own["next_step"], own["hints_given"], own["owner_name"]) == ("A private step.", ["situation"], None)
    assert (seen["next_step"], seen["hints_given"], seen["owner_name"]) == (None, [], "Ann")


async def test_the_list_comes_in_pages(world: World) -> None:
    for number in range(5):
        await world.session(f"s{number}", created_at=number)
    async with world.client("ann") as client:
        first = (await client.get("/api/sessions", params={"limit": 3})).json()
        second = (await client.get("/api/sessions", params={"limit": 3, "cursor": first["next_cursor"]})).json()
        wrong = await client.get("/api/sessions", params={"cursor": "nonsense"})
    assert [item["id"] for item in first["items"] + second["items"]] == ["s4", "s3", "s2", "s1", "s0"]
    assert second["next_cursor"] is None
    assert (wrong.status_code, wrong.json()["error"]["param"]) == (400, "cursor")


async def test_a_session_shows_its_turns_length_and_next_step(world: World) -> None:
    await world.session(
        state=SessionState.ENDED, started_at=1000, ended_at=61_000, end_reason=EndReason.LEFT, scenario_id="long-gone"
    )
    async with world.services.database.begin() as tx:
        await turns.put(tx, Turn("t1", "s1", 1, Speaker.LEARNER, "hello", 0, 1))
        body = {"next_step": {"text": "Ask how they see it."}}
        await reports.put(tx, StoredReport("r", "s1", "ann", None, "basic", "sbi", "h", body, 1))
    async with world.client("ann") as client:
        found = (await client.get("/api/sessions/s1")).json()
    assert (found["turn_count"], found["duration_ms"], found["end_reason"]) == (1, 60_000, "left")
    assert found["next_step"] == "Ask how they see it."
    assert (found["scenario_id"], found["scenario_title"]) == ("long-gone", None)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/sessions/s1"),
        ("DELETE", "/api/sessions/s1"),
        ("GET", "/api/sessions/s1/transcript"),
        ("GET", "/api/sessions/s1/recording"),
        ("GET", "/api/sessions/s1/levels"),
        ("GET", "/api/sessions/s1/events"),
        ("POST", "/force-stop/s1"),
    ],
)
async def test_another_persons_session_is_forbidden_and_an_unknown_one_not_found(
    world: World, method: str, path: str
) -> None:
    await world.session()
    async with world.client("bob") as client:
        foreign = await client.request(method, path)
        unknown = await client.request(method, path.replace("s1", "s2"))
    assert foreign.status_code == 403
    assert foreign.json()["error"]["code"] in {"forbidden", "not_shared", "monitoring_not_agreed"}
    assert (unknown.status_code, unknown.json()["error"]["code"]) == (404, "session_not_found")


async def test_the_transcript_has_every_turn_as_it_was_heard(world: World) -> None:
    await world.session()
    spoken = Turn(
        "t1", "s1", 1, Speaker.PARTNER, "I thought", 10, 700, 0.9, (Word("I", 10, 90, 0.5),), interrupted=True
    )
    async with world.services.database.begin() as tx:
        await turns.put(tx, spoken)
        await turns.put(tx, Turn("t2", "s1", 2, Speaker.LEARNER, "wait", 700, 900, typed=True))
    async with world.client("ann") as client:
        found = (await client.get("/api/sessions/s1/transcript")).json()
        first = (await client.get("/api/sessions/s1/transcript", params={"limit": 1})).json()
    assert found["session_id"] == "s1"
    assert found["items"][0] == {
        "id": "t1",
        "session_id": "s1",
        "seq": 1,
        "speaker": "partner",
        "text": "I thought",
        "start_ms": 10,
        "end_ms": 700,
        "confidence": 0.9,
        "words": [{"text": "I", "start_ms": 10, "end_ms": 90, "confidence": 0.5}],
        "state": "final",
        "interrupted": True,
        "typed": False,
        "cuts_in": False,
        "corrected": None,
    }
    assert found["items"][1]["typed"] is True
    assert (first["items"], first["next_cursor"]) == (found["items"][:1], "1")


async def test_deleting_stops_a_live_session_and_takes_its_files(world: World) -> None:
    await world.session()
    writer = world.services.recordings.writer("s1")
    writer.write(np.zeros((10, 2), np.int16))
    writer.close()
    async with world.client("ann") as client:
        assert (await client.delete("/api/sessions/s1")).status_code == 204
        assert (await client.get("/api/sessions/s1")).status_code == 404
        assert (await client.delete("/api/sessions/s1")).status_code == 404
    assert world.gateway.stopped == ["s1"]
    assert world.services.recordings.path("s1") is None


async def test_a_transcript_can_be_kept_in_three_formats(world: World) -> None:
    await world.session(scenario_id="conflict-resolution")
    async with world.services.database.begin() as tx:
        for seq in range(1, 251):
            await turns.put(
                tx, Turn(f"t{seq}", "s1", seq, Speaker.PARTNER, f"No <{seq}>", seq * 1000, seq * 1000 + 900)
            )
    async with world.client("ann") as client:
        path = "/api/sessions/s1/transcript"
        kept = {one: await client.get(path, params={"format": one}) for one in ("json", "text", "vtt")}
        odd = await client.get(path, params={"format": "pdf"})
        partner = (await client.get("/api/sessions/s1")).json()["partner_name"]
    assert [len(kept["json"].json()["items"]), kept["json"].json()["next_cursor"]] == [250, None]
    assert kept["text"].text.splitlines()[249] == f"00:04:10 {partner}: No <250>"
    assert kept["vtt"].text.startswith(f"WEBVTT\n\n00:00:01.000 --> 00:00:01.900\n<v {partner}>No &lt;1&gt;</v>\n\n")
    assert kept["vtt"].headers["content-type"] == "text/vtt; charset=utf-8"
    names = [answer.headers["content-disposition"] for answer in kept.values()]
    assert names == [f'attachment; filename="transcript-s1.{ending}"' for ending in ("json", "txt", "vtt")]
    assert odd.status_code == 422


async def test_a_free_conversation_has_the_partner_that_one_asks_for(world: World) -> None:
    async with world.client("ann") as client:
        made = await client.post(
            "/api/sessions", json={"instructions": "You are Bo, who sells bicycles.", "voice": "echo"}
        )
        both = await client.post("/api/sessions", json={"instructions": "You are Bo.", "scenario_id": "late-report"})
    assert made.status_code == 201
    async with world.services.database.read() as tx:
        assert (await sessions.get(tx, made.json()["id"])).instructions == "You are Bo, who sells bicycles."
    assert both.status_code == 422
    assert "scenario" in both.json()["error"]["message"]
