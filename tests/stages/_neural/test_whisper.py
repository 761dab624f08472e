"""Folders of CTranslate2's Whisper: refused before the library asks the network for what is missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from feedbackyes.stages._neural import whisper
from feedbackyes.stages._neural.onnx_header import BadModel
from tests import tiny_models
from tests.tiny_ctranslate import whisper_folder


def test_its_languages() -> None:
    found = whisper.find(tiny_models.folder(whisper_folder))
    assert sorted(found.languages) == ["de", "en"]
    assert found.several


def test_one_for_english(tmp_path: Path) -> None:
    found = whisper.find(whisper_folder(tmp_path, languages=()))
    assert list(found.languages) == ["en"]
    assert not found.several


@pytest.mark.parametrize("name", ["tokenizer.json", "config.json", "vocabulary.json", "model.bin"])
def test_a_file_that_is_missing_or_nonsense_is_named(tmp_path: Path, name: str) -> None:
    (whisper_folder(tmp_path) / name).write_text("nonsense")
    with pytest.raises(BadModel, match=name):
        whisper.find(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(BadModel, match=name):
        whisper.find(tmp_path)


@pytest.mark.parametrize("part", [0.99, 0.5, 0.0001])
def test_a_part_of_a_model_is_refused(tmp_path: Path, part: float) -> None:
    model = whisper_folder(tmp_path) / "model.bin"
    model.write_bytes(model.read_bytes()[: int(model.stat().st_size * part)])
    with pytest.raises(BadModel, match=r"model\.bin is no model of CTranslate2's, or only a part of one"):
        whisper.find(tmp_path)


@pytest.mark.parametrize(
    "change", [lambda data: b"\x63" + data[1:], lambda data: data.replace(b"WhisperSpec", b"WhispererSp")]
)
def test_another_kind_of_model_is_refused(tmp_path: Path, change: object) -> None:
    model = whisper_folder(tmp_path) / "model.bin"
    assert callable(change)
    model.write_bytes(change(model.read_bytes()))
    with pytest.raises(BadModel, match=r"not known here|WhispererSp"):
        whisper.find(tmp_path)


def test_a_vocabulary_that_is_too_short_is_refused(tmp_path: Path) -> None:
    """Which the library does not notice."""
    path = whisper_folder(tmp_path) / "vocabulary.json"
    symbols = json.loads(path.read_text())
    path.write_text(json.dumps(symbols[:-5]))
    with pytest.raises(BadModel, match=f"{len(symbols) - 5} entries instead of the model's {len(symbols)}"):
        whisper.find(tmp_path)
    path.write_text(json.dumps({"a": 1}))
    with pytest.raises(BadModel, match="no list of tokens"):
        whisper.find(tmp_path)


def test_a_list_of_lines_is_a_vocabulary_too(tmp_path: Path) -> None:
    path = whisper_folder(tmp_path) / "vocabulary.json"
    symbols = json.loads(path.read_text())
    path.unlink()
    (tmp_path / "vocabulary.txt").write_text("".join(f"{symbol}\n" for symbol in symbols), "utf-8")
    assert sorted(whisper.find(tmp_path).languages) == ["de", "en"]


def test_no_folder_and_another_models(tmp_path: Path) -> None:
    with pytest.raises(BadModel, match="no model folder"):
        whisper.find(tmp_path / "none")
    with pytest.raises(BadModel, match=r"no model\.bin"):
        whisper.find(tiny_models.streaming_ears(tmp_path))
