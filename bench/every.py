"""Runs every bench of this folder with the options of which the figures are published: `make bench`. Takes hours.

    python bench/every.py --speech FOLDER --pipecat PYTHON --kit FOLDER
    python bench/every.py --list                       what would run, and what is missing

One after the other, so that none is in another's way, and on when one fails. A bench whose recordings or programs are not here is
left out, and named at the end. `make faults` and `make soak` are for themselves.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Bench:
    """`wants` names programs, or options of this command; what such an option has stands in place of `{its name}`.

    Args:
        page: where its figures are.
    """

    name: str
    page: str
    options: str = ""
    wants: tuple[str, ...] = ()
    takes: str = ""


BENCHES = (
    Bench("relay", "performance", "--kit {kit} --recording off --rounds 5 --seconds 5", ("kit", "haproxy")),
    Bench("turn", "performance", "--turns 6"),
    Bench("overhead", "performance", takes="--pipecat {pipecat}"),
    Bench("webrtc", "performance"),
    Bench("webrtc_loss", "performance", "--speech {speech}", ("speech",)),
    Bench("phone", "performance", wants=("sipp",)),
    Bench("analysis", "performance", "--minutes 3 30 90"),
    Bench("storage", "performance", "--plans", ("pg_ctlcluster",)),
    Bench("registry", "scale", wants=("pg_ctlcluster", "redis-server")),
    Bench("capacity", "scale"),
    Bench("recognition", "recognition", "--speech {speech}", ("speech", "flite")),
    Bench("confidence", "recognition", wants=("flite",)),
)
"""In the order of the pages. `takes`: options for what makes it better and can be missing."""
APART = ("every", "faults", "soak")
"""Commands of their own."""


def command(bench: Bench, given: dict[str, str]) -> list[str]:
    options = bench.options.split()
    if bench.takes and all(given[name] for name in given if "{" + name + "}" in bench.takes):
        options += bench.takes.split()
    return [sys.executable, str(HERE / f"{bench.name}.py"), *(part.format(**given) for part in options)]


def missing(bench: Bench, given: dict[str, str]) -> list[str]:
    """What it wants and is not here."""
    return [
        f"--{name}" if name in given else name
        for name in bench.wants
        if not (given[name] and Path(given[name]).is_dir() if name in given else shutil.which(name))
    ]


def run(benches: Sequence[Bench], given: dict[str, str]) -> int:
    told: dict[str, str] = {}
    for bench in benches:
        lacking = missing(bench, given)
        if lacking:
            told[bench.name] = f"left out: {', '.join(lacking)} is not here"
            continue
        print(f"\n# {bench.name} (docs/{bench.page}.md)\n", flush=True)
        began = time.monotonic()
        status = subprocess.run(command(bench, given), cwd=HERE.parent, check=False).returncode
        told[bench.name] = f"{'failed' if status else 'done'} in {time.monotonic() - began:.0f} s"
    print("\n# Summary\n")
    for name, what in told.items():
        print(f"{name:14} {what}")
    return int(any(what.startswith("failed") for what in told.values()))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--speech", default="", help="folder of recordings with a README of their words")
    parser.add_argument("--pipecat", default="", help="the Python that has pipecat, to be measured beside us")
    parser.add_argument("--kit", default=str(HERE.parents[1] / "shared/bench"), help="folder of the relay's bench kit")
    parser.add_argument("--list", action="store_true", help="say what would run")
    options = parser.parse_args()
    given = {name: getattr(options, name) for name in ("speech", "pipecat", "kit")}
    if options.list:
        for bench in BENCHES:
            lacking = missing(bench, given)
            print(
                f"{bench.name:14} {'lacks ' + ', '.join(lacking) if lacking else ' '.join(command(bench, given)[2:])}"
            )
        return 0
    return run(BENCHES, given)


if __name__ == "__main__":
    sys.exit(main())
