"""G.711 against the definition of the law, sample by sample, and the shared vectors."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
import pytest

from feedbackyes.audio import Int16, g711
from tests.vectors.vectors import cases

ALL_SAMPLES: Int16 = np.arange(-32768, 32768).astype(np.int16)
CODECS = {"mu": (g711.encode_mu, g711.decode_mu), "a": (g711.encode_a, g711.decode_a)}


def mu_byte(sample: int) -> int:
    """ITU-T G.711 µ-law, written as the recommendation's segments: 33 is added to 14 bits, the highest bit is found."""
    magnitude = min((~sample if sample < 0 else sample) >> 2, 8158) + 33
    segment = magnitude.bit_length() - 6
    step = (magnitude >> (segment + 1)) & 15
    return (0x80 if sample >= 0 else 0) | ((~segment & 7) << 4) | (~step & 15)


def a_byte(sample: int) -> int:
    """ITU-T G.711 A-law: 12 bits of magnitude, eight segments, every even bit inverted."""
    magnitude = (~sample if sample < 0 else sample) >> 4
    segment = max(magnitude.bit_length() - 4, 0)
    step = (magnitude >> (segment - 1 if segment > 1 else 0)) & 15
    return ((0x80 if sample >= 0 else 0) | (segment << 4) | step) ^ 0x55


@pytest.mark.parametrize("case", cases("g711.json"))
def test_levels_are_those_of_the_vectors(case: dict[str, Any]) -> None:
    encode, decode = CODECS[case["law"]]
    data, samples = base64.b64decode(case["bytes"]), np.array(case["samples"], np.int16)
    assert decode(data).tolist() == samples.tolist()
    assert decode(encode(samples)).tolist() == samples.tolist()


@pytest.mark.parametrize(("law", "definition"), [("mu", mu_byte), ("a", a_byte)])
def test_every_sample_gets_the_byte_of_the_definition(law: str, definition: Any) -> None:
    encode, _ = CODECS[law]
    assert list(encode(ALL_SAMPLES)) == [definition(int(sample)) for sample in ALL_SAMPLES]


@pytest.mark.parametrize("law", CODECS)
def test_a_sample_comes_back_within_half_a_step(law: str) -> None:
    encode, decode = CODECS[law]
    error = np.abs(decode(encode(ALL_SAMPLES)).astype(int) - ALL_SAMPLES)
    assert error.max() <= 644  # beyond full scale; within it half of the largest step, 512
    assert error[np.abs(ALL_SAMPLES.astype(int)) < 500].max() <= 16


def test_nothing_gives_nothing() -> None:
    for encode, decode in CODECS.values():
        assert encode(np.zeros(0, np.int16)) == b""
        assert decode(b"").size == 0
