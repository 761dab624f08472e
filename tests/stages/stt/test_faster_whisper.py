"""Whisper by CTranslate2, in worker processes: a made model that tells the heights of tones."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio

from feedbackyes.audio import Int16
from feedbackyes.domain.errors import InvalidInput, NotReady
from feedbackyes.settings import Settings
from feedbackyes.stages import stt
from feedbackyes.stages._neural.onnx_header import BadModel
from feedbackyes.stages.stt import RATE_HZ, RecogniserFailed, RecogniserOptions, Transcript, auto, faster_whisper
from feedbackyes.stages.stt._pool import Pool
from tests import tiny_models
from tests.tiny_ctranslate import SENTENCES, tone_of, whisper_folder

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ears() -> AsyncIterator[Pool]:
    made = faster_whisper.create(tiny_models.folder(whisper_folder), "cpu", workers=1, threads=1)
    yield made
    await made.close()


async def heard(ears: Pool, *parts: Int16, language: str = "en") -> Transcript:
    """One utterance, with a pause after each part."""
    stream = await ears.open(RecogniserOptions(language=language), lambda _: None)
    stream.start()
    for part in parts:
        for begin in range(0, part.size, 1600):
            stream.feed(part[begin : begin + 1600])
        stream.pause()
    transcript = await stream.finish()
    await stream.close()
    return transcript


@pytest.mark.parametrize("sentence", range(len(SENTENCES)))
async def test_what_is_heard_decides_what_is_understood(ears: Pool, sentence: int) -> None:
    assert (await heard(ears, tone_of(sentence))).text == SENTENCES[sentence]


async def test_words_of_each_phrase_have_their_times_and_probabilities(ears: Pool) -> None:
    told: list[str] = []
    stream = await ears.open(RecogniserOptions(), told.append)
    stream.start()
    for sentence in (0, 2):
        stream.feed(tone_of(sentence))
        stream.pause()
    words = (await stream.finish()).words
    await stream.close()
    assert "".join(told) == f"{SENTENCES[0]} {SENTENCES[2]}"
    assert [word.text for word in words] == told[0].split() + told[1].split()
    starts = [word.start_ms for word in words]
    assert starts == pytest.approx([0, 200, 450, 2500, 2700, 2950, 3250, 3500], abs=150)
    assert all(before.end_ms <= after.start_ms for before, after in pairwise(words))
    assert all(0.3 < word.confidence < 1 for word in words)


@pytest.mark.parametrize("level", [0, 3, 60, 600])
async def test_what_nobody_said_is_not_made_up(ears: Pool, level: int) -> None:
    noise = (np.random.default_rng(0).standard_normal(RATE_HZ) * level).astype(np.int16)
    assert await heard(ears, noise) == Transcript("", (), 0.0)


async def test_a_language_is_told_and_one_that_is_not_known_refused(ears: Pool) -> None:
    assert sorted(ears.languages or ()) == ["de", "en"]
    for language in ("de-AT", ""):
        assert (await heard(ears, tone_of(1), language=language)).text == SENTENCES[1]
    with pytest.raises(InvalidInput, match="'fr', only de, en"):
        await heard(ears, tone_of(1), language="fr")


@pytest.mark.slow
async def test_a_model_of_one_language(tmp_path: Path) -> None:
    made = faster_whisper.create(whisper_folder(tmp_path, languages=()), "cpu", workers=1)
    assert list(made.languages or ()) == ["en"]
    assert (await heard(made, tone_of(2))).text == SENTENCES[2]
    await made.close()


async def test_a_killed_process_loses_its_utterance_and_is_started_again(ears: Pool) -> None:
    stream = await ears.open(RecogniserOptions(), lambda _: None)
    stream.start()
    (process,) = ears.process_ids()
    os.kill(process, signal.SIGKILL)
    stream.feed(tone_of(0))
    with pytest.raises(RecogniserFailed, match="say that again"):
        await stream.finish()
    stream.start()
    stream.feed(tone_of(0))
    assert (await stream.finish()).text == SENTENCES[0]
    await stream.close()


@pytest.mark.slow
async def test_numbers_of_another_size(tmp_path: Path) -> None:
    made = faster_whisper.create(tiny_models.folder(whisper_folder), "cpu", "int8", workers=1)
    assert (await heard(made, tone_of(0))).text == SENTENCES[0]
    await made.close()


async def test_what_the_library_refuses_is_told() -> None:
    """Numbers that this processor cannot count with."""
    made = faster_whisper.create(tiny_models.folder(whisper_folder), "cpu", "float17", workers=1)
    with pytest.raises(RecogniserFailed, match=r"could not load its model.*float17"):
        await made.open(RecogniserOptions(), lambda _: None)
    await made.close()


async def test_settings_say_what_runs_where(tmp_path: Path) -> None:
    whisper_folder(tmp_path / "models" / "small")
    settings = Settings(
        data=tmp_path, stt="faster-whisper", stt_folder="small", stt_device="cpu", stt_compute="int8", stt_workers=4
    )
    made = stt.configured(settings)
    assert made.name == "small (Whisper, CTranslate2, cpu)"
    assert isinstance(made, Pool)
    assert len(made._workers) == 2
    with pytest.raises(BadModel, match="FEEDBACKYES_STT_FOLDER"):
        stt.configured(Settings(data=tmp_path, stt="faster-whisper"))


async def test_without_a_gpu_it_is_not_taken_unasked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whisper_folder(tmp_path / "small")
    assert faster_whisper.gpus() == 0
    assert auto.create(tmp_path, 1).name == "PocketSphinx"
    with pytest.raises(NotReady, match="no GPU"):
        faster_whisper.create(tmp_path / "small", "cuda")
    assert faster_whisper.create(tmp_path / "small").name.endswith("cpu)")
    monkeypatch.setattr(faster_whisper, "gpus", lambda: 1)
    assert auto.create(tmp_path, 4).name == "small (Whisper, CTranslate2, cuda)"


async def test_a_missing_library_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faster_whisper, "find_spec", lambda _: None)
    with pytest.raises(NotReady, match="EXTRAS=whisper"):
        faster_whisper.create(whisper_folder(tmp_path))


async def test_speakers_at_once_do_not_mix(ears: Pool) -> None:
    found = await asyncio.gather(*(heard(ears, tone_of(sentence)) for sentence in range(len(SENTENCES))))
    assert [transcript.text for transcript in found] == list(SENTENCES)
