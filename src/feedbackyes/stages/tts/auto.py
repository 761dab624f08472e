"""The best voice that is present: an installed neural model, else the one that needs none. Its name says which."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from feedbackyes.settings import Settings
from feedbackyes.stages._neural import installed, voices
from feedbackyes.stages.tts import Voice, espeak, sherpa


def options(settings: Settings) -> dict[str, Any]:
    """What `create` gets from the settings."""
    return {"models": settings.models_folder}


def create(models: Path) -> Voice:
    """
    Args:
        models: folder of installed models.

    Raises:
        NotReady: neither is installed.
    """
    folder = installed.best(models, voices.find)
    return espeak.create() if folder is None else sherpa.create(folder)
