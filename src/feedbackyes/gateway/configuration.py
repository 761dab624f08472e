"""What a call's session is to be at its provider: the setup, what a token wished for, and what the client has changed."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from feedbackyes.providers import Setup
from feedbackyes.storage import sessions

if TYPE_CHECKING:
    from feedbackyes.gateway.call import Call

Json = dict[str, Any]
MAX_PERSONA, MAX_VOICE = 65_536, 64
"""Characters that are kept with a session; of instructions no service takes more."""


class Configuration:
    """One call's.

    Args:
        wishes: a patch in Realtime's terms that was checked before the call.
    """

    def __init__(self, call: Call, wishes: Mapping[str, Any] | None) -> None:
        self._call, self._wishes = call, wishes
        self._patch: Json = {}

    def setup(self) -> Setup:
        """In our own terms, as it is now."""
        session = self._call.session
        return Setup(
            scenario=self._call.scenario,
            language=session.language,
            cultural_context=session.cultural_context,
            patience_ms=session.patience_ms,
            push_to_talk=session.push_to_talk,
            voice=session.voice,
            instructions=session.instructions,
            earned=self._call.floor.earned,
        )

    def wanted(self) -> Json:
        """In the provider's terms."""
        call = self._call
        wanted = call.engine.session_update(self.setup())
        if "instructions" in wanted and wanted["instructions"] not in call.told_instructions[-1:]:
            call.told_instructions.append(wanted["instructions"])
        return wanted

    def change(self, patch: Mapping[str, Any]) -> None:
        """The client has changed the session. Another session of the provider is to have it too.

        Who the partner is, is kept with the session: it may go on in another process.
        """
        _overlay(self._patch, patch)
        kept = {name: value for name, value in _partner(patch).items() if value != getattr(self._call.session, name)}
        if self._call.scenario is not None:
            kept.pop("instructions", None)
        if kept:
            session = self._call.session = replace(self._call.session, **kept)
            self._call.watch(self._call.story.write(lambda tx: sessions.update(tx, session.id, **kept)))

    def parts(self, *, manual: bool = False) -> list[Json]:
        """The patches that make a new session what this one is. `manual`: for now it finds no turns by itself."""
        parts = _in_parts(self.wanted())
        parts += [dict(patch) for patch in (self._wishes, self._patch) if patch]
        if manual:
            parts.append(_input({"turn_detection": None}))
        return parts

    def turn_detection(self) -> Json:
        """The patch that has turns found as the learner's client wants it."""
        found: Any = None
        for part in self.parts():
            found = part.get("audio", {}).get("input", {}).get("turn_detection", found)
        return _input({"turn_detection": found})


def _partner(patch: Mapping[str, Any]) -> Json:
    """What a patch says of who the partner is, by the names of a session's fields."""
    said = {"instructions": (patch.get("instructions"), MAX_PERSONA)}
    output = (patch.get("audio") or {}).get("output") or {}
    said["voice"] = (output.get("voice"), MAX_VOICE)
    return {
        name: value or None for name, (value, most) in said.items() if isinstance(value, str) and len(value) <= most
    }


def _input(settings: Json) -> Json:
    return {"type": "realtime", "audio": {"input": settings}}


def _overlay(session: Json, patch: Mapping[str, Any]) -> None:
    """What a client has changed, all in one; detection and transcription are replaced as a whole."""
    for key, value in patch.items():
        before = session.get(key)
        if key not in ("turn_detection", "transcription") and isinstance(value, dict) and isinstance(before, dict):
            _overlay(before, value)
        else:
            session[key] = deepcopy(value)


def _in_parts(session: Json) -> list[Json]:
    """What a service may not know goes by itself: one refusal must not cost the partner's whole character."""
    parts = [session]
    if "include" in session:
        parts.append({"type": session["type"], "include": session.pop("include")})
    incoming = session.get("audio", {}).get("input", {})
    transcription = incoming.get("transcription")
    if transcription and "prompt" in transcription:
        parts.append({"type": session["type"], "audio": {"input": {"transcription": transcription}}})
        incoming["transcription"] = {key: value for key, value in transcription.items() if key != "prompt"}
    return parts
