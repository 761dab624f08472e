"""Why `auto` took the parts that it took, for people."""

from __future__ import annotations

from collections.abc import Mapping

from feedbackyes.settings import Settings


def why(settings: Settings, built_in: Mapping[str, bool]) -> dict[str, str]:
    """Reasons by part: `recogniser`, `voice`, `partner`; none for those that the settings name.

    Args:
        built_in: whether each part of interest is the one that needs nothing else.
    """
    found: dict[str, str] = {}
    for part, name in (("recogniser", settings.stt), ("voice", settings.tts)):
        if name == "auto" and part in built_in:
            found[part] = "auto: no other is installed" if built_in[part] else "auto: the best that is installed"
    if settings.dialogue == "auto" and "partner" in built_in:
        model = settings.dialogue_model
        missing = f"FEEDBACKYES_DIALOGUE_URL says no server for {model}" if model else "no language model is named"
        found["partner"] = f"auto: {missing}" if built_in["partner"] else "auto: the settings name it"
    return found
