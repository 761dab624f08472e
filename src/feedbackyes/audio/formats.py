"""Audio formats of the wire, and samples as clients send them.

Inside, audio is mono PCM16 at 24 kHz; a `Decoder` and an `Encoder` stand at each edge of a stream.
"""

from __future__ import annotations

from enum import Enum

import numpy as np
import pybase64

from feedbackyes.audio import Int16, Samples, g711
from feedbackyes.audio.resample import Resampler
from feedbackyes.domain.errors import InvalidInput

RATE_HZ = 24_000
"""Of everything inside, and of PCM on the wire."""
FULL_SCALE = 32_768.0
MAX_OVERSHOOT = 4.0
"""Float samples up to this are loud and are clipped; beyond it they are no audio (integers sent as floats, say)."""


class AudioFormat(Enum):
    """Names as Realtime has them."""

    PCM = "audio/pcm"
    MU_LAW = "audio/pcmu"
    A_LAW = "audio/pcma"

    @property
    def rate_hz(self) -> int:
        return RATE_HZ if self is AudioFormat.PCM else 8_000

    @property
    def bytes_per_second(self) -> int:
        return self.rate_hz * (2 if self is AudioFormat.PCM else 1)


class Decoder:
    """Turns the bytes of one stream into 24 kHz samples."""

    def __init__(self, audio_format: AudioFormat) -> None:
        self.format = audio_format
        self._resampler = Resampler(audio_format.rate_hz, RATE_HZ)

    def decode(self, data: bytes | memoryview) -> Int16:
        """Take the next bytes; G.711 comes out 3 ms late.

        Raises:
            InvalidInput: PCM16 with half a sample.
        """
        match self.format:
            case AudioFormat.PCM:
                return pcm16(data)
            case AudioFormat.MU_LAW:
                return self._resampler.process(g711.decode_mu(data))
            case AudioFormat.A_LAW:
                return self._resampler.process(g711.decode_a(data))

    def flush(self) -> Int16:
        """End the stream: the samples still held back."""
        return self._resampler.flush()


class Encoder:
    """Turns 24 kHz samples into the bytes of one stream."""

    def __init__(self, audio_format: AudioFormat) -> None:
        self.format = audio_format
        self._resampler = Resampler(RATE_HZ, audio_format.rate_hz)

    def encode(self, samples: Int16) -> bytes:
        """Take the next samples, shape (n,); G.711 comes out 3 ms late."""
        return self._companded(self._resampler.process(samples))

    def flush(self) -> bytes:
        """End the stream: the bytes still held back."""
        return self._companded(self._resampler.flush())

    def _companded(self, samples: Int16) -> bytes:
        match self.format:
            case AudioFormat.PCM:
                return samples.astype("<i2", copy=False).tobytes()
            case AudioFormat.MU_LAW:
                return g711.encode_mu(samples)
            case AudioFormat.A_LAW:
                return g711.encode_a(samples)


def pcm16(data: bytes | memoryview) -> Int16:
    """Read little-endian PCM16, without copying where the machine has that order.

    Raises:
        InvalidInput: an odd number of bytes.
    """
    if len(data) % 2:
        raise InvalidInput(
            f"PCM16 has two bytes per sample, but {len(data)} bytes came. Send whole samples.", param="audio"
        )
    return np.frombuffer(data, "<i2").astype(np.int16, copy=False)


def from_float(samples: Samples) -> Int16:
    """Turn float samples, shape (n,), full scale ±1.0, into PCM16: nearest step, clipped at full scale.

    Raises:
        InvalidInput: a sample is not a number, infinite, or so large that it is no audio.
    """
    if samples.size == 0:
        return np.zeros(0, np.int16)
    peak = float(np.max(np.abs(samples)))
    if not np.isfinite(peak):
        raise InvalidInput("A sample is not a number or infinite. Send numbers between -1 and 1.", param="audio")
    if peak > MAX_OVERSHOOT:
        raise InvalidInput(
            f"A sample is {peak:.3g}, far outside -1 to 1. Divide 16-bit samples by 32768.", param="audio"
        )
    steps: Int16 = np.clip(np.rint(samples * FULL_SCALE), -32768, 32767).astype(np.int16)
    return steps


def to_float(samples: Int16) -> Samples:
    """Full scale ±1.0."""
    return samples.astype(np.float32) / np.float32(FULL_SCALE)


def float32(data: bytes | memoryview) -> Samples:
    """Read raw little-endian float32 samples. Raises `InvalidInput` for a part of one."""
    if len(data) % 4:
        raise InvalidInput(
            f"Float samples have four bytes each, but {len(data)} bytes came. Send whole samples.", param="audio"
        )
    return np.frombuffer(data, "<f4").astype(np.float32, copy=False)


def encode_base64(data: bytes | memoryview) -> str:
    """Standard alphabet, with padding."""
    return pybase64.b64encode(data).decode("ascii")


def decode_base64(text: str | bytes | memoryview) -> bytes:
    """Read base64 in the standard alphabet, with padding and nothing else. Raises `InvalidInput` for anything else."""
    try:
        return pybase64.b64decode(text, validate=True)
    except ValueError as error:
        raise InvalidInput(f"The audio is not base64: {str(error).lower()}.", param="audio") from None


def base64_bytes(length: int) -> int:
    """Bytes that base64 of `length` characters stands for; two less at most, if it ends in padding."""
    return length // 4 * 3
