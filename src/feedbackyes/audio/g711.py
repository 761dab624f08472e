"""G.711 companding (ITU-T G.711, 1988), by tables: a byte is one of 256 levels, a sample looks its byte up."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from feedbackyes.audio import Int16

Bytes = NDArray[np.uint8]
T = TypeVar("T", bound=NDArray[np.integer[Any]])

_MU_BIAS = 132  # 33 at 14 bits: makes the segments powers of two
_MU_CLIP = 32_635
_A_INVERTED = 0x55  # every other bit is inverted on the line


def decode_mu(data: bytes | memoryview) -> Int16:
    """One sample per byte, 16-bit scale (full scale 32124)."""
    return MU_LEVELS[np.frombuffer(data, np.uint8)]


def encode_mu(samples: Int16) -> bytes:
    """One byte per sample."""
    return MU_BYTES[samples.view(np.uint16)].tobytes()


def decode_a(data: bytes | memoryview) -> Int16:
    """One sample per byte, 16-bit scale (full scale 32256)."""
    return A_LEVELS[np.frombuffer(data, np.uint8)]


def encode_a(samples: Int16) -> bytes:
    """One byte per sample."""
    return A_BYTES[samples.view(np.uint16)].tobytes()


def _mu_levels() -> Int16:
    """Levels of all bytes, shape (256,): sign, three bits of segment, four of step, all inverted."""
    code = ~np.arange(256, dtype=np.uint8)
    segment, step = (code >> 4) & 7, code & 15
    magnitude = (((step.astype(np.int32) << 3) + _MU_BIAS) << segment) - _MU_BIAS
    return _frozen(np.where(code & 0x80, -magnitude, magnitude).astype(np.int16))


def _mu_bytes() -> Bytes:
    """Bytes of all samples, shape (65536,), in the order of their bits as an unsigned number."""
    sample = _all_samples()
    magnitude = np.minimum(_magnitude(sample), _MU_CLIP) + _MU_BIAS
    segment = np.log2(magnitude).astype(np.int32) - 7
    step = (magnitude >> (segment + 3)) & 15
    code = np.where(sample < 0, 0x80, 0) | (segment << 4) | step
    return _frozen((~code & 0xFF).astype(np.uint8))


def _a_levels() -> Int16:
    code = np.arange(256, dtype=np.uint8) ^ _A_INVERTED
    segment, step = ((code >> 4) & 7).astype(np.int32), (code & 15).astype(np.int32)
    first = (step << 4) + 8
    magnitude = np.where(segment == 0, first, (first + 256) << np.maximum(segment - 1, 0))
    return _frozen(np.where(code & 0x80, magnitude, -magnitude).astype(np.int16))


def _a_bytes() -> Bytes:
    sample = _all_samples()
    magnitude = _magnitude(sample) >> 3  # 12 bits
    segment = np.maximum(np.log2(np.maximum(magnitude, 1)).astype(np.int32) - 4, 0)
    step = (magnitude >> np.maximum(segment, 1)) & 15
    code = (segment << 4) | step | np.where(sample < 0, 0, 0x80)
    return _frozen((code ^ _A_INVERTED).astype(np.uint8))


def _magnitude(sample: NDArray[np.int32]) -> NDArray[np.int32]:
    """One's complement of negative samples, as the reference has it: both laws are symmetric about -1/2."""
    return np.where(sample < 0, ~sample, sample)


def _all_samples() -> NDArray[np.int32]:
    return np.arange(65536, dtype=np.uint16).view(np.int16).astype(np.int32)


def _frozen(table: T) -> T:
    table.setflags(write=False)
    return table


MU_LEVELS, MU_BYTES = _mu_levels(), _mu_bytes()
A_LEVELS, A_BYTES = _a_levels(), _a_bytes()
