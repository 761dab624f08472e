"""What the command imports before it knows what is wanted of it, and whether that can be done."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    "asyncio",
    "fastapi",
    "numpy",
    "onnxruntime",
    "prometheus_client",
    "pydantic",
    "sqlalchemy",
    "uvicorn",
    "opentelemetry",
)
MODULES = """
import atexit, sys
atexit.register(lambda: print(*sys.modules))
sys.argv[0] = "feedbackyes"
import feedbackyes.cli
feedbackyes.cli.main()
"""


def imported(folder: Path, *command: str, **environ: str) -> tuple[str, list[str]]:
    """What the command says to stderr, and the modules that it had imported in the end."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("FEEDBACKYES_", "OPENAI_"))}
    environment = kept | {"FEEDBACKYES_DATA": str(folder)} | environ
    done = subprocess.run(
        [sys.executable, "-c", MODULES, *command], capture_output=True, text=True, cwd=folder, env=environment
    )
    return done.stderr, done.stdout.splitlines()[-1].split()


def test_nothing_heavy_is_imported_to_say_what_there_is(tmp_path: Path) -> None:
    _, modules = imported(tmp_path, "--help")
    assert [name for name in HEAVY if name in modules] == []


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("FEEDBACKYES_PROT", "1", "FEEDBACKYES_PROT is not a setting"),
        ("FEEDBACKYES_PORT", "http", "FEEDBACKYES_PORT='http' cannot be used"),
        ("FEEDBACKYES_PROVIDER", "nobody", "No providers back end 'nobody'"),
        ("FEEDBACKYES_STT", "nobody", "No stt back end 'nobody'"),
        ("FEEDBACKYES_HOST", "no.such.name.invalid", "no address of this machine"),
    ],
)
def test_a_wrong_setting_is_told_before_the_application_is_imported(
    name: str, value: str, said: str, tmp_path: Path
) -> None:
    sentence, modules = imported(tmp_path, "serve", **{name: value})
    assert said in sentence
    assert "fastapi" not in modules


def test_a_busy_port_is_told_before_the_application_is_imported(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        sentence, modules = imported(tmp_path, "serve", "--port", str(taken.getsockname()[1]))
    assert "take another port" in sentence
    assert "fastapi" not in modules
