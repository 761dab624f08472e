"""Installs FeedbackYes into `.venv` and builds its page. Needs only Python; says what it does and what is missing.

    python3 tools/setup.py          what running needs
    python3 tools/setup.py --dev    what developing needs as well
    python3 tools/setup.py --extras neural,postgres    optional parts, too (pyproject.toml lists them)

Each step is skipped when its inputs have not changed since it last succeeded.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
LEAST = (3, 11)


def main() -> None:
    if sys.version_info < LEAST:
        sys.exit(f"FeedbackYes needs Python {LEAST[0]}.{LEAST[1]} or later; this is {sys.version.split()[0]}.")
    arguments = sys.argv[1:]
    dev = "--dev" in arguments
    extras = arguments[arguments.index("--extras") + 1] if "--extras" in arguments[:-1] else ""
    lock = ROOT / ("requirements-dev.lock" if dev else "requirements.lock")
    _venv()
    _step("python-dev" if dev else "python", [lock, ROOT / "pyproject.toml"], lambda: _packages(lock))
    if dev:  # holds all that running needs
        _stamp("python", [ROOT / "requirements.lock", ROOT / "pyproject.toml"])
    if extras:
        pins = ROOT / "requirements-dev.lock"
        _step(f"extras-{extras}", [pins, ROOT / "pyproject.toml"], lambda: _extras(extras, pins))
    web = ROOT / "web"
    _step("npm", [web / "package-lock.json", web / ".npmrc"], _npm, also=[web / "node_modules"])
    _step("page", _sources(web), _page, also=[ROOT / "src/feedbackyes/web_dist/index.html"])


def _venv() -> None:
    if PYTHON.exists():
        return
    _say("Making a virtual environment in .venv")
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False)
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit(
            "Python's venv or pip is missing. On Debian or Ubuntu: sudo apt install python3-venv python3-pip\n"
            + (made.stdout + made.stderr).strip()
        )


def _packages(lock: Path) -> None:
    _say("Installing Python packages (about 300 MB the first time)")
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install"]
    _run([*pip, "--require-hashes", "-r", str(lock)], "The Python packages could not be installed.")
    _run([*pip, "-q", "--no-deps", "--no-build-isolation", "-e", str(ROOT)], "FeedbackYes could not be installed.")


def _extras(names: str, pins: Path) -> None:
    """Install optional parts in the versions that the project is tested with."""
    _say(f"Installing optional parts: {names}")
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install"]
    with tempfile.TemporaryDirectory() as folder:
        constraints = Path(folder) / "versions.txt"
        # pip checks no hashes of what is installed in place, and refuses them then; the versions still hold.
        constraints.write_text("\n".join(re.findall(r"^[^\s#-][^\\\n]*", pins.read_text(), re.MULTILINE)))
        wanted = [*pip, "-q", "--no-build-isolation", "-c", str(constraints), "-e", f"{ROOT}[{names}]"]
        _run(wanted, f"The optional parts {names} could not be installed.")


def _npm() -> None:
    _say("Installing what builds the page")
    _run(
        [_node_tool("npm"), "ci", "--no-progress", "--loglevel=error"],
        "The web packages could not be installed.",
        web=True,
    )


def _page() -> None:
    _say("Building the page")
    _run([_node_tool("npm"), "run", "--silent", "build"], "The page could not be built.", web=True)


def _node_tool(name: str) -> str:
    return str(BIN / (name + ".exe" if os.name == "nt" else name))


def _run(command: list[str], failure: str, *, web: bool = False) -> None:
    environment = dict(os.environ, PATH=f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}")
    done = subprocess.run(command, cwd=ROOT / "web" if web else ROOT, env=environment, check=False)
    if done.returncode:
        sys.exit(f"{failure} The lines above say why; nothing else was changed. Run the same command again to go on.")


def _step(name: str, inputs: Iterable[Path], work: Callable[[], None], also: Iterable[Path] = ()) -> None:
    """Do `work` unless its inputs are those of its last success and its outputs `also` are there."""
    inputs = list(inputs)
    stamp = VENV / f".stamp-{name}"
    if stamp.exists() and stamp.read_text() == _digest(inputs) and all(path.exists() for path in also):
        return
    begun = time.monotonic()
    work()
    _stamp(name, inputs)
    _say(f"  done in {time.monotonic() - begun:.0f} s")


def _stamp(name: str, inputs: Iterable[Path]) -> None:
    (VENV / f".stamp-{name}").write_text(_digest(inputs))


def _sources(web: Path) -> list[Path]:
    skipped = {"node_modules", "dist", "examples"}
    return sorted(
        path
        for path in web.rglob("*")
        if path.is_file() and not skipped & set(path.relative_to(web).parts) and ".test." not in path.name
    )


def _digest(paths: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for path in paths:
        total.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    main()
