"""What is released: one version everywhere, and packages that run where there is nothing but Python."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import time
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import numpy as np
import pytest
import yaml
from playwright.sync_api import expect
from websockets.sync.client import connect

from feedbackyes import __version__
from feedbackyes.audio.wav import read_wav
from tests.e2e.conftest import free_port, microphone
from tests.e2e.test_conversation import browser_page

ROOT = Path(__file__).resolve().parents[2]
INSIDE = (
    "feedbackyes/web_dist/index.html",
    "feedbackyes/web_dist/swagger/LICENSE",
    "feedbackyes/library/scenarios/late-report.yaml",
    "feedbackyes/storage/migrations/env.py",
    "feedbackyes/storage/migrations/script.py.mako",
    "feedbackyes/py.typed",
)
LANGUAGES = ("de", "en", "es", "fr")


def test_every_file_that_names_our_version_names_the_same() -> None:
    chart = yaml.safe_load((ROOT / "deploy/helm/feedbackyes/Chart.yaml").read_text())
    named = {"Chart.yaml": str(chart["version"]), "Chart.yaml, of the app": str(chart["appVersion"])}
    for folder in ("packages/realtime", "packages/react", "examples/next"):
        named[folder] = json.loads((ROOT / "web" / folder / "package.json").read_text())["version"]
    react = json.loads((ROOT / "web/packages/react/package.json").read_text())
    named["what react wants"] = {**react["dependencies"], **react.get("peerDependencies", {})}["@feedbackyes/realtime"]
    heading = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    named["CHANGELOG.md"] = heading[1] if heading else "none"
    assert set(named.values()) == {__version__}, named


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A source package, and a wheel that was made of nothing else."""
    folder = tmp_path_factory.mktemp("dist")
    _run([sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(folder)], cwd=ROOT)
    (source,) = folder.glob("*.tar.gz")
    with tarfile.open(source) as archive:
        archive.extractall(folder, filter="data")
    unpacked = folder / source.name.removesuffix(".tar.gz")
    _run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], cwd=unpacked)
    assert not (unpacked / "web/node_modules").exists(), "The page was in the source package, and was built again."
    (wheel,) = folder.glob("*.whl")
    return source, wheel


def _run(command: list[str], *, cwd: Path) -> None:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_wheel_has_the_page_the_library_and_the_migrations(built: tuple[Path, Path]) -> None:
    source, wheel = built
    assert wheel.name == f"feedbackyes-{__version__}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        (metadata,) = (name for name in names if name.endswith(".dist-info/METADATA"))
        told = archive.read(metadata).decode()
    assert not [name for name in INSIDE if name not in names]
    for language in LANGUAGES:
        assert any(re.fullmatch(rf"feedbackyes/web_dist/assets/{language}-.{{8}}\.js", name) for name in names)
    here = {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src/feedbackyes").rglob("*.y*ml")}
    assert here <= names
    versions = [name for name in names if name.startswith("feedbackyes/storage/migrations/versions/")]
    assert len(versions) == len(list((ROOT / "src/feedbackyes/storage/migrations/versions").glob("*.py")))
    assert not [name for name in names if "espeak" in name and not name.endswith(".py")]
    assert "License-Expression: Apache-2.0" in told
    with tarfile.open(source) as archive:
        assert f"{source.name.removesuffix('.tar.gz')}/CHANGELOG.md" in archive.getnames()


@pytest.fixture(scope="module")
def base(built: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The wheel installed by itself and `feedbackyes serve` in an empty home, where no other program is found."""
    folder = tmp_path_factory.mktemp("alone")
    home = folder / "home"
    home.mkdir()
    venv.create(folder / "venv", with_pip=True)
    programs = folder / "venv/bin"
    _run([str(programs / "python"), "-m", "pip", "install", "--quiet", str(built[1])], cwd=home)
    kept = {name: os.environ[name] for name in ("LANG", "LC_ALL", "TZ") if name in os.environ}
    environment = {**kept, "HOME": str(home), "PATH": str(programs), "FEEDBACKYES_PORT": str(free_port())}
    assert shutil.which("node", path=environment["PATH"]) is None
    url = f"http://127.0.0.1:{environment['FEEDBACKYES_PORT']}"
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(["feedbackyes", "serve"], cwd=home, env=environment, stdout=log, stderr=log)
    try:
        _wait(url, server, folder / "log")
        yield url
    finally:
        server.terminate()
        server.wait(30)
    assert (home / ".local/share/feedbackyes").is_dir()
    assert "Traceback" not in (folder / "log").read_text()


def _wait(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if httpx.get(f"{url}/health", timeout=1).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise AssertionError(f"The server did not start:\n{log.read_text()[-2000:]}")


@pytest.mark.slow
@pytest.mark.e2e
@pytest.mark.timeout(900)
def test_the_installed_wheel_shows_its_page(base: str, tmp_path: Path) -> None:
    assert httpx.get(f"{base}/health").json()["version"] == __version__
    problems: list[str] = []
    with browser_page(microphone(tmp_path, quiet_s=5), problems=problems) as page:
        page.goto(base)
        expect(page.get_by_role("heading", name="Conversations")).to_be_visible()
        expect(page.get_by_role("contentinfo")).to_contain_text(__version__)
    assert not problems


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_installed_wheel_answers_by_voice(base: str) -> None:
    line = read_wav((ROOT / "tests/data/austen-0930.wav").read_bytes(), 24_000)
    quiet = np.zeros(24_000, np.int16)
    heard, said = "", bytearray()
    with connect(f"{base.replace('http', 'ws', 1)}/v1/realtime?model=feedbackyes", max_size=None) as socket:
        audio = {"input": {"transcription": {"model": "whisper-1"}, "turn_detection": {"type": "server_vad"}}}
        socket.send(json.dumps({"type": "session.update", "session": {"type": "realtime", "audio": audio}}))
        samples = np.concatenate([quiet, line, quiet, quiet]).astype("<i2").tobytes()
        for start in range(0, len(samples), 48_000):
            chunk = base64.b64encode(samples[start : start + 48_000]).decode()
            socket.send(json.dumps({"type": "input_audio_buffer.append", "audio": chunk}))
        while True:
            event = json.loads(socket.recv(timeout=60))
            if event["type"] == "conversation.item.input_audio_transcription.completed":
                heard = event["transcript"]
            elif event["type"] == "response.output_audio.delta":
                said += base64.b64decode(event["delta"])
            elif event["type"] == "response.done":
                break
    assert len(heard.split()) > 3
    assert len(said) > 24_000
    assert np.abs(np.frombuffer(bytes(said), "<i2").astype(int)).max() > 1000
