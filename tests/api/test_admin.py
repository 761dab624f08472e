"""What those who run the server see of it, and that nobody else does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from feedbackyes.api.services import now_ms
from feedbackyes.domain.session import EndReason, SessionState
from feedbackyes.settings import Settings
from feedbackyes.storage import last_backup, people
from feedbackyes.storage.last_backup import LastBackup
from tests.api.conftest import World

SECRET = "kept-by-me-alone"
MINUTE_MS = 60_000


async def test_the_overview_counts_people_talks_and_space_and_names_the_parts(world: World) -> None:
    now = now_ms()
    done: dict[str, Any] = {
        "state": SessionState.ENDED,
        "started_at": now - 5 * MINUTE_MS,
        "ended_at": now - 2 * MINUTE_MS,
    }
    await world.session("s1", created_at=now, **done)
    await world.session("s2", "bob", created_at=now, state=SessionState.LIVE, started_at=now)
    await world.session("s3", "bob", created_at=1, state=SessionState.ENDED)
    last_backup.note(world.services.settings.data, LastBackup("2026-11-20T03:00:00+00:00", "/backups/a", 4096))
    async with world.client("eve") as http:
        told = (await http.get("/api/admin/overview")).json()
    counted = told["people"]
    assert (counted["total"], counted["admins"], counted["trainers"], counted["learners"]) == (4, 1, 1, 2)
    assert (counted["teams"], counted["disabled"]) == (2, 0)
    assert told["talks"] == {"total": 3, "recent": 2, "recent_minutes": 3.0, "open": 1}
    engine = told["engine"]
    assert (engine["provider"], engine["recogniser"], engine["judge"]) == ("local", "ears", None)
    assert (told["database"]["engine"], told["database"]["revision"][:2]) == ("SQLite", "00")
    assert told["database"]["size_bytes"] > 10_000
    assert 0 < told["disk"]["free_bytes"] <= told["disk"]["total_bytes"]
    assert told["last_backup"]["size_bytes"] == 4096
    assert told["costs"] == {"cost_usd": 0.0, "unknown": 0, "talks": 0, "minutes": 0.0, "free": True}


async def test_processes_of_the_ears_are_counted_while_they_run(world: World) -> None:
    engine = world.services.engine
    assert engine.processes() == {}
    engine.describe()
    assert engine.processes() == {"recogniser": 0}
    await engine.start()
    assert engine.processes()["recogniser"] >= 1


async def test_no_backup_is_none_and_a_damaged_note_is_none(world: World) -> None:
    data = world.services.settings.data
    assert last_backup.read(data) is None
    (data / last_backup.NOTE).write_text("{half")
    assert last_backup.read(data) is None


async def test_that_talks_exist_is_told_and_nothing_of_what_they_are_about(world: World) -> None:
    now = now_ms()
    about: dict[str, Any] = {"scenario_id": "late-report", "instructions": SECRET, "cultural_context": SECRET}
    over: dict[str, Any] = {
        "state": SessionState.ENDED,
        "started_at": now - MINUTE_MS,
        "ended_at": now,
        "end_reason": EndReason.STOPPED,
    }
    await world.session("s1", created_at=now - MINUTE_MS, **over, **about)
    await world.session("s2", "eve", created_at=now, state=SessionState.LIVE, started_at=now)
    async with world.client("eve") as http:
        every = await http.get("/api/admin/talks")
        going_on = (await http.get("/api/admin/talks", params={"state": "open"})).json()["items"]
        first = (await http.get("/api/admin/talks", params={"limit": 1})).json()
        rest = (await http.get("/api/admin/talks", params={"cursor": first["next_cursor"]})).json()
    assert [one["id"] for one in every.json()["items"]] == ["s2", "s1"]
    talk = every.json()["items"][1]
    assert (talk["owner"], talk["team"]) == ({"id": "ann", "name": "Ann"}, {"id": "red", "name": "Red"})
    assert (talk["duration_ms"], talk["end_reason"], talk["cost_usd"]) == (MINUTE_MS, "stopped", None)
    assert SECRET not in every.text
    assert "late-report" not in every.text
    assert [one["id"] for one in going_on] == ["s2"]
    assert [one["id"] for one in (*first["items"], *rest["items"])] == ["s2", "s1"]


async def test_somebody_who_is_gone_is_called_by_their_id(world: World) -> None:
    await world.session("s1", "nobody")
    async with world.client("eve") as http:
        (talk,) = (await http.get("/api/admin/talks")).json()["items"]
    assert talk["owner"]["name"] == "nobody"


async def test_somebody_disabled_is_counted_apart(world: World) -> None:
    async with world.services.database.begin() as tx:
        await people.change(tx, "ann", disabled_at=5)
        await people.seen(tx, "bob", at=now_ms())
    async with world.client("eve") as http:
        told = (await http.get("/api/admin/overview")).json()["people"]
    assert (told["total"], told["learners"], told["disabled"]) == (4, 1, 1)
    assert told["active"] >= 1


class TestSettings:
    @pytest.fixture
    def settings(self, tmp_path: Path) -> Settings:
        return Settings(
            data=tmp_path,
            openai_api_key=SECRET,
            turn_secret=SECRET,
            access_token=SECRET,
            webhook_secrets=(SECRET,),
            sip_accounts={"trunk": SECRET},
            sip_pins={SECRET: "late-report"},
            compatible_header=f"Authorization: {SECRET}",
            azure_token_command=f"token --secret {SECRET}",
            tts_url=f"https://me:{SECRET}@voices.example.org/v1",
            origins=(f"https://me:{SECRET}@one.example.org", "https://two.example.org"),
            rtc_ports=(50_000, 50_999),
        )

    async def test_settings_in_force_are_told_and_secrets_only_as_set(self, world: World) -> None:
        async with world.client("eve") as http:
            answer = await http.get("/api/admin/settings")
        found = {one["name"]: one for one in answer.json()["items"]}
        assert SECRET not in answer.text
        assert len(found) == len(Settings.model_fields)
        key = found["OPENAI_API_KEY"]
        assert (key["value"], key["given"], key["secret"]) == (None, True, True)
        assert found["FEEDBACKYES_TTS_URL"]["value"] == "https://…@voices.example.org/v1"
        assert found["FEEDBACKYES_ORIGINS"]["value"] == "https://…@one.example.org,https://two.example.org"
        assert found["FEEDBACKYES_RTC_PORTS"]["value"] == "50000-50999"
        port = found["FEEDBACKYES_PORT"]
        assert (port["value"], port["given"], port["secret"]) == ("8000", False, False)


@pytest.mark.parametrize("who", ["ann", "tim"])
@pytest.mark.parametrize("path", ["overview", "talks", "settings"])
async def test_only_admins_look_in(world: World, who: str, path: str) -> None:
    async with world.client(who) as http:
        assert (await http.get(f"/api/admin/{path}")).status_code == 403
