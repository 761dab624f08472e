from __future__ import annotations

import asyncio
import base64

import numpy as np

from feedbackyes.audio.formats import AudioFormat
from feedbackyes.gateway.listening import MARGIN_MS, WAITING_FRAMES, Both, Earpiece, Listening, mixed
from feedbackyes.gateway.playback import InputClock
from feedbackyes.gateway.tape import RATE_HZ

PCM = AudioFormat.PCM


def audio(value: int, ms: int) -> bytes:
    return base64.b64encode(np.full(24 * ms, value, np.int16).tobytes())


class Clock:
    now_ms = 0.0

    def __call__(self) -> float:
        return self.now_ms


async def test_both_sides_lie_where_they_were_heard() -> None:
    now, clock, earpiece = Clock(), InputClock(), Earpiece()
    listening = Listening(clock, now)
    listening.earpieces.add(earpiece)
    position = clock.add(100, 100.0)
    listening.learner(audio(4000, 100), position, PCM)
    listening.partner(audio(2000, 300), 50.0, PCM)
    listening.cut(150.0)
    now.now_ms = 300.0 + MARGIN_MS
    listening.pump()
    block = await earpiece.take()
    assert block is not None
    assert block.shape == (300 * 24, 2)
    assert block[:2400, 0].tolist() == [4000] * 2400
    assert not block[2400:, 0].any()
    assert not block[: 50 * 24, 1].any()
    assert block[50 * 24 : 150 * 24, 1].tolist() == [2000] * 2400
    assert not block[150 * 24 :, 1].any()


async def test_who_comes_later_hears_from_then_on() -> None:
    now, clock, earpiece = Clock(), InputClock(), Earpiece()
    listening = Listening(clock, now)
    listening.partner(audio(2000, 1000), 0.0, PCM)
    now.now_ms = 500.0 + MARGIN_MS
    listening.pump()
    listening.earpieces.add(earpiece)
    now.now_ms = 700.0 + MARGIN_MS
    listening.pump()
    block = await earpiece.take()
    assert block is not None
    assert block[:, 1].tolist() == [2000] * (200 * 24)


async def test_a_slow_listener_loses_the_oldest_and_nobody_waits() -> None:
    earpiece = Earpiece()
    for number in range(8):
        earpiece.put(np.full((RATE_HZ, 2), number, np.int16))
    assert earpiece.missed_frames == 8 * RATE_HZ - WAITING_FRAMES
    first = await earpiece.take()
    assert first is not None
    assert first[0, 0] == 3
    earpiece.close()
    assert await earpiece.take() is None


async def test_an_earpiece_wakes_its_listener() -> None:
    earpiece = Earpiece()
    waiting = asyncio.ensure_future(earpiece.take())
    await asyncio.sleep(0)
    earpiece.put(np.ones((1, 2), np.int16))
    block = await waiting
    assert block is not None
    assert len(block) == 1
    waiting = asyncio.ensure_future(earpiece.take())
    await asyncio.sleep(0)
    earpiece.close()
    assert await waiting is None


def test_audio_that_is_none_is_left_out() -> None:
    now = Clock()
    listening = Listening(InputClock(), now)
    listening.partner(b"no base64!", 0.0, PCM)
    now.now_ms = 500.0
    listening.pump()


async def test_two_that_take_the_voices_get_the_same() -> None:
    now, clock = Clock(), InputClock()
    pair, ears = [Listening(clock, now) for _ in range(2)], [Earpiece(), Earpiece()]
    for listening, ear in zip(pair, ears, strict=True):
        listening.earpieces.add(ear)
    both = Both(*pair)
    both.learner(audio(1, 100), clock.add(100, 100.0), PCM)
    both.partner(audio(2, 100), 0.0, PCM)
    both.cut(50.0)
    now.now_ms = 100.0 + MARGIN_MS
    for listening in pair:
        listening.pump()
    first, second = [await ear.take() for ear in ears]
    assert first is not None
    assert second is not None
    assert first.tolist() == second.tolist()
    assert (first[0].tolist(), first[-1].tolist()) == ([1, 2], [1, 0])


def test_a_mix_does_not_wrap_around() -> None:
    block = np.array([[30_000, 30_000], [-30_000, -30_000], [5, -3]], np.int16)
    assert mixed(block).tolist() == [32_767, -32_768, 2]
