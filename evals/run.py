"""`make eval`: measure detectors and a judge on the golden set, and write docs/evaluation.md."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import yaml

from evals import golden, metamorphic, report
from evals.figures import Detector, detectors, judged
from evals.judges import named
from feedbackyes import library

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "evaluation.md"
MEASURED = ROOT / "src" / "feedbackyes" / "library" / "detectors" / "en.yaml"


def main() -> int:
    """Exit code 1 when a quote is not the learner's or a change raised a level."""
    options = _options()
    talks = golden.load(options.half)
    judge = named(options.judge)
    if options.half == "figures" and golden.actual_hashes() != golden.stated_hashes():
        print("The figures half is not the one that was committed before tuning: a hash differs.", file=sys.stderr)
        return 1
    figures = detectors(talks)
    if options.write:
        _keep(figures)
    opinion = judged(judge, talks)
    tried, raises = metamorphic.raised(judge, [*talks, *(golden.load("tune") if options.half == "figures" else [])])
    page = report.page(judge, figures, opinion, tried, raises, date=datetime.now(UTC).date())
    print(page)
    if options.notes:
        print("\n".join(report.notes(figures, opinion, raises)))
    if options.write:
        PAGE.write_text(page, "utf-8")
    return int(opinion.quotes_found < opinion.quotes or bool(raises))


def _keep(figures: Mapping[str, Detector]) -> None:
    """Write what the app goes by when it decides what counts, then judge by it."""
    today = datetime.now(UTC).date().isoformat()
    measured = {name: one.measured.model_dump() for name, one in figures.items()}
    text = yaml.safe_dump({"measured": today, "detectors": measured}, sort_keys=False, default_flow_style=None)
    MEASURED.write_text(
        f"# Written by `make eval`. Do not edit: docs/evaluation.md says what it means.\n{text}", "utf-8"
    )
    library.measurement.cache_clear()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure detectors and a judge on the golden set.")
    parser.add_argument("--judge", default="evals.judges:Basic", metavar="MODULE:CALLABLE", help="makes the judge")
    parser.add_argument("--half", choices=golden.HALVES, default="figures")
    parser.add_argument("--notes", action="store_true", help="list what disagreed; never of the figures half to tune")
    parser.add_argument("--write", action="store_true", help="docs/evaluation.md")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
