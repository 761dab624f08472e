"""A recording that comes in pieces from outside, in any order and more than once.

Beside `<session id>.wav` lies `<session id>.parts`: a line `number start_frame frames` for each piece that is in the
recording. The line is written after the samples, so a piece that a crash cut short counts as not there and may be sent
again; a last line without its end is dropped.
"""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from pathlib import Path

from feedbackyes.audio import Int16
from feedbackyes.audio.wav import WavWriter
from feedbackyes.domain.errors import Conflict


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
        part = Part(number, start_frame, len(samples))
        with self._lock:
            there = self.there(wav)
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
        return tuple(Part(*map(int, line.split())) for line in _whole_lines(index))

    def delete(self, wav: Path) -> None:
        """Forget the pieces of a recording."""
        self._index(wav).unlink(missing_ok=True)

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
