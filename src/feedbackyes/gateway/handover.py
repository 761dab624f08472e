"""Sessions that one server leaves to the next: the process ends, the talk goes on.

A server that is drained stores a session as reconnecting, for the reason `shutdown`, and closes its line with 1012. Who
comes back to the server that starts next goes on where they were; who does not is taken to have left.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from feedbackyes.domain.session import Session, SessionState
from feedbackyes.domain.transcript import Turn
from feedbackyes.gateway.hub import LEAP
from feedbackyes.storage import events, sessions, turns

HANDED_OVER = "shutdown"


@dataclass(frozen=True, slots=True)
class Before:
    """What a session was in the process before this one.

    Args:
        said: its turns in order. elapsed_ms: on the session clock, by now. last_seq: number of its last event.
    """

    said: tuple[Turn, ...]
    elapsed_ms: float
    last_seq: int


async def handed_over(tx: Any) -> list[str]:
    """Ids of the sessions that another process has left to this one."""
    found: list[str] = []
    for session_id in await sessions.in_state(tx, SessionState.RECONNECTING):
        told = await events.of_type(tx, session_id, "session.state")
        if told and told[-1].data.get("reason") == HANDED_OVER:
            found.append(session_id)
    return found


async def before(tx: Any, session: Session) -> Before | None:
    """What there is to go on with; None for a session that was never live."""
    if session.state is not SessionState.RECONNECTING or session.started_at is None:
        return None
    elapsed_ms = time.time_ns() / 1_000_000 - session.started_at
    last_seq = await events.last_seq(tx, session.id) + LEAP
    return Before(await turns.every(tx, session.id), max(0.0, elapsed_ms), last_seq)
