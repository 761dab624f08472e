"""Runs and prints what `feedbackyes eval turns` measures."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from feedbackyes.evaluation.turns import cases, comparison
from feedbackyes.evaluation.turns.cases import Case
from feedbackyes.evaluation.turns.comparison import Compared
from feedbackyes.evaluation.turns.drawn import drawn
from feedbackyes.evaluation.turns.scores import Score
from feedbackyes.evaluation.turns.simulation import Manner
from feedbackyes.settings import Settings
from feedbackyes.stages import vad

TABLE_WIDTH = 130


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line says. `export`: a folder for the recordings. `drawn`: so many cases drawn with `seed` instead
    of our own set."""

    patience_ms: int
    verbose: bool
    as_json: bool
    export: Path | None
    drawn: int = 0
    seed: int = 1


async def measure(settings: Settings, folder: Path | None, asked: Asked) -> int:
    """Measure turn-taking on a folder, or on our own set. Returns how many cases fare worse than with plain silence.

    Raises:
        ExpectedError: there is nothing to measure, or a part cannot be used.
    """
    found = await _cases(folder, asked)
    if asked.export is not None:
        comparison.export(found, asked.export)
    manner = Manner(
        "ours",
        asked.patience_ms,
        settings.backchannels,
        settings.turn_cues,
        settings.echo_check,
        settings.noise_gate,
    )
    detector = vad.configured(settings)
    try:
        compared = await comparison.compare(found, detector, manner)
    finally:
        await detector.close()
    if asked.as_json:
        Console(soft_wrap=True).print_json(json.dumps(comparison.as_json(compared, manner)))
    else:
        _print(compared, asked)
    return sum(one.worse for one in compared)


async def _cases(folder: Path | None, asked: Asked) -> list[Case]:
    if folder is not None:
        return cases.read_folder(folder)
    return await comparison.made(drawn(asked.drawn, asked.seed)) if asked.drawn else await comparison.own_set()


def _print(compared: list[Compared], asked: Asked) -> None:
    console = Console(highlight=False, width=TABLE_WIDTH)
    if asked.verbose:
        for one in compared:
            console.print(f"{one.category}/{one.name}: {_mistakes(one.ours)} (plain silence: {_mistakes(one.plain)})")
    table = Table(title=f"plain silence of {asked.patience_ms} ms → ours", title_justify="left", box=SIMPLE)
    heads = ("", "turns", "cut off", "late", "no turns", "interrupted", "overlaps missed", "median ms", "95 % ms")
    for head in heads:
        table.add_column(head, justify="left" if not head else "right", no_wrap=True)
    for name, plain, ours in comparison.by_category(compared):
        table.add_row(name, str(ours.turns), *_cells(plain, ours))
    console.print(table)
    worse = [one.name for one in compared if one.worse]
    console.print(f"{len(compared)} cases; worse than plain silence: {', '.join(worse) or 'none'}.")


def _cells(plain: Score, ours: Score) -> list[str]:
    return [
        f"{plain.cut_off} → {ours.cut_off}",
        f"{plain.late} → {ours.late}",
        f"{plain.no_turns} → {ours.no_turns}",
        f"{plain.interrupted} → {ours.interrupted} of {ours.partner}",
        f"{plain.missed} → {ours.missed} of {ours.overlaps}",
        f"{_ms(plain.median_ms)} → {_ms(ours.median_ms)}",
        f"{_ms(plain.p95_ms)} → {_ms(ours.p95_ms)}",
    ]


def _ms(value: float | None) -> str:
    return "-" if value is None else f"{value:.0f}"


def _mistakes(score: Score) -> str:
    names = ("cut off", "late", "no turn", "interrupted", "overlap missed")
    found = [f"{count} {name}" for count, name in zip(score.mistakes, names, strict=True) if count]
    delays = ", ".join(f"{delay:.0f}" for delay in score.delays_ms)
    return f"{', '.join(found) or 'right'}{f'; after {delays} ms' if delays else ''}"
