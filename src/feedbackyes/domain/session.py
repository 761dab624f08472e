"""A practice session and its one life-cycle state.

```
created ─→ connecting ─→ live ⇄ reconnecting
   │            │          │  ╲       │
   └────────────┴──────────┴── draining
                all ─→ ended | interrupted;  draining ─→ reconnecting: the next server goes on
```

`ended` says why (`EndReason`). `interrupted` is set at start-up on sessions that a crash left open; they can be
analysed like ended ones.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from feedbackyes.domain.errors import Conflict, InvalidInput


class SessionState(StrEnum):
    CREATED = "created"
    CONNECTING = "connecting"
    LIVE = "live"
    RECONNECTING = "reconnecting"
    DRAINING = "draining"
    ENDED = "ended"
    INTERRUPTED = "interrupted"


class EndReason(StrEnum):
    COMPLETED = "completed"
    STOPPED = "stopped"
    IDLE = "idle"
    LEFT = "left"
    PROVIDER_LOST = "provider_lost"
    PROVIDER_UNREACHABLE = "provider_unreachable"
    SHUTDOWN = "shutdown"
    SLOW_READER = "slow_reader"
    COST_LIMIT = "cost_limit"
    CRASHED = "crashed"


class Transport(StrEnum):
    """What a session's voice went over when its call began. `audio`: the simple voice socket; `steps`: plain requests."""

    WEBSOCKET = "websocket"
    AUDIO = "audio"
    WEBRTC = "webrtc"
    PHONE = "phone"
    STEPS = "steps"


_NEXT: dict[SessionState, frozenset[SessionState]] = {
    SessionState.CREATED: frozenset({SessionState.CONNECTING, SessionState.ENDED, SessionState.INTERRUPTED}),
    SessionState.CONNECTING: frozenset(
        {SessionState.LIVE, SessionState.DRAINING, SessionState.ENDED, SessionState.INTERRUPTED}
    ),
    SessionState.LIVE: frozenset(
        {SessionState.RECONNECTING, SessionState.DRAINING, SessionState.ENDED, SessionState.INTERRUPTED}
    ),
    SessionState.RECONNECTING: frozenset(
        {SessionState.LIVE, SessionState.DRAINING, SessionState.ENDED, SessionState.INTERRUPTED}
    ),
    SessionState.DRAINING: frozenset({SessionState.RECONNECTING, SessionState.ENDED, SessionState.INTERRUPTED}),
    SessionState.ENDED: frozenset(),
    SessionState.INTERRUPTED: frozenset(),
}
OPEN_STATES = frozenset(state for state, following in _NEXT.items() if following)


class IllegalTransition(Conflict):
    code = "illegal_transition"


def check_transition(before: SessionState, after: SessionState) -> None:
    """Raise `IllegalTransition` unless a session may go from `before` to `after`; staying is allowed."""
    if before is not after and after not in _NEXT[before]:
        raise IllegalTransition(f"A session that is {before.value} cannot become {after.value}.")


_ID = re.compile(r"[A-Za-z0-9_-]{1,128}")


def check_session_id(session_id: str) -> None:
    """Raise `InvalidInput` unless the id is safe in a file's name and a URL: letters, digits, `_` and `-`, at most 128."""
    if _ID.fullmatch(session_id) is None:
        raise InvalidInput(
            "A session id has 1 to 128 letters, digits, '_' or '-'.", code="invalid_session_id", param="session_id"
        )


@dataclass(frozen=True, slots=True)
class Session:
    """One practice session as stored. Times `*_at` are Unix milliseconds, `*_ms` durations in milliseconds.

    Args:
        basic_ears: the recogniser mishears too much to be trusted.
        patience_ms: silence after which the learner's turn is over; None leaves the provider's own.
        push_to_talk: no turn detection; the client commits.
        recording: what is said is recorded.
        retry_of: the session that this is another take of. retry_turn_id: the learner's turn there that is said anew.
        expired: when what of it was deleted because its time was over, by `retention.Kind`.
        monitoring: the learner lets their trainers and admins listen in while it goes on.
        instructions: who the partner of a free conversation is, in the learner's words; nobody else reads them.
        hints: the learner may ask for hints. hints_given: the elements of the rubric that they were about, in order.
    """

    id: str
    owner_id: str
    team_id: str | None
    state: SessionState
    created_at: int
    scenario_id: str | None = None
    scenario_version: int | None = None
    provider: str | None = None
    model: str | None = None
    recogniser: str | None = None
    basic_ears: bool = False
    language: str = "en"
    cultural_context: str | None = None
    patience_ms: int | None = None
    push_to_talk: bool = False
    voice: str | None = None
    started_at: int | None = None
    ended_at: int | None = None
    end_reason: EndReason | None = None
    recording: bool = False
    retry_of: str | None = None
    retry_turn_id: str | None = None
    hints: bool = False
    hints_given: tuple[str, ...] = ()
    instructions: str | None = None
    transport: Transport | None = None
    monitoring: bool = False
    expired: Mapping[str, int] | None = None
