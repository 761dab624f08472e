"""Recordings as files of one folder: `<session id>.wav`, PCM16, 24 kHz, learner left, partner right.

A file is a valid recording at any moment while it is written. What counts is the file's length: data come last, so that
all whole frames in the file belong to the recording, whatever a crash left in the header.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from feedbackyes.audio import Int16
from feedbackyes.audio.wav import HEADER_BYTES, WavWriter
from feedbackyes.domain.errors import Failed, InvalidInput, NotFound
from feedbackyes.domain.session import check_session_id
from feedbackyes.storage.recordings import carried
from feedbackyes.storage.recordings.parts import Part, Parts
from feedbackyes.storage.recordings.speech import SpeechWriter, beside

RATE_HZ = 24_000
CHANNELS = 2
FRAME_BYTES = 2 * CHANNELS
BLOCK_FRAMES = 60 * RATE_HZ
CACHE_SIZE = 64


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
    """The recordings in `folder`, which is made when it is not there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
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
        """Where the recording is; None when there is none."""
        place = self._place(session_id)
        return place if place.is_file() else None

    def open(self, session_id: str) -> BinaryIO:
        """Open for reading. Raises `NotFound`."""
        return self._found(session_id).open("rb")

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
            # A piece may lie before the end, where the length does not tell of it.
            key = (session_id, bins, size, os.fstat(file.fileno()).st_mtime_ns)
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
        place.unlink(missing_ok=True)
        place.with_suffix(carried.SUFFIX).unlink(missing_ok=True)
        beside(place).unlink(missing_ok=True)
        self._parts.delete(place)

    def _found(self, session_id: str) -> Path:
        place = self.path(session_id)
        if place is None:
            raise NotFound("This session has no recording.", code="recording_not_found")
        return place

    def _place(self, session_id: str) -> Path:
        check_session_id(session_id)
        return self._folder / f"{session_id}.wav"


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
