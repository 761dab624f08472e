"""Neural ears: text goes round exactly, and only those concerned notice a process that dies."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import weakref
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio

from feedbackyes.audio import Int16
from feedbackyes.domain.errors import InvalidInput, NotReady
from feedbackyes.domain.stage_use import StageUse
from feedbackyes.settings import Settings
from feedbackyes.stages import stt, usage
from feedbackyes.stages._neural.onnx_header import BadModel
from feedbackyes.stages.stt import RATE_HZ, RecogniserFailed, RecogniserOptions, _pool, _stream, sherpa
from feedbackyes.stages.stt._pool import Pool
from feedbackyes.stages.stt._stream import Stream
from tests import tiny_ears, tiny_models
from tests.tiny_models import STREAMING, offline_ears, said, streaming_ears

pytestmark = pytest.mark.asyncio(loop_scope="module")
PANGRAM = "the quick brown fox jumps over the lazy dog"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ears() -> AsyncIterator[Pool]:
    made = sherpa.create(tiny_models.folder(streaming_ears), workers=2, threads=1)
    yield made
    await made.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def offline() -> AsyncIterator[Pool]:
    """Without streaming."""
    made = sherpa.create(tiny_models.folder(offline_ears), workers=1)
    yield made
    await made.close()


async def opened(ears: Pool) -> Stream:
    return await ears.open(RecogniserOptions(), lambda _: None)


async def heard(stream: Stream, samples: Int16) -> str:
    stream.start()
    stream.feed(samples)
    return (await stream.finish()).text


async def test_every_letter_is_read_back(ears: Pool) -> None:
    stream = await opened(ears)
    assert await heard(stream, said(PANGRAM)) == PANGRAM
    assert await heard(stream, said("aa bb ll")) == "aa bb ll"
    await stream.close()


async def test_words_have_their_times(ears: Pool) -> None:
    stream = await opened(ears)
    stream.start()
    stream.feed(np.zeros(RATE_HZ, np.int16))
    stream.feed(said("two words"))
    stream.pause()
    stream.feed(np.zeros(RATE_HZ // 2, np.int16))
    stream.feed(said("more"))
    words = (await stream.finish()).words
    assert [word.text for word in words] == ["two", "words", "more"]
    starts = [1000, 1000 + 4 * 200, 1000 + 9 * 200 + 500]
    assert [word.start_ms for word in words] == pytest.approx(starts, abs=60)
    assert all(word.end_ms > word.start_ms for word in words)
    await stream.close()


async def test_noise_does_not_hide_what_is_said(ears: Pool) -> None:
    clear = said(PANGRAM).astype(np.float64)
    noise = np.random.default_rng(1).standard_normal(clear.size) * np.sqrt(np.mean(clear**2)) * 0.3
    stream = await opened(ears)
    assert await heard(stream, np.clip(clear + noise, -32768, 32767).astype(np.int16)) == PANGRAM
    await stream.close()


async def test_many_speakers_share_a_model_and_do_not_mix(ears: Pool) -> None:
    texts = [f"number {word}" for word in ("one", "two", "three", "four", "five", "six", "seven", "eight")]
    streams = await asyncio.gather(*(opened(ears) for _ in texts))
    assert len(ears.process_ids()) == 2
    for stream in streams:
        stream.start()
    for begin in range(0, 4 * RATE_HZ, 1600):
        for stream, text in zip(streams, texts, strict=True):
            stream.feed(said(text)[begin : begin + 1600])
    assert [found.text for found in await asyncio.gather(*(stream.finish() for stream in streams))] == texts
    for stream in streams:
        await stream.close()


async def test_a_killed_process_loses_its_utterances_and_nothing_else(ears: Pool) -> None:
    unlucky, lucky = await opened(ears), await opened(ears)
    assert unlucky._worker is not lucky._worker
    for stream in (unlucky, lucky):
        stream.start()
        stream.feed(said("hello there"))
    process = unlucky._worker.process_id
    assert process is not None
    os.kill(process, signal.SIGKILL)
    with pytest.raises(RecogniserFailed, match="say that again"):
        await unlucky.finish()
    assert (await lucky.finish()).text == "hello there"
    assert await heard(unlucky, said("once more")) == "once more"
    for stream in (unlucky, lucky):
        await stream.close()


async def test_an_overloaded_process_refuses_instead_of_slowing_everybody(
    ears: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = await opened(ears)
    stream.start()
    stream.feed(said("hello"))
    with monkeypatch.context() as patch:
        patch.setattr(_stream, "MAX_BEHIND_SECONDS", -1.0)
        stream.feed(said("hello"))
    with pytest.raises(RecogniserFailed, match="overloaded"):
        await stream.finish()
    with monkeypatch.context() as patch:
        patch.setattr(_pool, "MAX_SPEAKERS", 0)
        with pytest.raises(NotReady, match="overloaded"):
            await opened(ears)
    assert await heard(stream, said("hello")) == "hello"
    await stream.close()


async def test_a_process_that_hangs_is_ended(ears: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = await opened(ears)
    process = stream._worker.process_id
    assert process is not None
    os.kill(process, signal.SIGSTOP)
    with monkeypatch.context() as patch:
        patch.setattr(_stream, "HUNG_SECONDS", 0.05)
        with pytest.raises(RecogniserFailed, match="say that again"):
            await heard(stream, said("hello"))
    assert await heard(stream, said("hello")) == "hello"
    assert stream._worker.process_id != process
    await stream.close()


async def test_a_stream_that_is_closed_holds_nothing_of_its_caller(ears: Pool) -> None:
    """A timer goes on after it; what the caller keeps in context variables, a whole session, need not."""

    class Payer:
        def __call__(self, use: StageUse) -> None:
            return None

    async def caller(payer: Payer) -> None:
        usage.paid_by(payer)
        stream = await opened(ears)
        await heard(stream, said("hello"))
        await stream.close()

    payer = Payer()
    left = weakref.ref(payer)
    await asyncio.create_task(caller(payer))
    del payer
    await asyncio.sleep(0)  # what woke this test holds the task
    gc.collect()
    assert left() is None


async def test_a_model_that_refuses_the_sound_loses_the_utterance_alone(tmp_path: Path) -> None:
    """The library raises as it decodes."""
    made = sherpa.create(streaming_ears(tmp_path, broken=True), workers=1)
    stream = await opened(made)
    process = made.process_ids()
    for _ in range(2):
        with pytest.raises(RecogniserFailed, match="failed in this utterance"):
            await heard(stream, said("hello"))
    assert made.process_ids() == process
    await made.close()


async def test_a_model_that_cannot_be_loaded_says_why(tmp_path: Path) -> None:
    """It was checked, and changed since."""
    made = sherpa.create(streaming_ears(tmp_path), workers=1)
    (tmp_path / "tokens.txt").write_text("a 0\n")
    with pytest.raises(RecogniserFailed, match="no token <blk>"):
        await opened(made)
    streaming_ears(tmp_path)
    assert await heard(await opened(made), said("mended")) == "mended"
    await made.close()


async def test_what_a_model_without_streaming_cannot_hear_at_once_is_cut_at_the_quietest_place(offline: Pool) -> None:
    stream = await opened(offline)
    sentence = " ".join(["one two three four five six seven eight nine ten"] * 4)
    parts = [np.concatenate([said(f"{word} "), np.zeros(RATE_HZ * 3 // 10, np.int16)]) for word in sentence.split()]
    stream.start()
    for part in parts:
        stream.feed(part)
    transcript = await stream.finish()
    assert sum(part.size for part in parts) > 30 * RATE_HZ
    assert transcript.text == sentence
    assert [word.start_ms for word in transcript.words] == sorted(word.start_ms for word in transcript.words)
    assert transcript.words[-1].start_ms > 30_000
    await stream.close()


async def test_what_nobody_said_is_not_made_up_without_streaming(offline: Pool) -> None:
    stream = await opened(offline)
    for samples in (np.zeros(RATE_HZ, np.int16), said("a")[:10], np.ones(RATE_HZ, np.int16)):
        assert await heard(stream, samples) == ""
    assert await heard(stream, said("hello")) == "hello"
    await stream.close()


async def test_a_model_that_is_told_the_language_hears_in_it() -> None:
    """It is loaded for each language that is spoken, by the same process."""
    made = sherpa.create(tiny_models.folder(tiny_ears.sense_voice_ears), workers=1)
    for language, letter in (("en", "c"), ("ja-JP", "e"), ("", "a")):
        stream = await made.open(RecogniserOptions(language=language), lambda _: None)
        assert await heard(stream, np.pad(said("hello"), 1600)) == f"{letter} hello"
    assert len(made.process_ids()) == 1
    await made.close()


async def test_a_model_of_telephone_quality_hears_what_comes_at_twice_its_rate() -> None:
    made = sherpa.create(tiny_models.folder(tiny_models.t_one_ears), workers=1)
    stream = await opened(made)
    assert await heard(stream, np.zeros(RATE_HZ, np.int16)) == ""
    assert await heard(stream, said("abcd")) == "a" * 4  # low tones: what is above 4 kHz is lost
    await made.close()


async def test_a_language_that_the_model_lacks_is_named_with_those_it_knows(ears: Pool) -> None:
    with pytest.raises(InvalidInput, match="'fr-FR', only en"):
        await ears.open(RecogniserOptions(language="fr-FR"), lambda _: None)
    for language in ("en", "en-GB", "EN_us", ""):
        await (await ears.open(RecogniserOptions(language=language), lambda _: None)).close()


async def test_the_name_says_which_model_hears(ears: Pool) -> None:
    assert ears.name == "streaming_ears (streaming NeMo CTC)"
    assert not ears.basic


async def test_settings_name_an_installed_model(tmp_path: Path) -> None:
    streaming_ears(tmp_path / "models" / "good-ears")
    made = stt.configured(Settings(data=tmp_path, stt="sherpa", stt_folder="good-ears", stt_workers=1))
    assert made.name.startswith("good-ears")
    with pytest.raises(BadModel, match="models pull"):
        stt.configured(Settings(data=tmp_path, stt="sherpa", stt_folder="others"))


async def test_a_folder_that_cannot_be_used_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(BadModel, match="chunk_shift"):
        sherpa.create(streaming_ears(tmp_path, {key: STREAMING[key] for key in STREAMING if key != "chunk_shift"}))


async def test_a_missing_library_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sherpa, "find_spec", lambda _: None)
    with pytest.raises(NotReady, match="EXTRAS=neural"):
        sherpa.create(streaming_ears(tmp_path))
