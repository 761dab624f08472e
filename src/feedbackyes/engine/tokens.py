"""Token counts as Realtime bills them, so that usage figures mean the same with every provider."""

from __future__ import annotations

from math import ceil

USER_AUDIO_MS = 100
ASSISTANT_AUDIO_MS = 50
CHARACTERS = 4
"""Per text token: a rule of thumb for English; the engine has no tokeniser of its own."""


def of_text(text: str) -> int:
    return ceil(len(text) / CHARACTERS)


def of_user_audio(duration_ms: float) -> int:
    return ceil(duration_ms / USER_AUDIO_MS)


def of_assistant_audio(duration_ms: float) -> int:
    return ceil(duration_ms / ASSISTANT_AUDIO_MS)
