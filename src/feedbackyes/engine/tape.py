"""Audio on a time line that grows at its end and forgets its beginning."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from feedbackyes.protocol.sessions import FormatName

BYTES_PER_MS: Mapping[FormatName, int] = MappingProxyType({"audio/pcm": 48, "audio/pcmu": 8, "audio/pcma": 8})
"""Of the wire's formats."""


class Tape:
    """Bytes of one format; positions are milliseconds from the session's first sample.

    Args:
        bytes_per_ms: 48 for PCM16 at 24 kHz, 32 at 16 kHz, 8 for G.711.
        width: bytes of a sample; cuts fall between samples.
        start_ms: position of the first byte that will come.
    """

    def __init__(self, bytes_per_ms: int, *, width: int = 2, start_ms: float = 0.0) -> None:
        self.bytes_per_ms = bytes_per_ms
        self._width = width
        self._data = bytearray()
        self._start_ms = start_ms

    @property
    def start_ms(self) -> float:
        """Position of the oldest byte that is still there."""
        return self._start_ms

    @property
    def end_ms(self) -> float:
        return self._start_ms + len(self._data) / self.bytes_per_ms

    def append(self, data: bytes) -> None:
        self._data += data

    def cut(self, from_ms: float, to_ms: float) -> bytes:
        """What is there between two positions; the tape keeps it."""
        return bytes(self._data[self._index(from_ms) : self._index(to_ms)])

    def forget_before(self, position_ms: float) -> None:
        index = self._index(position_ms)
        del self._data[:index]
        self._start_ms += index / self.bytes_per_ms

    def _index(self, position_ms: float) -> int:
        index = round((position_ms - self._start_ms) * self.bytes_per_ms)
        return max(0, min(len(self._data), index - index % self._width))
