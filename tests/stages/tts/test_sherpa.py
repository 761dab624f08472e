"""Neural voices: text goes round exactly, and only those concerned notice a process that dies."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncGenerator, AsyncIterator
from pathlib import Path
from typing import cast

import numpy as np
import pytest
import pytest_asyncio

from feedbackyes.audio import Int16
from feedbackyes.audio.resample import Resampler
from feedbackyes.domain.errors import NotReady
from feedbackyes.settings import Settings
from feedbackyes.stages import stt, tts
from feedbackyes.stages._neural.onnx_header import BadModel
from feedbackyes.stages.stt import RecogniserOptions
from feedbackyes.stages.tts import SpeechChunk, SpokenWord, VoiceFailed, sherpa
from feedbackyes.stages.tts.sherpa import Sherpa, nearest
from tests import tiny_models
from tests.tiny_matcha import matcha_of_vocos, matcha_voice
from tests.tiny_models import kokoro_voice, letters_voice, piper_voice, streaming_ears

pytestmark = pytest.mark.asyncio(loop_scope="module")
LETTER_MS = tiny_models.TONE_MS + tiny_models.GAP_MS
PANGRAM = "the quick brown fox jumps over the lazy dog"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def voice() -> AsyncIterator[Sherpa]:
    made = sherpa.create(tiny_models.folder(letters_voice), threads=1)
    yield made
    await made.close()


async def spoken(by: Sherpa, text: str, **how: str | float) -> tuple[Int16, list[SpokenWord]]:
    chunks = [chunk async for chunk in by.speak(text, **how)]  # type: ignore[arg-type]
    return np.concatenate([chunk.samples for chunk in chunks]), [word for chunk in chunks for word in chunk.words]


async def test_text_goes_round_exactly(tmp_path: Path) -> None:
    """Voice, resampling and recogniser: what was written is what is heard."""
    voice = sherpa.create(letters_voice(tmp_path, {**tiny_models.VITS, "sample_rate": 24_000}))
    ears = stt.load("sherpa", folder=tiny_models.folder(streaming_ears), workers=1)
    stream = await ears.open(RecogniserOptions(), lambda _: None)
    stream.start()
    resampler = Resampler(voice.rate_hz, stt.RATE_HZ)
    async for chunk in voice.speak(PANGRAM.capitalize()):
        stream.feed(resampler.process(chunk.samples))
    assert (await stream.finish()).text == PANGRAM
    await voice.close()
    await ears.close()


async def test_words_are_told_when_they_are_heard(voice: Sherpa) -> None:
    text = "One two, three. Four"
    _, words = await spoken(voice, text)
    assert [text[word.start : word.end] for word in words] == ["One", "two,", "three.", "Four"]
    assert [word.at_ms for word in words] == pytest.approx(
        [0, 4 * LETTER_MS, 9 * LETTER_MS, 15 * LETTER_MS], abs=3 * LETTER_MS
    )


async def test_a_piece_is_made_while_the_one_before_is_heard(voice: Sherpa) -> None:
    iterator = cast("AsyncGenerator[SpeechChunk]", voice.speak("one. two. three. four"))
    await anext(iterator)
    (line,) = voice._lines
    assert len(line.waiting) == 1
    while line.waiting:  # noqa: ASYNC110 - nobody tells when a piece is there that nobody waits for
        await asyncio.sleep(0.001)
    await iterator.aclose()
    assert line.worker.streams == 0


async def test_every_phoneme_of_a_piper_voice_is_heard() -> None:
    voice = sherpa.create(tiny_models.folder(piper_voice))
    short, _ = await spoken(voice, "Hello.")
    long, words = await spoken(voice, "Hello, it is a longer sentence.")
    assert voice.rate_hz == 22_050
    assert 0 < short.size < long.size
    assert len(words) == 6
    slow, _ = await spoken(voice, "Hello.", speed=0.5)
    assert slow.size == pytest.approx(2 * short.size, rel=0.02)
    await voice.close()


@pytest.mark.parametrize("make", [matcha_voice, matcha_of_vocos])
async def test_a_matcha_and_its_vocoder_make_sound_of_every_phoneme(make: tiny_models.Maker) -> None:
    voice = sherpa.create(tiny_models.folder(make))
    assert (voice.rate_hz, voice.name) == (22_050, f"{make.__name__} (Matcha)")
    text = "Hello, it is a longer sentence. And one more."
    samples, words = await spoken(voice, text)
    assert [text[word.start : word.end] for word in words] == text.split()
    times = [word.at_ms for word in words]
    assert times == sorted(times)
    assert times[7] == pytest.approx(samples.size * 1000 / 22_050 * 0.75, rel=0.2)
    assert 8000 < np.abs(samples).max() < 32_000
    assert samples.size % 256 == 0
    slow, _ = await spoken(voice, "Hello.", speed=0.5)
    short, _ = await spoken(voice, "Hello.")
    assert slow.size == pytest.approx(2 * short.size, rel=0.05)
    with pytest.raises(VoiceFailed, match="'de', only en"):
        await spoken(voice, "Guten Tag", language="de")
    await voice.close()


async def test_a_voice_with_a_lexicon_speaks_the_words_in_it() -> None:
    """And no others: nothing else is known of them."""
    voice = sherpa.create(tiny_models.folder(tiny_models.lexicon_voice))
    two, words = await spoken(voice, "Hello, World!")
    three, _ = await spoken(voice, "Hello there World!")
    assert len(words) == 2
    assert 0 < three.size <= two.size
    with pytest.raises(VoiceFailed, match="no sound"):
        await spoken(voice, "else")
    await voice.close()


async def test_a_kokoro_voice_has_speakers_of_several_languages() -> None:
    voice = sherpa.create(tiny_models.folder(kokoro_voice))
    assert voice.voices == ("af_alloy", "ff_siwis")
    english, _ = await spoken(voice, "Bonjour tout le monde", voice="alloy", language="en")
    french, _ = await spoken(voice, "Bonjour tout le monde", voice="alloy", language="fr-FR")
    assert np.abs(french).max() == pytest.approx(np.abs(english).max() / 2, rel=0.05)  # its only speaker is softer
    assert french.size != english.size  # other phonemes
    with pytest.raises(VoiceFailed, match="'de', only en, fr"):
        await spoken(voice, "Guten Tag", language="de")
    await voice.close()


async def test_a_killed_process_is_not_noticed(voice: Sherpa) -> None:
    """What was not yet heard is spoken by its successor."""
    expected, _ = await spoken(voice, "one. two. three. four. five. six")
    iterator = voice.speak("one. two. three. four. five. six")
    parts = [(await anext(iterator)).samples]
    (process,) = voice.process_ids()
    os.kill(process, signal.SIGKILL)
    parts += [chunk.samples async for chunk in iterator]
    assert np.array_equal(np.concatenate(parts), expected)
    assert voice.process_ids() != [process]


async def test_a_text_that_ends_the_process_again_and_again_is_given_up(tmp_path: Path) -> None:
    """The folder was checked, and changed since into one that the library does not survive."""
    letters_voice(tmp_path)
    voice = sherpa.create(tmp_path, threads=1)
    deaths = 0
    task = asyncio.create_task(spoken(voice, "hello there"))
    seen: set[int] = set()
    while not task.done():
        for process in set(voice.process_ids()) - seen:
            seen.add(process)
            deaths += 1
            os.kill(process, signal.SIGKILL)
        await asyncio.sleep(0.001)
    with pytest.raises(VoiceFailed, match="ended twice"):
        await task
    assert deaths == sherpa.TRIES
    assert (await spoken(voice, "hello"))[1]
    await voice.close()


async def test_an_overloaded_voice_refuses_instead_of_slowing_everybody(
    voice: Sherpa, monkeypatch: pytest.MonkeyPatch
) -> None:
    speaking = voice.speak("hello there")
    with monkeypatch.context() as patch:
        patch.setattr(sherpa, "MAX_BEHIND_SECONDS", -1.0)
        with pytest.raises(VoiceFailed, match="overloaded"):
            await spoken(voice, "me too")
    with monkeypatch.context() as patch:
        patch.setattr(sherpa, "MAX_WAITING", 0)
        with pytest.raises(VoiceFailed, match="overloaded"):
            await spoken(voice, "me too")
    assert (await anext(speaking)).samples.size
    assert (await spoken(voice, "me too"))[1]
    assert voice._lines[0].worker.streams == 1
    await cast("AsyncGenerator[SpeechChunk]", speaking).aclose()
    assert voice._lines[0].waiting == {}
    assert voice._lines[0].worker.streams == 0


async def test_a_process_that_hangs_is_ended(voice: Sherpa, monkeypatch: pytest.MonkeyPatch) -> None:
    await spoken(voice, "hello")
    (process,) = voice.process_ids()
    os.kill(process, signal.SIGSTOP)
    with monkeypatch.context() as patch:
        patch.setattr(sherpa, "HUNG_SECONDS", 0.05)
        with pytest.raises(VoiceFailed, match="too long"):
            await spoken(voice, "hello")
    assert (await spoken(voice, "hello"))[1]
    assert voice.process_ids() != [process]


async def test_symbols_that_the_model_lacks_are_left_out(voice: Sherpa) -> None:
    """Over which the library would be silent."""
    plain, _ = await spoken(voice, "cafe")
    marked, words = await spoken(voice, "«Café»")
    assert np.array_equal(plain, marked)
    assert len(words) == 1
    with pytest.raises(VoiceFailed, match="nothing to speak"):
        await spoken(voice, "日本")


async def test_a_single_letter_is_spoken(voice: Sherpa) -> None:
    """Of which the library alone makes nothing."""
    assert (await spoken(voice, "x"))[0].size


async def test_a_model_that_cannot_be_loaded_any_more_says_why(tmp_path: Path) -> None:
    voice = sherpa.create(letters_voice(tmp_path))
    (tmp_path / "tokens.txt").write_text("nonsense\n")
    with pytest.raises(VoiceFailed, match="not a symbol and its number"):
        await spoken(voice, "hello")
    letters_voice(tmp_path)
    assert (await spoken(voice, "hello"))[1]
    await voice.close()


async def test_settings_name_an_installed_model(tmp_path: Path) -> None:
    letters_voice(tmp_path / "models" / "good-voice")
    made = tts.configured(Settings(data=tmp_path, tts="sherpa", tts_folder="good-voice"))
    assert made.name == "good-voice (VITS, characters)"
    with pytest.raises(BadModel, match="FEEDBACKYES_TTS_FOLDER does not say"):
        tts.configured(Settings(data=tmp_path, tts="sherpa"))


async def test_a_missing_library_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sherpa, "find_spec", lambda _: None)
    with pytest.raises(NotReady, match="EXTRAS=neural"):
        sherpa.create(letters_voice(tmp_path))


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("af_alloy", "af_alloy"),
        ("ALLOY", "af_alloy"),
        ("bf_emma", "bf_emma"),
        ("emmma", "bf_emma"),
        ("zzz", "af_alloy"),
        ("", "af_alloy"),
    ],
)
async def test_the_nearest_speaker(wanted: str, found: str) -> None:
    assert nearest(wanted, ["af_alloy", "bf_emma", "am_echo"]) == found
