"""Brings recordings that are complete from this machine's disk to a bucket, and has deleted ones deleted there.

While a talk goes on, its recording is written to disk, where nothing stands between a voice and its file. Once the talk
is over the files go to the bucket, the recording last, and only then from the disk. Whatever breaks off is done again:
a file that is there already is the same or is laid together with ours. What cannot be done now stays as it is, with
`<session id>.gone` for what is to be deleted there, until the bucket is back.
"""

from __future__ import annotations

import asyncio
import logging
import tempfile
import time
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from feedbackyes.audio import Int16
from feedbackyes.audio.wav import HEADER_BYTES, WavWriter
from feedbackyes.domain.session import OPEN_STATES, Session
from feedbackyes.storage import Database, sessions
from feedbackyes.storage.recordings.bucket import Bucket, BucketUnreachable, Stored
from feedbackyes.storage.recordings.disk import BLOCK_FRAMES, CHANNELS, FRAME_BYTES, KINDS, RATE_HZ, Recordings

EVERY_SECONDS = 20.0
LONGEST_PAUSE_SECONDS = 300.0
"""Between tries while the bucket cannot be reached."""
REST_MS = 60_000
"""A recording stays on disk so long after its talk: feedback is made of it, and it is heard first, at once."""
PIECES_MS = 25 * 3_600_000
"""A browser may still send pieces of its recording for a day."""
SWEEP_SECONDS = 24 * 3600.0
ORPHAN_AGE = timedelta(days=2)
logger = logging.getLogger(__name__)


class Mover:
    """Moves the recordings of one folder for as long as it runs."""

    def __init__(self, recordings: Recordings, bucket: Bucket, database: Database) -> None:
        self._recordings, self._bucket, self._database = recordings, bucket, database
        self._pause = EVERY_SECONDS
        self._swept_at: float | None = None

    async def run(self) -> None:
        """Move what can be moved, again and again, until cancelled."""
        while True:
            try:
                await self.once(now_ms=time.time_ns() // 1_000_000)
                if self._swept_at is None or time.monotonic() - self._swept_at > SWEEP_SECONDS:
                    await self.sweep(datetime.now(UTC))
                    self._swept_at = time.monotonic()
                self._pause = EVERY_SECONDS
            except BucketUnreachable as error:
                self._pause = min(LONGEST_PAUSE_SECONDS, self._pause * 2)
                logger.warning("Recordings stay on disk for now. %s", error.message)
            except Exception:
                logger.exception("Recordings could not be moved.")
            await asyncio.sleep(self._pause)

    async def once(self, *, now_ms: int) -> list[str]:
        """Delete there what was deleted here, and move what is complete. Gives the ids of what was moved.

        Raises:
            BucketUnreachable: the rest stays for later.
        """
        for session_id in self._recordings.deleted_here():
            await asyncio.to_thread(self._recordings.delete_there, session_id)
        here = self._recordings.on_disk()
        async with self._database.read() as tx:
            known = await sessions.several(tx, here)
        for session_id in set(here) - known.keys():
            if self._recordings.age_seconds(session_id) > ORPHAN_AGE.total_seconds():
                self._recordings.delete(session_id)  # of a deletion that a crash broke off
        moved = [session_id for session_id in here if session_id in known and self._is_due(known[session_id], now_ms)]
        for session_id in moved:
            await asyncio.to_thread(move, self._recordings, self._bucket, session_id)
        return moved

    async def sweep(self, now: datetime) -> list[str]:
        """Delete from the bucket what belongs to no session and is not new. Gives the names.

        Raises:
            BucketUnreachable: later.
        """
        old = [one.name for one in await asyncio.to_thread(self._bucket.every) if now - one.changed > ORPHAN_AGE]
        ours = {name: Path(name).stem for name in old if Path(name).suffix in KINDS and "/" not in name}
        nobodys = [name for name, session_id in ours.items() if session_id not in await self._known(ours.values())]
        await asyncio.to_thread(self._bucket.delete, nobodys)
        return nobodys

    async def _known(self, ids: Collection[str]) -> set[str]:
        wanted = sorted(set(ids))
        found: set[str] = set()
        async with self._database.read() as tx:
            for start in range(0, len(wanted), 500):
                found |= (await sessions.several(tx, wanted[start : start + 500])).keys()
        return found

    def _is_due(self, session: Session, now_ms: int) -> bool:
        if session.state in OPEN_STATES or session.ended_at is None:
            return False
        return now_ms - session.ended_at >= (PIECES_MS if self._recordings.came_in_pieces(session.id) else REST_MS)


def move(recordings: Recordings, bucket: Bucket, session_id: str) -> None:
    """Bring one recording to the bucket, and take it from the disk once it is there.

    Raises:
        BucketUnreachable: it stays on disk. OSError: it cannot be read.
    """
    files = recordings.files(session_id)
    wav = files.pop(".wav")
    before = wav.stat()
    there = bucket.about(wav.name)
    if there is None:
        for path in files.values():
            bucket.put(path.name, path)
        bucket.put(wav.name, wav)
    elif not _is_same(bucket, there, wav):
        _lay_together(bucket, there, wav)
        bucket.delete([wav.with_suffix(".speech").name])  # of the other part alone
    stored = bucket.about(wav.name)
    if stored is None or stored.size < before.st_size:
        raise BucketUnreachable(f"The bucket of recordings has not kept all of {wav.name}.")
    recordings.release(session_id, before)


def _is_same(bucket: Bucket, there: Stored, wav: Path) -> bool:
    """Whether an earlier try, which was broken off, has brought it already."""
    if there.size != wav.stat().st_size:
        return False
    with wav.open("rb") as file:
        return all(piece == file.read(len(piece)) for piece in bucket.pieces(there.name, 0, there.size))


def _lay_together(bucket: Bucket, there: Stored, wav: Path) -> None:
    """Two machines have recorded parts of one talk, on the same clock: at each moment the louder one is heard."""
    with tempfile.TemporaryDirectory(prefix=".both-", dir=wav.parent) as folder:
        both = Path(folder) / wav.name
        bucket.fetch(there, both)
        writer = WavWriter(both, rate_hz=RATE_HZ, channels=CHANNELS)
        try:
            with wav.open("rb") as file:
                file.seek(HEADER_BYTES)
                at = 0
                while raw := file.read(BLOCK_FRAMES * FRAME_BYTES):
                    ours = _frames(raw)
                    writer.place(at, _louder(ours, _there(both, at, len(ours))))
                    at += len(ours)
        finally:
            writer.close()
        bucket.put(wav.name, both)


def _there(wav: Path, frame: int, count: int) -> Int16:
    with wav.open("rb") as file:
        file.seek(HEADER_BYTES + frame * FRAME_BYTES)
        return _frames(file.read(count * FRAME_BYTES))


def _frames(raw: bytes) -> Int16:
    return np.frombuffer(raw[: len(raw) // FRAME_BYTES * FRAME_BYTES], "<i2").reshape(-1, CHANNELS)


def _louder(one: Int16, other: Int16) -> Int16:
    """Shape of `one`; where `other` ends, it is silent."""
    full = np.zeros_like(one)
    full[: len(other)] = other[: len(one)]
    louder: Int16 = np.where(np.abs(full.astype(np.int32)) > np.abs(one.astype(np.int32)), full, one)
    return louder
