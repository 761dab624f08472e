"""What is kept of a person: they see it, take it along, and have it gone, down to the bytes on the disk."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from sqlalchemy import select, update

from feedbackyes.api import portable
from feedbackyes.domain.consent import TEXTS, Purpose
from feedbackyes.domain.principal import Principal, Role
from feedbackyes.domain.session import SessionState
from feedbackyes.settings import Settings
from feedbackyes.storage import archive, audit, backup, personal, schema, users
from tests.api.conftest import World
from tests.storage.test_personal import row

WORD = "zebrafinch"
SAID = f"When you were late on Friday the {WORD} waited for the figures."


@pytest.fixture
async def ann(world: World) -> AsyncIterator[httpx.AsyncClient]:
    async with world.client("ann") as client:
        yield client


async def practise(world: World, client: httpx.AsyncClient) -> str:
    """A talk as it is left by practising: with words, corrections, feedback, a disagreement, a goal and a recording."""
    made = await client.post("/api/sessions", json={"instructions": f"You are {WORD}.", "recording": True})
    id_: str = made.json()["id"]
    for number in range(8):
        entry = {"session_id": id_, "item_id": f"i{number}", "role": ("user", "assistant")[number % 2], "text": SAID}
        assert (await client.post("/realtime/transcripts", json=entry)).status_code == 200
    ended = {"state": SessionState.ENDED, "started_at": 1, "ended_at": 90_000}
    async with world.services.database.begin() as tx:
        await tx.execute(update(schema.sessions).where(schema.sessions.c.id == id_).values(**ended))
    await client.put(f"/api/sessions/{id_}/turns/i0/correction", json={"text": f"{SAID} Truly {WORD}."})
    await client.post("/api/feedback/analyze", json={"session_id": id_, "rubric": "sbi"})
    await client.put("/api/me/preferences", json={"persona": f"A {WORD}", "voice": None, "language": None})
    writer = world.services.recordings.writer(id_)
    writer.write(np.frombuffer(WORD.encode() * 8 * 100, "<i2").reshape(-1, 2))
    writer.close()
    return id_


def holding(folder: Path) -> list[str]:
    """The files that have the word in their bytes."""
    return sorted(one.name for one in folder.rglob("*") if one.is_file() and WORD.encode() in one.read_bytes())


def names(folder: Path, part: str) -> list[str]:
    return [one.name for one in folder.rglob(f"*{part}*")]


async def test_everything_is_in_one_file(world: World, ann: httpx.AsyncClient) -> None:
    id_ = await practise(world, ann)
    answer = await ann.get("/api/me/export")
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as found:
        assert found.testzip() is None
        data = {name: found.read(name) for name in found.namelist()}
    assert {f"data/{table.name}.json" for table in personal.tables()} <= set(data)
    rows = {name: json.loads(text) for name, text in data.items() if name.endswith(".json")}
    assert rows["data/users.json"][0]["name"] == "Ann"
    assert [one["id"] for one in rows["data/turns.json"]] == [f"i{number}" for number in range(8)]
    assert len(rows["data/reports.json"]) == 1
    assert WORD in data[f"talks/{id_}/transcript.txt"].decode()
    assert "Truly" in data["index.html"].decode()
    with world.services.recordings.open(id_) as file:
        assert data[f"talks/{id_}/recording.wav"] == file.read()
    token = world.tokens["ann"].encode()
    assert not any(token in one or users.hash_token(token.decode()).encode() in one for one in data.values())


async def test_a_file_is_sent_while_it_is_made(world: World, ann: httpx.AsyncClient) -> None:
    await practise(world, ann)
    pieces = [len(piece) async for piece in portable.export(world.services, "ann")]
    assert max(pieces) <= 2 * portable.BLOCK
    assert len(pieces) > len(personal.tables())


async def test_others_are_not_in_ones_file(world: World, ann: httpx.AsyncClient) -> None:
    await practise(world, ann)
    await world.share((await ann.get("/api/sessions")).json()["items"][0]["id"], people=("bob",))
    async with world.client("bob") as bob:
        answer = await bob.get("/api/me/export")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as found:
        everything = b"".join(found.read(name) for name in found.namelist())
    assert WORD.encode() not in everything


async def test_who_goes_is_gone_from_database_files_search_and_later_backups(
    world: World, ann: httpx.AsyncClient, settings: Settings, tmp_path: Path
) -> None:
    folder = settings.data
    id_ = await practise(world, ann)
    async with world.services.database.begin() as tx:
        await tx.execute(
            update(schema.users).where(schema.users.c.id == "ann").values(name=WORD, email=f"{WORD}@x.org")
        )
        by, detail = Principal("ann", Role.LEARNER), {"email": f"{WORD}@x.org"}
        await audit.put(
            tx, at=1, actor=by, action="user.invited", subject="user:ann", detail=detail, address="10.1.2.3"
        )
    await world.services.database.scrub()
    assert {"feedbackyes.db", f"{id_}.wav"} <= set(holding(folder))
    assert (await ann.get("/api/search", params={"q": WORD})).json()["items"] != []

    answer = await ann.post("/api/me/erasure", json={"what": "account", "confirm": "delete"})
    assert (answer.status_code, answer.json()) == (200, {"talks": 1})
    assert (await ann.get("/api/me")).status_code in {200, 401}  # on loopback the caller is now the local admin
    assert holding(folder) == []
    assert names(folder, id_) == []
    backup.back_up(settings, tmp_path / "backup.tar")
    (tmp_path / "unpacked").mkdir()
    archive.unpack(tmp_path / "backup.tar", tmp_path / "unpacked")
    assert holding(tmp_path / "unpacked") == []
    async with world.services.database.read() as tx:
        lines = (await audit.page(tx)).items
        left = (await tx.execute(select(schema.users.c.id).where(schema.users.c.id == "ann"))).all()
    assert left == []
    assert not any("ann" in (one.owner_id, one.subject) or WORD in str(one.detail) or one.address for one in lines)
    assert {one.action for one in lines} == {"user.invited", "user.deleted"}


async def test_deleting_only_talks_leaves_account_and_answers(
    world: World, ann: httpx.AsyncClient, settings: Settings
) -> None:
    id_ = await practise(world, ann)
    await ann.put("/api/consents", json={"recording": True})
    running = await world.session("s9", state=SessionState.LIVE)
    answer = await ann.post("/api/me/erasure", json={"what": "talks", "confirm": "delete"})
    assert answer.json() == {"talks": 2}
    assert world.gateway.stopped == [running.id]
    assert (await ann.get("/api/sessions")).json()["items"] == []
    assert names(settings.data, id_) == []
    assert (await ann.get("/api/config")).json()["consents"]["recording"] is True
    assert (await ann.get("/api/me/preferences")).json()["persona"] == f"A {WORD}"


async def test_nothing_goes_without_a_word(world: World, ann: httpx.AsyncClient) -> None:
    await world.session(state=SessionState.ENDED)
    answer = await ann.post("/api/me/erasure", json={"what": "account", "confirm": "yes"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "not_confirmed")
    assert (await ann.get("/api/sessions")).json()["items"] != []


async def test_what_is_kept_and_how_long_is_told(world: World, ann: httpx.AsyncClient) -> None:
    world.services.settings = world.services.settings.model_copy(update={"retention_audio_days": 7})
    await world.session(state=SessionState.ENDED, ended_at=1000, recording=True)
    found = (await ann.get("/api/privacy")).json()
    assert {one["kind"]: one["days"] for one in found["kept"]} == {
        "audio": 7,
        "transcript": None,
        "feedback": None,
        "events": None,
    }
    assert (found["talks"], found["processors"], found["account"]) == (1, [], True)
    day = 86_400_000
    assert (await ann.get("/api/sessions/s1")).json()["expires_at"] == {"audio": 1000 + 7 * day}
    await ann.put("/api/consents", json={"keep_recording": False})
    assert (await ann.get("/api/sessions/s1")).json()["expires_at"] == {"audio": 1000 + day}


async def test_every_answer_is_remembered_with_the_text_it_was_given_to(
    world: World, ann: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ann.put("/api/consents", json={"recording": True, "hosted_judge": False})
    before = (await ann.get("/api/consents")).json()
    answers = {one["purpose"]: one["granted"] for one in before["items"]}
    assert (answers["recording"], answers["hosted_judge"], answers["handed_on"]) == (True, False, None)
    newer = TEXTS[Purpose.RECORDING].__class__(2, "Something else.", "", "")
    monkeypatch.setitem(TEXTS, Purpose.RECORDING, newer)
    monkeypatch.setitem(TEXTS, Purpose.HOSTED_JUDGE, newer)
    asked = {one["purpose"]: one["granted"] for one in (await ann.get("/api/consents")).json()["items"]}
    assert (asked["recording"], asked["hosted_judge"]) == (None, False), "a no holds, a yes was to another text"
    await ann.put("/api/consents", json={"recording": False})
    history = (await ann.get("/api/consents")).json()["history"]
    assert [(one["granted"], one["version"]) for one in history if one["purpose"] == "recording"] == [
        (False, 2),
        (True, 1),
    ]


def test_texts_of_the_page_are_those_that_are_agreed_to() -> None:
    shown: dict[str, Any] = json.loads(Path("web/src/locales/en.json").read_text())["purpose"]
    for purpose, about in TEXTS.items():
        for name in ("text", "withdrawn", "without"):
            assert shown[purpose][name].replace("’", "'") == getattr(about, name)


async def test_after_the_transcript_the_feedback_that_stays_is_shown_and_none_is_made(
    world: World, ann: httpx.AsyncClient
) -> None:
    await world.session(state=SessionState.ENDED, expired={"transcript": 5})
    gone = await ann.post("/api/feedback/analyze", json={"session_id": "s1"})
    assert (gone.status_code, gone.json()["error"]["code"]) == (409, "transcript_expired")
    kept = {**row(schema.reports, "ann"), "session_id": "s1", "body": {"scores": {"situation": 2}}, "input_hash": "0"}
    async with world.services.database.begin() as tx:
        await tx.execute(schema.reports.insert().values(**kept))
    assert (await ann.post("/api/feedback/analyze", json={"session_id": "s1"})).json() == {"scores": {"situation": 2}}
