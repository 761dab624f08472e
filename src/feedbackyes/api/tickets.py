"""Tickets for WebSockets: a browser cannot send a Bearer token with one, and an address that has a token is logged."""

from __future__ import annotations

import time
from collections.abc import Callable

from feedbackyes.domain.admission import Admission
from feedbackyes.domain.errors import Unauthorised
from feedbackyes.domain.tokens import ShortLived

PREFIX = "fyt_"
LIFE_SECONDS = 60
MOST = 10_000


class BadTicket(Unauthorised):
    """Nobody was given this ticket, or it was used, or its time is over."""

    code = "invalid_ticket"


class Tickets:
    """Each opens one WebSocket, within a minute. In memory: a restart ends their short life early."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._held: ShortLived[Admission] = ShortLived(PREFIX, MOST)

    def issue(self, admission: Admission) -> tuple[str, int]:
        """A ticket for who was admitted, and until when it holds (Unix seconds). Raises `TooMany`."""
        now = self._clock()
        until = int(now) + LIFE_SECONDS
        return self._held.issue(admission, now=now, until=until), until

    def redeem(self, ticket: str) -> Admission:
        """Whose ticket it is; from now on it is used. Raises `BadTicket`."""
        found = self._held.take(ticket, now=self._clock())
        if found is None:
            raise BadTicket(
                f"This ticket is not known, was used, or is more than {LIFE_SECONDS} s old. Ask POST /api/ws-ticket."
            )
        return found

    def drop(self, user_id: str) -> list[bytes]:
        """Forget the tickets of somebody; gives their SHA-256."""
        return self._held.drop(lambda admission: admission.principal.id == user_id)
