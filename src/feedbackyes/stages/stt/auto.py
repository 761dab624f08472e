"""The best ears that are present for each language: a Whisper where there is a GPU, an installed neural model, else the ones
that need none.

Their name says which.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from feedbackyes.settings import Settings
from feedbackyes.stages._neural import covering, ears, installed, whisper
from feedbackyes.stages.processes import RunsProcesses
from feedbackyes.stages.stt import Recogniser, RecogniserOptions, RecogniserStream, faster_whisper, pocketsphinx, sherpa

ENGLISH = "en"
"""What PocketSphinx knows."""


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
    few = max(1, workers // sherpa.THREADS) if workers else None
    parts: list[Recogniser] = []
    if large is not None and faster_whisper.gpus():
        parts.append(faster_whisper.create(large, "cuda", compute))
    known = frozenset[str]().union(*(part.languages or () for part in parts))
    folders = covering.covering(models, lambda folder: ears.find(folder).languages - known)
    parts += [sherpa.create(folder, few) for folder in folders]
    if not any(part.languages is None or ENGLISH in part.languages for part in parts):
        parts.append(pocketsphinx.create(workers))
    return parts[0] if len(parts) == 1 else ByLanguage(parts)


class ByLanguage:
    """See `Recogniser`. The first of several that knows a language hears it."""

    def __init__(self, parts: Sequence[Recogniser]) -> None:
        self._parts = parts
        self.name = ", ".join(part.name for part in parts)
        self.basic = any(part.basic for part in parts)
        told = [part.languages for part in parts if part.languages is not None]
        self.languages: frozenset[str] | None = frozenset[str]().union(*told) if len(told) == len(parts) else None

    async def open(self, options: RecogniserOptions, on_partial: Callable[[str], None]) -> RecogniserStream:
        """See `Recogniser.open`. What none knows the first one refuses."""
        tag = options.language.strip().replace("_", "-").split("-")[0].casefold()
        knowing = (part for part in self._parts if part.languages is None or tag in part.languages)
        return await next(knowing, self._parts[0]).open(options, on_partial)

    def process_ids(self) -> list[int]:
        """Of the workers that run."""
        return [one for part in self._parts if isinstance(part, RunsProcesses) for one in part.process_ids()]

    async def close(self) -> None:
        await asyncio.gather(*(part.close() for part in self._parts))
