"""Client tokens: what a browser shows to begin one call, and nothing else.

A token is opaque and short-lived, and stands for one person, one session and how that session was configured. Within its
life it may be shown again for the same session: a browser whose network has no UDP tries a WebSocket next.
"""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from feedbackyes.domain.errors import Forbidden, TooMany, Unauthorised
from feedbackyes.domain.principal import Principal
from feedbackyes.domain.tokens import ShortLived
from feedbackyes.gateway.query import CallQuery

PREFIX = "ek_"
LIFE_SECONDS = 60
PER_MINUTE = 30
"""Tokens that one person may have in a minute."""
MAX_TOKENS = 10_000
_CALL_PATHS = ("/realtime/webrtc-offer", "/realtime/transcripts", "/realtime/calls/", "/ws/realtime/")


class BadClientToken(Unauthorised):
    """Nobody was given this token, or its time is over."""

    code = "invalid_client_token"


class WrongUse(Forbidden):
    """The token is for something else."""

    code = "client_token_not_for_this"


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token stands for. `expires_at` in Unix seconds."""

    principal: Principal
    session_id: str
    expires_at: int


class ClientTokens:
    """All that are valid now, in memory: a restart ends their short life early."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._grants: ShortLived[Grant] = ShortLived(PREFIX, MAX_TOKENS)
        self._wishes: OrderedDict[str, tuple[float, Mapping[str, Any]]] = OrderedDict()
        self._given: OrderedDict[str, deque[float]] = OrderedDict()

    def check_quota(self, principal: Principal) -> None:
        """Raise `TooMany` when this person has had enough tokens for this minute; else count one more."""
        now = self._clock()
        while self._given and (not (oldest := next(iter(self._given.values()))) or oldest[-1] <= now - 60):
            self._given.popitem(last=False)
        given = self._given.setdefault(principal.id, deque())
        self._given.move_to_end(principal.id)
        while given and given[0] <= now - 60:
            given.popleft()
        if len(given) >= PER_MINUTE:
            raise TooMany(f"You may have {PER_MINUTE} tokens a minute. Try again in a while.", code="token_quota")
        given.append(now)

    def issue(self, principal: Principal, session_id: str, wishes: Mapping[str, Any]) -> tuple[str, Grant]:
        """A new token.

        Args:
            wishes: what the call's session is to be beside what is stored of it, as a patch in Realtime's terms.

        Raises:
            TooMany: the server has given out as many as it can remember.
        """
        now = self._clock()
        grant = Grant(principal, session_id, int(now) + LIFE_SECONDS)
        value = self._grants.issue(grant, now=now, until=grant.expires_at)
        if wishes:
            self.wish(session_id, wishes)
        return value, grant

    def wish(self, session_id: str, wishes: Mapping[str, Any]) -> None:
        """Remember what the session's call is to be, until it should have begun; see `issue`."""
        now = self._clock()
        while self._wishes and next(iter(self._wishes.values()))[0] <= now - LIFE_SECONDS:
            self._wishes.popitem(last=False)
        self._wishes[session_id] = (now, wishes)

    def wishes(self, session_id: str) -> Mapping[str, Any]:
        """How the session was configured with its token."""
        return self._wishes.get(session_id, (0.0, {}))[1]

    def learn(self, token: str, grant: Grant, wishes: Mapping[str, Any]) -> None:
        """Know a token that another process has given out."""
        self._grants.learn(token, grant, grant.expires_at)
        if wishes:
            self.wish(grant.session_id, wishes)

    def __contains__(self, token: str) -> bool:
        return token in self._grants

    def claims(self, token: str, path: str) -> bool:
        """Whether a credential has to be one of these: it looks like one, and comes where calls begin."""
        return token.startswith(PREFIX) and (path.startswith(_CALL_PATHS) or token in self._grants)

    def redeem(self, token: str, path: str) -> Grant:
        """What `token` stands for, when it is shown at `path`.

        Raises:
            BadClientToken: never given, or too old. WrongUse: it does not open that.
        """
        grant = self._grants.find(token, now=self._clock())
        if grant is None:
            raise BadClientToken(
                f"This client token is not known or more than {LIFE_SECONDS} s old. Ask POST /api/token for a new one."
            )
        if not path.startswith(_CALL_PATHS):
            raise WrongUse(
                "A client token begins one call and opens nothing else: post the SDP offer to the address that came with "
                "it as 'url' (/realtime/webrtc-offer), or open the WebSocket /ws/realtime/{session_id}."
            )
        return grant


def bound(session_id: str, asked: str | None, query: CallQuery) -> tuple[str, CallQuery]:
    """A client token's session is what it was when the token was made. Raises `WrongUse` for another one."""
    if asked not in (None, session_id):
        raise WrongUse("This client token is for another session. Ask POST /api/token for one of this session.")
    return session_id, CallQuery(scenario_id=query.scenario_id)
