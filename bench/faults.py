"""Measures what becomes of conversations when their voice service fails, and writes the table of docs/reliability.md.

python bench/faults.py                      every kind, 20 times
python bench/faults.py --kinds reset,stall --injections 4 --dry
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.faults import service  # noqa: E402
from tests.faults.kinds import KINDS  # noqa: E402
from tests.faults.rig import Outcome, measure  # noqa: E402

PAGE = ROOT / "docs/reliability.md"
BEGIN, END = "<!-- faults: begin -->", "<!-- faults: end -->"


async def run(given: argparse.Namespace) -> dict[str, Outcome]:
    wanted = [part.strip() for part in given.kinds.split(",") if part.strip()]
    found: dict[str, Outcome] = {}
    with tempfile.TemporaryDirectory() as folder:
        async with service.running(Path(folder)) as rig:
            for name, fault in KINDS.items():
                if wanted and not any(part in name for part in wanted):
                    continue
                began = time.monotonic()
                found[name] = await measure(rig.base, rig.proxy, name, fault, given.injections)
                print(row(name, found[name]), f"{time.monotonic() - began:.0f} s", flush=True)
                if not given.dry:
                    write(found)
                for note in found[name].notes:
                    print("    ", note)
            if given.log:
                print(rig.server.log.read_text())
    return found


def row(name: str, outcome: Outcome) -> str:
    return (
        f"| {name} | {outcome.sessions} | {outcome.went_on} | {outcome.lost} | {outcome.doubled} "
        f"| {outcome.longest_s:.1f} s |"
    )


def write(found: dict[str, Outcome]) -> None:
    """Put the rows into the page; those of kinds that were not measured now stay."""
    text = PAGE.read_text()
    before, rest = text.split(BEGIN, 1)
    table, after = rest.split(END, 1)
    rows = {line.split("|")[1].strip(): line for line in table.splitlines() if line.startswith("| ")}
    rows |= {name: row(name, outcome) for name, outcome in found.items()}
    head = [
        "| what happens | injected | went on | turns lost | turns doubled | longest silence |",
        "|---|---|---|---|---|---|",
    ]
    PAGE.write_text(before + "\n".join([BEGIN, *head, *(rows[name] for name in KINDS if name in rows), END]) + after)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kinds", default="", help="only those whose names have one of these in them")
    parser.add_argument("--injections", type=int, default=20)
    parser.add_argument("--log", action="store_true", help="print the log of our server")
    parser.add_argument("--dry", action="store_true", help="leave docs/reliability.md alone")
    given = parser.parse_args()
    found = asyncio.run(run(given))
    return int(any(outcome.lost or outcome.doubled or outcome.went_on < outcome.sessions for outcome in found.values()))


if __name__ == "__main__":
    sys.exit(main())
