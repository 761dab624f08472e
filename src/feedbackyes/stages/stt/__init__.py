"""Speech to text, streaming: samples in while somebody speaks, words out as they settle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from feedbackyes.audio import Int16
from feedbackyes.domain.errors import Failed
from feedbackyes.stages import registry

if TYPE_CHECKING:  # workers import this, and need no settings
    from feedbackyes.settings import Settings

RATE_HZ = 16_000
BUILT_IN = "PocketSphinx"
"""Name of the recogniser that needs nothing installed."""


class RecogniserFailed(Failed):
    """The recogniser lost this utterance (its worker died, it is overloaded); the next one may work."""

    code = "recogniser_failed"


@dataclass(frozen=True, slots=True)
class RecogniserOptions:
    """What is known before anybody speaks.

    Args:
        language: BCP 47.
        phrases: text that resembles what will be said (a scenario's lines); a recogniser may adapt to it.
    """

    language: str = "en"
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecognisedWord:
    """Times are milliseconds from the first sample of the utterance; confidence is 0 to 1."""

    text: str
    start_ms: int
    end_ms: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Transcript:
    """`text` may be empty: nothing was understood. `confidence` is 0 to 1 for the whole utterance."""

    text: str
    words: tuple[RecognisedWord, ...]
    confidence: float


class RecogniserStream(Protocol):
    """One speaker, one utterance at a time: start, feed…, (pause, feed…)*, finish or cancel."""

    def start(self) -> None: ...

    def feed(self, samples: Int16) -> None:
        """Take 16 kHz samples; never blocks. What an overloaded recogniser cannot take fails `finish`."""
        ...

    def pause(self) -> None:
        """The speaker fell silent, perhaps for good: settle what was said so far, so that `finish` is quick."""
        ...

    async def finish(self) -> Transcript:
        """End the utterance. Raises `RecogniserFailed`."""
        ...

    def cancel(self) -> None:
        """Drop the utterance."""
        ...

    async def close(self) -> None: ...


class Recogniser(Protocol):
    """Shared by all callers.

    Attributes:
        name: for people, e.g. "PocketSphinx".
        basic: mishears too much for its words to be trusted; the page says so.
        languages: primary subtags that it understands; None is any. Who speaks another one is asked to type.
    """

    name: str
    basic: bool
    languages: frozenset[str] | None

    async def open(self, options: RecogniserOptions, on_partial: Callable[[str], None]) -> RecogniserStream:
        """Begin with a speaker. `on_partial` is called on the event loop with text to append to what it had before
        in this utterance; it never takes anything back."""
        ...

    async def close(self) -> None: ...


def available() -> list[str]:
    return registry.available(__path__)


def load(name: str, **options: Any) -> Recogniser:
    """Create the back end `name`. Raises `UnknownBackend`."""
    recogniser: Recogniser = registry.create(__name__, __path__, name, **options)
    return recogniser


def configured(settings: Settings) -> Recogniser:
    """Create the back end that the settings name, as they want it. Raises `ExpectedError`."""
    recogniser: Recogniser = registry.configured(__name__, __path__, settings.stt, settings)
    return recogniser
