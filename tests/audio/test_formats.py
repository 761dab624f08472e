"""Bytes of the wire to samples and back; what is no audio is refused in words."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedbackyes.audio import formats
from feedbackyes.audio.formats import AudioFormat, Decoder, Encoder
from feedbackyes.domain.errors import InvalidInput
from tests.vectors.vectors import cases


@pytest.mark.parametrize("case", cases("float_to_pcm16.json"))
def test_floats_become_steps_as_the_vectors_say(case: dict[str, Any]) -> None:
    samples = np.array([float(sample) for sample in case["samples"]], np.float32)
    if "error" in case:
        with pytest.raises(InvalidInput) as caught:
            formats.from_float(samples)
        assert caught.value.code == case["error"]
        return
    steps = formats.from_float(samples)
    assert steps.tolist() == case["pcm16"]
    assert formats.encode_base64(Encoder(AudioFormat.PCM).encode(steps)) == case["base64"]


@pytest.mark.parametrize("case", cases("base64.json"))
def test_base64_is_strict(case: dict[str, Any]) -> None:
    if "error" in case:
        with pytest.raises(InvalidInput) as caught:
            formats.decode_base64(case["base64"])
        assert (caught.value.code, caught.value.param) == (case["error"], "audio")
        return
    assert formats.decode_base64(case["base64"]) == bytes.fromhex(case["hex"])
    assert formats.encode_base64(bytes.fromhex(case["hex"])) == case["base64"]


@given(st.binary(max_size=30))
def test_the_length_of_base64_tells_its_bytes(data: bytes) -> None:
    assert 0 <= formats.base64_bytes(len(formats.encode_base64(data))) - len(data) <= 2


@given(st.text(max_size=20) | st.binary(max_size=20))
def test_anything_is_base64_or_refused(text: str | bytes) -> None:
    try:
        data = formats.decode_base64(text)
    except InvalidInput:
        return
    assert base64.b64encode(data) == (text.encode() if isinstance(text, str) else text)


@pytest.mark.parametrize("audio_format", AudioFormat)
def test_a_stream_comes_back_through_each_format(audio_format: AudioFormat) -> None:
    tone = (8000 * np.sin(2 * np.pi * 400 * np.arange(12_000) / 24_000)).astype(np.int16)
    encoder, decoder = Encoder(audio_format), Decoder(audio_format)
    data = [encoder.encode(piece) for piece in np.array_split(tone, 25)] + [encoder.flush()]
    assert sum(map(len, data)) == audio_format.bytes_per_second // 2
    back = np.concatenate([*(decoder.decode(piece) for piece in data), decoder.flush()])
    assert len(back) == len(tone)
    assert np.abs(back[500:-500].astype(int) - tone[500:-500]).max() <= 8000 * 0.04


def test_half_a_sample_is_refused() -> None:
    with pytest.raises(InvalidInput, match="two bytes per sample, but 3 bytes came"):
        Decoder(AudioFormat.PCM).decode(b"\0\0\0")
    with pytest.raises(InvalidInput, match="four bytes each, but 5 bytes came"):
        formats.float32(b"\0" * 5)


def test_pcm_is_little_endian() -> None:
    assert formats.pcm16(b"\x01\x00\xff\xff\x00\x80").tolist() == [1, -1, -32768]
    assert formats.float32(np.array([0.5, -1], "<f4").tobytes()).tolist() == [0.5, -1]


@given(st.lists(st.integers(-32768, 32767), max_size=50))
def test_samples_survive_being_floats(samples: list[int]) -> None:
    steps = np.array(samples, np.int16)
    assert formats.from_float(formats.to_float(steps)).tolist() == samples


@given(st.binary(max_size=64))
def test_any_raw_floats_become_steps_or_are_refused(data: bytes) -> None:
    try:
        steps = formats.from_float(formats.float32(data))
    except InvalidInput:
        return
    assert len(steps) == len(data) // 4


def test_the_error_tells_what_to_do_with_integers() -> None:
    with pytest.raises(InvalidInput, match="Divide 16-bit samples by 32768"):
        formats.from_float(np.array([12_000.0], np.float32))
