"""The report of an evaluation as Markdown."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from evals.figures import Detector, Opinion
from evals.judges import Judge
from evals.metamorphic import Raise
from feedbackyes.domain.detector import FEWEST, LEAST_PRECISION, LEAST_RECALL

_HEAD = """# Evaluation

Written by `make eval` on {date}. Judge: {judge}. Do not edit.

## The golden set
`evals/golden` has {figures} transcripts for these figures (`figures.yaml`) and others to tune on (`tune.yaml`): short talks
for all nine rubrics, typed and as a recogniser writes them, in American, British, Irish, Scottish, Australian, Indian,
West African and non-native English. They were written and labelled by one author, who belongs to the project; there was no
second reader, and no real learner said them. Take the figures as an upper bound of what strangers' talks would give.

Which half a transcript belongs to was decided when it was written: the `figures` half was written first, from what the
rubrics mean and without looking at the detectors, and committed with its SHA-256 (`evals/figures.sha256`) before any
detector was tuned; the `tune` half came afterwards. Nothing was tuned on the `figures` half.
"""


def page(
    judge: Judge,
    figures: Mapping[str, Detector],
    opinion: Opinion,
    tried: int,
    raises: Sequence[Raise],
    *,
    date: date,
) -> str:
    """docs/evaluation.md, whole."""
    return "\n".join(
        [
            _HEAD.format(date=date.isoformat(), judge=judge.name, figures=opinion.talks),
            *_judge(judge, opinion),
            *_changes(tried, raises),
            *_detectors(figures),
        ]
    )


def _judge(judge: Judge, opinion: Opinion) -> list[str]:
    lines = [
        "## The judge",
        "Agreement is of the levels that were given; where the judge is not sure it gives none.",
        f"{judge.name} gives at most level {judge.cap}; *reachable* compares with the reader's level, at most {judge.cap}.",
        "",
        "| figure | value |",
        "|---|---|",
        f"| levels given, of all that were asked for | {opinion.share('given'):.0%} |",
        f"| exact agreement | {opinion.share('exact'):.0%} |",
        f"| exact agreement with the reachable level | {opinion.share('capped'):.0%} |",
        f"| within one level | {opinion.share('within_one'):.0%} |",
        f"| quotes that are verbatim in the learner's own turn | {opinion.quotes_found} of {opinion.quotes} |",
        f"| talks judged the same again | {opinion.repeated} of {opinion.talks} |",
        "",
        "| rubric | element | talks | given | exact | reachable | within one |",
        "|---|---|---|---|---|---|---|",
    ]
    for (rubric, element), one in opinion.agreement.items():
        counts = (one.exact, one.capped, one.within_one)
        shares = " | ".join(f"{count / one.given:.0%}" if one.given else "" for count in counts)
        lines.append(f"| {rubric} | {element} | {one.talks} | {one.given} | {shares} |")
    return [*lines, ""]


def _changes(tried: int, raises: Sequence[Raise]) -> list[str]:
    return [
        "## Changes that must not raise a level",
        "Shuffled criteria, small talk around the talk, swapped names and spelling, a repeated sentence, a good sentence",
        "spoken by the partner, quoted, negated or hypothetical, and instructions to the judge, for both halves:",
        f"{tried} changed talks, {len(raises)} levels raised.",
        *(f"- {change}: {count}" for change, count in Counter(one.change for one in raises).most_common()),
        "",
    ]


def _detectors(figures: Mapping[str, Detector]) -> list[str]:
    lines = [
        "## Detectors",
        f"By turn of the learner. A detector below {LEAST_PRECISION} precision or {LEAST_RECALL} recall, or with fewer than",
        f"{FEWEST} labelled turns, is experimental: what it finds is shown and moves no level of the basic check. The interval",
        "is Wilson's, 95 %; with so few turns it is wide, and a detector above the bar may well be below it elsewhere.",
        "",
        "| behaviour | turns | precision | interval | recall | interval | experimental |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, one in figures.items():
        mark = "yes" if one.measured.experimental else ""
        precision = f"{one.precision:.2f} | {_interval(one.right, one.right + one.wrong)}"
        recall = f"{one.recall:.2f} | {_interval(one.right, one.labelled)}"
        lines.append(f"| {name} | {one.labelled} | {precision} | {recall} | {mark} |")
    return [*lines, ""]


def _interval(right: int, tried: int, z: float = 1.96) -> str:
    """Wilson's score interval of a share; empty when nothing was tried."""
    if tried == 0:
        return ""
    share, spread = right / tried, z * z / tried
    middle = (share + spread / 2) / (1 + spread)
    half = z * math.sqrt(share * (1 - share) / tried + spread / tried / 4) / (1 + spread)
    return f"{middle - half:.2f} to {middle + half:.2f}"


def notes(figures: Mapping[str, Detector], opinion: Opinion, raises: Sequence[Raise]) -> list[str]:
    """What disagreed, line by line."""
    lines = [f"{name}: {note}" for name, one in figures.items() for note in one.notes]
    lines += [f"{one.change}: {one.talk}, {one.element} {one.before} to {one.after}" for one in raises]
    return lines + [f"{key[0]}.{key[1]}: {note}" for key, one in opinion.agreement.items() for note in one.notes]
