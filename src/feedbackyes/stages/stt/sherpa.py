"""Neural ears on the CPU, in worker processes: any recogniser's model that sherpa-onnx reads, by the files of its folder.

Models that stream understand while somebody speaks; the others get what was said up to each pause.
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
from feedbackyes.stages._neural import ears, folders
from feedbackyes.stages.stt import RecogniserOptions
from feedbackyes.stages.stt._stream import Stream, workers_of

THREADS = 2
"""Of a worker: one model, and all its speakers."""
MAX_SPEAKERS = 500
"""Of a worker; each that is open holds some memory."""


def options(settings: Settings) -> dict[str, Any]:
    """What `create` gets from the settings."""
    folder = folders.chosen(settings.stt_folder, settings.models_folder, "FEEDBACKYES_STT_FOLDER")
    return {"folder": folder, "workers": max(1, settings.stt_workers // THREADS)}


def create(folder: Path, workers: int | None = None, threads: int = THREADS) -> Sherpa:
    """
    Args:
        folder: of the model.
        workers: processes; one for two cores unless told.
        threads: of each.

    Raises:
        NotReady: sherpa-onnx is not installed.
        BadModel: the folder holds no recogniser that can be used; the sentence says what is wrong with it.
    """
    if find_spec("sherpa_onnx") is None:
        raise NotReady("The recogniser sherpa needs sherpa-onnx. Install it with: pip install 'feedbackyes[neural]'")
    return Sherpa(folder, ears.find(folder), workers or max(1, (os.cpu_count() or 1) // THREADS), threads)


class Sherpa:
    """Assigns each speaker to the worker that has the fewest."""

    basic = False

    def __init__(self, folder: Path, model: ears.Ears, workers: int, threads: int) -> None:
        self.name = f"{folder.resolve().name} ({model.kind})"
        self.languages: frozenset[str] | None = model.languages
        module = "feedbackyes.stages.stt._sherpa_worker"
        self._workers = workers_of(workers, module, str(folder), str(threads))
        self._known = model.languages
        self._folder = str(folder)
        self._numbers = count(1)
        self._closed = False

    async def open(self, options: RecogniserOptions, on_partial: Callable[[str], None]) -> Stream:
        """See `Recogniser.open`.

        Raises:
            InvalidInput: a language that the model does not know.
            NotReady: the recogniser is closed, or all its places are taken.
            RecogniserFailed: the model cannot be loaded.
        """
        if self._closed:
            raise NotReady("The recogniser has ended with the engine.")
        language = options.language.replace("_", "-").split("-")[0].casefold()
        if language and language not in self._known:
            known = ", ".join(sorted(self._known))
            raise InvalidInput(
                f"The recogniser {self.name} does not understand {options.language!r}, only {known}. Choose one of "
                "these, or another recogniser.",
                param="language",
            )
        worker = min(self._workers, key=lambda worker: worker.streams)
        if worker.streams >= MAX_SPEAKERS:
            raise NotReady("The recogniser is overloaded: too many people speak at once. Please try again later.")
        stream = Stream(next(self._numbers), worker, self._folder, on_partial, language=language)
        await stream.open()
        return stream

    def process_ids(self) -> list[int]:
        """Of the workers that run."""
        return [worker.process_id for worker in self._workers if worker.process_id is not None]

    async def close(self) -> None:
        """End the workers and wait for them; utterances that run fail."""
        self._closed = True
        await asyncio.gather(*(worker.stop() for worker in self._workers))
