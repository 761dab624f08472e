"""Voice activity by loudness."""

from __future__ import annotations

import numpy as np
import pytest

from feedbackyes.audio import Int16
from feedbackyes.stages.vad import FRAME, RATE_HZ, energy
from tests.tiny_models import said


def tone(level: float, seconds: float = 1.0) -> Int16:
    times = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    return (level * np.sin(2 * np.pi * 500 * times)).astype(np.int16)


def noise(level: float, seconds: float = 1.0) -> Int16:
    return (np.random.default_rng(2).standard_normal(int(seconds * RATE_HZ)) * level).astype(np.int16)


async def test_tones_are_speech_where_silence_is_around_them() -> None:
    stream = energy.create().open()
    found = await stream.feed(np.concatenate([tone(0), said("aaaa"), tone(0)]))
    loud = np.array(found) > 0.5
    assert not loud[: RATE_HZ // FRAME].any()
    assert loud[RATE_HZ // FRAME + 1 : RATE_HZ // FRAME + 4].all()
    assert not loud[-RATE_HZ // FRAME + 1 :].any()


async def test_what_is_hardly_there_is_no_speech_on_the_quietest_line() -> None:
    stream = energy.create().open()
    assert max(await stream.feed(np.concatenate([tone(0), tone(60)]))) < 0.5


async def test_speech_stands_out_of_steady_noise() -> None:
    stream = energy.create().open()
    found = await stream.feed(np.concatenate([noise(300), noise(300) + tone(8000), noise(300)]))
    loud = np.array(found) > 0.5
    frames = RATE_HZ // FRAME
    assert loud[:frames].mean() < 0.05
    assert loud[frames + 1 : 2 * frames].all()
    assert loud[2 * frames + 1 :].mean() < 0.05


async def test_noise_that_grows_is_quiet_after_a_while() -> None:
    stream = energy.create().open()
    await stream.feed(noise(30))
    found = await stream.feed(noise(300, seconds=8))
    assert found[2] > 0.5
    assert max(found[-30:]) < 0.5


async def test_a_stream_that_is_reset_begins_anew() -> None:
    stream = energy.create().open()
    await stream.feed(tone(0))
    stream.reset()
    assert max(await stream.feed(noise(1000))) < 0.5


async def test_a_closed_detector_says_so() -> None:
    detector = energy.create()
    stream = detector.open()
    await detector.close()
    with pytest.raises(energy.Ended, match="ended with the engine"):
        await stream.feed(tone(0))
