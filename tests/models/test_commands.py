"""`feedbackyes models`, as people use it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from feedbackyes.cli import app
from feedbackyes.domain.errors import NotFound
from tests import tiny_models

NAME = "kokoro-multi-lang-v1_0"


def run(data: Path, *words: str) -> Result:
    environment = {"FEEDBACKYES_DATA": str(data), "COLUMNS": "300", "FEEDBACKYES_MODELS": ""}
    return CliRunner().invoke(app, ["models", *words], env=environment)


def test_a_model_is_listed_installed_found_and_removed(tmp_path: Path) -> None:
    listed = run(tmp_path, "list").stdout
    assert f"{NAME}  (366 MB)" in listed
    assert "Licence: Apache-2.0" in listed
    installed = run(tmp_path, "pull", NAME, "--from", str(tiny_models.folder(tiny_models.kokoro_voice)))
    assert f"FEEDBACKYES_TTS=sherpa FEEDBACKYES_TTS_FOLDER={NAME}" in installed.stdout
    assert f"{NAME}  (installed)" in run(tmp_path, "list").stdout
    folder = tmp_path / "models" / NAME
    assert run(tmp_path, "path", NAME).stdout.strip() == str(folder)
    assert run(tmp_path, "path").stdout.strip() == str(folder.parent)
    assert run(tmp_path, "remove", NAME).exit_code == 0
    assert not folder.exists()


def test_folders_of_ones_own_are_listed_too(tmp_path: Path) -> None:
    tiny_models.streaming_ears(tmp_path / "models" / "my-ears")
    assert run(tmp_path, "list").stdout.strip().endswith("my-ears")


@pytest.mark.parametrize("words", [("pull", "nothing"), ("path", "nothing"), ("remove", "nothing")])
def test_an_unknown_name_is_an_error(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert isinstance(run(tmp_path, *words).exception, NotFound)
