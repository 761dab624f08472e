"""Audio on its way in."""

from __future__ import annotations

import numpy as np
import pytest

from feedbackyes.audio import g711
from feedbackyes.engine.microphone import Microphone, for_ears
from feedbackyes.protocol.errors import InvalidEvent
from tests.engine.fakes import LoudnessStream, silence, speech


async def test_pcm_is_halved_by_a_third_and_judged_frame_by_frame() -> None:
    microphone = Microphone(LoudnessStream())
    raw, ears, probabilities = await microphone.take(speech(320) + silence(320))
    assert len(raw) == 640 * 48
    assert len(ears) == pytest.approx(640 * 32, abs=100)
    assert probabilities[:9] == [1.0] * 9
    assert probabilities[12:] == [0.0] * len(probabilities[12:])


@pytest.mark.parametrize(("wire", "encode"), [("audio/pcmu", g711.encode_mu), ("audio/pcma", g711.encode_a)])
async def test_g711_is_doubled(wire: str, encode: object) -> None:
    microphone = Microphone(LoudnessStream())
    microphone.use(wire)  # type: ignore[arg-type]
    tone = np.frombuffer(speech(400, 8_000), np.int16)
    heard = await microphone.take(encode(tone))  # type: ignore[operator]
    assert len(heard.ears) == pytest.approx(400 * 32, abs=150)
    assert all(heard.probabilities)


def test_large_messages_are_cut_into_pieces() -> None:
    pieces = list(Microphone(LoudnessStream()).pieces(bytes(48 * 1250)))
    assert [len(piece) for piece in pieces] == [24_000, 24_000, 12_000]


def test_half_a_sample_is_an_error() -> None:
    with pytest.raises(InvalidEvent) as refused:
        Microphone(LoudnessStream()).pieces(bytes(3))
    assert (refused.value.code, refused.value.param) == ("invalid_value", "audio")


def test_a_recording_is_converted_whole() -> None:
    assert len(for_ears(bytes(48 * 1000 + 1), "audio/pcm")) == 16_000
    assert len(for_ears(bytes(8 * 1000), "audio/pcmu")) == 16_000
