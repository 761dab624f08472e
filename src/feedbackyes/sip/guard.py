"""Who may call, and how often. The clock is an argument."""

from __future__ import annotations

import ipaddress
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from feedbackyes.domain.errors import InvalidInput

WINDOW_SECONDS = 60.0
MAX_CALLERS = 10_000
STRANGERS_PER_SECOND = 50
"""Datagrams that are read although they come from nobody's addresses: a proxy that is trusted lets phones acknowledge
by themselves, and others are told that they may not call."""
ASKED_PER_SECOND, MAX_ASKED = 50, 1_000
"""Datagrams that are read of one address whose password is asked for, and such addresses at once: a call needs a few."""
_Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Entry(Enum):
    """What an address is: trusted, to be asked for a password, or nobody's."""

    OPEN = "open"
    ASK = "ask"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Rules:
    """Who may call.

    Args:
        networks: addresses that need no password.
        accounts: there are accounts, so that everybody else may prove one.
        calls: at once. per_minute: of one caller.
        per_source: in a minute, of all callers who come by one account or from one address. Unlike numbers, these
            cannot be made up.
        trunks: accounts that are believed when they say which number calls.
    """

    networks: tuple[_Network, ...]
    accounts: bool
    calls: int
    per_minute: int
    per_source: int = 60
    trunks: frozenset[str] = frozenset()


def networks(texts: Sequence[str]) -> tuple[_Network, ...]:
    """`192.0.2.7`, `10.0.0.0/8`, `2001:db8::/32`. Raises `InvalidInput`."""
    found: list[_Network] = []
    for text in texts:
        try:
            found.append(ipaddress.ip_network(text, strict=False))
        except ValueError as error:
            raise InvalidInput(
                f"{text!r} is neither an address nor a network. Write 192.0.2.7 or 10.0.0.0/8."
            ) from error
    return tuple(found)


class Guard:
    """Remembers who called lately."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._lately: dict[str, deque[float]] = {}
        self._strangers: deque[float] = deque(maxlen=STRANGERS_PER_SECOND)
        self._asked: dict[str, deque[float]] = {}

    def entry(self, host: str) -> Entry:
        """What the address `host` is."""
        try:
            address = ipaddress.ip_address(host)
        except ValueError:
            return Entry.CLOSED
        plain = getattr(address, "ipv4_mapped", None) or address
        if any(plain.version == network.version and plain in network for network in self._rules.networks):
            return Entry.OPEN
        return Entry.ASK if self._rules.accounts else Entry.CLOSED

    def reads(self, host: str, now: float) -> bool:
        """Whether a datagram from `host` at `now` (seconds) is worth reading. Counts those of who is not trusted."""
        entry = self.entry(host)
        if entry is Entry.OPEN:
            return True
        if entry is Entry.CLOSED:
            return _counted(self._strangers, now)
        if host not in self._asked:
            if len(self._asked) >= MAX_ASKED:
                self._asked = {one: when for one, when in self._asked.items() if now - when[-1] < 1.0}
            if len(self._asked) >= MAX_ASKED:
                return False
            self._asked[host] = deque(maxlen=ASKED_PER_SECOND)
        return _counted(self._asked[host], now)

    def room(self, calls: int) -> bool:
        """Whether one more may come when there are `calls`."""
        return calls < self._rules.calls

    def wait_seconds(self, number: str, account: str, host: str, now: float) -> int:
        """Count a call at `now` (seconds). 0: it may come; otherwise when to try again.

        Args:
            number: what the caller says they call from; empty: nothing.
            account: proved by its password; empty: none was needed. host: address that the call comes from.
        """
        source = f"account {account}" if account else f"host {host}"
        own = bool(account) and account not in self._rules.trunks
        caller = source if own or not number else f"number {number} by {source}"
        limits = {source: self._rules.per_source, caller: self._rules.per_minute}
        wait = max(self._wait(one, most, now) for one, most in limits.items())
        if not wait:
            for one in limits:
                self._lately.setdefault(one, deque()).append(now)
        return wait

    def _wait(self, one: str, most: int, now: float) -> int:
        if one not in self._lately and len(self._lately) >= MAX_CALLERS:
            self._lately = {
                name: when for name, when in self._lately.items() if when and now - when[-1] < WINDOW_SECONDS
            }
        times = self._lately.setdefault(one, deque())
        while times and now - times[0] >= WINDOW_SECONDS:
            times.popleft()
        return max(1, round(WINDOW_SECONDS - (now - times[0]))) if len(times) >= most else 0


def _counted(lately: deque[float], now: float) -> bool:
    """Count one more at `now`, unless there were as many in the last second as `lately` holds."""
    if len(lately) == lately.maxlen and now - lately[0] < 1.0:
        return False
    lately.append(now)
    return True
