"""What the analysis of speech needs of a recording, measured while it is made.

Beside `<session id>.wav` lies `<session id>.speech`: a header, then ten bytes for every 20 ms (`audio.voice.FRAME`). The
header is written last and names the size and the time of change of the recording that was measured. A file without it (a
crash), or beside a recording that has changed since, is not used: everything can be measured again from the audio, with
the same result.
"""

from __future__ import annotations

import os
import struct
import wave
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import numpy as np

from feedbackyes.audio import Int16
from feedbackyes.audio.voice import FRAME, FRAME_MS, Frames, frame_samples, measure
from feedbackyes.audio.wav import HEADER_BYTES

PIECE_FRAMES = 100
"""Frames that are measured at once while recording (2 s): often enough, and few calls."""
BLOCK_FRAMES = 250
_HEADER = struct.Struct("<8sIIQQ")
_MAGIC, _VERSION = b"FYspeech", 1
_STEREO_BYTES = 4


def beside(wav: Path) -> Path:
    """Where the measurements of a recording are kept."""
    return wav.with_suffix(".speech")


class SpeechWriter:
    """Measures a recording of ours (PCM16, two channels) while it grows, by reading back what was written.

    Positions are samples of one channel. Raises `OSError` when the disk does not take it; the recording itself does not
    depend on it.
    """

    def __init__(self, wav: Path, rate_hz: int) -> None:
        self._wav, self._rate_hz = wav, rate_hz
        self._step = frame_samples(rate_hz)
        self._done = 0
        self._stale: list[tuple[int, int]] = []
        beside(wav).write_bytes(bytes(_HEADER.size))

    def advance(self, samples: int) -> None:
        """`samples` are in the file. Measure a piece when there is enough for one."""
        while samples // self._step - self._done >= PIECE_FRAMES:
            self._measure(self._done, self._done + PIECE_FRAMES)
            self._done += PIECE_FRAMES

    def forget(self, first: int, count: int) -> None:
        """Samples that may have been measured were changed in the file."""
        # A frame's pitch also depends on the frame before it.
        last = min(self._done, (first + count - 1) // self._step + 2)
        if first // self._step < last:
            self._stale.append((first // self._step, last))

    def close(self, samples: int) -> None:
        """The recording is complete and closed: measure what is left, and say what was measured."""
        self.advance(samples)
        self._measure(self._done, samples // self._step)
        for first, last in self._stale:
            self._measure(first, last)
        about = self._wav.stat()
        with beside(self._wav).open("r+b") as file:
            file.write(_HEADER.pack(_MAGIC, _VERSION, self._rate_hz, about.st_size, about.st_mtime_ns))

    def _measure(self, first: int, last: int) -> None:
        """Opens the files each time: a call that goes on for an hour needs no more of them than its recording."""
        with self._wav.open("rb", buffering=0) as audio, beside(self._wav).open("r+b", buffering=0) as file:
            for start in range(first, last, BLOCK_FRAMES):
                lead = min(start, 1)
                audio.seek(HEADER_BYTES + (start - lead) * self._step * _STEREO_BYTES)
                raw = audio.read((min(last, start + BLOCK_FRAMES) - start + lead) * self._step * _STEREO_BYTES)
                file.seek(_HEADER.size + start * FRAME.itemsize)
                file.write(measure(_stereo(raw), self._rate_hz, lead=lead).tobytes())


class Measured:
    """Measurements of a recording, read from a file piece by piece."""

    def __init__(self, file: IO[bytes], start: int, count: int) -> None:
        """`file` holds `count` frames from the byte `start` on."""
        self._file, self._start, self._count = file, start, count

    def __len__(self) -> int:
        return self._count

    def read(self, first: int, last: int) -> Frames:
        """Frames `first` up to `last`; only those that there are."""
        first, last = max(0, first), min(last, self._count)
        self._file.seek(self._start + first * FRAME.itemsize)
        return np.frombuffer(self._file.read(max(0, last - first) * FRAME.itemsize), FRAME)


@contextmanager
def measured(wav: Path, *, stored: bool = True) -> Iterator[Measured]:
    """Measurements of a recording: the stored ones when they fit, else from the audio, kept in a file until the end.

    Args:
        stored: False measures anew.

    Raises:
        OSError, EOFError, wave.Error: the recording cannot be read, or is not PCM16 with two channels.
    """
    with ExitStack() as open_files:
        if stored and (count := _stored(wav)) is not None:
            file = open_files.enter_context(beside(wav).open("rb", buffering=0))
            yield Measured(file, _HEADER.size, count)
            return
        kept = open_files.enter_context(TemporaryFile(buffering=0))
        yield Measured(kept, 0, _measure_into(kept, wav))


def fit(wav: Path) -> None:
    """Say that the measurements beside a recording, both of which were copied together, are of this copy.

    Those that are not complete stay unused.
    """
    about = wav.stat()
    with beside(wav).open("r+b") as file:
        magic, version, rate_hz, size, _ = _HEADER.unpack(file.read(_HEADER.size).ljust(_HEADER.size, b"\0"))
        if (magic, version, size) == (_MAGIC, _VERSION, about.st_size):
            file.seek(0)
            file.write(_HEADER.pack(magic, version, rate_hz, size, about.st_mtime_ns))


def _measure_into(kept: IO[bytes], wav: Path) -> int:
    """How many frames were measured."""
    count = 0
    with wave.open(str(wav), "rb") as file:
        rate_hz = file.getframerate()
        if (file.getnchannels(), file.getsampwidth()) != (2, 2) or rate_hz < 4000 or rate_hz * FRAME_MS % 1000:
            raise wave.Error(f"{wav.name} is no recording of ours: two channels of PCM16 are needed")
        for block in _measured(file, rate_hz):
            kept.write(block.tobytes())
            count += len(block)
    return count


def _stored(wav: Path) -> int | None:
    """How many frames are stored; None when they do not fit the recording."""
    about = wav.stat()
    try:
        with beside(wav).open("rb") as file:
            magic, version, rate_hz, size, changed = _HEADER.unpack(file.read(_HEADER.size))
            count = (os.fstat(file.fileno()).st_size - _HEADER.size) // FRAME.itemsize
    except (OSError, struct.error):
        return None
    if (magic, version, size, changed) != (_MAGIC, _VERSION, about.st_size, about.st_mtime_ns):
        return None
    return count if count == (size - HEADER_BYTES) // _STEREO_BYTES // frame_samples(rate_hz) else None


def _measured(file: wave.Wave_read, rate_hz: int) -> Iterator[Frames]:
    step = frame_samples(rate_hz)
    before = b""
    while raw := file.readframes(step * BLOCK_FRAMES):
        yield measure(_stereo(before + raw), rate_hz, lead=1 if before else 0)
        before = raw[-step * _STEREO_BYTES :]


def _stereo(raw: bytes) -> Int16:
    return np.frombuffer(raw[: len(raw) // _STEREO_BYTES * _STEREO_BYTES], "<i2").reshape(-1, 2)
