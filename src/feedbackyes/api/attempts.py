"""Fewer guesses at passwords, by account and by address."""

from __future__ import annotations

import ipaddress
import math
import time
from collections.abc import Callable, Mapping
from typing import Protocol

from feedbackyes.domain.errors import TooMany
from feedbackyes.domain.throttle import Throttle
from feedbackyes.storage.hashes import digest

ACCOUNT_FREE, ADDRESS_FREE = 5, 20
"""Attempts before one has to wait; behind one address there may be a whole office."""


class TooManyAttempts(TooMany):
    code = "too_many_attempts"


class Counts(Protocol):
    """Where failures are counted: in this process, or where all processes of a server count them."""

    async def begin(self, keys: Mapping[str, int], now: float) -> float:
        """As `Throttle.begin`, with Unix seconds."""

    async def forgive(self, key: str) -> None: ...

    async def take_back(self, key: str) -> None: ...


class OwnCounts:
    """In this process."""

    def __init__(self) -> None:
        self._throttle = Throttle()

    async def begin(self, keys: Mapping[str, int], now: float) -> float:
        return self._throttle.begin(keys, now)

    async def forgive(self, key: str) -> None:
        self._throttle.forgive(key)

    async def take_back(self, key: str) -> None:
        self._throttle.take_back(key)


class Attempts:
    """Attempts to sign in."""

    def __init__(self, counts: Counts | None = None, clock: Callable[[], float] = time.time) -> None:
        self.counts: Counts = counts or OwnCounts()
        self._clock = clock

    async def begin(self, account: str, address: str | None) -> None:
        """Count an attempt. Raises `TooManyAttempts` when this account or this address has to wait."""
        keys = {_account(account): ACCOUNT_FREE, _address(address): ADDRESS_FREE}
        wait = await self.counts.begin(keys, self._clock())
        if wait > 0:
            seconds = math.ceil(wait)
            raise TooManyAttempts(
                f"Too many attempts. Wait {seconds} s, then try again; a password link from an admin works at once.",
                retry_after=seconds,
            )

    async def succeeded(self, account: str, address: str | None) -> None:
        """It was no guess."""
        await self.counts.forgive(_account(account))
        await self.counts.take_back(_address(address))

    async def forgive(self, account: str) -> None:
        """Let an account try again at once."""
        await self.counts.forgive(_account(account))


def _account(account: str) -> str:
    return f"account:{digest(account)}"


def _address(address: str | None) -> str:
    """Of IPv6 the network that a household has (RFC 6177); its addresses are as many as anybody likes."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return f"address:{address}"
    found = getattr(found, "ipv4_mapped", None) or found
    return f"address:{ipaddress.ip_network((found, 64), strict=False) if found.version == 6 else found}"
