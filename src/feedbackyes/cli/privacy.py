"""`feedbackyes retention` and `feedbackyes import …`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from feedbackyes.cli.running import run
from feedbackyes.domain.errors import InvalidInput

MOST_TOLD = 50
imports = typer.Typer(help="Bring in what another system has.")


@imports.command("transcripts")
def transcripts(
    file: Annotated[Path, typer.Argument(help="A line of JSON for each thing that was said.", show_default=False)],
    owner: Annotated[
        list[str] | None,
        typer.Option(help="THERE=HERE: whose id there is whom here, by id or address; *=HERE for everybody else."),
    ] = None,
    language: Annotated[str, typer.Option(help="Of the talks, BCP 47.")] = "en",
) -> None:
    """Import transcripts (docs/importing.md). Again adds nothing; lines that cannot be used are told. Exit status 1 then."""
    from feedbackyes import settings
    from feedbackyes.app.imports import transcripts as bring

    pairs = [one.partition("=") for one in owner or []]
    if any(not there or not here for there, _, here in pairs):
        raise InvalidInput("An owner is written THERE=HERE, such as 6627a=ann@example.org.", param="owner")
    try:
        with file.open(encoding="utf-8", errors="replace") as lines:
            owners = {there: here for there, _, here in pairs}
            done = run(bring(settings.read(), lines, owners, language=language))
    except OSError as error:
        raise InvalidInput(f"{file} cannot be read: {error.strerror}.", param="file") from error
    typer.echo(
        f"{done.lines} lines: {done.turns} turns of {done.talks} new talks added, {done.known} were here already."
    )
    for number, why in done.refused[:MOST_TOLD]:
        typer.echo(f"line {number}: {why}", err=True)
    if len(done.refused) > MOST_TOLD:
        typer.echo(f"… and {len(done.refused) - MOST_TOLD} more lines.", err=True)
    sys.exit(1 if done.refused else 0)


def retention(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be deleted.")] = False,
) -> None:
    """Delete what has been kept for long enough; a running server does it every hour (docs/privacy.md)."""
    from feedbackyes import settings
    from feedbackyes.app import retention as job

    swept, rules = run(job.from_outside(settings.read(), dry_run=dry_run))
    for kind, days in rules.items():
        typer.echo(f"{kind}: {'until its learner deletes it' if days is None else f'{days} days'}")
    told = ", ".join(f"{name} of {count}" for name, count in swept.items() if count) or "nothing"
    typer.echo(f"{'Would delete' if dry_run else 'Deleted'}: {told}.")
