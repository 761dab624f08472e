"""What a person likes to talk with on the speech page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Preferences:
    """None: the server's own. `persona` is instructions in the person's words, `language` a BCP 47 tag."""

    persona: str | None = None
    voice: str | None = None
    language: str | None = None
