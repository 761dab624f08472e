"""Which of our addresses and ports peers use. aioice has no setting for either, so both are put into its module."""

from __future__ import annotations

import asyncio
import random
from typing import Any

import aioice.ice
import ifaddr

_LOOPBACK = "127.0.0.1"


def use(ports: tuple[int, int] | None) -> None:
    """Let peers have our addresses and, when `ports` is given, UDP ports of that range, both ends included."""
    module: Any = aioice.ice
    module.get_host_addresses = host_addresses
    module.asyncio = asyncio if ports is None else _Asyncio(ports)


def host_addresses(use_ipv4: bool, use_ipv6: bool) -> list[str]:
    """Addresses of this machine; loopback when it has no other, as in a sandbox."""
    found: list[str] = []
    for adapter in ifaddr.get_adapters():
        for one in adapter.ips:
            if isinstance(one.ip, str):
                if use_ipv4 and not one.ip.startswith("127."):
                    found.append(one.ip)
            elif use_ipv6 and one.ip[0] != "::1" and one.ip[2] == 0:
                found.append(one.ip[0])
    return found or ([_LOOPBACK] if use_ipv4 else [])


class _Asyncio:
    """`asyncio` as aioice sees it: endpoints that ask for any port get one of the range."""

    def __init__(self, ports: tuple[int, int]) -> None:
        self._ports = ports

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)

    def get_running_loop(self) -> Any:
        return _Loop(asyncio.get_running_loop(), self._ports)


class _Loop:
    def __init__(self, loop: asyncio.AbstractEventLoop, ports: tuple[int, int]) -> None:
        self._loop = loop
        self._ports = ports

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loop, name)

    async def create_datagram_endpoint(
        self, factory: Any, local_addr: tuple[str, int] | None = None, **options: Any
    ) -> Any:
        if local_addr is None or local_addr[1] != 0:
            return await self._loop.create_datagram_endpoint(factory, local_addr=local_addr, **options)
        low, high = self._ports
        for port in random.sample(range(low, high + 1), high - low + 1):
            try:
                return await self._loop.create_datagram_endpoint(factory, local_addr=(local_addr[0], port), **options)
            except OSError:
                continue
        raise OSError(f"Every UDP port from {low} to {high} is taken. Widen FEEDBACKYES_RTC_PORTS.")
