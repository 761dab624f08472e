"""Recordings: `<session id>.wav`, PCM16, 24 kHz, learner left, partner right. They are made as files of one folder, and stay
there unless there is a bucket, to which `moving` brings them when they are complete.

A file is a valid recording at any moment while it is written. What counts is the file's length: data come last, so that
all whole frames in the file belong to the recording, whatever a crash left in the header.
"""

from __future__ import annotations

import os
import threading
import time
from collections import OrderedDict
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
from numpy.typing import NDArray

from feedbackyes.audio import Int16
from feedbackyes.audio.wav import HEADER_BYTES, WavWriter
from feedbackyes.domain.errors import Failed, InvalidInput, NotFound
from feedbackyes.domain.session import check_session_id
from feedbackyes.storage.recordings import carried
from feedbackyes.storage.recordings.parts import Part, Parts
from feedbackyes.storage.recordings.speech import SpeechWriter, beside, fit

if TYPE_CHECKING:
    from feedbackyes.storage.recordings.bucket import Bucket, Stored

RATE_HZ = 24_000
CHANNELS = 2
FRAME_BYTES = 2 * CHANNELS
BLOCK_FRAMES = 60 * RATE_HZ
CACHE_SIZE = 64
KINDS = (".wav", ".speech", ".parts")
"""What belongs to a recording for good; the recording itself first."""
GONE = ".gone"


class UnreadableRecording(Failed):
    """The file is there, but it is no recording of ours."""

    code = "unreadable_recording"


@dataclass(frozen=True, slots=True)
class Levels:
    """Peaks for drawing. `learner` and `partner` have one value per bin, 0 to 1 of full scale."""

    duration_ms: int
    learner: tuple[float, ...]
    partner: tuple[float, ...]


