"""The batched session: equal to single runs, fair, and safe against callers that leave."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import numpy as np
import onnxruntime
import pytest

from feedbackyes.audio import Int16, Samples
from feedbackyes.stages.vad import FRAME
from feedbackyes.stages.vad.silero import MAX_BATCH, Silero, VadFailed, create, model_path

SPEECH = Path(__file__).parents[2] / "data" / "austen-0880.wav"


@pytest.fixture
async def detector() -> AsyncIterator[Silero]:
    silero = create()
    yield silero
    await silero.close()


def speech(frames: int) -> Int16:
    return np.frombuffer(SPEECH.read_bytes()[44:], np.int16)[: frames * FRAME]


def alone(samples: Int16) -> list[float]:
    """The model run by hand, one frame at a time."""
    session = onnxruntime.InferenceSession(str(model_path()))  # type: ignore[attr-defined]
    state: Samples = np.zeros((2, 1, 128), np.float32)
    context: Samples = np.zeros(64, np.float32)
    probabilities = []
    for frame in (samples.astype(np.float32) / 32768).reshape(-1, FRAME):
        joined = np.concatenate((context, frame))[None]
        output, state = cast(
            "tuple[Samples, Samples]",
            session.run(None, {"input": joined, "state": state, "sr": np.array(16000, np.int64)}),
        )
        context = np.asarray(joined[0, -64:], np.float32)
        probabilities.append(float(output[0, 0]))
    return probabilities


async def test_a_batch_gives_exactly_what_single_runs_give(detector: Silero) -> None:
    samples = speech(25)
    shifts = [samples[offset * FRAME :] for offset in range(5)]
    expected = [alone(shifted) for shifted in shifts]
    streams = [detector.open() for _ in range(MAX_BATCH + 6)]
    results = await asyncio.gather(*(stream.feed(shifts[i % 5]) for i, stream in enumerate(streams)))
    assert max(expected[0]) > 0.9
    for i, result in enumerate(results):
        assert result == expected[i % 5]


async def test_any_chunking_gives_the_same_frames(detector: Silero) -> None:
    samples = speech(12)
    whole = await detector.open().feed(samples)
    stream, pieces = detector.open(), []
    for start in range(0, samples.size, 333):
        pieces += await stream.feed(samples[start : start + 333])
    assert pieces == whole


async def test_a_long_feed_does_not_keep_a_short_one_waiting(detector: Silero) -> None:
    order: list[str] = []

    async def feed(name: str, frames: int) -> None:
        await detector.open().feed(np.zeros(frames * FRAME, np.int16))
        order.append(name)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(feed("minute", 1900))
        tasks.create_task(feed("frame", 1))
    assert order == ["frame", "minute"]


async def test_reset_forgets_what_was_heard(detector: Silero) -> None:
    stream, samples = detector.open(), speech(10)
    first = await stream.feed(samples)
    again = await stream.feed(samples)
    stream.reset()
    assert again != first
    assert await stream.feed(samples) == first


async def test_closing_a_stream_in_flight_ends_its_feed_and_harms_nobody(detector: Silero) -> None:
    leaving, staying = detector.open(), detector.open()
    cut = asyncio.create_task(leaving.feed(np.zeros(3000 * FRAME, np.int16)))
    whole = asyncio.create_task(staying.feed(speech(20)))
    await asyncio.sleep(0)
    leaving.close()
    assert len(await cut) < 3000
    assert await whole == alone(speech(20))


async def test_a_cancelled_feed_leaves_the_stream_usable(detector: Silero) -> None:
    stream = detector.open()
    task = asyncio.create_task(stream.feed(np.zeros(500 * FRAME, np.int16)))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    stream.reset()
    assert await stream.feed(speech(5)) == alone(speech(5))


async def test_closing_the_detector_tells_who_still_waits() -> None:
    detector = create()
    stream = detector.open()
    task = asyncio.create_task(stream.feed(np.zeros(5000 * FRAME, np.int16)))
    await asyncio.sleep(0)
    await detector.close()
    with pytest.raises(VadFailed, match="ended with the engine"):
        await task
    with pytest.raises(VadFailed, match="ended with the engine"):
        await stream.feed(speech(1))


async def test_a_failing_batch_fails_its_callers_only(detector: Silero) -> None:
    broken, healthy = detector.open(), detector.open()
    broken.state = np.zeros((2, 64), np.float32)
    with pytest.raises(VadFailed, match="failed"):
        await broken.feed(speech(1))
    assert await healthy.feed(speech(5)) == alone(speech(5))
