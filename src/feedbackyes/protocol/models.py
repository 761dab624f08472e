"""Names that hosted services have retired, and what stands for them now.

Sources: the services' deprecation lists as of November 2026. A name that nobody has retired is left alone, whatever it is.
"""

from __future__ import annotations

from collections.abc import Mapping

REALTIME = "gpt-realtime-2.1"
REALTIME_MINI = "gpt-realtime-2.1-mini"
TRANSCRIPTION = "gpt-transcribe"
"""Current defaults."""
WITHOUT_PROMPT = frozenset({"gpt-realtime-whisper"})
"""Transcription models that take no text about what to expect."""

RETIRED_MODELS: Mapping[str, str] = {
    "gpt-4o-realtime-preview": REALTIME,
    "gpt-4o-realtime-preview-2024-10-01": REALTIME,
    "gpt-4o-realtime-preview-2024-12-17": REALTIME,
    "gpt-4o-realtime-preview-2025-06-03": REALTIME,
    "gpt-realtime": REALTIME,
    "gpt-realtime-2025-08-28": REALTIME,
    "gpt-4o-mini-realtime-preview": REALTIME_MINI,
    "gpt-4o-mini-realtime-preview-2024-12-17": REALTIME_MINI,
    "gpt-realtime-mini": REALTIME_MINI,
    "gpt-realtime-mini-2025-10-06": REALTIME_MINI,
    "gpt-realtime-mini-2025-12-15": REALTIME_MINI,
    "whisper-1": TRANSCRIPTION,
    "gpt-4o-transcribe": TRANSCRIPTION,
    "gpt-4o-transcribe-diarize": TRANSCRIPTION,
    "gpt-4o-mini-transcribe": TRANSCRIPTION,
    "gpt-4o-mini-transcribe-2025-12-15": TRANSCRIPTION,
}

VOICES = ("alloy", "ash", "ballad", "coral", "echo", "sage", "shimmer", "verse", "marin", "cedar")
RETIRED_VOICES: Mapping[str, str] = {"fable": "ballad", "onyx": "cedar", "nova": "coral"}
"""Voices of the older text-to-speech service, and the nearest in character."""


def current_model(name: str) -> tuple[str, str | None]:
    """Give the model that does today what `name` did.

    Returns:
        The current name, and a warning when it is another one.
    """
    return _current(name, RETIRED_MODELS, "model")


def current_voice(name: str) -> tuple[str, str | None]:
    """Give the voice that stands for `name` today, and a warning when it is another one."""
    return _current(name, RETIRED_VOICES, "voice")


def _current(name: str, retired: Mapping[str, str], kind: str) -> tuple[str, str | None]:
    if name not in retired:
        return name, None
    return retired[name], f"The {kind} {name!r} is retired; {retired[name]!r} is used instead."
