"""`feedbackyes eval`: measures the parts that the settings name, on recordings and texts of your own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from feedbackyes.cli.running import run

app = typer.Typer(help="Measure the configured parts on recordings and texts of your own.")

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
Verbose = Annotated[bool, typer.Option("--verbose", help="Print every clip or text as well.")]
Language = Annotated[str, typer.Option(help="Language of the recordings or texts, e.g. de.")]
Most = Annotated[int, typer.Option(min=1, help="Most clips or texts; evenly spread over all.", show_default="all")]


@app.command()
def stt(
    place: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER", help="Recordings with their words, or a manifest (.jsonl).", show_default=False
        ),
    ],
    fast: Annotated[
        bool, typer.Option("--fast", help="As fast as it goes, instead of as fast as people speak: no delays.")
    ] = False,
    language: Language = "en",
    most: Most = 1_000_000,
    verbose: Verbose = False,
    as_json: AsJson = False,
) -> None:
    """Word error rate, speed and delays of the recogniser."""
    from feedbackyes import settings
    from feedbackyes.cli.evaluated import Asked, hear

    asked = Asked(language, most, verbose=verbose, as_json=as_json)
    run(hear(settings.read(), place, asked, fast=fast))


@app.command()
def tts(
    texts: Annotated[
        Path | None,
        typer.Option(help="File with a text in each line; without it built-in phrases.", show_default=False),
    ] = None,
    voice: Annotated[str, typer.Option(help="Speaker, of those that the voice has.")] = "",
    round_trip: Annotated[
        bool, typer.Option(help="Let the configured recogniser hear it and count the words that it mishears.")
    ] = True,
    language: Language = "en",
    most: Most = 1_000_000,
    verbose: Verbose = False,
    as_json: AsJson = False,
) -> None:
    """Speed, cleanness and clarity of the voice."""
    from feedbackyes import settings
    from feedbackyes.cli.evaluated import Asked, speak

    asked = Asked(language, most, verbose=verbose, as_json=as_json)
    run(speak(settings.read(), texts, asked, name=voice, round_trip=round_trip))


@app.command()
def turns(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FOLDER]",
            help="Two-channel recordings with labels (docs/turn-taking.md); without it our own set.",
            show_default=False,
        ),
    ] = None,
    patience: Annotated[
        int, typer.Option(min=100, max=10_000, help="Milliseconds of silence that end a turn, both ways.")
    ] = 500,
    drawn: Annotated[
        int, typer.Option(min=0, max=1_000, help="Measure so many echoes drawn at random instead of our own set.")
    ] = 0,
    seed: Annotated[int, typer.Option(help="Draws other ones.")] = 1,
    export: Annotated[
        Path | None, typer.Option(help="Write the recordings and labels that are measured into this folder.")
    ] = None,
    verbose: Verbose = False,
    as_json: AsJson = False,
) -> None:
    """Wrong ends of turns, wrong interruptions and delays, beside plain silence. Exit status 1 when a case fares worse."""
    from feedbackyes import settings
    from feedbackyes.cli.turn_taking import Asked, measure

    asked = Asked(patience, verbose=verbose, as_json=as_json, export=export, drawn=drawn, seed=seed)
    if run(measure(settings.read(), folder, asked)):
        raise typer.Exit(1)
