"""Backups are made while talks go on, hold everything, and come back whole or not at all."""

from __future__ import annotations

import asyncio
import sqlite3
import tarfile
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import text

from feedbackyes.domain.session import Session, SessionState
from feedbackyes.domain.transcript import Speaker, Turn
from feedbackyes.settings import Settings
from feedbackyes.storage import Database, migrate, sessions, turns
from feedbackyes.storage.archive import BadBackup, TargetExists
from feedbackyes.storage.backup import back_up, restore
from feedbackyes.storage.database import DatabaseUnusable, parse_url, revision_at
from feedbackyes.storage.recordings.bucket import open_bucket
from feedbackyes.storage.recordings.disk import RATE_HZ, Recordings
from feedbackyes.storage.recordings.moving import move
from tests.buckets import BucketServer


@pytest.fixture
def settings(url: str, tmp_path: Path) -> Settings:
    return Settings(data=tmp_path, database_url=url)


@pytest.fixture
def elsewhere(other_url: str, tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "elsewhere", database_url=other_url)


@pytest.fixture
async def talks(settings: Settings) -> AsyncIterator[Database]:
    database = await Database.open(settings.sqlalchemy_url)
    async with database.begin() as tx:
        await sessions.create(tx, Session("s", "ann", None, SessionState.CREATED, 1))
    await say(database, 1)
    recordings = Recordings(settings.data / "recordings")
    writer = recordings.writer("s")
    writer.write(np.full((RATE_HZ, 2), 1000, np.int16))
    writer.close()
    (settings.data / "access-token").write_text("secret")
    yield database
    await database.close()


async def say(database: Database, place: int) -> None:
    async with database.begin() as tx:
        await turns.put(tx, Turn(f"t{place}", "s", place, Speaker.LEARNER, f"words {place}", place, place + 1))


async def said(settings: Settings) -> list[str]:
    database = await Database.open(settings.sqlalchemy_url)
    async with database.read() as tx:
        found = [turn.text for turn in await turns.every(tx, "s")]
    await database.close()
    return found


async def restored(settings: Settings) -> bool:
    try:
        return await revision_at(parse_url(settings.database_url)) is not None
    except DatabaseUnusable:  # no such folder
        return False


async def make(settings: Settings, target: Path) -> Path:
    await asyncio.to_thread(back_up, settings, target)
    return target


@pytest.mark.parametrize("name", ["kept", "kept.tar", "kept.tar.gz"])
async def test_what_was_backed_up_is_there_again(
    talks: Database, settings: Settings, elsewhere: Settings, tmp_path: Path, name: str
) -> None:
    manifest = await restore(elsewhere, await make(settings, tmp_path / name))
    assert manifest.revision == migrate.HEAD
    assert await said(elsewhere) == ["words 1"]
    levels = Recordings(elsewhere.data / "recordings").levels("s", 1)
    assert levels.duration_ms == 1000
    assert levels.learner[0] == pytest.approx(1000 / 32768, abs=1e-3)
    assert (elsewhere.data / "access-token").read_text() == "secret"
    assert (elsewhere.data / "access-token").stat().st_mode & 0o077 == 0


