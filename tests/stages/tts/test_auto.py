"""One voice for each language."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from feedbackyes.stages import tts
from feedbackyes.stages.tts import Voice
from tests.tiny_models import letters_voice


@pytest.fixture
async def voice(tmp_path: Path) -> AsyncIterator[Voice]:
    letters_voice(tmp_path / "letters-en")
    loaded = tts.load("auto", models=tmp_path)
    yield loaded
    await loaded.close()


async def test_a_model_speaks_its_language_and_the_built_in_voice_the_others(voice: Voice) -> None:
    assert voice.name == "letters-en (VITS, characters); else espeak-ng"
    assert voice.languages is not None
    assert {"en", "de", "fr", "es"} <= voice.languages
    seconds = {}
    for tag in ("en-GB", "de"):
        chunks = [chunk async for chunk in voice.speak("guten tag", language=tag)]
        seconds[tag] = sum(chunk.samples.size for chunk in chunks) / voice.rate_hz
        assert [(word.start, word.end) for chunk in chunks for word in chunk.words] == [(0, 5), (6, 9)]
        assert np.abs(np.concatenate([chunk.samples for chunk in chunks])).max() > 3000
    assert seconds["en-GB"] == pytest.approx(9 * 0.2, abs=0.15)  # a tone for each letter
    assert seconds["de"] < 1.2


async def test_without_models_it_is_the_built_in_voice_itself(tmp_path: Path) -> None:
    voice = tts.load("auto", models=tmp_path)
    assert voice.name == tts.BUILT_IN
    await voice.close()
