"""Models for a scenario, from PocketSphinx's own English one."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest

from feedbackyes.stages.stt import _language_model
from feedbackyes.stages.stt._language_model import MOST_MODELS, build, key, ready
from feedbackyes.stages.stt._trie import read

PHRASES = ("I would like to talk about the Halvorsen report, Priya.", "Halvorsen called on Friday.")


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


def test_a_model_knows_the_phrases_and_the_world(cache: Path) -> None:
    assert ready(cache, PHRASES) is None
    folder = build(cache, PHRASES)
    assert ready(cache, PHRASES) == folder
    model = read(folder / "model.lm")
    number = {word: np.array([model.index[word]]) for word in ("the", "halvorsen", "report", "weather", "is")}
    assert model.given_two(number["the"], number["halvorsen"], number["report"]) > 0.01
    assert model.given_one(number["weather"], number["is"]) > 0.01
    assert len(model.words) > 30_000
    dictionary = (folder / "words.dict").read_text(encoding="utf-8")
    assert "\nhalvorsen " in dictionary
    assert dictionary.count("\n") > len(model.words)
    spelling = json.loads((folder / "spelling.json").read_text(encoding="utf-8"))
    assert spelling["halvorsen"] == "Halvorsen"
    assert spelling["i"] == "I"
    assert "report" not in spelling


def test_nobody_reads_crude_words_as_their_own_unless_the_scenario_says_them(cache: Path) -> None:
    words = read(build(cache, PHRASES) / "model.lm").index
    assert words.keys() >= {"six", "report", "sexual", "harassment", "damn"}
    assert words.keys().isdisjoint({"sex", "porn", "whore"})
    assert "porn" in read(build(cache, ["Somebody has watched porn at work."]) / "model.lm").index


def test_building_again_changes_nothing(cache: Path) -> None:
    first = build(cache, PHRASES[:1])
    before = (first / "model.lm").read_bytes()
    assert build(cache, PHRASES[:1]) == first
    assert (first / "model.lm").read_bytes() == before
    assert not list(cache.glob("new-*"))


def test_other_phrases_are_another_model() -> None:
    assert key(PHRASES) == key(list(PHRASES))
    assert len({key(PHRASES), key(PHRASES[:1]), key(PHRASES[::-1]), key(["".join(PHRASES)])}) == 4


def test_endless_text_is_cut(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_language_model, "MOST_WORDS", 50)
    folder = build(cache, ["the zyxqv is here now"] * 9 + ["here is a wvutsr of ours"] * 1000)
    words = read(folder / "model.lm").index
    assert "zyxqv" in words
    assert "wvutsr" not in words


def test_text_without_words_makes_the_general_model(cache: Path) -> None:
    assert (build(cache, ["日本", "…", ""]) / "model.lm").is_file()


def test_models_that_nobody_uses_are_removed(tmp_path: Path) -> None:
    for number in range(MOST_MODELS + 3):
        folder = tmp_path / f"model-{number}"
        folder.mkdir()
        os.utime(folder, (number, number))
    (tmp_path / "new-half").mkdir()
    os.utime(tmp_path / "new-half", (0, 0))
    (tmp_path / "new-now").mkdir()
    _language_model._forget_old(tmp_path)
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"new-now", *(f"model-{number}" for number in range(3, MOST_MODELS + 3))}
