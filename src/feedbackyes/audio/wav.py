"""WAV files: any that people have, read; our own recordings, written so that a crash leaves a good file.

Layout (Microsoft "Multimedia Programming Interface", 1991; `WAVE_FORMAT_EXTENSIBLE`, 2001): `RIFF` size `WAVE`, then
chunks of a name, a size and a body padded to two bytes. What follows the name `data` is taken to the end of the file when
its size is 0, unknown or too large, because recorders that were killed leave it so.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from feedbackyes.audio import Int16, g711
from feedbackyes.audio.formats import from_float
from feedbackyes.audio.resample import resample
from feedbackyes.domain.errors import InvalidInput

MAX_CHANNELS = 64
MAX_SIZE = 0xFFFFFFFF
HEADER_BYTES = 44
SAMPLE_BYTES = 2


class Code(IntEnum):
    """Kinds of samples."""

    PCM = 1
    FLOAT = 3
    A_LAW = 6
    MU_LAW = 7
    EXTENSIBLE = 0xFFFE


@dataclass(frozen=True, slots=True)
class Wav:
    """A decoded file. `samples`: shape (n, channels)."""

    samples: Int16
    rate_hz: int


@dataclass(frozen=True, slots=True)
class _Format:
    code: int
    channels: int
    rate_hz: int
    bits: int


def read_wav(data: bytes, rate_hz: int) -> Int16:
    """Read a file as mono at `rate_hz`, all channels mixed. Returns shape (n,). Raises `InvalidInput` as `decode_wav`."""
    wav = decode_wav(data)
    mono = wav.samples[:, 0]
    if wav.samples.shape[1] > 1:
        mono = np.rint(wav.samples.mean(axis=1)).astype(np.int16)
    return resample(mono, wav.rate_hz, rate_hz)


def decode_wav(data: bytes) -> Wav:
    """Read a file as it is: PCM of 8, 16, 24 or 32 bits, float of 32 or 64, G.711; any rate, up to 64 channels.

    Raises:
        InvalidInput: it is no WAV file, is damaged, or is of another kind.
    """
    view = memoryview(data)
    if len(data) < 12 or data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise InvalidInput("This is not a WAV file. Convert it, for example: ffmpeg -i speech.mp3 speech.wav")
    kind: _Format | None = None
    at = 12
    while at + 8 <= len(view):
        name, size = struct.unpack_from("<4sI", view, at)
        body = view[at + 8 : at + 8 + size]
        if name == b"fmt ":
            kind = _read_format(body)
        elif name == b"data" and kind is not None:
            return Wav(_samples(view[at + 8 :] if size == 0 else body, kind), kind.rate_hz)
        at += 8 + size + size % 2
    raise InvalidInput("This WAV file is damaged: it has no samples.")


def encode_wav(samples: Int16, rate_hz: int) -> bytes:
    """A whole mono PCM16 file of samples, shape (n,)."""
    size = len(samples) * SAMPLE_BYTES
    header = _header(rate_hz, 1)
    sizes = struct.pack("<I", size + HEADER_BYTES - 8), struct.pack("<I", size)
    return header[:4] + sizes[0] + header[8:40] + sizes[1] + samples.astype("<i2", copy=False).tobytes()


def _read_format(body: memoryview) -> _Format:
    if len(body) < 16:
        raise InvalidInput("This WAV file is damaged: its format is cut off.")
    code, channels, rate_hz, _, _, bits = struct.unpack_from("<HHIIHH", body)
    if code == Code.EXTENSIBLE and len(body) >= 26:
        (code,) = struct.unpack_from("<H", body, 24)
    if not 1 <= channels <= MAX_CHANNELS or rate_hz == 0:
        raise InvalidInput(f"This WAV file is damaged: {channels} channels at {rate_hz} Hz.")
    return _Format(code, channels, rate_hz, bits)


def _samples(body: memoryview, kind: _Format) -> Int16:
    """Shape (n, channels); a frame that is not whole is left out."""
    frame = kind.channels * kind.bits // 8
    whole = body[: len(body) // frame * frame] if frame else body[:0]
    match kind.code, kind.bits:
        case Code.PCM, 8:  # unsigned
            flat = ((np.frombuffer(whole, np.uint8).astype(np.int16) - 128) << 8).astype(np.int16)
        case Code.PCM, 16:
            flat = np.frombuffer(whole, "<i2").astype(np.int16)
        case Code.PCM, 24:
            flat = _upper_16(np.frombuffer(whole, np.uint8).reshape(-1, 3)[:, 1:])
        case Code.PCM, 32:
            flat = _upper_16(np.frombuffer(whole, np.uint8).reshape(-1, 4)[:, 2:])
        case Code.FLOAT, 32 | 64:
            flat = from_float(np.frombuffer(whole, f"<f{kind.bits // 8}").astype(np.float32))
        case Code.A_LAW, 8:
            flat = g711.decode_a(whole)
        case Code.MU_LAW, 8:
            flat = g711.decode_mu(whole)
        case _:
            raise InvalidInput(
                f"This WAV file has samples of kind {kind.code} with {kind.bits} bits, which cannot be read. "
                "Convert it, for example: ffmpeg -i speech.wav -c:a pcm_s16le converted.wav"
            )
    return flat.reshape(-1, kind.channels)


def _upper_16(pairs: NDArray[np.uint8]) -> Int16:
    """The two upper bytes of little-endian samples, shape (n, 2), as samples: the rest is below 16 bits."""
    return np.ascontiguousarray(pairs).view("<i2").reshape(-1).astype(np.int16)


class WavWriter:
    """Writes a PCM16 file that can be played at any moment.

    Samples go to the file before the header tells of them, and nothing is held back in memory: when the process is
    killed, the file holds all that was written.
    """

    def __init__(self, path: Path, *, rate_hz: int, channels: int) -> None:
        """Begin the file, or go on behind what is there.

        Raises:
            InvalidInput: the file that is there has another format.
        """
        self._frame = channels * SAMPLE_BYTES
        self._channels = channels
        self._header = _header(rate_hz, channels)
        self._file = path.open("r+b" if path.exists() else "x+b", buffering=0)
        try:
            self.frames = self._find_end(path)
        except InvalidInput:
            self._file.close()
            raise
        self._tell()

    def write(self, samples: Int16) -> None:
        """Append frames, shape (n, channels)."""
        self._put(self.frames, samples)
        self.frames += len(samples)
        self._tell()

    def correct(self, channel: int, frame: int, samples: Int16) -> None:
        """Replace one channel's samples, shape (n,), from `frame` on. What lies behind the end is left out."""
        count = min(len(samples), self.frames - frame)
        if frame < 0 or count <= 0:
            return
        self._file.seek(HEADER_BYTES + frame * self._frame)
        there = np.frombuffer(self._file.read(count * self._frame), "<i2").reshape(-1, self._channels).copy()
        there[:, channel] = samples[: len(there)]
        self._put(frame, there)

    def place(self, frame: int, samples: Int16) -> None:
        """Write frames, shape (n, channels), from `frame` on; a gap that this leaves behind the end is silent."""
        self._put(frame, samples)
        self.frames = max(self.frames, frame + len(samples))
        self._tell()

    def close(self) -> None:
        self._file.close()

    def _find_end(self, path: Path) -> int:
        size = path.stat().st_size
        if size < HEADER_BYTES:
            return 0
        if self._file.read(HEADER_BYTES)[8:40] != self._header[8:40]:
            raise InvalidInput(f"{path.name} cannot be continued: it has another format.")
        frames = (size - HEADER_BYTES) // self._frame
        if size != HEADER_BYTES + frames * self._frame:  # another may write behind it at this moment
            self._file.truncate(HEADER_BYTES + frames * self._frame)
        return frames

    def _put(self, frame: int, samples: Int16) -> None:
        self._file.seek(HEADER_BYTES + frame * self._frame)
        data = memoryview(samples.astype("<i2", copy=False).tobytes())
        while data:
            data = data[self._file.write(data) :]

    def _tell(self) -> None:
        """Bring the sizes in the header up to date."""
        size = self.frames * self._frame
        riff, data = min(size + HEADER_BYTES - 8, MAX_SIZE), min(size, MAX_SIZE)
        self._file.seek(0)
        self._file.write(self._header[:4] + struct.pack("<I", riff) + self._header[8:40] + struct.pack("<I", data))


def _header(rate_hz: int, channels: int) -> bytes:
    """The 44 bytes of an empty PCM16 file."""
    frame = channels * SAMPLE_BYTES
    about = struct.pack("<IHHIIHH", 16, Code.PCM, channels, rate_hz, rate_hz * frame, frame, 8 * SAMPLE_BYTES)
    return b"RIFF\0\0\0\0WAVEfmt " + about + b"data\0\0\0\0"
