"""A recording that comes in pieces from outside, in any order and more than once.

Beside `<session id>.wav` lies `<session id>.parts`: a line `number start_frame frames` for each piece that is in the
recording. The line is written after the samples, so a piece that a crash cut short counts as not there and may be sent
again; a last line without its end is dropped. A line with the number -1 says from which frame on the server records itself.
"""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from feedbackyes.audio import Int16
from feedbackyes.audio.wav import WavWriter
from feedbackyes.domain.errors import Conflict

END = -1
"""In place of a piece's number: the server records from here on."""


class OtherPart(Conflict):
    """Another piece has come under this number."""

    code = "part_differs"


class RecordedHere(Conflict):
    """The server has made the recording of this session itself."""

    code = "recorded_here"


@dataclass(frozen=True, slots=True)
class Part:
    """Where a piece lies; in frames from the start of the session."""

    number: int
    start_frame: int
    frames: int


class Parts:
    """The pieces of all recordings of one folder. Its methods read and write files: call them off the event loop."""

    def __init__(self, rate_hz: int, channels: int) -> None:
        self._rate_hz, self._channels = rate_hz, channels
        self._lock = threading.Lock()

    def put(self, wav: Path, number: int, start_frame: int, samples: Int16) -> tuple[Part, ...]:
        """Lay a piece, shape (n, channels), into the recording; what is not covered is silent. Returns all pieces.

        Raises:
            RecordedHere: the recording is the server's own. OtherPart: the number stands for another piece.
            OSError: the disk does not take it.
        """
        with self._lock:
            there = self.there(wav)
            end = min((one.start_frame for one in self._lines(wav) if one.number == END), default=None)
            if end is not None and start_frame >= end:
                raise RecordedHere("The server records this session itself by now.")
            samples = samples if end is None else samples[: end - start_frame]
            part = Part(number, start_frame, len(samples))
            same = next((one for one in there if one.number == number), None)
            if same == part:
                return there
            if same is not None:
                raise OtherPart(f"Part {number} is here already, with another place or length.", param="n")
            self._index(wav).touch()  # first: a recording with an index is never taken for the server's own
            writer = WavWriter(wav, rate_hz=self._rate_hz, channels=self._channels)
            try:
                writer.place(start_frame, samples)
            finally:
                writer.close()
            self._note(self._index(wav), part)
            return (*there, part)

    def there(self, wav: Path) -> tuple[Part, ...]:
        """The pieces that are in a recording, as they came. Raises `RecordedHere`."""
        index = self._index(wav)
        if not index.is_file():
            if wav.is_file():
                raise RecordedHere("The server records this session itself.")
            return ()
        return tuple(one for one in self._lines(wav) if one.number != END)

    def end(self, wav: Path, frame: int) -> None:
        """Take no pieces from this frame on; up to there the recording is silent where no piece is. Raises `OSError`."""
        with self._lock:
            self._index(wav).touch()
            writer = WavWriter(wav, rate_hz=self._rate_hz, channels=self._channels)
            try:
                if writer.frames < frame:
                    writer.place(frame - 1, np.zeros((1, self._channels), np.int16))
            finally:
                writer.close()
            self._note(self._index(wav), Part(END, frame, 0))

    def delete(self, wav: Path) -> None:
        """Forget the pieces of a recording."""
        self._index(wav).unlink(missing_ok=True)

    def _lines(self, wav: Path) -> list[Part]:
        index = self._index(wav)
        return [Part(*map(int, line.split())) for line in _whole_lines(index)] if index.is_file() else []

    def _index(self, wav: Path) -> Path:
        return wav.with_suffix(".parts")

    def _note(self, index: Path, part: Part) -> None:
        whole = sum(len(line) + 1 for line in _whole_lines(index))
        with index.open("r+b") as file:
            file.truncate(whole)
            file.seek(whole)
            file.write(f"{part.number} {part.start_frame} {part.frames}\n".encode())
            file.flush()
            os.fsync(file.fileno())


def _whole_lines(index: Path) -> list[bytes]:
    return index.read_bytes().split(b"\n")[:-1]
