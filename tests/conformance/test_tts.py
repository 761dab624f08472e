"""What every voice back end must do."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from dataclasses import dataclass
from typing import cast

import numpy as np
import pytest
import pytest_asyncio

from feedbackyes.audio import Int16, Samples
from feedbackyes.domain.errors import UnknownBackend
from feedbackyes.stages import tts
from feedbackyes.stages.tts import SpeechChunk, SpokenWord, Voice, VoiceFailed
from tests import served, tiny_models

SENTENCE = "Thanks for coming. I wanted to talk with you about the end of the week, if that is all right with the team."


CASES: dict[str, Callable[[], Voice]] = {
    "espeak": lambda: tts.load("espeak"),
    "sherpa": lambda: tts.load("sherpa", folder=tiny_models.folder(tiny_models.letters_voice)),
    "openai": lambda: tts.load("openai", url=served.base_url()),
}


SERVED = pytest.param("openai", marks=pytest.mark.slow)
"""In another process, which takes seconds to start; `tests/stages/tts/test_openai.py` is quick."""


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(
    scope="module", loop_scope="module", params=[SERVED if name == "openai" else name for name in CASES]
)
async def voice(request: pytest.FixtureRequest) -> AsyncIterator[Voice]:
    """One for all tests: starting a process takes long."""
    loaded = CASES[request.param]()
    yield loaded
    await loaded.close()


async def test_every_back_end_is_tested() -> None:
    assert set(CASES) == set(tts.available()) - {"auto"}  # one of the others


@dataclass
class Speech:
    samples: Int16
    words: list[SpokenWord]
    seconds: float


async def spoken(voice: Voice, text: str, *, name: str = "", speed: float = 1.0, language: str = "en") -> Speech:
    chunks = [chunk async for chunk in voice.speak(text, voice=name, speed=speed, language=language)]
    samples = np.concatenate([chunk.samples for chunk in chunks])
    return Speech(samples, [word for chunk in chunks for word in chunk.words], samples.size / voice.rate_hz)


async def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(UnknownBackend, match=r"tts.*espeak"):
        tts.load("nobody")


async def test_every_word_has_its_place_and_time(voice: Voice) -> None:
    speech = await spoken(voice, SENTENCE)
    assert [SENTENCE[word.start : word.end] for word in speech.words] == SENTENCE.split()
    times = [word.at_ms for word in speech.words]
    assert times == sorted(times)
    assert 0 <= times[0] < 200
    assert times[-1] < speech.seconds * 1000
    assert np.abs(speech.samples).max() > 5000


async def test_words_come_with_the_audio_that_they_begin_in(voice: Voice) -> None:
    """Never before it; a word that the voice merges with the one before may come up to 400 ms later."""
    done_ms = 0.0
    async for chunk in voice.speak(SENTENCE):
        after_ms = done_ms + chunk.samples.size * 1000 / voice.rate_hz
        for word in chunk.words:
            assert done_ms - 400 <= word.at_ms <= after_ms + 1
        done_ms = after_ms


@pytest.mark.parametrize(
    "text",
    [
        "naïve café – “quotes” and ‘more’ of them",
        "Zoë’s résumé… isn’t 42 % finished",
        "smile 😀 please 👩‍👩‍👧 thanks",
        "one\ttwo\r\nthree\u2028four\u00a0five",
        "a\x00b\x07 c\x1b[31m red",
        "soft\u00adhyphen and e\u0301tude",
        "日本 and مرحبا and привет",
        "Dr. Smith vs. Mrs. Jones. Next sentence! Really?! Yes.",
        "**bold** _text_ `code` <b>tag</b> [link](http://example.org)",
        "<speak><break time='10s'/>plain</speak>",
        "[[h@l'oU]] plain",
    ],
)
async def test_words_index_the_text_exactly(voice: Voice, text: str) -> None:
    speech = await spoken(voice, text)
    assert speech.seconds < 12
    assert speech.words
    spans = [(word.start, word.end) for word in speech.words]
    assert spans == sorted(spans)
    for before, after in itertools.pairwise(spans):
        assert before[1] <= after[0]
    for start, end in spans:
        word = text[start:end]
        assert word.strip() == word != ""
        assert start == 0 or not text[start - 1].isalnum() or text[start - 1].isspace()


async def test_the_same_words_come_with_and_without_accents(voice: Voice) -> None:
    text = "a naïve café “is” open and Zoë’s résumé is ready now"
    speech = await spoken(voice, text)
    assert [text[word.start : word.end] for word in speech.words] == text.split()


@pytest.mark.parametrize("text", ["", "   \n ", "\x00\x01", "😀🎉", "\u200b"])
async def test_text_without_anything_to_speak_fails(voice: Voice, text: str) -> None:
    with pytest.raises(VoiceFailed, match="nothing to speak"):
        await spoken(voice, text)


@pytest.mark.parametrize("text", ["x", "no", "OK!", "?!", "42", "a" * 3000, "word " * 2000])
async def test_short_and_long_text_is_spoken(voice: Voice, text: str) -> None:
    async for chunk in voice.speak(text):
        assert chunk.samples.dtype == np.int16
        break
    else:
        pytest.fail("nothing was spoken")


async def test_slower_and_faster(voice: Voice) -> None:
    usual, slow, fast, slowest = [
        (await spoken(voice, SENTENCE, speed=speed)).seconds for speed in (1.0, 0.75, 1.5, 0.25)
    ]
    assert slow > usual * 1.15
    assert fast < usual * 0.8
    assert slowest > usual * 2.5
    assert (await spoken(voice, SENTENCE, speed=0.01)).seconds == pytest.approx(slowest, rel=0.01)


def colour(samples: Int16) -> Samples:
    """Long-term spectrum in 60 bands, as logarithms, without the level: it tells voices apart, not words."""
    power = np.abs(np.fft.rfft(samples.astype(np.float32))) ** 2
    bands = np.log(np.array([band.mean() for band in np.array_split(power[: power.size // 3], 60)]) + 1.0)
    return np.asarray(bands - bands.mean(), np.float32)


async def test_each_voice_sounds_different(voice: Voice) -> None:
    """Twice the same voice differs a little (its flutter goes on); two voices differ more."""
    first = {name: colour((await spoken(voice, SENTENCE, name=name)).samples) for name in voice.voices}
    again = {name: colour((await spoken(voice, SENTENCE, name=name)).samples) for name in voice.voices}
    for name in voice.voices:
        distances = {other: float(np.abs(first[name] - again[other]).mean()) for other in voice.voices}
        assert min(distances, key=lambda other: distances[other]) == name


async def test_an_unknown_voice_still_speaks(voice: Voice) -> None:
    assert (await spoken(voice, "Good morning", name="klingon-9")).words


async def test_languages_sound_different(voice: Voice) -> None:
    if voice.name.startswith("letters_voice"):
        pytest.skip("the made voice speaks one language")
    english, german, american = [
        colour((await spoken(voice, "Guten Tag, wie geht es Ihnen heute?", language=tag)).samples)
        for tag in ("en", "de-DE", "en-US")
    ]
    assert np.abs(english - american).mean() < np.abs(english - german).mean()


async def test_the_languages_that_it_speaks_are_told(voice: Voice) -> None:
    for tag in ("en", "de", "fr", "es"):
        if voice.languages is None or tag in voice.languages:
            assert (await spoken(voice, "Hotel Berlin", language=tag)).samples.size
        else:
            with pytest.raises(VoiceFailed, match=tag):
                await spoken(voice, "Hotel Berlin", language=tag)


async def test_a_language_that_it_does_not_speak_is_named(voice: Voice) -> None:
    with pytest.raises(VoiceFailed, match="xx-Klingon"):
        await spoken(voice, "Guten Tag", language="xx-Klingon")


async def test_closing_early_stops_and_the_next_text_is_spoken(voice: Voice) -> None:
    for _ in range(3):
        iterator = cast("AsyncGenerator[SpeechChunk]", voice.speak("word " * 5000))
        first = await anext(iterator)
        await iterator.aclose()
        assert first.samples.size < voice.rate_hz
    assert (await spoken(voice, SENTENCE)).words


async def test_two_at_once_do_not_mix(voice: Voice) -> None:
    names = [voice.voices[0], voice.voices[-1], voice.voices[0]]
    texts = [SENTENCE * 3, "The other one says something else entirely. And more of it.", "Short."]
    alone = [await spoken(voice, text, name=name) for text, name in zip(texts, names, strict=True)]
    together = await asyncio.gather(*(spoken(voice, text, name=name) for text, name in zip(texts, names, strict=True)))
    for one, other in zip(alone, together, strict=True):
        assert [(word.start, word.end) for word in one.words] == [(word.start, word.end) for word in other.words]
        assert [word.at_ms for word in one.words] == pytest.approx([word.at_ms for word in other.words], abs=30)


async def test_a_long_text_does_not_keep_a_short_one_waiting(voice: Voice) -> None:
    order: list[str] = []

    async def speak(name: str, text: str) -> None:
        await spoken(voice, text)
        order.append(name)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(speak("long", SENTENCE * 60))
        tasks.create_task(speak("short", "Yes."))
    assert order == ["short", "long"]


async def test_a_closed_voice_says_so() -> None:
    for load in CASES.values():
        loaded = load()
        await loaded.close()
        with pytest.raises(VoiceFailed, match="ended with the engine"):
            await spoken(loaded, "Hello")
