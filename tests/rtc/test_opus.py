from __future__ import annotations

import contextlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedbackyes.rtc.opus import FRAME_MS, FRAME_SAMPLES, LONGEST_MS, BadPacket, OpusDecoder, OpusEncoder, packet_ms
from tests.rtc.speech import frames, likeness, packets, speech

ALIKE = 0.7
"""The high-pass of a voice encoder turns the phases of low tones; another sentence is below 0.2."""


def test_speech_comes_out_as_it_went_in() -> None:
    decoder = OpusDecoder()
    decoded = np.concatenate([decoder.decode(packet) for packet in packets(speech(2.0))])
    assert likeness(speech(2.0), decoded) > ALIKE


def test_every_packet_is_one_frame() -> None:
    made = packets(speech(1.0))
    assert {packet_ms(packet) for packet in made} == {FRAME_MS}
    assert len(made) >= 49


def test_packets_carry_what_repairs_the_one_before() -> None:
    encoder = OpusEncoder()
    sizes = [len(bytes(packet)) for frame in frames(speech(2.0)) for packet in encoder.encode(frame)]
    assert 40 < sum(sizes) / len(sizes) < 32_000 / 8 / 50 * 1.5


@pytest.mark.parametrize(
    ("first", "length_ms"),
    [
        (bytes([0 << 3]), 10.0),
        (bytes([3 << 3]), 60.0),
        (bytes([12 << 3]), 10.0),
        (bytes([15 << 3]), 20.0),
        (bytes([16 << 3]), 2.5),
        (bytes([31 << 3]), 20.0),
        (bytes([31 << 3 | 1]), 40.0),
        (bytes([31 << 3 | 3, 3]), 60.0),
        (bytes([3 << 3 | 3, 63]), LONGEST_MS),
        (b"", 20.0),
    ],
)
def test_length_is_read_from_the_first_bytes(first: bytes, length_ms: float) -> None:
    assert packet_ms(first) == length_ms


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_what_is_no_opus_is_a_bad_packet_or_noise_and_the_decoder_goes_on(payload: bytes) -> None:
    decoder = OpusDecoder()
    assert 0 < packet_ms(payload) <= LONGEST_MS
    with contextlib.suppress(BadPacket):
        decoder.decode(payload)
    for packet in packets(speech(0.2)):
        samples = decoder.decode(packet)
    assert len(samples) == FRAME_SAMPLES


def test_stereo_becomes_mono() -> None:
    decoder = OpusDecoder()
    decoded = np.concatenate([decoder.decode(packet) for packet in packets(speech(1.0), channels=2)])
    assert likeness(speech(1.0), decoded) > ALIKE