async def test_a_backup_is_of_one_moment_while_talks_go_on(
    talks: Database, settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    over = asyncio.Event()
    recording = Recordings(settings.data / "recordings").writer("live")

    async def talk() -> int:
        place = 1
        while not over.is_set():
            place += 1
            await say(talks, place)
            recording.write(np.ones((240, 2), np.int16))
        return place

    talking = asyncio.create_task(talk())
    backup = await make(settings, tmp_path / "kept.tar")
    over.set()
    reached = await talking
    recording.close()
    await restore(elsewhere, backup)
    found = await said(elsewhere)
    assert found == [f"words {place}" for place in range(1, len(found) + 1)]
    assert len(found) <= reached
    kept = Recordings(elsewhere.data / "recordings")
    kept.repair("live")
    assert kept.levels("live", 1).duration_ms == kept.duration_ms("live")


async def test_a_damaged_backup_is_refused_and_nothing_is_changed(
    talks: Database, settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    whole = await make(settings, tmp_path / "kept.tar")
    data = whole.read_bytes()
    with tarfile.open(whole) as tar:
        offset = tar.getmember("recordings/s.wav").offset_data
    for name, damaged in {
        "flipped": data[: offset + 500] + bytes([data[offset + 500] ^ 1]) + data[offset + 501 :],
        "short": data[: len(data) // 2],
        "other": b"not a backup",
    }.items():
        (tmp_path / f"{name}.tar").write_bytes(damaged)
        with pytest.raises(BadBackup):
            await restore(elsewhere, tmp_path / f"{name}.tar")
    assert list(elsewhere.data.iterdir()) == []
    assert not await restored(elsewhere)


async def test_what_has_no_manifest_or_more_than_it_names_is_refused(
    talks: Database, settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    folder = await make(settings, tmp_path / "kept")
    (folder / "recordings/more.wav").write_bytes(b"x")
    with pytest.raises(BadBackup, match=r"more\.wav is not in its manifest"):
        await restore(elsewhere, folder)
    (folder / "recordings/more.wav").unlink()
    (folder / "manifest.json").unlink()
    with pytest.raises(BadBackup, match="not complete"):
        await restore(elsewhere, folder)


async def test_nothing_is_replaced_unless_told(talks: Database, settings: Settings, tmp_path: Path) -> None:
    backup = await make(settings, tmp_path / "kept.tar")
    with pytest.raises(TargetExists):
        await make(settings, backup)
    await say(talks, 2)
    await talks.close()
    with pytest.raises(TargetExists, match="--overwrite"):
        await restore(settings, backup)
    assert await said(settings) == ["words 1", "words 2"]
    await restore(settings, backup, overwrite=True)
    assert await said(settings) == ["words 1"]


async def test_an_older_backup_is_brought_up(
    talks: Database, settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    async with talks.begin() as tx:
        await (await tx.connection()).run_sync(migrate.downgrade, "0014")
    await talks.close()
    backup = await make(settings, tmp_path / "old.tar")
    assert (await restore(elsewhere, backup)).revision == "0014"
    assert await said(elsewhere) == ["words 1"]


async def test_a_backup_of_a_newer_version_is_refused(
    talks: Database, settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    async with talks.begin() as tx:
        await tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    backup = await make(settings, tmp_path / "new.tar")
    with pytest.raises(migrate.DatabaseNewer, match="9999"):
        await restore(elsewhere, backup)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_recordings_in_a_bucket_are_listed_or_copied(
    talks: Database, settings: Settings, elsewhere: Settings, tmp_path: Path, url: str
) -> None:
    server = BucketServer()
    there = server.settings(tmp_path, url)
    bucket = open_bucket(there)
    assert bucket is not None
    move(Recordings(tmp_path / "recordings", bucket), bucket, "s")
    listed = await asyncio.to_thread(back_up, there, tmp_path / "listed")
    assert [(one.key, one.size) for one in listed.kept] == [("s.wav", 44 + 4 * RATE_HZ)]
    assert not list((tmp_path / "listed").glob("recordings/*"))
    await asyncio.to_thread(back_up, there, tmp_path / "copied.tar", with_bucket=True)
    server.stop()
    await restore(elsewhere, tmp_path / "copied.tar")
    assert Recordings(elsewhere.data / "recordings").duration_ms("s") == 1000


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_what_was_deleted_is_in_no_backup_made_afterwards(
    talks: Database, settings: Settings, tmp_path: Path
) -> None:
    async with talks.begin() as tx:
        await sessions.delete(tx, "s")
    Recordings(settings.data / "recordings").delete("s")
    folder = await make(settings, tmp_path / "kept")
    assert not [path for path in folder.rglob("*") if path.is_file() and b"words 1" in path.read_bytes()]
    assert not list(folder.glob("recordings/*"))
    with closing(sqlite3.connect(folder / "database.db")) as copy:
        assert copy.execute("SELECT count(*) FROM turns").fetchone() == (0,)
