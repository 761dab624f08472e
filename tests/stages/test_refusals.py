"""What sherpa-onnx raises over, or says nothing about: one utterance or one text is lost, and the process lives on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from feedbackyes.stages.stt import RecogniserFailed, RecogniserOptions
from feedbackyes.stages.stt import sherpa as ears
from feedbackyes.stages.stt._pool import Pool
from feedbackyes.stages.tts import VoiceFailed
from feedbackyes.stages.tts import sherpa as voices
from feedbackyes.stages.tts.sherpa import Sherpa
from tests import tiny_ears, tiny_writers
from tests.tiny_models import VOICE_SYMBOLS, Maker, letters_voice, offline_ears, said, streaming_ears


async def heard(pool: Pool, text: str) -> str:
    stream = await pool.open(RecogniserOptions(), lambda _: None)
    stream.start()
    stream.feed(np.pad(said(text), 1600))
    try:
        return (await stream.finish()).text
    finally:
        await stream.close()


async def size(voice: Sherpa, text: str, speed: float = 1.0) -> int:
    return sum([chunk.samples.size async for chunk in voice.speak(text, speed=speed)])


@pytest.mark.parametrize("make", [streaming_ears, offline_ears, tiny_ears.parakeet_ears])
async def test_a_token_that_the_list_lacks_loses_what_has_it(tmp_path: Path, make: Maker) -> None:
    make(tmp_path)
    listed = tmp_path / "tokens.txt"
    listed.write_text(listed.read_text().replace("x 23\n", "x 123\n"))
    pool = ears.create(tmp_path, workers=1)
    assert await heard(pool, "fine") == "fine"
    process = pool.process_ids()
    with pytest.raises(RecogniserFailed, match="failed in this utterance"):
        await heard(pool, "fox")
    assert await heard(pool, "fine again") == "fine again"
    assert pool.process_ids() == process
    await pool.close()


@pytest.mark.parametrize(
    ("make", "part"),
    [
        (streaming_ears, "model.onnx"),
        (tiny_ears.streaming_transducer_ears, "joiner.onnx"),
        (tiny_writers.whisper_ears, "tiny-decoder.onnx"),
    ],
)
async def test_a_file_that_was_damaged_since_it_was_checked(tmp_path: Path, make: Maker, part: str) -> None:
    """Its header is whole, its weights are not."""
    pool = ears.create(make(tmp_path), workers=1)
    whole = (tmp_path / part).read_bytes()
    (tmp_path / part).write_bytes(whole.replace(b"Add", b"Odd").replace(b"Transpose", b"Transpoze"))
    with pytest.raises(RecogniserFailed, match="could not load its model"):
        await heard(pool, "hello")
    (tmp_path / part).write_bytes(whole)
    assert await heard(pool, "mended") == "mended"
    await pool.close()


async def test_a_whisper_that_fails_as_it_writes_has_no_words(tmp_path: Path) -> None:
    """The library logs it, and answers nothing."""
    tiny_writers.whisper_ears(tmp_path, {**tiny_writers.WHISPER, "n_text_state": 3})
    pool = ears.create(tmp_path, workers=1)
    assert await heard(pool, "hello") == ""
    await pool.close()


async def test_a_sound_that_the_voice_lacks_loses_its_text(tmp_path: Path) -> None:
    letters_voice(tmp_path)
    listed = tmp_path / "tokens.txt"
    listed.write_text(listed.read_text().replace("x 23\n", f"x {10 * len(VOICE_SYMBOLS)}\n"))
    voice = voices.create(tmp_path, threads=1)
    assert await size(voice, "fine")
    process = voice.process_ids()
    with pytest.raises(VoiceFailed, match="could not speak this text"):
        await size(voice, "fox")
    assert await size(voice, "fine")
    assert voice.process_ids() == process
    await voice.close()


async def test_a_speed_of_nothing_is_the_slowest(tmp_path: Path) -> None:
    """Of which the library would make nothing."""
    voice = voices.create(letters_voice(tmp_path), threads=1)
    plain = await size(voice, "hello")
    assert await size(voice, "hello", speed=0) == pytest.approx(4 * plain, rel=0.02)
    await voice.close()
