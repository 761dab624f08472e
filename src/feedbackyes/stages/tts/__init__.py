"""Text to speech, streaming, with the time of each word."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from feedbackyes.audio import Int16
from feedbackyes.domain.errors import Failed
from feedbackyes.stages import registry

if TYPE_CHECKING:  # workers import this, and need no settings
    from feedbackyes.settings import Settings


BUILT_IN = "espeak-ng"
"""Name of the voice that needs nothing installed."""


class VoiceFailed(Failed):
    """The voice could not speak this text."""

    code = "voice_failed"


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """`start` and `end` are character positions in the text given; `at_ms` counts from the first sample."""

    start: int
    end: int
    at_ms: int


@dataclass(frozen=True, slots=True)
class SpeechChunk:
    """Samples at the voice's rate, and the words that begin in them."""

    samples: Int16
    words: tuple[SpokenWord, ...] = ()


class Voice(Protocol):
    """Shared by all callers.

    Attributes:
        name: for people. rate_hz: of the samples it gives. voices: the names it knows, the default one first.
        languages: primary subtags that it speaks; None: whatever it is asked for, or it is not known.
    """

    name: str
    rate_hz: int
    voices: tuple[str, ...]
    languages: frozenset[str] | None

    def speak(
        self, text: str, *, voice: str = "", speed: float = 1.0, language: str = "en"
    ) -> AsyncIterator[SpeechChunk]:
        """Speak one clause or more. An unknown `voice` gets the nearest one. Closing the iterator stops the work.

        Raises:
            VoiceFailed: nothing could be spoken.
        """
        ...

    async def close(self) -> None: ...


def available() -> list[str]:
    return registry.available(__path__)


def load(name: str, **options: Any) -> Voice:
    """Create the back end `name`. Raises `UnknownBackend`."""
    voice: Voice = registry.create(__name__, __path__, name, **options)
    return voice


def configured(settings: Settings) -> Voice:
    """Create the back end that the settings name, as they want it. Raises `ExpectedError`."""
    voice: Voice = registry.configured(__name__, __path__, settings.tts, settings)
    return voice
