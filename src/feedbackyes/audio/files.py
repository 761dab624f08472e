"""Sound files of any usual kind: read whole, written while they are made. WAV is ours, the rest is FFmpeg's (PyAV).

FFmpeg is told which kind a file is by its first bytes, and never guesses: some kinds (playlists) are only names of other
files and addresses, which it would open.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av
import av.error
import numpy as np
from av.audio.resampler import AudioResampler

from feedbackyes.audio import Int16
from feedbackyes.audio.formats import to_float
from feedbackyes.audio.resample import Resampler
from feedbackyes.audio.wav import read_wav
from feedbackyes.domain.errors import InvalidInput

UNKNOWN_SIZE = 0xFFFFFFFF
"""In the header of a WAV file whose end is not known yet."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a file is written: FFmpeg's names of container and codec (empty: we write it), and what it is called."""

    media_type: str
    container: str = ""
    codec: str = ""
    rate_hz: int = 0
    sample_format: str = "s16"
    options: Mapping[str, str] | None = None


KINDS: Mapping[str, _Kind] = {
    "mp3": _Kind("audio/mpeg", "mp3", "libmp3lame", sample_format="s16p", options={"write_xing": "0"}),
    "opus": _Kind("audio/ogg", "ogg", "libopus", 48_000, "s16", {"page_duration": "200000"}),
    "aac": _Kind("audio/aac", "adts", "aac", sample_format="fltp"),
    "flac": _Kind("audio/flac", "flac", "flac"),
    "wav": _Kind("audio/wav"),
    "pcm": _Kind("audio/pcm"),
}
"""By the names of the hosted service."""


def read(data: bytes, rate_hz: int, *, most_seconds: float) -> Int16:
    """Read a whole file as mono at `rate_hz`, shape (n,).

    Raises:
        InvalidInput: it is of no kind that can be read, is damaged, has no sound, or is too long.
    """
    if data[:4] == b"RIFF":
        try:
            samples = read_wav(data, rate_hz)
        except InvalidInput as error:
            raise InvalidInput(error.message, param="file") from error
        _check_length(samples.size, rate_hz, most_seconds)
        return samples
    kind = _kind_of(data)
    if kind is None:
        raise InvalidInput(
            "This is no audio file of a kind that can be read here: WAV, MP3, M4A, AAC, Ogg, WebM or FLAC.",
            param="file",
        )
    try:
        return _decoded(data, kind, rate_hz, most_seconds)
    except (av.error.FFmpegError, IndexError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InvalidInput(f"The audio file cannot be decoded: {reason}.", param="file") from error


class Writer:
    """One file in the making: `write`…, `end`; the bytes that each gives make the file."""

    def __init__(self, kind: str, rate_hz: int) -> None:
        """Samples come at `rate_hz`. Raises `InvalidInput` for a kind that is not in `KINDS`."""
        if kind not in KINDS:
            raise InvalidInput(f"{kind[:40]!r} is not written here. Choose one of: {', '.join(KINDS)}.")
        self.media_type = KINDS[kind].media_type
        self._plain = not KINDS[kind].codec
        self._first = _open_header(rate_hz) if kind == "wav" else b""
        self._encoder = None if self._plain else _Encoder(KINDS[kind], rate_hz)

    def write(self, samples: Int16) -> bytes:
        """Take the next samples, shape (n,)."""
        if self._encoder is not None:
            return self._encoder.write(samples)
        first, self._first = self._first, b""
        return first + samples.astype("<i2", copy=False).tobytes()

    def end(self) -> bytes:
        return self._encoder.end() if self._encoder is not None else self._first


class _Encoder:
    """FFmpeg's part of a `Writer`."""

    def __init__(self, kind: _Kind, rate_hz: int) -> None:
        self._sink = _Sink()
        self._container = av.open(self._sink, "w", format=kind.container, options=dict(kind.options or {}))
        self._rate_hz = kind.rate_hz or rate_hz
        self._resampler = Resampler(rate_hz, self._rate_hz)
        self._stream: Any = self._container.add_stream(kind.codec, rate=self._rate_hz, layout="mono")
        self._format = kind.sample_format
        self._written = 0

    def write(self, samples: Int16) -> bytes:
        self._encode(self._resampler.process(samples))
        return self._sink.take()

    def end(self) -> bytes:
        self._encode(self._resampler.flush())
        self._container.mux(self._stream.encode(None))
        self._container.close()
        return self._sink.take()

    def _encode(self, samples: Int16) -> None:
        if not samples.size:
            return
        row = np.ascontiguousarray(samples)[None, :]
        shown = to_float(row) if self._format == "fltp" else row
        frame = av.AudioFrame.from_ndarray(shown, format=self._format, layout="mono")
        frame.sample_rate = self._rate_hz
        frame.time_base, frame.pts = Fraction(1, self._rate_hz), self._written
        self._written += samples.size
        self._container.mux(self._stream.encode(frame))


class _Sink:
    """What FFmpeg writes into; it cannot go back in it."""

    def __init__(self) -> None:
        self._written = bytearray()

    def write(self, data: bytes) -> int:
        self._written += data
        return len(data)

    def take(self) -> bytes:
        taken = bytes(self._written)
        self._written.clear()
        return taken


def _kind_of(data: bytes) -> str | None:
    """FFmpeg's name for the kind of a file, by its first bytes."""
    if data[4:8] == b"ftyp":
        return "mov"
    for magic, name in ((b"OggS", "ogg"), (b"fLaC", "flac"), (b"\x1a\x45\xdf\xa3", "matroska"), (b"ID3", "mp3")):
        if data.startswith(magic):
            return name
    if len(data) > 1 and data[0] == 0xFF and data[1] & 0xF6 == 0xF0:
        return "aac"  # ADTS: layer bits are zero
    if len(data) > 1 and data[0] == 0xFF and data[1] & 0xE0 == 0xE0:
        return "mp3"
    return None


def _decoded(data: bytes, kind: str, rate_hz: int, most_seconds: float) -> Int16:
    pieces: list[Int16] = []
    size = 0
    with av.open(io.BytesIO(data), "r", format=kind) as container:
        resampler = AudioResampler(format="s16", layout="mono", rate=rate_hz)
        for frame in container.decode(audio=0):
            for piece in resampler.resample(frame):
                pieces.append(_samples(piece))
                size += pieces[-1].size
            _check_length(size, rate_hz, most_seconds)
        pieces += [_samples(piece) for piece in resampler.resample(None)]
    return np.concatenate(pieces) if pieces else np.zeros(0, np.int16)


def _samples(frame: av.AudioFrame) -> Int16:
    return frame.to_ndarray().reshape(-1).astype(np.int16, copy=False)


def _check_length(samples: int, rate_hz: int, most_seconds: float) -> None:
    if samples > most_seconds * rate_hz:
        raise InvalidInput(f"The audio is longer than {most_seconds / 60:.0f} minutes. Send it in parts.", param="file")


def _open_header(rate_hz: int) -> bytes:
    """The 44 bytes of a mono PCM16 file of unknown length."""
    about = struct.pack("<IHHIIHH", 16, 1, 1, rate_hz, rate_hz * 2, 2, 16)
    size = struct.pack("<I", UNKNOWN_SIZE)
    return b"RIFF" + size + b"WAVEfmt " + about + b"data" + size
