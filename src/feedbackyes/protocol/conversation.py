"""Conversation events: one provider-neutral, ordered stream per session.

Transcripts, recordings, feedback, monitoring and the page read this stream and nothing else. It is append-only;
a correction is a further event. Times are milliseconds on the session clock, which starts with the first connection.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import msgspec

from feedbackyes.domain.transcript import Turn

EventType = Literal[
    "session.state",  # data: {state, reason?, message?}
    "session.provider",  # data: {provider, model, from_ms, reason} who serves the session from now on, and why
    "session.updated",  # data: {voice?, patience_ms?, ...} what the learner may know of the configuration
    "user.speech.started",  # data: {at_ms}
    "user.speech.stopped",  # data: {at_ms}
    "user.transcript.delta",  # data: {delta}
    "user.transcript.final",  # data: the Turn as JSON
    "user.transcript.failed",  # data: {code, message}
    "user.dtmf",  # data: {key}, a key of the telephone
    "partner.turn.started",  # data: {}
    "partner.transcript.delta",  # data: {delta}
    "partner.transcript.final",  # data: the Turn as JSON; text is what was heard
    "partner.interrupted",  # data: {heard_ms, generated_ms}
    "partner.turn.ended",  # data: {status}
    "monitor.joined",  # data: {look_id, user_id, name, role, look} somebody follows the talk with the learner's consent
    "monitor.left",  # data: the same
    "monitor.consent",  # data: {granted} the learner's answer in the middle of the talk
    "monitor.ended",  # data: {user_id, name, role} who followed the talk and ended it
    "hint",  # data: {text, user_id, name, role} for the learner, from somebody who follows the talk
    "usage",  # data: {unit, ...}
    "warning",  # data: {code, message}
    "error",  # data: {code, message, recoverable}
]
Origin = Literal["native", "derived", "estimated"]


class ConversationEvent(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One event of a session.

    Args:
        seq: 1, 2, 3… within the session; also the `id` of the server-sent event.
        t_ms: session clock. t_wall: Unix milliseconds.
        origin: told by the provider (native), concluded from it (derived), or modelled (estimated).
    """

    session_id: str
    seq: int
    t_ms: int
    t_wall: int
    type: EventType
    data: dict[str, Any] = {}
    speaker: Literal["learner", "partner"] | None = None
    turn_id: str | None = None
    origin: Origin = "native"
    v: int = 1


@dataclass(frozen=True, slots=True)
class Body:
    """What an event says, before it has a number. A final transcript carries its turn, which becomes its data."""

    type: EventType
    data: dict[str, Any] = field(default_factory=dict)
    speaker: Literal["learner", "partner"] | None = None
    turn_id: str | None = None
    origin: Origin = "native"
    turn: Turn | None = None
