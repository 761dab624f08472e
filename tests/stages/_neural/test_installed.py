"""What `auto` takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedbackyes.settings import Settings
from feedbackyes.stages import stt, tts
from feedbackyes.stages._neural import ears, installed, voices
from tests.tiny_models import kokoro_voice, letters_voice, offline_ears, streaming_ears


def test_the_largest_model_of_its_kind_that_can_be_used(tmp_path: Path) -> None:
    letters_voice(tmp_path / "small-voice")
    kokoro_voice(tmp_path / "voice-of-many")
    streaming_ears(tmp_path / "ears")
    (letters_voice(tmp_path / "broken") / "tokens.txt").unlink()
    (tmp_path / ".downloads").mkdir()
    (tmp_path / "voice-of-many/more.onnx.data").write_bytes(bytes(10))
    found = installed.best(tmp_path, voices.find)
    sizes = {name: (tmp_path / name / "model.onnx").stat().st_size for name in ("small-voice", "voice-of-many")}
    assert found == tmp_path / max(sizes, key=lambda name: sizes[name])
    assert installed.best(tmp_path, ears.find) == tmp_path / "ears"


def test_nothing_is_taken_where_nothing_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert installed.best(tmp_path / "none", ears.find) is None
    assert installed.best(tmp_path, ears.find) is None
    streaming_ears(tmp_path / "ears")
    monkeypatch.setattr(installed, "find_spec", lambda _: None)
    assert installed.best(tmp_path, ears.find) is None


def test_auto_says_what_it_took(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, stt="auto", tts="auto", stt_workers=1)
    assert stt.configured(settings).name == "PocketSphinx"
    assert tts.configured(settings).name == "espeak-ng"
    offline_ears(tmp_path / "models" / "good-ears")
    letters_voice(tmp_path / "models" / "good-voice")
    assert stt.configured(settings).name == "good-ears (NeMo CTC)"
    assert tts.configured(settings).name == "good-voice (VITS, characters); else espeak-ng"
