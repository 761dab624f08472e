"""A real server, a real browser, and a learner who speaks through the browser's fake microphone."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import numpy as np
import pytest
from playwright.sync_api import expect

RATE_HZ = 16_000
NEEDED = {"chromium": "chromium", "flite": "flite"}
START_S = 30


TYPED = {"test_author", "test_french", "test_judging", "test_progress", "test_report", "test_team"}
"""Walks in which nobody speaks: they may run beside one in which somebody does."""


expect.set_options(timeout=15_000)  # two walks at a time on two cores: slow is not broken


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser the tests are skipped with a sentence; CI has one, and fails when it has not.

    Talks by voice run one after the other, whatever else runs: they need a core for their ears.
    """
    for item in items:
        if item.get_closest_marker("e2e") and item.path.stem not in TYPED:
            item.add_marker(pytest.mark.xdist_group("voice"))
    missing = [package for program, package in NEEDED.items() if shutil.which(program) is None]
    if not missing or os.environ.get("CI"):
        return
    reason = f"needs {' and '.join(missing)}; on Debian: sudo apt install {' '.join(missing)}"
    for item in items:
        if item.get_closest_marker("e2e"):
            item.add_marker(pytest.mark.skip(reason=reason))


@dataclass
class Server:
    """A running FeedbackYes in a process of its own."""

    url: str
    data: Path
    process: subprocess.Popen[bytes]
    log: Path

    def kill(self) -> None:
        """End it as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)
        print(self.log.read_text(errors="replace"))  # shown with a test that fails

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()
        else:
            print(self.log.read_text(errors="replace"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def start_server(
    data: Path, *command: str, port: int | None = None, program: str = "feedbackyes", **environment: str
) -> Server:
    """Start `feedbackyes <command>` (default `serve`) and wait until it answers. `program`: a module in its place."""
    port = port or free_port()
    data.mkdir(parents=True, exist_ok=True)
    log = data / "server.log"
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("FEEDBACKYES_", "OPENAI_"))}
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", program, *(command or ("serve",))],
            env={
                **clean,
                "FEEDBACKYES_PORT": str(port),
                "FEEDBACKYES_DATA": str(data),
                "FEEDBACKYES_DRAIN_SECONDS": "1",
                **environment,
            },
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{url}/health", timeout=1).status_code == 200:
                return Server(url, data, process, log)
        except httpx.HTTPError:
            time.sleep(0.05)
    process.kill()
    raise RuntimeError(f"The server did not start:\n{log.read_text()[-2000:]}")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    started = start_server(tmp_path / "data")
    yield started
    started.stop()


def spoken(text: str, folder: Path) -> np.ndarray:
    """`text` in a synthetic voice, 16 kHz PCM16."""
    path = folder / "line.wav"
    subprocess.run(["flite", "-voice", "slt", "-t", text, "-o", str(path)], check=True)
    with wave.open(str(path), "rb") as file:
        return np.frombuffer(file.readframes(file.getnframes()), "<i2")


def write_wav(path: Path, samples: np.ndarray) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(samples.astype("<i2").tobytes())
    return path


def microphone(folder: Path, *script: tuple[float, str], quiet_s: int = 240) -> Path:
    """A WAV for the fake microphone: (seconds of quiet before, what is said)…, then quiet for long."""
    rng = np.random.default_rng(7)
    parts: list[np.ndarray] = []
    for seconds, text in script:
        parts += [np.zeros(int(seconds * RATE_HZ)), spoken(text, folder)]
    parts.append(np.zeros(quiet_s * RATE_HZ))
    whole = np.concatenate(parts)
    return write_wav(folder / "microphone.wav", whole + rng.normal(0, 12, len(whole)))
