from __future__ import annotations

import socket

import pytest

from feedbackyes.sip import outlet
from feedbackyes.sip.outlet import Outlet


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize(("family", "host"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")])
def test_datagrams_arrive_at_one_address_and_then_at_another(
    family: int, host: str, plain: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if plain:
        monkeypatch.setattr(outlet, "_send", None)
    ports = [socket.socket(family, socket.SOCK_DGRAM) for _ in range(3)]
    for port in ports:
        port.settimeout(5)
        try:
            port.bind((host, 0))
        except OSError:
            pytest.skip("this machine has no address of that kind")
    sender, *receivers = ports
    made = Outlet(sender)
    for number, receiver in enumerate(receivers):
        made.send(b"%d" % number, receiver.getsockname()[:2])
        assert receiver.recvfrom(100)[0] == b"%d" % number
    for port in ports:
        port.close()
    made.send(b"into nothing", (host, 9))
