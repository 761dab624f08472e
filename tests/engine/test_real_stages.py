"""The engine with the stages that it is shipped with, on human speech."""

from __future__ import annotations

import base64
import wave
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from feedbackyes.audio.resample import resample
from feedbackyes.engine import Engine
from feedbackyes.settings import Settings
from tests.engine.wire import Wire

SPEECH = Path(__file__).parent.parent / "data" / "austen-0930.wav"
SAID = {"he", "might", "even", "have", "been", "made", "amiable", "himself"}
"""“He might even have been made amiable himself”: Jane Austen, Sense and Sensibility."""


@pytest.fixture
async def engine() -> AsyncIterator[Engine]:
    engine = Engine.create(Settings(stt_workers=1))
    await engine.start()
    yield engine
    await engine.close()


def recording() -> bytes:
    """24 kHz PCM16."""
    with wave.open(str(SPEECH), "rb") as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), np.int16)
        return resample(samples, file.getframerate(), 24_000).tobytes()


async def test_human_speech_is_understood_and_answered_by_voice(engine: Engine) -> None:
    wire = Wire()
    wire.connection = engine.connect(wire)
    wire.update(
        audio={"input": {"transcription": {"model": "any"}}},
        include=["item.input_audio_transcription.logprobs"],
        instructions="Be brief.",
    )
    wire.append(bytes(48 * 300) + recording() + bytes(48 * 1000))
    completed = await wire.until("conversation.item.input_audio_transcription.completed")
    heard = set(completed["transcript"].lower().split())
    assert len(heard & SAID) >= 4, completed["transcript"]
    assert len(completed["logprobs"]) == len(completed["transcript"].split())
    assert all(token["logprob"] <= 0 for token in completed["logprobs"])
    response = (await wire.until("response.done"))["response"]
    assert response["status"] == "completed"
    audio = np.frombuffer(wire.audio(), np.int16)
    assert np.sqrt(np.mean(audio.astype(np.float64) ** 2)) > 300
    deltas = wire.of("response.output_audio_transcript.delta", "response.output_audio.delta")
    text = "".join(event["delta"] for event in deltas if event["type"].endswith("transcript.delta"))
    assert text == response["output"][0]["content"][0]["transcript"]
    sizes = [len(base64.b64decode(event["delta"])) / 48 for event in deltas if event["type"].endswith("audio.delta")]
    assert 40 <= max(sizes[:2]) <= 100
    assert max(sizes) <= 200
