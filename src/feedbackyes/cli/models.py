"""The commands about models for neural ears and voices."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

from feedbackyes import models
from feedbackyes.models.download import pull
from feedbackyes.models.store import Store

STAGES = {"stt": ("Recognisers", "FEEDBACKYES_STT"), "tts": ("Voices", "FEEDBACKYES_TTS")}


def print_list(store: Store) -> None:
    """A line for each known model, then those that are installed and not known."""
    console = Console(highlight=False, soft_wrap=True)
    installed = set(store.installed())
    for stage, (title, _) in STAGES.items():
        console.print(f"[bold]{title}[/]")
        for model in models.known():
            if model.stage == stage:
                mark = "[green]installed[/]" if model.name in installed else f"{model.size / 10**6:.0f} MB"
                console.print(f"  {model.name}  ({mark})")
                console.print(f"      {model.what}. {', '.join(model.languages)}. Licence: {model.licence}")
    own = sorted(installed - {model.name for model in models.known()})
    if own:
        console.print("[bold]Others that are installed[/]\n  " + "\n  ".join(own))


def install(name: str, source: Path | None, store: Store) -> None:
    """Install a known model, from where it is published or from an archive or folder that is here already.

    Raises:
        ExpectedError: no such model, or it cannot be installed.
    """
    model = models.named(name)
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"{model.name}: {model.what}. Licence: {model.licence}")
    if source is not None:
        with store.claimed(name):
            folder = store.path(name) if name in store.installed() else store.install(model, source)
    else:
        folder = _fetch(model, store, console)
    kind = STAGES[model.stage][1]
    console.print(f"Installed in {folder}. Use it with: {kind}=sherpa {kind}_FOLDER={model.name}")


def _fetch(model: models.Model, store: Store, console: Console) -> Path:
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, TimeRemainingColumn(), console=console) as bar:
        task = bar.add_task("Fetching", total=model.size)

        def progress(here: int, total: int) -> None:
            bar.update(task, completed=here, total=total or model.size)

        return pull(model, store, progress)
