"""Whose a server is."""

from __future__ import annotations

import pytest

from feedbackyes.domain.addresses import is_own


@pytest.mark.parametrize(
    "base",
    [
        "http://127.0.0.1:9/v1",
        "http://localhost:11434/v1",
        "http://[::1]:8080/v1",
        "http://10.2.3.4/v1",
        "https://172.31.0.9/v1",
        "http://192.168.1.20:1234/v1",
        "http://[fd00::5]/v1",
        "http://[::ffff:192.168.1.1]/v1",
        "http://ollama:11434/v1",
        "http://models.internal/v1",
        "http://gpu.local./v1",
    ],
)
def test_an_address_of_our_own_network_is_known_as_such(base: str) -> None:
    assert is_own(base)


@pytest.mark.parametrize(
    "base",
    [
        "https://api.openai.com/v1",
        "https://localhost.example.com/v1",
        "https://127.0.0.1.example.com/v1",
        "https://user@example.com/v1",
        "http://8.8.8.8/v1",
        "http://172.32.0.1/v1",
        "http://[2001:db8::1]/v1",
        "http://[::ffff:8.8.8.8]/v1",
        "http://134744072/v1",
        "http://0x08080808/v1",
        "https://127.0.0.1@example.com/v1",
        "http:///v1",
        "",
    ],
)
def test_in_doubt_a_server_is_somebody_elses(base: str) -> None:
    assert not is_own(base)
