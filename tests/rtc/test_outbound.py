from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import numpy as np
import pytest
from aiortc.mediastreams import MediaStreamError

from feedbackyes.audio import Int16
from feedbackyes.rtc.opus import OpusDecoder
from feedbackyes.rtc.outbound import Voice
from tests.rtc.speech import likeness, speech

PATIENCE_S = 20.0


class Stage:
    """A voice, what it told and what went out."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.voice = Voice(lambda: self.told.append("started"), lambda: self.told.append("drained"))
        self._decoder = OpusDecoder()

    async def listen(self, frames: int) -> Int16:
        async with asyncio.timeout(PATIENCE_S):
            packets = [await self.voice.recv() for _ in range(frames)]
        return np.concatenate([self._decoder.decode(bytes(packet)) for packet in packets])


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    stage = Stage()
    yield stage
    stage.voice.stop()


async def test_silence_goes_out_when_there_is_nothing_to_say(stage: Stage) -> None:
    assert np.abs((await stage.listen(5)).astype(int)).max() < 10
    assert stage.told == []
    assert stage.voice.queued_ms == stage.voice.played_ms == 0


async def test_what_is_played_is_heard_and_told(stage: Stage) -> None:
    said = speech(1.0)
    stage.voice.play(said.tobytes())
    assert stage.voice.queued_ms == 1_000
    heard = await stage.listen(53)
    assert likeness(said, heard) > 0.7
    assert stage.told == ["started", "drained"]
    assert stage.voice.played_ms == 1_000


async def test_it_goes_out_at_its_pace_with_an_even_clock(stage: Stage) -> None:
    stage.voice.play(speech(1.0).tobytes())
    loop = asyncio.get_running_loop()
    await stage.voice.recv()
    started = loop.time()
    stamps = [(await stage.voice.recv()).pts for _ in range(20)]
    assert loop.time() - started > 0.3
    assert np.diff(np.array(stamps, np.int64)).tolist() == [960] * 19


async def test_a_piece_of_odd_length_is_played_to_its_end(stage: Stage) -> None:
    for length in (10, 1_000, 3):
        stage.voice.play(speech(1.0)[:length].tobytes())
    await stage.listen(6)
    assert stage.told == ["started", "drained"]
    assert stage.voice.played_ms == stage.voice.queued_ms == pytest.approx(1_013 / 24)


async def test_clear_drops_what_has_not_gone_out(stage: Stage) -> None:
    stage.voice.play(speech(1.0).tobytes())
    await stage.listen(5)
    played_ms = stage.voice.clear()
    assert 80 <= played_ms <= 160
    assert stage.voice.queued_ms == stage.voice.played_ms == played_ms
    await stage.listen(3)
    assert stage.voice.played_ms == played_ms
    assert stage.told == ["started"]
    stage.voice.play(speech(0.1).tobytes())
    await stage.listen(8)
    assert stage.told == ["started", "started", "drained"]
    assert stage.voice.played_ms == pytest.approx(played_ms + 100)


async def test_a_sender_that_slept_sends_no_burst(stage: Stage) -> None:
    loop = asyncio.get_running_loop()
    await stage.voice.recv()
    await asyncio.sleep(0.5)
    started = loop.time()
    await stage.listen(8)
    assert loop.time() - started > 0.1


async def test_nothing_goes_out_after_the_end(stage: Stage) -> None:
    stage.voice.stop()
    stage.voice.play(speech(0.1).tobytes())
    assert stage.voice.queued_ms == 0
    with pytest.raises(MediaStreamError):
        await stage.voice.recv()
