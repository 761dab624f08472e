"""`make eval`: measure detectors and judges on the golden set, and write docs/evaluation.md.

The basic check is always examined, a language model when one is configured (docs/settings.md).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import yaml

from evals import golden, judges, metamorphic, report
from evals.figures import Detector, detectors, judged
from evals.golden import Transcript
from feedbackyes import library
from feedbackyes.analysis import prices
from feedbackyes.domain.errors import ExpectedError
from feedbackyes.settings import Settings

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "evaluation.md"
MEASURED = ROOT / "src" / "feedbackyes" / "library" / "detectors" / "en.yaml"


def main(arguments: Sequence[str] | None = None, settings: Settings | None = None) -> int:
    """Exit code 1 when a quote is not the learner's, a change raised a level, or a judge does not answer."""
    options = _options(arguments)
    talks = golden.load(options.half)
    if options.half == "figures" and golden.actual_hashes() != golden.stated_hashes():
        print("The figures half is not the one that was committed before tuning: a hash differs.", file=sys.stderr)
        return 1
    model = judges.configured(settings or Settings()) if options.judge != "basic" else None
    if model is None and options.judge == "model":
        print("No language model is configured. docs/settings.md says how.", file=sys.stderr)
        return 1
    figures = detectors(talks)
    if options.write:
        _keep(figures)
    try:
        asked = [_asked(model, talks, options.half)] if model is not None else []
    except ExpectedError as error:
        print(error.message, file=sys.stderr)
        return 1
    results = [_examined(judges.Basic(), talks, options.half), *asked]
    page = report.page(figures, results, date=today())
    print(page)
    if options.notes:
        print("\n".join(report.notes(figures, results)))
    if options.write:
        PAGE.write_text(page, "utf-8")
    return int(not all(result.clean for result in results))


def today() -> date:
    return datetime.now(UTC).date()


def _examined(judge: judges.Judge, talks: Sequence[Transcript], half: str) -> report.Result:
    changed = [*talks, *(golden.load("tune") if half == "figures" else [])]
    return report.Result(judge, judged(judge, talks), *metamorphic.raised(judge, changed))


def _asked(model: judges.Model, talks: Sequence[Transcript], half: str) -> report.Result:
    try:
        result = _examined(model, talks, half)
    finally:
        model.close()
    cost = prices.cost_usd(model.model, model.used)
    paid = "" if cost is None else f", {cost:.2f} US dollars at list price"
    print(f"{model.used.input_tokens} tokens asked, {model.used.output_tokens} answered{paid}.", file=sys.stderr)
    return result


def _keep(figures: Mapping[str, Detector]) -> None:
    """Write what the app goes by when it decides what counts, then judge by it."""
    measured = {name: one.measured.model_dump() for name, one in figures.items()}
    text = yaml.safe_dump(
        {"measured": today().isoformat(), "detectors": measured}, sort_keys=False, default_flow_style=None
    )
    MEASURED.write_text(
        f"# Written by `make eval`. Do not edit: docs/evaluation.md says what it means.\n{text}", "utf-8"
    )
    library.measurement.cache_clear()


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure detectors and judges on the golden set.")
    parser.add_argument(
        "--judge",
        choices=("auto", "basic", "model"),
        default="auto",
        help="auto: the basic check, and a language model when one is configured; basic: no model; model: it must be",
    )
    parser.add_argument("--half", choices=tuple(golden.HALVES), default="figures")
    parser.add_argument("--notes", action="store_true", help="list what disagreed; never of the figures half to tune")
    parser.add_argument("--write", action="store_true", help="docs/evaluation.md")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    raise SystemExit(main())
