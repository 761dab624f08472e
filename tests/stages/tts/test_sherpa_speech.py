"""What a neural voice is given to speak."""

from __future__ import annotations

import numpy as np
import pytest

from feedbackyes.stages._neural import voices
from feedbackyes.stages.tts import _espeak_library
from feedbackyes.stages.tts._sherpa_speech import Speech
from tests import tiny_models


def always() -> bool:
    return True


@pytest.fixture(scope="module")
def piper() -> Speech:
    model = voices.find(tiny_models.folder(tiny_models.piper_voice))
    return Speech(model, 1, _espeak_library.library().phonemes)


@pytest.fixture(scope="module")
def letters() -> Speech:
    return Speech(voices.find(tiny_models.folder(tiny_models.letters_voice)), 1, lambda text, _: text)


def test_sounds_are_espeaks_and_marks_are_kept(piper: Speech) -> None:
    assert piper.symbols("Hello, world. Is it?", "en-us") == "həlˈoʊ, wˈɜːld. ɪz ɪt?"


def test_marks_that_the_model_lacks_are_replaced(piper: Speech) -> None:
    assert piper.symbols("So… yes – no", "en-us") == "sˈoʊ. jˈɛs, nˈoʊ"


def test_a_mark_alone_is_spoken_as_far_as_it_is_known(piper: Speech) -> None:
    assert piper.symbols("?!", "en-us") == "!"
    assert piper.symbols("...", "en-us") == "."
    assert piper.say("?!", 0, "en-us", 1.0, always).size
    assert piper.symbols(" \u200b", "en-us") == ""


def test_a_point_inside_a_number_ends_nothing(piper: Speech) -> None:
    assert "." not in piper.symbols("3.5 percent", "en-us")


def test_languages_are_read_in_their_own_way(piper: Speech) -> None:
    assert piper.symbols("chat", "en-us") != piper.symbols("chat", "fr")


def test_letters_lose_their_case_and_accents_before_they_are_left_out(letters: Speech) -> None:
    assert letters.symbols("Añb\tc—日ß!", "") == "anb c!"


def test_a_speaker_who_is_not_there_is_refused(letters: Speech) -> None:
    """The library would take the first one instead, silently."""
    with pytest.raises(ValueError, match="no speaker 2"):
        letters.say("hello", 2, "", 1.0, always)


def test_nothing_with_a_sound_is_no_samples(letters: Speech) -> None:
    assert letters.say("日本", 0, "", 1.0, always).size == 0


def test_speakers_differ(letters: Speech) -> None:
    first, second = (letters.say("hello", speaker, "", 1.0, always) for speaker in (0, 1))
    assert first.size == second.size
    assert not np.array_equal(first, second)


def test_who_no_longer_listens_stops_it_behind_a_sentence(letters: Speech) -> None:
    whole = letters.say("one. two. three.", 0, "", 1.0, always)
    begun = letters.say("one. two. three.", 0, "", 1.0, lambda: False)
    assert 0 < begun.size < whole.size
