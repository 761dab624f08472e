"""Who may call what, as people were told it; written by hand, and not computed from `domain/permissions.py`.

Of a session that is ann's, a learner of the red team. `Kind` says who is let in; everybody else is answered 401 when
they are nobody, and otherwise 403 (404 where even the thing's name is a secret).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

ANN, AMY, BOB = "ann", "amy", "bob"
"""Learners: whose session it is, another one of the red team, one of the blue team."""
TIM, TOM = "tim", "tom"
"""Internal trainers of the red and the blue team."""
XIA, XAV = "xia", "xav"
"""External trainers of the red and the blue team."""
EVE = "eve"
"""Admin."""
EVERYBODY = frozenset({ANN, AMY, BOB, TIM, TOM, XIA, XAV, EVE})


class Shared(StrEnum):
    """With whom the session is shared."""

    NOBODY = "nobody"
    TRAINERS = "trainers of the red team"
    HEARD = "trainers of the red team, with the recording"
    BOB = "bob"


class Kind(StrEnum):
    PUBLIC = "anybody, signed in or not"
    SIGNED_IN = "everybody who is signed in, of their own things"
    TRAINERS = "trainers and admins"
    STAFF = "internal trainers and admins"
    ADMINS = "admins"
    LEARNER = "its learner alone"
    READERS = "its learner and those with whom it is shared"
    HEARERS = "its learner and those with whom the recording is shared"
    SEERS = "readers, and admins, who see that it is there"
    ENDERS = "its learner and admins"
    FOLLOWERS = "internal trainers of the team, admins, and trainers with whom it is shared"
    TEAM = "internal trainers of the red team and admins, of what is that team's"
    HIDDEN = "whose it is; to others it is not there"
    TEAM_HIDDEN = "internal trainers of the team that it is of, and admins; to others it is not there"


_READERS: Mapping[Shared, frozenset[str]] = {
    Shared.NOBODY: frozenset({ANN}),
    Shared.TRAINERS: frozenset({ANN, TIM, XIA}),
    Shared.HEARD: frozenset({ANN, TIM, XIA}),
    Shared.BOB: frozenset({ANN, BOB}),
}
_HEARERS = {**{shared: frozenset({ANN}) for shared in Shared}, Shared.HEARD: frozenset({ANN, TIM, XIA})}
_FOLLOWERS = {
    Shared.NOBODY: frozenset({TIM, EVE}),
    Shared.TRAINERS: frozenset({TIM, EVE, XIA}),
    Shared.HEARD: frozenset({TIM, EVE, XIA}),
    Shared.BOB: frozenset({TIM, EVE}),
}
_ALWAYS = {
    Kind.PUBLIC: EVERYBODY,
    Kind.SIGNED_IN: EVERYBODY,
    Kind.TRAINERS: frozenset({TIM, TOM, XIA, XAV, EVE}),
    Kind.STAFF: frozenset({TIM, TOM, EVE}),
    Kind.ADMINS: frozenset({EVE}),
    Kind.LEARNER: frozenset({ANN}),
    Kind.ENDERS: frozenset({ANN, EVE}),
    Kind.TEAM: frozenset({TIM, EVE}),
    Kind.HIDDEN: frozenset({ANN}),
    Kind.TEAM_HIDDEN: frozenset({TIM, EVE}),
}


def let_in(kind: Kind, shared: Shared) -> frozenset[str]:
    """Who is."""
    if kind is Kind.READERS:
        return _READERS[shared]
    if kind is Kind.SEERS:
        return _READERS[shared] | {EVE}
    if kind is Kind.HEARERS:
        return _HEARERS[shared]
    return _FOLLOWERS[shared] if kind is Kind.FOLLOWERS else _ALWAYS[kind]


@dataclass(frozen=True, slots=True)
class Row:
    """A route. `of`: the name of the body in `BODIES`."""

    method: str
    path: str
    kind: Kind
    of: str = ""


BODIES: Mapping[str, Any] = {
    "text": {"text": "What was meant."},
    "granted": {"granted": True},
    "element": {"element": "opening"},
    "share": {"with": [], "people": []},
    "analyse": {"session_id": "{session_id}", "scenario_id": "late-report", "duration_seconds": 60},
    "entry": {"session_id": "{session_id}", "item_id": "item_1", "speaker": "learner", "text": "Hello."},
    "heard": {"item_id": "item_1", "heard_ms": 0},
    "chat": {"session_id": "{session_id}", "message": "Hello."},
    "speak": {"session_id": "{session_id}"},
    "wave": {"sets": ["safety"], "team_ids": ["red"]},
    "note": {"team_id": "red", "text": "A new team lead."},
}

_TEXT = """
PUBLIC    GET    /health
PUBLIC    HEAD   /health
PUBLIC    GET    /ready
PUBLIC    HEAD   /ready
PUBLIC    GET    /api/auth
PUBLIC    POST   /api/auth/logout
PUBLIC    GET    /api/auth/oidc/login
PUBLIC    GET    /api/auth/oidc/callback
PUBLIC    GET    /{path:path}
PUBLIC    HEAD   /{path:path}
PUBLIC    GET    /api/invitations/{invitation}
PUBLIC    POST   /api/invitations/{token}/accept
ADMINS    GET    /metrics
SIGNED_IN GET    /api/me
SIGNED_IN PATCH  /api/me
SIGNED_IN POST   /api/me/password
SIGNED_IN GET    /api/me/tokens
SIGNED_IN POST   /api/me/tokens
HIDDEN    DELETE /api/me/tokens/{token_id}
SIGNED_IN GET    /api/me/logins
HIDDEN    DELETE /api/me/logins/{login_id}
SIGNED_IN POST   /api/ws-ticket
STAFF     POST   /api/invitations
STAFF     GET    /api/invitations
STAFF     DELETE /api/invitations/{invitation}
STAFF     GET    /api/users
ADMINS    PATCH  /api/users/{user_id}
ADMINS    DELETE /api/users/{user_id}
ADMINS    POST   /api/users/{user_id}/sign-out
ADMINS    POST   /api/users/{user_id}/password-link
STAFF     GET    /api/teams
ADMINS    POST   /api/teams
ADMINS    PATCH  /api/teams/{team_id}
ADMINS    DELETE /api/teams/{team_id}
ADMINS    GET    /api/audit
SIGNED_IN GET    /api/config
SIGNED_IN GET    /api/consents
SIGNED_IN PUT    /api/consents
SIGNED_IN GET    /api/privacy
SIGNED_IN GET    /api/me/export
SIGNED_IN POST   /api/me/erasure
SIGNED_IN GET    /api/me/preferences
SIGNED_IN PUT    /api/me/preferences
ADMINS    GET    /api/admin/overview
ADMINS    GET    /api/admin/talks
ADMINS    GET    /api/admin/settings
TRAINERS  GET    /api/scenarios/vocabulary
TRAINERS  POST   /api/scenarios/check
TRAINERS  POST   /api/scenarios/simulate
TRAINERS  POST   /api/scenarios
TRAINERS  POST   /api/scenarios/notes/redact
TRAINERS  POST   /api/scenarios/notes
TRAINERS  GET    /api/scenarios/{scenario_id}/text
TRAINERS  GET    /api/scenarios/{scenario_id}/file
TRAINERS  PUT    /api/scenarios/{scenario_id}
TRAINERS  GET    /api/scenarios/{scenario_id}/versions
TRAINERS  POST   /api/scenarios/{scenario_id}/versions/{version}/restore
TRAINERS  POST   /api/scenarios/{scenario_id}/drafts
TRAINERS  PUT    /api/scenarios/{scenario_id}/sharing
TRAINERS  DELETE /api/scenarios/{scenario_id}
SIGNED_IN GET    /api/scenarios
SIGNED_IN GET    /api/scenarios/{scenario_id}
SIGNED_IN POST   /api/sessions
SIGNED_IN GET    /api/sessions
SIGNED_IN GET    /api/search
SEERS     GET    /api/sessions/{session_id}
ENDERS    DELETE /api/sessions/{session_id}
READERS   GET    /api/sessions/{session_id}/transcript
READERS   GET    /api/sessions/{session_id}/sharing
LEARNER   PUT    /api/sessions/{session_id}/sharing share
READERS   GET    /api/sessions/{session_id}/providers
READERS   GET    /api/sessions/{session_id}/before
READERS   GET    /api/sessions/{session_id}/takes
LEARNER   POST   /api/sessions/{session_id}/hint
HEARERS   GET    /api/sessions/{session_id}/recording
HEARERS   HEAD   /api/sessions/{session_id}/recording
HEARERS   GET    /api/sessions/{session_id}/levels
LEARNER   GET    /api/sessions/{session_id}/recording/parts
LEARNER   PUT    /api/sessions/{session_id}/recording/parts/{n}?start_ms=0
READERS   GET    /api/sessions/{session_id}/events
TRAINERS  GET    /api/monitor/sessions
FOLLOWERS POST   /api/monitor/sessions/{session_id}/hint text
FOLLOWERS POST   /api/monitor/sessions/{session_id}/end
FOLLOWERS WS     /api/monitor/sessions/{session_id}/audio
LEARNER   PUT    /api/sessions/{session_id}/monitoring granted
READERS   GET    /api/sessions/{session_id}/monitoring
READERS   POST   /api/feedback/analyze analyse
READERS   GET    /api/feedback/{analysis_id}
SIGNED_IN GET    /api/progress
SIGNED_IN GET    /api/goals
SIGNED_IN POST   /api/goals
HIDDEN    DELETE /api/goals/{goal_id}
SIGNED_IN GET    /api/pulse
SIGNED_IN POST   /api/pulse
SIGNED_IN GET    /api/pulse/trends
STAFF     GET    /api/pulse/waves
TEAM      POST   /api/pulse/waves wave
TEAM_HIDDEN POST   /api/pulse/waves/{wave_id}/close
TEAM_HIDDEN DELETE /api/pulse/waves/{wave_id}
TEAM      POST   /api/pulse/notes note
TEAM_HIDDEN DELETE /api/pulse/notes/{note_id}
TRAINERS  GET    /api/dashboard/stats
LEARNER   PUT    /api/sessions/{session_id}/turns/{turn_id}/correction text
LEARNER   DELETE /api/sessions/{session_id}/turns/{turn_id}/correction
LEARNER   POST   /api/sessions/{session_id}/disagreements element
LEARNER   DELETE /api/sessions/{session_id}/disagreements/{disagreement_id}
LEARNER   GET    /api/sessions/{session_id}/disagreements
SIGNED_IN GET    /api/disagreements
READERS   GET    /api/sessions/{session_id}/behind
READERS   GET    /api/sessions/{session_id}/dialogues
READERS   GET    /api/sessions/{session_id}/dialogues/{kind}
READERS   GET    /api/sessions/{session_id}/dialogues/{kind}/audio
READERS   HEAD   /api/sessions/{session_id}/dialogues/{kind}/audio
READERS   GET    /api/sessions/{session_id}/export
SIGNED_IN GET    /api/usage
SIGNED_IN GET    /api/usage/estimate
ENDERS    POST   /force-stop/{session_id}
LEARNER   WS     /ws/realtime/{session_id}
SIGNED_IN WS     /ws/audio
SIGNED_IN POST   /api/token
SIGNED_IN POST   /api/realtime/session
LEARNER   POST   /realtime/webrtc-offer?session_id={session_id} offer
HIDDEN    POST   /realtime/calls/{call_id}/hangup
SIGNED_IN POST   /api/self-test/offer
ADMINS    POST   /api/webhooks
ADMINS    GET    /api/webhooks
ADMINS    DELETE /api/webhooks/{endpoint_id}
ADMINS    PUT    /api/webhooks/{endpoint_id}/enabled
ADMINS    DELETE /api/webhooks/{endpoint_id}/enabled
ADMINS    POST   /api/webhooks/{endpoint_id}/test
ADMINS    POST   /api/webhooks/{endpoint_id}/deliveries/{delivery_id}/again
ADMINS    GET    /api/webhooks/{endpoint_id}/deliveries
ADMINS    GET    /api/models
ADMINS    POST   /api/models/{name}/pull
ADMINS    DELETE /api/models/{name}/pull
ADMINS    DELETE /api/models/{name}
LEARNER   POST   /realtime/transcripts entry
SIGNED_IN GET    /v1/models
SIGNED_IN GET    /v1/models/{model}
SIGNED_IN WS     /v1/realtime
SIGNED_IN POST   /v1/realtime/client_secrets
SIGNED_IN POST   /v1/realtime/calls
SIGNED_IN POST   /v1/realtime
HIDDEN    POST   /v1/realtime/calls/{call_id}/hangup
SIGNED_IN WS     /v1/live/sessions
SIGNED_IN POST   /v1/live/sessions
HIDDEN    WS     /v1/live/sessions/{session_id}/attach
HIDDEN    POST   /v1/live/sessions/{session_id}/hangup
SIGNED_IN POST   /v1/audio/speech
SIGNED_IN POST   /v1/audio/transcriptions
SIGNED_IN POST   /v1/chat/completions
LEARNER   POST   /voice-agent/transcribe?session_id={session_id} wav
LEARNER   POST   /voice-agent/chat chat
LEARNER   POST   /voice-agent/tts-stream speak
LEARNER   POST   /voice-agent/sessions/{session_id}/begin
LEARNER   POST   /voice-agent/sessions/{session_id}/interrupt heard
LEARNER   POST   /voice-agent/sessions/{session_id}/leave
SIGNED_IN GET    /openapi.json
SIGNED_IN GET    /docs
SIGNED_IN GET    /docs/start.js
"""
ELSEWHERE = {
    ("POST", "/api/auth/login"): "says who one is: 401 is its answer to a wrong password",
    ("POST", "/webhooks/sip"): "signed by the hosted service, not by a person",
}
"""Routes at which 401 means something else; each has tests of its own."""


def rows() -> list[Row]:
    found = []
    for line in _TEXT.strip().splitlines():
        kind, method, path, *of = line.split()
        found.append(Row(method, path, Kind[kind], of[0] if of else ""))
    return found
