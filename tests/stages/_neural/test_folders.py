"""Files of a model by their names."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedbackyes.stages._neural import folders
from feedbackyes.stages._neural.onnx_header import BadModel


def touch(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).touch()
    return folder


def test_parts_are_found_by_a_word_of_their_names_and_small_numbers_win(tmp_path: Path) -> None:
    names = ("encoder-epoch-99-avg-1.onnx", "encoder-epoch-99-avg-1.int8.onnx", "decoder-epoch-99-avg-1.onnx")
    touch(tmp_path, *names, "tiny.en-joiner.onnx", "uncached_decode.int8.onnx", "cached_decode.int8.onnx")
    found = {
        part: folders.find(tmp_path, part) for part in ("encoder", "decoder", "joiner", "cached_decode", "vocoder")
    }
    assert {part: path.name if path else None for part, path in found.items()} == {
        "encoder": "encoder-epoch-99-avg-1.int8.onnx",
        "decoder": "decoder-epoch-99-avg-1.onnx",
        "joiner": "tiny.en-joiner.onnx",
        "cached_decode": "cached_decode.int8.onnx",
        "vocoder": None,
    }


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (("model.onnx", "other.onnx"), "model.onnx"),
        (("model.onnx", "model.int8.onnx"), "model.int8.onnx"),
        (("en_US-amy-low.onnx",), "en_US-amy-low.onnx"),
        (("a.onnx", "b.onnx"), None),
        ((), None),
    ],
)
def test_the_only_model_of_a_folder(tmp_path: Path, names: tuple[str, ...], found: str | None) -> None:
    path = folders.single(touch(tmp_path, *names))
    assert (path.name if path else None) == found


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ("sherpa-onnx-streaming-zipformer-fr-2023-04-14", {"fr"}),
        ("vits-piper-de_DE-thorsten-medium", {"de"}),
        ("sherpa-onnx-whisper-tiny.en", {"en"}),
        ("bilingual-zh-en", {"zh", "en"}),
        ("some-model", {"en"}),
    ],
)
def test_languages_are_in_the_name(tmp_path: Path, name: str, spoken: set[str]) -> None:
    (tmp_path / name).mkdir()
    assert folders.languages(tmp_path / name) == spoken


def test_a_manifest_knows_better(tmp_path: Path) -> None:
    (tmp_path / folders.MANIFEST).write_text('{"languages": ["de-DE", "fr"]}')
    assert folders.languages(tmp_path) == {"de", "fr"}
    (tmp_path / folders.MANIFEST).write_text('{"languages": 1}')
    with pytest.raises(BadModel, match=r"feedbackyes\.json"):
        folders.languages(tmp_path)


def test_a_setting_names_an_installed_model_or_a_folder(tmp_path: Path) -> None:
    installed = tmp_path / "models" / "good-ears"
    installed.mkdir(parents=True)
    assert folders.chosen("good-ears", tmp_path / "models", "X") == installed
    assert folders.chosen(str(installed), tmp_path / "elsewhere", "X") == installed
    with pytest.raises(BadModel, match="X does not say which model"):
        folders.chosen("", tmp_path, "X")
    with pytest.raises(BadModel, match="models pull"):
        folders.chosen("nothing", tmp_path, "X")
