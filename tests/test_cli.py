"""The commands, run as a user runs them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from feedbackyes import __version__, authoring
from feedbackyes.audio.files import Writer
from tests import tiny_models

DATA = Path(__file__).parent / "data"


def run(*words: str, data: Path, timeout: float = 90, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("FEEDBACKYES_", "OPENAI_"))}
    return subprocess.run(
        [sys.executable, "-m", "feedbackyes", *words],
        env={**clean, "FEEDBACKYES_DATA": str(data), "FEEDBACKYES_PORT": "1", **environment},
        cwd=data,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


def test_help_names_every_command(tmp_path: Path) -> None:
    done = run("--help", data=tmp_path)
    assert done.returncode == 0
    for command in ("serve", "engine", "call", "doctor", "user", "team", "scenario", "eval"):
        assert command in done.stdout


def test_version(tmp_path: Path) -> None:
    assert run("--version", data=tmp_path).stdout.strip() == __version__


def test_an_unknown_setting_stops_the_start_with_its_name(tmp_path: Path) -> None:
    done = run("serve", data=tmp_path, FEEDBACKYES_PROT="8000")
    assert done.returncode == 1
    assert "FEEDBACKYES_PROT is not a setting" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_hosted_provider_without_a_key_does_not_start(tmp_path: Path) -> None:
    done = run("serve", data=tmp_path, FEEDBACKYES_PROVIDER="openai")
    assert done.returncode == 1
    assert "OPENAI_API_KEY environment variable is required" in done.stderr


def test_a_user_gets_a_token_and_is_listed(tmp_path: Path) -> None:
    added = run("users", "add", "Ana", "--role", "learner", data=tmp_path)
    assert added.returncode == 0
    assert "fy_" in added.stdout
    listed = run("users", "list", data=tmp_path)
    assert "learner\tAna" in listed.stdout
    assert "fy_" not in listed.stdout


def test_an_unknown_role_is_refused(tmp_path: Path) -> None:
    done = run("users", "add", "Ana", "--role", "king", data=tmp_path)
    assert done.returncode == 1
    assert "king" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_doctor_finds_what_a_conversation_needs(tmp_path: Path) -> None:
    done = run("doctor", data=tmp_path)
    for part in ("voice activity", "recogniser", "voice", "data folder"):
        assert f"ok      {part}" in done.stdout


def test_the_doctor_asks_the_servers_of_ears_and_voice(tmp_path: Path) -> None:
    nobody = "http://127.0.0.1:9/v1"
    done = run(
        "doctor",
        data=tmp_path,
        FEEDBACKYES_STT="openai",
        FEEDBACKYES_STT_URL=nobody,
        FEEDBACKYES_TTS="openai",
        FEEDBACKYES_TTS_URL=nobody,
    )
    assert "The recogniser at 127.0.0.1:9 lost this. It cannot be reached" in done.stdout
    assert "The voice at 127.0.0.1:9 failed. It cannot be reached" in done.stdout


def test_a_wav_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = run("call", "--wav", "nowhere.wav", data=tmp_path)
    assert done.returncode == 1
    assert "nowhere.wav cannot be read" in done.stderr


@pytest.mark.slow
def test_a_call_without_a_server_holds_a_conversation_and_prints_it(tmp_path: Path) -> None:
    shutil.copy(DATA / "austen-0880.wav", tmp_path / "line.wav")
    done = run("call", "--wav", "line.wav", data=tmp_path, FEEDBACKYES_PORT="9")
    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stdout.splitlines() if line[:1].isdigit()]
    assert [line.split(": ", 1)[0].split()[-1] for line in lines] == ["You", "Partner"]
    assert "not enough speech" in done.stdout


def test_a_call_says_when_a_scenario_does_not_exist(tmp_path: Path) -> None:
    done = run("call", "--scenario", "nowhere", "--wav", str(DATA / "austen-0880.wav"), data=tmp_path)
    assert done.returncode == 1
    assert "nowhere" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_call_in_a_language_that_nobody_understands_is_not_begun(tmp_path: Path) -> None:
    done = run("call", "--scenario", "hors-devis", "--wav", str(DATA / "austen-0880.wav"), data=tmp_path)
    assert done.returncode == 1
    assert "PocketSphinx does not understand 'fr', only en" in done.stderr


@pytest.mark.slow
def test_a_scenario_file_is_checked_and_played(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(authoring.blank(), encoding="utf-8")
    bad.write_text(authoring.blank().replace("power: equal", "power: boss"), encoding="utf-8")
    found = run("scenario", "lint", str(good), data=tmp_path)
    assert found.returncode == 0, found.stderr
    skilled = re.search(r"^skilled: trust (\d\.\d+)", found.stdout, re.MULTILINE)
    assert skilled is not None, found.stdout
    assert float(skilled[1]) >= 0.9
    assert f"{good}: can be used" in found.stdout
    found = run("scenario", "lint", str(good), str(bad), "--no-play", data=tmp_path)
    assert found.returncode == 1
    line = bad.read_text(encoding="utf-8").splitlines().index("power: boss") + 1
    assert f"{bad}:{line}: error: 'boss' is not known here." in found.stdout
    found = run("scenario", "lint", str(tmp_path / "none.yaml"), data=tmp_path)
    assert found.returncode == 1
    assert "cannot be read" in found.stderr


def test_parts_are_measured_on_a_folder_of_ones_own(tmp_path: Path) -> None:
    nothing = run("eval", "stt", str(tmp_path), data=tmp_path)
    assert nothing.returncode == 1
    assert "no sound files" in nothing.stderr
    ears, voice = (str(tiny_models.folder(make)) for make in (tiny_models.streaming_ears, tiny_models.letters_voice))
    writer = Writer("wav", tiny_models.RATE_HZ)
    (tmp_path / "one.wav").write_bytes(writer.write(tiny_models.said("go home")) + writer.end())
    (tmp_path / "one.txt").write_text("Go home!")
    hearing = partial(run, data=tmp_path, FEEDBACKYES_STT="sherpa", FEEDBACKYES_STT_FOLDER=ears)
    heard = hearing("eval", "stt", str(tmp_path), "--fast", "--json")
    assert json.loads(heard.stdout)["word_error_rate"] == 0, heard.stderr
    (tmp_path / "texts").write_text("go home\nall is well\n")
    both = partial(hearing, FEEDBACKYES_TTS="sherpa", FEEDBACKYES_TTS_FOLDER=voice)
    spoken = both("eval", "tts", "--texts", "texts", "--verbose")
    assert "0.0% misheard" in spoken.stdout, spoken.stderr
