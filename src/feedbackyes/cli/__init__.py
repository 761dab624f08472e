"""The command `feedbackyes`. Heavy parts are imported by the command that needs them, so that `--help` is quick."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from feedbackyes import __version__
from feedbackyes.cli import evaluation, people, privacy
from feedbackyes.cli.running import run
from feedbackyes.domain.errors import ExpectedError

if TYPE_CHECKING:
    from feedbackyes.models.store import Store
    from feedbackyes.settings import Settings

app = typer.Typer(
    name="feedbackyes",
    help="Rehearse difficult conversations out loud, with a partner that listens, interrupts and answers.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(people.user, name="user")
app.add_typer(people.user, name="users", hidden=True)
app.add_typer(people.team, name="team")
scenario_files = typer.Typer(help="Files of scenarios.")
app.add_typer(scenario_files, name="scenario")
model_files = typer.Typer(help="Models for neural ears and voices. Nothing is fetched unless you ask for it.")
app.add_typer(model_files, name="models")
app.add_typer(evaluation.app, name="eval")
app.add_typer(privacy.imports, name="import")
app.command("retention")(privacy.retention)

Host = Annotated[str | None, typer.Option(help="Address to listen on (FEEDBACKYES_HOST).", show_default=False)]
Port = Annotated[int | None, typer.Option(help="Port to listen on (FEEDBACKYES_PORT).", show_default=False)]


def main() -> None:
    """Run the command line; an expected error is one sentence and exit status 1."""
    try:
        app()
    except ExpectedError as error:
        typer.echo(error.message, err=True)
        sys.exit(1)


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and leave.")] = False,
) -> None:
    if version:
        typer.echo(__version__)
        raise typer.Exit
    if context.invoked_subcommand is None:
        serve()


@app.command()
def serve(
    host: Host = None,
    port: Port = None,
    tls: Annotated[
        bool | None,
        typer.Option("--tls", help="Serve HTTPS, so that a phone may use its microphone.", show_default=False),
    ] = None,
    tls_cert: Annotated[Path | None, typer.Option(help="Certificate of your own (PEM).", show_default=False)] = None,
    tls_key: Annotated[Path | None, typer.Option(help="Its private key (PEM).", show_default=False)] = None,
    sip: Annotated[
        bool | None, typer.Option("--sip", help="Take telephone calls as well (docs/phone.md).", show_default=False)
    ] = None,
) -> None:
    """Start the app: the page, the API, the voice gateway and the embedded engine."""
    settings = _settings(host=host, port=port, tls=tls, tls_cert=tls_cert, tls_key=tls_key, sip=sip)
    from feedbackyes import app as wiring

    wiring.serve(settings)


@app.command()
def engine(host: Host = None, port: Port = None) -> None:
    """Start the embedded Realtime engine alone: WS /v1/realtime, GET /v1/models."""
    settings = _settings(host=host, port=port)
    from feedbackyes import app as wiring

    wiring.serve_engine(settings)


@app.command()
def call(
    wav: Annotated[
        list[Path], typer.Option(help="What you say, one WAV file for each turn, in order.", show_default=False)
    ],
    scenario: Annotated[str, typer.Option(help="Id of the scenario; without one the partner is a neutral one.")] = "",
    url: Annotated[
        str, typer.Option(help="Address of a server; without it the one that runs here, else one of its own.")
    ] = "",
    token: Annotated[
        str, typer.Option(help="Token, where the server wants one.", envvar="FEEDBACKYES_ACCESS_TOKEN")
    ] = "",
    patience: Annotated[int, typer.Option(help="Milliseconds of silence after which your turn is over.")] = 700,
    feedback: Annotated[bool, typer.Option(help="Print the feedback at the end.")] = True,
) -> None:
    """Hold a spoken conversation without a browser and print the transcript as it grows."""
    from feedbackyes.cli.call import Plan, hold

    plan = Plan(wavs=tuple(wav), scenario=scenario, patience_ms=patience, feedback=feedback, token=token)
    sys.exit(run(hold(plan, url or None, _settings())))


@app.command()
def doctor(
    host: Host = None,
    port: Port = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object, for programs.")] = False,
    offline: Annotated[bool, typer.Option("--offline", help="Do not ask the voice service.")] = False,
) -> None:
    """Say what is missing on this machine and around it, and how to get it. Exit status 1 when something is."""
    from feedbackyes.cli.doctor import examine
    from feedbackyes.cli.findings import print_findings

    found = run(examine(_settings(host=host, port=port), offline=offline))
    sys.exit(print_findings(found, as_json=as_json))


@app.command()
def backup(
    target: Annotated[
        str,
        typer.Argument(
            help="A new folder; a file ending with .tar or .tar.gz; - for standard output.", show_default=False
        ),
    ],
    with_bucket: Annotated[
        bool, typer.Option("--with-bucket", help="Copy recordings that are in a bucket, instead of listing them.")
    ] = False,
) -> None:
    """Write database, recordings and small files to one place, while the server runs (docs/backup.md)."""
    from feedbackyes.cli.backup import write

    write(_settings(), target, with_bucket=with_bucket)


@app.command()
def restore(
    source: Annotated[str, typer.Argument(help="A backup: folder or file; - for standard input.", show_default=False)],
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace database and recordings.")] = False,
) -> None:
    """Bring back a backup. The server must not run meanwhile."""
    from feedbackyes.cli.backup import read

    read(_settings(), source, overwrite=overwrite)


@scenario_files.command("lint")
def scenario_lint(
    paths: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Scenarios as YAML.", show_default=False)],
    play: Annotated[bool, typer.Option(help="Let a skilled and an unskilled learner play it.")] = True,
) -> None:
    """Say what is wrong with scenarios, each with its line. Exit status 1 when one cannot be used."""
    from feedbackyes.cli.scenario import examine

    sound = True
    for path in paths:
        lines, usable = examine(path, play=play)
        typer.echo("\n".join([*lines, f"{path}: {'can be used' if usable else 'cannot be used'}"]))
        sound = sound and usable
    sys.exit(0 if sound else 1)


@model_files.command("list")
def models_list() -> None:
    """List the models that are known, with their languages, sizes and licences, and say which are installed."""
    from feedbackyes.cli.models import print_list

    print_list(_models())


@model_files.command("pull")
def models_pull(
    name: Annotated[str, typer.Argument(help="Its name in the list.")],
    source: Annotated[
        Path | None,
        typer.Option("--from", help="An archive or folder that is here already.", exists=True, show_default=False),
    ] = None,
) -> None:
    """Fetch a model and install it. A download that broke off is gone on with."""
    from feedbackyes.cli.models import install

    install(name, source, _models())


@model_files.command("remove")
def models_remove(name: Annotated[str, typer.Argument(help="Its name in the list.")]) -> None:
    """Delete an installed model."""
    _models().remove(name)


@model_files.command("path")
def models_path(name: Annotated[str, typer.Argument(help="Its name; none: of all models.")] = "") -> None:
    """Print the folder of a model, or of all of them."""
    typer.echo(_models().path(name) if name else _models().folder)


def _models() -> Store:
    from feedbackyes.models.store import Store

    return Store(_settings().models_folder)


def _settings(**options: object) -> Settings:
    """The settings, under what was given on the command line."""
    from feedbackyes import settings

    return settings.read(given={name: value for name, value in options.items() if value is not None})
