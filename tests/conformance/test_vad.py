"""What every voice activity back end must do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from feedbackyes.audio import Int16
from feedbackyes.domain.errors import UnknownBackend
from feedbackyes.stages import vad
from feedbackyes.stages.vad import FRAME, RATE_HZ, VoiceActivity

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(params=vad.available())
async def detector(request: pytest.FixtureRequest) -> AsyncIterator[VoiceActivity]:
    loaded = vad.load(request.param)
    yield loaded
    await loaded.close()


def speech(name: str) -> Int16:
    return np.frombuffer((DATA / name).read_bytes()[44:], np.int16)


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(UnknownBackend, match=r"vad.*silero"):
        vad.load("nobody")


@pytest.mark.parametrize("name", sorted(path.name for path in DATA.glob("austen-*.wav")))
async def test_human_speech_is_heard(detector: VoiceActivity, name: str) -> None:
    probabilities = await detector.open().feed(speech(name))
    assert np.mean(np.array(probabilities) > 0.5) > 0.5


@pytest.mark.parametrize("level", [0, 10, 1000])
async def test_silence_and_steady_noise_are_not_speech(detector: VoiceActivity, level: int) -> None:
    noise = (np.random.default_rng(1).standard_normal(3 * RATE_HZ) * level).astype(np.int16)
    probabilities = await detector.open().feed(noise)
    assert np.mean(np.array(probabilities) > 0.5) < 0.02


async def test_each_completed_frame_has_one_probability(detector: VoiceActivity) -> None:
    stream = detector.open()
    assert await stream.feed(np.zeros(0, np.int16)) == []
    assert await stream.feed(np.zeros(FRAME - 1, np.int16)) == []
    assert len(await stream.feed(np.zeros(1, np.int16))) == 1
    assert len(await stream.feed(np.zeros(5 * FRAME + 7, np.int16))) == 5


async def test_streams_do_not_mix(detector: VoiceActivity) -> None:
    talker, quiet = detector.open(), detector.open()
    samples = speech("austen-0930.wav")
    reference = await detector.open().feed(samples)
    heard: list[float] = []
    silence: list[float] = []
    for start in range(0, samples.size - FRAME, 4 * FRAME):
        piece = samples[start : start + 4 * FRAME]
        first, second = await asyncio.gather(talker.feed(piece), quiet.feed(np.zeros_like(piece)))
        heard, silence = heard + first, silence + second
    assert heard == pytest.approx(reference[: len(heard)], abs=1e-4)
    assert max(silence) < 0.3


async def test_extreme_samples_are_judged(detector: VoiceActivity) -> None:
    square = np.where(np.arange(RATE_HZ) % 100 < 50, 32767, -32768).astype(np.int16)
    assert all(0 <= p <= 1 for p in await detector.open().feed(square))


async def test_a_closed_stream_leaves_the_others_alone(detector: VoiceActivity) -> None:
    first, second = detector.open(), detector.open()
    task = asyncio.create_task(second.feed(speech("austen-0880.wav")))
    await first.feed(np.zeros(FRAME, np.int16))
    first.close()
    assert max(await task) > 0.9
