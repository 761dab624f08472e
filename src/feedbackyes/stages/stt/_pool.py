"""Speakers of a neural recogniser, shared out among its worker processes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from itertools import count
from pathlib import Path

from feedbackyes.domain.errors import InvalidInput, NotReady
from feedbackyes.stages.stt import RecogniserOptions
from feedbackyes.stages.stt._stream import Stream, workers_of

MAX_SPEAKERS = 500
"""Of a worker; each that is open holds some memory."""


class Pool:
    """Assigns each speaker to the worker that has the fewest.

    Args:
        folder: of the model. kind: of it, for people. languages: primary subtags that it understands.
        workers: processes that run `module` with `arguments`.
    """

    basic = False

    def __init__(
        self, folder: Path, kind: str, languages: frozenset[str], workers: int, module: str, *arguments: str
    ) -> None:
        self.name = f"{folder.resolve().name} ({kind})"
        self.languages: frozenset[str] | None = languages
        self._workers = workers_of(workers, module, *arguments)
        self._known = languages
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