class Recordings:
    """The recordings in `folder`, which is made when it is not there, and in `bucket` if there is one."""

    def __init__(self, folder: Path, bucket: Bucket | None = None) -> None:
        self._folder, self._bucket = folder, bucket
        self._leaving = threading.Lock()
        self._levels: OrderedDict[tuple[str, int, int, int], Levels] = OrderedDict()
        self._parts = Parts(RATE_HZ, CHANNELS)
        folder.mkdir(parents=True, exist_ok=True)

    def writer(self, session_id: str) -> WavWriter:
        """Begin the recording of a session, or go on with it after a break."""
        return WavWriter(self._place(session_id), rate_hz=RATE_HZ, channels=CHANNELS)

    def speech_writer(self, session_id: str) -> SpeechWriter:
        """Measures the recording of a session while it is written. Raises `OSError`."""
        return SpeechWriter(self._place(session_id), RATE_HZ)

    def path(self, session_id: str) -> Path | None:
        """Where the recording is on disk; None when it is not there."""
        place = self._place(session_id)
        return place if place.is_file() else None

    def elsewhere(self, session_id: str) -> Remote | None:
        """The recording in the bucket; None when it is not there. Asks the bucket: call it off the event loop.

        Raises:
            BucketUnreachable: nobody can say now.
        """
        if self._bucket is None:
            return None
        about = self._bucket.about(self._place(session_id).name)
        return None if about is None else Remote(self._bucket, about)

    def open(self, session_id: str) -> BinaryIO:
        """Open for reading, wherever it is. Raises `NotFound`, `BucketUnreachable`."""
        try:
            return self._place(session_id).open("rb")
        except FileNotFoundError:
            remote = self.elsewhere(session_id)
            if remote is None:
                raise NotFound("This session has no recording.", code="recording_not_found") from None
            return remote.open()

    @contextmanager
    def at_hand(self, session_id: str) -> Iterator[Path | None]:
        """The recording as a file of this machine, with what was measured of it, for as long as the block lasts.

        None when there is none. Raises `BucketUnreachable`, and `OSError` when the disk does not take a copy.
        """
        path = self.path(session_id)
        remote = self.elsewhere(session_id) if path is None else None
        if path is not None or remote is None:
            yield path
            return
        with TemporaryDirectory(prefix=".heard-", dir=self._folder) as folder:
            copy = Path(folder) / self._place(session_id).name
            remote.fetch(copy)
            yield copy

    def duration_ms(self, session_id: str) -> int:
        """Milliseconds that are recorded by now. Raises `NotFound`, `UnreadableRecording`."""
        with self.open(session_id) as file:
            return _size(file) // FRAME_BYTES * 1000 // RATE_HZ

    def levels(self, session_id: str, bins: int) -> Levels:
        """Peaks in `bins` equal parts, at least 1. Reads the whole file: call it off the event loop.

        Raises:
            NotFound: there is no recording.
            UnreadableRecording: the file is damaged.
        """
        with self.open(session_id) as file:
            size = _size(file)
            key = (session_id, bins, size, _changed(file))
            found = self._levels.get(key)
            if found is None:
                peaks = _peaks(file, size // FRAME_BYTES, bins)
                found = self._levels[key] = Levels(
                    size // FRAME_BYTES * 1000 // RATE_HZ, tuple(peaks[:, 0].tolist()), tuple(peaks[:, 1].tolist())
                )
                while len(self._levels) > CACHE_SIZE:
                    self._levels.popitem(last=False)
            return found

    def put_part(self, session_id: str, number: int, start_ms: int, samples: Int16) -> tuple[Part, ...]:
        """Lay a piece that was recorded elsewhere, shape (n, 2), into the recording. Gives all pieces that are there.

        Raises:
            RecordedHere, OtherPart: it does not belong there. OSError: the disk does not take it.
        """
        return self._parts.put(self._place(session_id), number, start_ms * RATE_HZ // 1000, samples)

    def take_over(self, session_id: str, at_ms: int) -> None:
        """From here on the server itself records, and pieces end here. Raises `OSError`."""
        self._parts.end(self._place(session_id), at_ms * RATE_HZ // 1000)

    def parts(self, session_id: str) -> tuple[Part, ...]:
        """The pieces that are there. Raises `RecordedHere` for a recording that did not come in pieces."""
        return self._parts.there(self._place(session_id))

    def repair(self, session_id: str) -> None:
        """After a crash: make the header say what the file holds, and drop a frame that is not whole.

        Raises:
            UnreadableRecording: the file is no recording of ours.
        """
        place = self.path(session_id)
        if place is None:
            return
        try:
            self.writer(session_id).close()  # a writer that goes on behind a crash begins by putting it right
        except InvalidInput as error:
            raise UnreadableRecording(f"The recording of session {session_id} is damaged.") from error

    def carry(self, session_id: str, messages: Sequence[bytes]) -> None:
        """Keep what the next server is to send first in this session. Raises `OSError`."""
        carried.put(self._place(session_id).with_suffix(carried.SUFFIX), messages)

    def carried(self, session_id: str) -> tuple[bytes, ...]:
        """What another server has left to be sent first."""
        return carried.get(self._place(session_id).with_suffix(carried.SUFFIX))

    def forget_carried_of(self, session_id: str) -> None:
        """It was sent."""
        self._place(session_id).with_suffix(carried.SUFFIX).unlink(missing_ok=True)

    def forget_carried(self, but: Collection[str] = ()) -> None:
        """Delete what was left for others than these sessions: nobody will ask for it."""
        for place in self._folder.glob(f"*{carried.SUFFIX}*"):
            if place.name.removesuffix(carried.SUFFIX) not in but:
                place.unlink(missing_ok=True)

    def delete(self, session_id: str) -> None:
        """Delete the recording, if there is one, and what was left for the next server."""
        place = self._place(session_id)
        with self._leaving:
            if self._bucket is not None:
                place.with_suffix(GONE).touch()
            place.unlink(missing_ok=True)
            place.with_suffix(carried.SUFFIX).unlink(missing_ok=True)
            beside(place).unlink(missing_ok=True)
            self._parts.delete(place)

    # ---- with a bucket

    def on_disk(self) -> list[str]:
        """Ids of the sessions whose recordings are on disk."""
        return [path.stem for path in sorted(self._folder.glob("*.wav"))]

    def files(self, session_id: str) -> dict[str, Path]:
        """What is on disk of a recording, by kind. Raises `FileNotFoundError` unless the recording itself is there."""
        place = self._place(session_id)
        place.stat()
        return {kind: path for kind in KINDS if (path := place.with_suffix(kind)).is_file()}

    def came_in_pieces(self, session_id: str) -> bool:
        """Whether a browser has sent it, and may send more."""
        return self._place(session_id).with_suffix(".parts").is_file()

    def age_seconds(self, session_id: str) -> float:
        """How long ago the file on disk was changed; 0 when it is not there."""
        path = self.path(session_id)
        return 0.0 if path is None else time.time() - path.stat().st_mtime

    def release(self, session_id: str, as_it_was: os.stat_result) -> None:
        """It is in the bucket as it was: take it from the disk, unless it was changed or deleted meanwhile."""
        place = self._place(session_id)
        with self._leaving:
            if not place.is_file():
                place.with_suffix(GONE).touch()
                return
            now = place.stat()
            if (now.st_size, now.st_mtime_ns) == (as_it_was.st_size, as_it_was.st_mtime_ns):
                for kind in reversed(KINDS):
                    place.with_suffix(kind).unlink(missing_ok=True)

    def deleted_here(self) -> list[str]:
        """Ids of sessions whose recordings are still to be deleted from the bucket."""
        return [path.stem for path in sorted(self._folder.glob(f"*{GONE}"))]

    def delete_there(self, session_id: str) -> None:
        """Delete from the bucket what was deleted here. Raises `BucketUnreachable`."""
        place = self._place(session_id)
        if self._bucket is not None:
            self._bucket.delete([place.with_suffix(kind).name for kind in KINDS])
        place.with_suffix(GONE).unlink(missing_ok=True)

    def _place(self, session_id: str) -> Path:
        check_session_id(session_id)
        return self._folder / f"{session_id}.wav"


@dataclass(frozen=True, slots=True)
class Remote:
    """A recording that is in the bucket."""

    bucket: Bucket
    about: Stored

    def open(self) -> BinaryIO:
        """For reading."""
        return self.bucket.open(self.about)

    def fetch(self, place: Path) -> None:
        """Copy it, with what was measured of it. Raises `BucketUnreachable`, `OSError`."""
        self.bucket.fetch(self.about, place)
        measured = self.bucket.about(beside(place).name)
        if measured is not None:
            self.bucket.fetch(measured, beside(place))
            fit(place)


def _changed(file: BinaryIO) -> int:
    """When a file was changed, in its system's own measure; a piece may lie before the end, where the length does not
    tell of it. What is in the bucket does not change."""
    try:
        return os.fstat(file.fileno()).st_mtime_ns
    except OSError:
        return 0


def _size(file: BinaryIO) -> int:
    """How many bytes of samples there are; `file` then stands where they begin. Raises `UnreadableRecording`."""
    file.seek(0, 2)
    end = file.tell()
    file.seek(0)
    header = file.read(HEADER_BYTES)
    if len(header) < HEADER_BYTES or header[:4] != b"RIFF" or header[8:12] != b"WAVE":
        raise UnreadableRecording("The recording of this session is damaged.")
    return end - HEADER_BYTES


def _peaks(file: BinaryIO, frames: int, bins: int) -> NDArray[np.float64]:
    """Shape (bins, 2), 0 to 1. Reads a minute at a time, so that an hour needs no more memory than that."""
    peaks = np.zeros((bins, CHANNELS), np.float32)
    for start in range(0, frames, BLOCK_FRAMES):
        count = min(BLOCK_FRAMES, frames - start)
        samples = np.frombuffer(file.read(count * FRAME_BYTES), "<i2").reshape(-1, CHANNELS)
        loud = np.abs(samples.astype(np.int32))
        place = (np.arange(start, start + len(samples), dtype=np.int64) * bins) // frames
        firsts = np.flatnonzero(np.diff(place, prepend=-1))
        highest = np.maximum.reduceat(loud, firsts, axis=0) / 32768
        at = place[firsts]
        peaks[at] = np.maximum(peaks[at], highest)
    exact: NDArray[np.float64] = peaks.astype(np.float64)
    return exact.round(4)
