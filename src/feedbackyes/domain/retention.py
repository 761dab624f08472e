"""How long what a talk leaves behind is kept, by kind, and what of feedback can stay without the words it quotes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from feedbackyes.domain.session import Session

DAY_MS = 86_400_000
UNKEPT_DAYS = 1
"""How long recordings stay of those who do not want them kept: feedback on how it sounded needs them until then."""


class Kind(StrEnum):
    """What goes at a time of its own.

    `audio`: the recording. `transcript`: what was said, corrections, and every quote of it. `feedback`: levels and figures.
    `events`: the course of a talk, from which it can be followed again; it has words too, and goes with them at the latest.
    """

    AUDIO = "audio"
    TRANSCRIPT = "transcript"
    FEEDBACK = "feedback"
    EVENTS = "events"


@dataclass(frozen=True, slots=True)
class Rules:
    """Days after the end of a talk. None: until its learner deletes it."""

    audio: int | None = None
    transcript: int | None = None
    feedback: int | None = None
    events: int | None = None

    def days(self, kind: Kind, *, keeps_recordings: bool = True) -> int | None:
        """Of one kind. `keeps_recordings`: the learner has not said that recordings are not to be kept."""
        found: int | None = getattr(self, kind.value)
        if kind is Kind.AUDIO and not keeps_recordings:
            return UNKEPT_DAYS if found is None else min(found, UNKEPT_DAYS)
        if kind is Kind.EVENTS and self.transcript is not None:
            return self.transcript if found is None else min(found, self.transcript)
        return found


def goes_at(session: Session, rules: Rules, *, keeps_recordings: bool = True) -> dict[Kind, int]:
    """When what of a session is deleted, in Unix milliseconds; what stays, or is gone, is left out. Open ones keep all."""
    if session.ended_at is None:
        return {}
    found = {}
    for kind in Kind:
        days = rules.days(kind, keeps_recordings=keeps_recordings)
        there = kind is not Kind.AUDIO or session.recording
        if days is not None and there and kind not in (session.expired or {}):
            found[kind] = session.ended_at + days * DAY_MS
    return found


def without_words(report: Mapping[str, Any]) -> dict[str, Any]:
    """A report as it stays when the transcript is gone: levels, figures and times; nothing that quotes or retells."""
    elements = [{**one, "why": "", "evidence": []} for one in report.get("elements", [])]
    persona = {**report.get("persona", {"state": "not_checked"}), "findings": [], "note": None}
    empty: dict[str, Any] = {
        "behaviours": [],
        "strength": None,
        "next_step": None,
        "recommendations": [],
        "feedback": "",
    }
    return {**report, **empty, "elements": elements, "persona": persona}
