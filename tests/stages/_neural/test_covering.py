"""Which models are used for which language."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedbackyes.stages._neural import covering, voices
from tests.tiny_models import letters_voice


def languages(folder: Path) -> frozenset[str]:
    return voices.find(folder).languages


def test_the_largest_of_each_language_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("small-en", "large-en", "voice-de"):
        letters_voice(tmp_path / name)
    (letters_voice(tmp_path / "broken-fr") / "tokens.txt").unlink()
    sizes = {"small-en": 1, "large-en": 3, "voice-de": 2, "broken-fr": 4}
    monkeypatch.setattr(covering, "_size", lambda folder: sizes[folder.name])
    assert [folder.name for folder in covering.covering(tmp_path, languages)] == ["large-en", "voice-de"]


def test_nothing_is_taken_where_nothing_is_or_nothing_runs_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert covering.covering(tmp_path / "none", languages) == []
    letters_voice(tmp_path / "voice")
    monkeypatch.setattr(covering, "find_spec", lambda _: None)
    assert covering.covering(tmp_path, languages) == []
