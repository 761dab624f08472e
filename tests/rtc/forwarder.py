"""A bad network between two ends of a call: UDP packets are lost and late by a seeded generator.

It stands between the ends because both are told its addresses for each other's: candidates in offer and answer are
rewritten on the way.
"""

from __future__ import annotations

import asyncio
import random
import re
from types import TracebackType
from typing import Self

Address = tuple[str, int]

_HOST = re.compile(r"a=candidate:\S+ 1 udp \d+ (\d+\.\d+\.\d+\.\d+) (\d+) typ host", re.IGNORECASE)


class Door(asyncio.DatagramProtocol):
    """One side. What comes in here goes out at the other side's door."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self.transport: asyncio.DatagramTransport | None = None
        self.other: Door | None = None
        self.end: Address | None = None
        """The real address of the end at this door."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]  # a datagram transport

    def datagram_received(self, data: bytes, addr: Address) -> None:
        if self.other is not None:
            self._network.carry(data, self.other)

    def error_received(self, exc: Exception) -> None:
        """An end that is gone."""

    def give(self, data: bytes) -> None:
        if self.transport is not None and self.end is not None and not self.transport.is_closing():
            self.transport.sendto(data, self.end)


class Network:
    """Loses `loss` of all packets and delays each by 0 to `jitter_ms`, so that they overtake each other."""

    def __init__(self, seed: int, loss: float = 0.02, jitter_ms: float = 30.0) -> None:
        self._random = random.Random(seed)
        self._loss, self._jitter_ms = loss, jitter_ms
        self._caller, self._server = Door(self), Door(self)
        self.carried = self.lost = 0

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._caller.other, self._server.other = self._server, self._caller
        for door in (self._caller, self._server):
            await loop.create_datagram_endpoint(lambda door=door: door, local_addr=("0.0.0.0", 0))  # type: ignore[misc]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for door in (self._caller, self._server):
            if door.transport is not None:
                door.transport.close()

    def there(self, offer: str) -> str:
        """The offer as the server gets it: the caller seems to be at the server's door."""
        return self._moved(offer, self._caller, self._server)

    def back(self, answer: str) -> str:
        """The answer as the caller gets it."""
        return self._moved(answer, self._server, self._caller)

    def carry(self, data: bytes, door: Door) -> None:
        self.carried += 1
        if self._random.random() < self._loss:
            self.lost += 1
            return
        delay_s = self._random.uniform(0, self._jitter_ms) / 1000
        asyncio.get_running_loop().call_later(delay_s, door.give, data)

    def _moved(self, description: str, of: Door, to: Door) -> str:
        found = _HOST.search(description)
        if found is None or to.transport is None:
            raise ValueError("There is no address of IPv4 in this description.")
        of.end = (found[1], int(found[2]))
        port = to.transport.get_extra_info("sockname")[1]
        candidate = f"a=candidate:1 1 udp 2130706431 {found[1]} {port} typ host"
        lines = [line for line in description.split("\r\n") if not line.startswith("a=candidate:")]
        media = [place for place, line in enumerate(lines) if line.startswith("a=ice-ufrag:")]
        for place in reversed(media):
            lines.insert(place, candidate)
        return "\r\n".join(lines)
