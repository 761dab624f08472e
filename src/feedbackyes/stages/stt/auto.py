"""The best ears that are present: an installed neural model, else the ones that need none. Their name says which."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from feedbackyes.settings import Settings
from feedbackyes.stages._neural import ears, installed
from feedbackyes.stages.stt import Recogniser, pocketsphinx, sherpa


def options(settings: Settings) -> dict[str, Any]:
    """What `create` gets from the settings."""
    return {"models": settings.models_folder, "workers": settings.stt_workers}


def create(models: Path, workers: int | None = None) -> Recogniser:
    """
    Args:
        models: folder of installed models. workers: as PocketSphinx has them.

    Raises:
        NotReady: neither is installed.
    """
    folder = installed.best(models, ears.find)
    if folder is None:
        return pocketsphinx.create(workers)
    return sherpa.create(folder, max(1, workers // sherpa.THREADS) if workers else None)
