"""Voices' folders: told apart, and refused before the library sees what it would not survive."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedbackyes.stages._neural import voices
from feedbackyes.stages._neural.onnx_header import BadModel
from feedbackyes.stages._neural.voices import Kind
from tests.tiny_matcha import MATCHA, VOCODER, VOCOS, matcha_voice
from tests.tiny_models import (
    KOKORO,
    LEXICON,
    PIPER,
    VITS,
    kokoro_voice,
    letters_voice,
    lexicon_voice,
    piper_voice,
    streaming_ears,
    stub,
)


def test_a_voice_of_characters(tmp_path: Path) -> None:
    found = voices.find(letters_voice(tmp_path))
    assert (found.kind, found.rate_hz, found.speakers) == (Kind.CHARACTERS, 16_000, ("speaker-0", "speaker-1"))
    assert found.languages == {"en"}
    assert {"a", " ", "?"} < found.symbols


def test_a_piper_voice(tmp_path: Path) -> None:
    found = voices.find(piper_voice(tmp_path))
    assert (found.kind, found.rate_hz, found.accents) == (Kind.PIPER, 22_050, ("en-us",))


def test_a_kokoro_voice_speaks_the_languages_of_its_speakers(tmp_path: Path) -> None:
    found = voices.find(kokoro_voice(tmp_path))
    assert (found.kind, found.speakers, found.accents) == (Kind.KOKORO, ("af_alloy", "ff_siwis"), ("en-us", "fr"))
    assert found.languages == {"en", "fr"}


def test_a_voice_with_a_lexicon(tmp_path: Path) -> None:
    found = voices.find(lexicon_voice(tmp_path))
    assert found.kind is Kind.LEXICON
    assert found.files["lexicon"] == str(tmp_path / "lexicon.txt")


@pytest.mark.parametrize(
    ("comment", "reason"), [("ljspeech", "4 inputs; a VITS, lexicon voice has 6"), ("melo", "known")]
)
def test_voices_of_other_families_have_other_inputs(tmp_path: Path, comment: str, reason: str) -> None:
    """The library would end with SIGSEGV at its first word."""
    with pytest.raises(BadModel, match=reason):
        voices.find(lexicon_voice(tmp_path, {**LEXICON, "comment": comment}))


@pytest.mark.parametrize("entry", ["sample_rate", "n_speakers", "language", "comment", "use_eos_bos", "add_blank"])
def test_metadata_that_is_missing_is_refused(tmp_path: Path, entry: str) -> None:
    with pytest.raises(BadModel, match=f"{entry}|not a voice"):
        voices.find(letters_voice(tmp_path, {key: value for key, value in VITS.items() if key != entry}))


@pytest.mark.parametrize("rate", [0, "fast", 10_000_000])
def test_a_rate_that_is_none_is_refused(tmp_path: Path, rate: object) -> None:
    with pytest.raises(BadModel, match="sample_rate"):
        voices.find(letters_voice(tmp_path, {**VITS, "sample_rate": rate}))


@pytest.mark.parametrize("style_dim", ["510,1,255", "many", ""])
def test_a_table_of_voices_of_the_wrong_size_is_refused(tmp_path: Path, style_dim: str) -> None:
    with pytest.raises(BadModel, match=r"voices\.bin"):
        voices.find(kokoro_voice(tmp_path, {**KOKORO, "style_dim": style_dim}))


def test_a_missing_table_of_voices_is_refused(tmp_path: Path) -> None:
    (kokoro_voice(tmp_path) / "voices.bin").unlink()
    with pytest.raises(BadModel, match=r"voices\.bin"):
        voices.find(tmp_path)


def test_a_model_with_too_few_inputs_is_refused(tmp_path: Path) -> None:
    """The library would end with SIGSEGV at its first word."""
    stub(tmp_path / "model.onnx", PIPER)
    (tmp_path / "tokens.txt").write_text("a 0\n")
    with pytest.raises(BadModel, match="has 1 inputs; a Piper voice has 3"):
        voices.find(tmp_path)
    with pytest.raises(BadModel, match="has 3 inputs; a Piper voice has 4"):
        voices.find(piper_voice(tmp_path, {**PIPER, "n_speakers": 5}))


def test_missing_tokens_are_refused(tmp_path: Path) -> None:
    """Over which the library would be silent, in both senses."""
    (letters_voice(tmp_path) / "tokens.txt").unlink()
    with pytest.raises(BadModel, match=r"tokens\.txt is missing"):
        voices.find(tmp_path)


def test_a_recogniser_is_no_voice(tmp_path: Path) -> None:
    with pytest.raises(BadModel, match="not a voice"):
        voices.find(streaming_ears(tmp_path))
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadModel, match="no voice's model"):
        voices.find(tmp_path / "empty")


def test_a_matcha_has_a_vocoder_beside_it(tmp_path: Path) -> None:
    found = voices.find(matcha_voice(tmp_path))
    assert (found.kind, found.rate_hz, found.accents) == (Kind.MATCHA, 22_050, ("en-us",))
    assert found.files["acoustic_model"].endswith("model-steps-3.onnx")
    assert found.files["vocoder"].endswith("hifigan_v2.onnx")
    assert voices.find(matcha_voice(tmp_path / "other", vocoder=VOCOS)).files["vocoder"].endswith("univ.onnx")


def test_a_matcha_without_a_vocoder_says_what_to_do(tmp_path: Path) -> None:
    (matcha_voice(tmp_path) / "hifigan_v2.onnx").unlink()
    with pytest.raises(BadModel, match="needs a vocoder"):
        voices.find(tmp_path)


@pytest.mark.parametrize("entry", ["sample_rate", "n_speakers", "use_eos_bos", "pad_id"])
def test_a_matcha_without_what_it_needs_is_refused(tmp_path: Path, entry: str) -> None:
    """The library would end its process."""
    with pytest.raises(BadModel, match=entry):
        voices.find(matcha_voice(tmp_path, {key: value for key, value in MATCHA.items() if key != entry}))


@pytest.mark.parametrize(
    ("vocoder", "reason"),
    [
        ({"sample_rate": 22_050}, "no vocoder of a kind"),
        ({**VOCODER, "model_type": "other"}, "no vocoder of a kind"),
        (
            {**VOCODER, "model_type": "matcha-tts vocos"},
            "no vocoder of a kind",
        ),  # which has one output instead of three
        ({**VOCODER, "sample_rate": 16_000}, "16000 Hz, and the voice at 22050 Hz"),
    ],
)
def test_a_vocoder_that_does_not_fit_is_refused(tmp_path: Path, vocoder: dict[str, object], reason: str) -> None:
    """The library would end with SIGSEGV, or speak at the wrong rate."""
    with pytest.raises(BadModel, match=reason):
        voices.find(matcha_voice(tmp_path, vocoder=vocoder))


def test_a_matcha_that_takes_no_ipa_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadModel, match="does not take IPA"):
        voices.find(matcha_voice(tmp_path, {**MATCHA, "has_espeak": 0}))


def test_a_matcha_with_too_few_inputs_is_refused(tmp_path: Path) -> None:
    stub(matcha_voice(tmp_path) / "model-steps-3.onnx", MATCHA)
    with pytest.raises(BadModel, match="1 inputs; a Matcha voice has 4"):
        voices.find(tmp_path)
