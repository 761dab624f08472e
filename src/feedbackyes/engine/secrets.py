"""Client secrets: what a page shows instead of a key to open sessions that somebody else has set up."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from feedbackyes.domain.errors import Forbidden, Unauthorised
from feedbackyes.domain.principal import Principal
from feedbackyes.domain.tokens import ShortLived

PREFIX = "ek_"
LIFE_SECONDS = (10, 7200)
DEFAULT_SECONDS = 600
MOST = 10_000
OPENS = ("/v1/realtime", "/v1/realtime/calls")
"""The paths at which a secret is enough: where sessions begin."""


class BadClientSecret(Unauthorised):
    """Nobody was given this secret, or its time is over."""

    code = "invalid_client_secret"


class SecretNotForThis(Forbidden):
    """A secret opens sessions, and nothing else."""

    code = "client_secret_not_for_this"


@dataclass(frozen=True, slots=True)
class ClientSecret:
    """What a secret stands for: whose it is, and how its sessions begin (as in a `session.update`)."""

    owner: Principal
    session: Mapping[str, Any]


class ClientSecrets:
    """All that hold now, in memory. One may open several sessions; they outlive it."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._held: ShortLived[ClientSecret] = ShortLived(PREFIX, MOST)

    def issue(self, secret: ClientSecret, seconds: int) -> tuple[str, int]:
        """Give one out.

        Returns:
            The secret, and the Unix second at which it expires.

        Raises:
            TooMany: there are as many as can be remembered.
        """
        now = self._clock()
        expires_at = int(now) + seconds
        return self._held.issue(secret, now=now, until=expires_at), expires_at

    def learn(self, value: str, secret: ClientSecret, until: float) -> None:
        """Know one that another process has given out."""
        self._held.learn(value, secret, until)

    def __contains__(self, value: str) -> bool:
        return value in self._held

    def redeem(self, value: str, path: str) -> ClientSecret:
        """What a secret stands for that is shown at `path`.

        Raises:
            BadClientSecret: it is not known, or too old. SecretNotForThis: it does not open that.
        """
        secret = self._held.find(value, now=self._clock())
        if secret is None:
            raise BadClientSecret(
                "This client secret is not known here, or its time is over. Ask POST /v1/realtime/client_secrets for one."
            )
        if path.rstrip("/") not in OPENS:
            raise SecretNotForThis("A client secret opens sessions, and nothing else. Use a key or a token of yours.")
        return secret
