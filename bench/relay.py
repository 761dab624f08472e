"""Measures our relay beside other relays in the same run: CPU per round trip, delay, memory.

    python bench/relay.py                       200 paced sessions, recording off and on
    python bench/relay.py --saturate            as many messages as go through as well
    python bench/relay.py --kit ../shared/bench --sessions 50,200 --rounds 3

The kit (load, upstream, peers) is a folder of its own beside the project; only ratios within one run carry.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--kit", type=Path, default=ROOT.parent / "shared/bench", help="folder with run.py of the bench kit"
    )
    parser.add_argument("--peers", default="haproxy,node_ws,picows,fastapi_naive")
    parser.add_argument("--sessions", default="200")
    parser.add_argument("--seconds", default="8")
    parser.add_argument("--rounds", default="3")
    parser.add_argument(
        "--warmup", default="15", help="seconds before measuring: a fresh server compiles patterns in its first ten"
    )
    parser.add_argument("--saturate", action="store_true")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--recording", choices=("off", "on", "both"), default="both")
    given = parser.parse_args()
    if given.serve:
        _serve()
    if not (given.kit / "run.py").exists():
        sys.exit(f"No bench kit in {given.kit}. Give its folder with --kit.")
    with tempfile.TemporaryDirectory() as folder:
        kit = Path(folder) / "kit"
        shutil.copytree(given.kit, kit)
        kit.chmod(0o755)
        for path in kit.rglob("*"):
            path.chmod(path.stat().st_mode | 0o200)
        subprocess.run([BIN / "npm", "install", "--silent"], cwd=kit / "peers", check=False)
        modes = ("off", "on") if given.recording == "both" else (given.recording,)
        return max(_run(kit, Path(folder), mode, given) for mode in modes)


def _serve() -> NoReturn:
    """Become the server, with a data folder of its own: every round of the kit uses the same session ids."""
    data = Path(os.environ["FEEDBACKYES_DATA"])
    data.mkdir(exist_ok=True)
    os.environ["FEEDBACKYES_DATA"] = tempfile.mkdtemp(dir=data)
    os.execv(BIN / "feedbackyes", ["feedbackyes", "serve"])


def _run(kit: Path, folder: Path, recording: str, given: argparse.Namespace) -> int:
    print(f"\n## recording {recording}\n", flush=True)
    environment = {
        "FEEDBACKYES_PROVIDER": "openai",
        "OPENAI_API_KEY": "bench",
        "OPENAI_REALTIME_URL": "ws://127.0.0.1:$UPSTREAM_PORT/v1/realtime",
        "FEEDBACKYES_PORT": "$PORT",
        "FEEDBACKYES_DATA": str(folder / "data"),
        "FEEDBACKYES_RECORDING": recording,
        "FEEDBACKYES_LOG_LEVEL": "WARNING",
    }
    subject = " ".join(
        [*(f"{name}={value}" for name, value in environment.items()), sys.executable, __file__, "--serve"]
    )
    command = [
        sys.executable, "run.py", "--python", sys.executable, "--peers", given.peers, "--sessions", given.sessions,
        "--seconds", given.seconds, "--rounds", given.rounds, "--warmup", given.warmup, "--subject", subject,
        "--subject-url", "ws://127.0.0.1:PORT/ws/realtime/{id}", "--subject-ready", "/health",
        *(["--saturate", "8"] if given.saturate else []),
    ]  # fmt: skip
    return subprocess.run(command, cwd=kit, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
