"""The best ears that are present: a Whisper where there is a GPU, an installed neural model, else the ones that need none.

Their name says which.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from feedbackyes.settings import Settings
from feedbackyes.stages._neural import ears, installed, whisper
from feedbackyes.stages.stt import Recogniser, faster_whisper, pocketsphinx, sherpa


def options(settings: Settings) -> dict[str, Any]:
    """What `create` gets from the settings."""
    return {"models": settings.models_folder, "workers": settings.stt_workers, "compute": settings.stt_compute}


def create(models: Path, workers: int | None = None, compute: str = "default") -> Recogniser:
    """
    Args:
        models: folder of installed models. workers: as PocketSphinx has them. compute: as faster-whisper does.

    Raises:
        NotReady: none is installed.
    """
    large = installed.best(models, whisper.find, "faster_whisper")
    if large is not None and faster_whisper.gpus():
        return faster_whisper.create(large, "cuda", compute)
    folder = installed.best(models, ears.find)
    if folder is None:
        return pocketsphinx.create(workers)
    return sherpa.create(folder, max(1, workers // sherpa.THREADS) if workers else None)
