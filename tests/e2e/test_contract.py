"""The commands of docs/contract.md, pasted one after the other as a reader would."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.conftest import Server

ROOT = Path(__file__).resolve().parents[2]
CONTRACT = ROOT / "docs/contract.md"
TIMEOUT_S = 120


def rows() -> list[tuple[str, str]]:
    """The heading of each block of commands, and the commands; the first are what all others use."""
    parts = re.split(r"^#{2,3} (.*)$", CONTRACT.read_text(), flags=re.MULTILINE)
    named = list(zip(["before", *parts[1::2]], parts[0::2], strict=True))
    return [(name, block) for name, text in named for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL)]


def test_every_command_of_the_contract_works_when_it_is_pasted(server: Server) -> None:
    script = ["set -e"]
    for name, commands in rows():
        script += [f"echo '== {name}' >&2", commands]
    environment = dict(os.environ, B=server.url, PATH=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    done = subprocess.run(
        ["bash", "-c", "\n".join(script)], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=TIMEOUT_S
    )
    assert done.returncode == 0, done.stderr[-3000:] + done.stdout[-1000:]


def test_the_contract_has_all_rows_and_names_tests_that_are_there() -> None:
    text = CONTRACT.read_text()
    found = {int(number) for number in re.findall(r"^(?:### |\| )(\d+) ", text, re.MULTILINE)}
    assert found == set(range(1, 35))
    named = re.findall(r"`((?:tests|web)/[\w./-]+)`", text)
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("number", range(1, 35))
def test_every_row_says_how_it_is_guarded(number: int) -> None:
    text = CONTRACT.read_text()
    heading = re.search(rf"^### {number} .*?(?=^##)|^\| {number} \|.*$", text + "\n## end", re.MULTILINE | re.DOTALL)
    assert heading is not None
    assert re.search(r"`(tests|web)/|\.md\)", heading[0]), heading[0]
