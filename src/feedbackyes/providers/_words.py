"""What hosted services are told in words: who the partner is, and what was said before."""

from __future__ import annotations

from typing import Any

from feedbackyes.domain.transcript import Speaker, Turn
from feedbackyes.protocol.sessions import DEFAULT_INSTRUCTIONS
from feedbackyes.providers import Setup


def instructions(setup: Setup) -> str:
    """The partner's persona; what the learner has not earned is not in it."""
    if setup.scenario is not None:
        return setup.scenario.persona(setup.earned, cultural_context=setup.cultural_context)
    text = setup.instructions or DEFAULT_INSTRUCTIONS
    if setup.language.split("-")[0].lower() != "en":
        text += f" Speak the language with the code {setup.language}."
    return text


def item(item_id: str, turn: Turn) -> dict[str, Any]:
    """A turn as a conversation item of the protocol."""
    learner = turn.speaker is Speaker.LEARNER
    part = {"type": "input_text" if learner else "output_text", "text": turn.text}
    return {"type": "message", "id": item_id, "role": "user" if learner else "assistant", "content": [part]}
