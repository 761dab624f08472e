"""PocketSphinx in worker processes: basic ears that work everywhere, without a download.

It holds Python's lock while it decodes, so each worker is a process of its own; several speakers share one.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

from feedbackyes.domain.errors import InvalidInput, NotReady
from feedbackyes.settings import Settings
from feedbackyes.stages.stt import BUILT_IN, RecogniserFailed, RecogniserOptions
from feedbackyes.stages.stt._models import Model, Models, default_cache
from feedbackyes.stages.stt._stream import Stream, workers_of


def options(settings: Settings) -> dict[str, Any]:
    """What `create` gets from the settings."""
    return {"workers": settings.stt_workers}


def create(workers: int | None = None, cache: Path | None = None) -> PocketSphinx:
    """
    Args:
        workers: processes; one per core unless told.
        cache: folder for language models; the user's cache folder unless told.

    Raises:
        NotReady: PocketSphinx is not installed.
    """
    if find_spec("pocketsphinx") is None:
        raise NotReady("The recogniser PocketSphinx is missing. Install it with: pip install pocketsphinx")
    return PocketSphinx(workers or os.cpu_count() or 1, Models(cache or default_cache()))


class PocketSphinx:
    """Assigns each speaker to the worker that has the fewest."""

    name = BUILT_IN
    basic = True
    languages: frozenset[str] | None = frozenset({"en"})

    def __init__(self, workers: int, models: Models) -> None:
        self._workers = workers_of(workers, "feedbackyes.stages.stt._worker")
        self._models = models
        self._numbers = count(1)
        self._closed = False

    async def open(self, options: RecogniserOptions, on_partial: Callable[[str], None]) -> Stream:
        """See `Recogniser.open`.

        Raises:
            InvalidInput: a language other than English.
            NotReady: the recogniser is closed, or no worker can be started.
        """
        if self._closed:
            raise NotReady("The recogniser has ended with the engine.")
        language = options.language.replace("_", "-").split("-")[0].casefold()
        if language not in {"en", ""}:
            raise InvalidInput(
                f"PocketSphinx understands English only, not {options.language!r}. "
                "Choose language en, or another recogniser.",
                param="language",
            )
        model = await self._models.get(options.phrases)
        try:
            return await self._open(model, on_partial)
        except RecogniserFailed:
            if not model.folder:
                raise
        await self._models.discard(model)
        return await self._open(await self._models.get(options.phrases), on_partial)

    async def _open(self, model: Model, on_partial: Callable[[str], None]) -> Stream:
        worker = min(self._workers, key=lambda worker: worker.streams)
        stream = Stream(next(self._numbers), worker, model.folder, on_partial, model.spelling)
        await stream.open()
        return stream

    def process_ids(self) -> list[int]:
        """Of the workers that run."""
        return [worker.process_id for worker in self._workers if worker.process_id is not None]

    async def close(self) -> None:
        """End the workers and wait for them; utterances that run fail."""
        self._closed = True
        await asyncio.gather(self._models.close(), *(worker.stop() for worker in self._workers))
