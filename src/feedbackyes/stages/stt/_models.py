"""Language models made in the background: one process builds, everybody who wants the same one waits for it."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import structlog

from feedbackyes.stages.stt import _language_model

BUILD_SECONDS = 25.0
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Model:
    """A language model's folder (empty: PocketSphinx's own), and how its words are written, if not small."""

    folder: str
    spelling: dict[str, str]


def default_cache() -> Path:
    """Where models are kept unless told: the user's cache folder, else one of this process."""
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "feedbackyes" / "language-models"
    with suppress(OSError):
        base.mkdir(parents=True, exist_ok=True)
        if os.access(base, os.W_OK):
            return base
    return Path(tempfile.mkdtemp(prefix="feedbackyes-models-"))


class Models:
    """Models by what is likely to be said."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache
        self._building: dict[tuple[str, ...], asyncio.Task[str]] = {}

    async def get(self, phrases: Sequence[str]) -> Model:
        """The model for these phrases, built if need be. When that fails the general one has to do."""
        wanted = tuple(phrases)
        if not wanted:
            return Model("", _general_spelling())
        folder = await asyncio.to_thread(_language_model.ready, self._cache, wanted)
        return await asyncio.to_thread(_model, str(folder) if folder else await self._built(wanted))

    async def discard(self, model: Model) -> None:
        """Remove a model that turned out to be damaged, so that the next `get` builds it again."""
        await asyncio.to_thread(shutil.rmtree, model.folder, ignore_errors=True)

    async def close(self) -> None:
        """End what is being built."""
        building = list(self._building.values())
        for task in building:
            task.cancel()
        await asyncio.gather(*building, return_exceptions=True)

    async def _built(self, phrases: tuple[str, ...]) -> str:
        task = self._building.get(phrases)
        if task is None:
            task = self._building[phrases] = asyncio.create_task(self._build(phrases), name="language model")
            task.add_done_callback(lambda _: self._building.pop(phrases, None))
        return await asyncio.shield(task)

    async def _build(self, phrases: tuple[str, ...]) -> str:
        """The folder of a new model; empty when it cannot be built."""
        try:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", _language_model.__name__, str(self._cache)),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                start_new_session=True,
            )
        except OSError as error:
            log.warning("language model not built", reason=str(error))
            return ""
        try:
            async with asyncio.timeout(BUILD_SECONDS):
                output, errors = await process.communicate(json.dumps(phrases).encode())
        except (TimeoutError, asyncio.CancelledError):
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
            raise
        if process.returncode != 0:
            log.warning("language model not built", reason=errors.decode(errors="replace")[-500:])
            return ""
        return output.decode()


def _model(folder: str) -> Model:
    if not folder:
        return Model("", _general_spelling())
    return Model(folder, json.loads((Path(folder) / "spelling.json").read_text(encoding="utf-8")))


def _general_spelling() -> dict[str, str]:
    return {"i": "I", "i'm": "I'm", "i'd": "I'd", "i'll": "I'll", "i've": "I've"}
