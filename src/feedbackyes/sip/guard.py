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
    """

    networks: tuple[_Network, ...]
    accounts: bool
    calls: int
    per_minute: int


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

    def wait_seconds(self, caller: str, now: float) -> int:
        """Count a call of `caller` at `now` (seconds). 0: it may come; otherwise when to try again."""
        times = self._lately.setdefault(caller, deque())
        while times and now - times[0] >= WINDOW_SECONDS:
            times.popleft()
        if len(times) >= self._rules.per_minute:
            return max(1, round(WINDOW_SECONDS - (now - times[0])))
        times.append(now)
        if len(self._lately) > MAX_CALLERS:
            self._lately = {one: when for one, when in self._lately.items() if now - when[-1] < WINDOW_SECONDS}
        return 0


def _counted(lately: deque[float], now: float) -> bool:
    """Count one more at `now`, unless there were as many in the last second as `lately` holds."""
    if len(lately) == lately.maxlen and now - lately[0] < 1.0:
        return False
    lately.append(now)
    return True
