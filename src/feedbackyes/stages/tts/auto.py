"""The best voice that is present for each language: an installed neural model, else the one that needs none. Its name says
which."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from feedbackyes.audio.resample import Resampler
from feedbackyes.settings import Settings
from feedbackyes.stages._neural import covering, voices
from feedbackyes.stages.tts import SpeechChunk, Voice, espeak, sherpa


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
    folders = covering.covering(models, lambda folder: voices.find(folder).languages)
    if not folders:
        return espeak.create()
    return ByLanguage([*(sherpa.create(folder) for folder in folders), espeak.create()])


class ByLanguage:
    """See `Voice`. The first of several voices that speaks a language speaks it, at the rate of the first of all."""

    def __init__(self, parts: Sequence[Voice]) -> None:
        self._parts = parts
        self.rate_hz = parts[0].rate_hz
        self.voices = parts[0].voices
        known = [part.languages for part in parts]
        told = [one for one in known if one is not None]
        self.languages: frozenset[str] | None = frozenset[str]().union(*told) if len(told) == len(known) else None
        self.name = f"{', '.join(part.name for part in parts[:-1])}; else {parts[-1].name}"

    async def speak(
        self, text: str, *, voice: str = "", speed: float = 1.0, language: str = "en"
    ) -> AsyncIterator[SpeechChunk]:
        """See `Voice.speak`."""
        part = self._part(language)
        resampler = Resampler(part.rate_hz, self.rate_hz)
        spoken = cast("Any", part.speak(text, voice=voice, speed=speed, language=language))
        async with aclosing(spoken) as chunks:
            async for chunk in chunks:
                yield replace(chunk, samples=resampler.process(chunk.samples))
        if (rest := resampler.flush()).size:
            yield SpeechChunk(rest)

    def _part(self, language: str) -> Voice:
        tag = language.strip().replace("_", "-").split("-")[0].casefold()
        return next((part for part in self._parts if part.languages is None or tag in part.languages), self._parts[-1])

    async def close(self) -> None:
        await asyncio.gather(*(part.close() for part in self._parts))
