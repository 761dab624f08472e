"""Voices, measured."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from feedbackyes.domain.errors import InvalidInput
from feedbackyes.evaluation import speaking
from feedbackyes.evaluation.speaking import Spoken
from feedbackyes.evaluation.word_errors import WordErrors
from feedbackyes.stages import stt, tts
from feedbackyes.stages.tts import SpeechChunk, SpokenWord, VoiceFailed
from tests import tiny_models


class Odd:
    """A voice that does everything wrong."""

    name = "Odd"
    rate_hz = 16_000
    voices: tuple[str, ...] = ("odd",)
    languages: frozenset[str] | None = frozenset({"en"})

    async def speak(
        self, text: str, *, voice: str = "", speed: float = 1.0, language: str = "en"
    ) -> AsyncIterator[SpeechChunk]:
        if "nothing" in text:
            raise VoiceFailed("The voice found nothing to speak in this text.")
        quiet, loud = np.zeros(1600, np.int16), np.full(1600, 32767, np.int16)
        yield SpeechChunk(np.concatenate([quiet, loud, quiet, quiet]), (SpokenWord(0, 3, 90), SpokenWord(4, 7, 20)))

    async def close(self) -> None: ...


async def measured(voice: tts.Voice, *texts: str, listener: stt.Recogniser | None = None) -> list[Spoken]:
    return [one async for one in speaking.speak(voice, texts, listener=listener)]


async def test_text_goes_round_exactly_through_a_voice_and_ears_that_fit() -> None:
    voice = tts.load("sherpa", folder=tiny_models.folder(tiny_models.letters_voice))
    ears = stt.load("sherpa", folder=tiny_models.folder(tiny_models.streaming_ears), workers=1)
    spoken = await measured(voice, "Hello there.", "All is well, she said.", listener=ears)
    await voice.close()
    await ears.close()
    assert [one.heard for one in spoken] == ["hello there", "all is well she said"]
    total = speaking.summary(spoken)
    assert total.errors == WordErrors(7)
    assert list(total.interval or ()) == [0, 0]
    assert (total.words, total.placed, total.unordered, total.clipped_texts) == (7, 7, 0, 0)
    assert 0 < total.real_time_factor < 1
    assert total.first_audio_ms is not None
    assert total.first_audio_ms[0] > 0


async def test_what_is_wrong_with_a_voice_is_counted() -> None:
    (spoken, lost) = await measured(Odd(), "one two", "nothing")
    assert list(spoken.silence_ms or ()) == [100, 200]
    assert spoken.clipped == 1600
    assert (spoken.words, spoken.placed, spoken.ordered) == (2, 2, False)
    assert "nothing to speak" in lost.lost
    total = speaking.summary([spoken, lost])
    assert (total.texts, total.lost, total.clipped_texts, total.unordered) == (2, 1, 1, 1)
    assert total.errors is None


async def test_a_language_that_a_part_does_not_know_is_refused() -> None:
    with pytest.raises(InvalidInput, match="does not speak 'de'"):
        [_ async for _ in speaking.speak(Odd(), ["Hallo"], language="de")]


@pytest.mark.parametrize("language", ["en", "de-AT", "fr", "es"])
def test_there_are_phrases_for_the_languages_of_talks(language: str) -> None:
    assert len(speaking.texts(None, language)) >= 10


def test_texts_come_from_a_file_a_line_each(tmp_path: Path) -> None:
    file = tmp_path / "texts.txt"
    file.write_text("One.\n\n  Two. \n")
    assert speaking.texts(file, "en") == ["One.", "Two."]
    file.write_text("\n")
    with pytest.raises(InvalidInput, match="has no texts"):
        speaking.texts(file, "en")
    with pytest.raises(InvalidInput, match="cannot be read"):
        speaking.texts(tmp_path / "gone.txt", "en")
    with pytest.raises(InvalidInput, match="--texts"):
        speaking.texts(None, "hu")
