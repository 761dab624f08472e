"""Recordings that go to a bucket when their talk is over, and come back from there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from feedbackyes.domain.errors import InvalidInput, NotFound
from feedbackyes.domain.session import EndReason, Session, SessionState
from feedbackyes.settings import Settings
from feedbackyes.storage import Database, sessions
from feedbackyes.storage.recordings.bucket import Bucket, BucketUnreachable, open_bucket
from feedbackyes.storage.recordings.disk import RATE_HZ, Recordings
from feedbackyes.storage.recordings.moving import PIECES_MS, REST_MS, Mover, move
from feedbackyes.storage.recordings.speech import measured
from tests.buckets import BucketServer

ENDED = 1_000_000


@pytest.fixture(scope="module")
def shared_server() -> Iterator[BucketServer]:
    made = BucketServer()
    yield made
    made.stop()


@pytest.fixture
def server(shared_server: BucketServer) -> BucketServer:
    return shared_server


@pytest.fixture
def settings(server: BucketServer, tmp_path: Path) -> Settings:
    plain = server.settings(tmp_path)
    return plain.model_copy(update={"recordings_url": f"{plain.recordings_url}/{tmp_path.name}"})


@pytest.fixture
def bucket(settings: Settings) -> Bucket:
    made = open_bucket(settings)
    assert made is not None
    return made


@pytest.fixture
def recordings(tmp_path: Path, bucket: Bucket) -> Recordings:
    return Recordings(tmp_path / "recordings", bucket)


@pytest.fixture
async def database(tmp_path: Path) -> Database:
    return await Database.open(f"sqlite:///{tmp_path / 'test.db'}")


def record(recordings: Recordings, session_id: str, level: int = 1000, start: int = 0, seconds: int = 4) -> None:
    writer = recordings.writer(session_id)
    speech = recordings.speech_writer(session_id)
    writer.place(start, np.full((seconds * RATE_HZ, 2), level, np.int16))
    writer.close()
    speech.close(writer.frames)


async def add(database: Database, session_id: str, *, over: bool = True) -> None:
    async with database.begin() as tx:
        await sessions.create(tx, Session(session_id, "ann", None, SessionState.CREATED, 1, recording=True))
        for state in (SessionState.CONNECTING, SessionState.LIVE):
            await sessions.set_state(tx, session_id, state, at=10)
        if over:
            await sessions.set_state(tx, session_id, SessionState.ENDED, at=ENDED, reason=EndReason.COMPLETED)


async def test_a_recording_goes_when_its_talk_has_been_over_for_a_while(
    database: Database, recordings: Recordings, bucket: Bucket
) -> None:
    for session_id, over in (("over", True), ("live", False)):
        await add(database, session_id, over=over)
        record(recordings, session_id)
    mover = Mover(recordings, bucket, database)
    levels = recordings.levels("over", 8)
    assert await mover.once(now_ms=ENDED + REST_MS - 1) == []
    assert await mover.once(now_ms=ENDED + REST_MS) == ["over"]
    assert recordings.on_disk() == ["live"]
    assert sorted(one.name for one in bucket.every()) == ["over.speech", "over.wav"]
    assert recordings.levels("over", 8) == levels
    assert recordings.duration_ms("over") == 4000
    await database.close()


async def test_what_a_browser_may_still_add_to_stays_for_a_day(
    database: Database, recordings: Recordings, bucket: Bucket
) -> None:
    await add(database, "s")
    recordings.put_part("s", 0, 0, np.ones((240, 2), np.int16))
    mover = Mover(recordings, bucket, database)
    assert await mover.once(now_ms=ENDED + PIECES_MS - 1) == []
    assert await mover.once(now_ms=ENDED + PIECES_MS) == ["s"]
    await database.close()


def test_it_is_at_hand_again_with_what_was_measured(recordings: Recordings, bucket: Bucket) -> None:
    record(recordings, "s")
    with recordings.at_hand("s") as path, measured(path or Path()) as before:
        frames = before.read(0, 50).tobytes()
    move(recordings, bucket, "s")
    assert recordings.path("s") is None
    with recordings.at_hand("s") as path:
        assert path is not None
        # With the audio gone, only the stored measurements can be read.
        with path.open("r+b") as file:
            about = path.stat()
            file.seek(44)
            file.write(bytes(about.st_size - 44))
        os.utime(path, ns=(about.st_mtime_ns, about.st_mtime_ns))
        with measured(path) as after:
            assert after.read(0, 50).tobytes() == frames
    with recordings.at_hand("nothing") as path:
        assert path is None
    with pytest.raises(NotFound):
        recordings.open("nothing")


def test_a_try_that_was_broken_off_is_done_again(recordings: Recordings, bucket: Bucket) -> None:
    record(recordings, "s")
    wav = recordings.files("s")[".wav"]
    data = wav.read_bytes()
    bucket.put("s.wav", wav)  # and then the process was killed
    move(recordings, bucket, "s")
    assert recordings.on_disk() == []
    assert recordings.open("s").read() == data


def test_parts_that_two_machines_recorded_are_laid_together(tmp_path: Path, bucket: Bucket) -> None:
    first, second = Recordings(tmp_path / "first", bucket), Recordings(tmp_path / "second", bucket)
    record(first, "s", level=1000, seconds=2)
    record(second, "s", level=-3000, start=2 * RATE_HZ, seconds=3)
    move(second, bucket, "s")
    for _ in range(2):  # again without harm
        if first.on_disk():
            kept = first.files("s")[".wav"].read_bytes()
        move(first, bucket, "s")
        levels = first.levels("s", 5)
        assert [round(level * 32768, -2) for level in levels.learner] == [1000, 1000, 3000, 3000, 3000]
        (tmp_path / "first/s.wav").write_bytes(kept)
    assert levels.duration_ms == 5000


async def test_while_the_bucket_is_down_nothing_is_lost_and_afterwards_all_is_done(
    database: Database, recordings: Recordings, bucket: Bucket, server: BucketServer
) -> None:
    for session_id in ("kept", "deleted"):
        await add(database, session_id)
        record(recordings, session_id)
    move(recordings, bucket, "deleted")
    mover = Mover(recordings, bucket, database)
    server.stop()
    with pytest.raises(BucketUnreachable):
        await mover.once(now_ms=ENDED + REST_MS)
    recordings.delete("deleted")
    assert recordings.duration_ms("kept") == 4000
    with pytest.raises(BucketUnreachable):
        recordings.open("deleted")
    server.start()
    assert await Mover(recordings, bucket, database).once(now_ms=ENDED + REST_MS) == ["kept"]
    assert sorted(one.name for one in bucket.every()) == ["kept.speech", "kept.wav"]
    assert recordings.deleted_here() == []
    await database.close()


def test_what_is_deleted_while_it_is_moved_does_not_stay_there(recordings: Recordings, bucket: Bucket) -> None:
    record(recordings, "s")
    before = recordings.files("s")[".wav"].stat()
    bucket.put("s.wav", recordings.files("s")[".wav"])
    recordings.delete("s")
    recordings.delete_there("s")
    bucket.put("s.speech", Path(__file__))  # an upload that had begun before
    recordings.release("s", before)
    assert recordings.deleted_here() == ["s"]
    recordings.delete_there("s")
    assert bucket.every() == []


async def test_what_belongs_to_no_session_is_swept_when_it_is_old(
    database: Database, recordings: Recordings, bucket: Bucket
) -> None:
    await add(database, "s")
    record(recordings, "s")
    move(recordings, bucket, "s")
    for name in ("gone.wav", "notes.txt"):
        bucket.put(name, Path(__file__))
    mover = Mover(recordings, bucket, database)
    now = datetime.now(UTC)
    assert await mover.sweep(now) == []
    assert await mover.sweep(now + timedelta(days=3)) == ["gone.wav"]
    assert sorted(one.name for one in bucket.every()) == ["notes.txt", "s.speech", "s.wav"]
    await database.close()


def test_an_url_that_names_no_bucket_is_refused(settings: Settings) -> None:
    with pytest.raises(InvalidInput, match="s3://bucket"):
        open_bucket(settings.model_copy(update={"recordings_url": "https://example.org/bucket"}))
    assert open_bucket(settings.model_copy(update={"recordings_url": ""})) is None


def test_the_key_may_be_in_a_file(settings: Settings, tmp_path: Path, recordings: Recordings) -> None:
    file = tmp_path / "key"
    file.write_text("key\nsecret\n")
    without = {"recordings_key": "", "recordings_secret": "", "recordings_key_file": file}
    made = open_bucket(settings.model_copy(update=without))
    assert made is not None
    assert made.every() == []
    file.write_text("alone")
    with pytest.raises(InvalidInput, match="two words"):
        open_bucket(settings.model_copy(update=without))
