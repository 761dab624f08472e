"""Voice activity: how likely each short frame of a microphone is speech."""

from __future__ import annotations

from typing import Any, Protocol

from feedbackyes.audio import Int16
from feedbackyes.settings import Settings
from feedbackyes.stages import registry

RATE_HZ = 16_000
FRAME = 512
"""Samples per frame: 32 ms."""


class VadStream(Protocol):
    """One microphone. Calls must not overlap."""

    async def feed(self, samples: Int16) -> list[float]:
        """Take any number of 16 kHz samples; return a probability of speech per frame completed by them."""
        ...

    def reset(self) -> None:
        """Forget what was heard."""
        ...

    def close(self) -> None: ...


class VoiceActivity(Protocol):
    """A detector shared by all callers."""

    def open(self) -> VadStream: ...

    async def close(self) -> None: ...


def available() -> list[str]:
    return registry.available(__path__)


def load(name: str, **options: Any) -> VoiceActivity:
    """Create the back end `name`. Raises `UnknownBackend`."""
    detector: VoiceActivity = registry.create(__name__, __path__, name, **options)
    return detector


def configured(settings: Settings) -> VoiceActivity:
    """Create the back end that the settings name, as they want it. Raises `ExpectedError`."""
    detector: VoiceActivity = registry.configured(__name__, __path__, settings.vad, settings)
    return detector
