from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Iterator

import aioice.ice
import pytest

from feedbackyes.rtc import sockets

LOW = 43_110


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    yield
    sockets.use(None)


async def endpoint(port: int = 0) -> asyncio.BaseTransport:
    loop = aioice.ice.asyncio.get_running_loop()  # type: ignore[attr-defined]
    transport, _ = await loop.create_datagram_endpoint(asyncio.DatagramProtocol, local_addr=("127.0.0.1", port))
    assert isinstance(transport, asyncio.BaseTransport)
    return transport


def port_of(transport: asyncio.BaseTransport) -> int:
    return int(transport.get_extra_info("sockname")[1])


async def test_ports_are_of_the_range_until_all_are_taken_and_come_back() -> None:
    sockets.use((LOW, LOW + 2))
    taken = [await endpoint() for _ in range(3)]
    assert sorted(port_of(one) for one in taken) == [LOW, LOW + 1, LOW + 2]
    with pytest.raises(OSError, match="FEEDBACKYES_RTC_PORTS"):
        await endpoint()
    taken[1].close()
    freed = port_of(taken[1])
    await asyncio.sleep(0)
    again = await endpoint()
    assert port_of(again) == freed
    for one in (taken[0], taken[2], again):
        one.close()


async def test_a_port_that_somebody_else_has_is_passed_over() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", LOW))
        sockets.use((LOW, LOW + 1))
        transport = await endpoint()
        assert port_of(transport) == LOW + 1
        transport.close()


async def test_who_asks_for_a_port_gets_it() -> None:
    sockets.use((LOW, LOW + 1))
    transport = await endpoint(LOW + 9)
    assert port_of(transport) == LOW + 9
    transport.close()


async def test_without_a_range_any_port_will_do() -> None:
    sockets.use((LOW, LOW))
    sockets.use(None)
    several = [await endpoint() for _ in range(3)]
    assert len({port_of(one) for one in several}) == 3
    for one in several:
        one.close()


def test_addresses_are_of_this_machine_and_never_none() -> None:
    sockets.use(None)
    found = sockets.host_addresses(use_ipv4=True, use_ipv6=False)
    assert found
    assert all(ipaddress.ip_address(one).version == 4 for one in found)
    both = sockets.host_addresses(use_ipv4=True, use_ipv6=True)
    assert set(found) <= set(both)
    assert "::1" not in both


def test_a_machine_without_a_network_has_its_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ifaddr.get_adapters", list)
    assert sockets.host_addresses(use_ipv4=True, use_ipv6=True) == ["127.0.0.1"]
    assert sockets.host_addresses(use_ipv4=False, use_ipv6=True) == []
