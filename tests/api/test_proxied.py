"""Who calls, when a proxy is in between."""

from __future__ import annotations

from typing import Any

import pytest

from feedbackyes.api.proxied import Proxied, Proxies, comes_from_afar

OURS = Proxies(["10.0.0.0/8", "127.0.0.1"])


@pytest.mark.parametrize(
    ("peer", "said", "caller"),
    [
        ("10.1.2.3", "198.51.100.7", "198.51.100.7"),
        ("10.1.2.3", "203.0.113.9, 198.51.100.7, 10.0.0.1", "198.51.100.7"),
        ("198.51.100.7", "127.0.0.1", "198.51.100.7"),
        ("10.1.2.3", "", "10.1.2.3"),
        ("::ffff:10.1.2.3", "198.51.100.7", "198.51.100.7"),
        ("10.1.2.3", "nonsense", "nonsense"),
        (None, "198.51.100.7", None),
    ],
)
def test_a_proxy_is_believed_and_nobody_else(peer: str | None, said: str, caller: str | None) -> None:
    assert OURS.client(peer, said) == caller


def test_only_a_proxy_says_that_the_line_was_encrypted() -> None:
    assert OURS.secure("10.1.2.3", "https", secure=False)
    assert not OURS.secure("10.1.2.3", "http", secure=True)
    assert not OURS.secure("198.51.100.7", "https", secure=False)
    assert OURS.secure("10.1.2.3", "", secure=True)


def test_a_request_from_another_machine_is_known_by_any_proxys_word() -> None:
    assert comes_from_afar([("x-forwarded-for", "198.51.100.7")])
    assert comes_from_afar([("x-forwarded-for", "127.0.0.1, 198.51.100.7")])
    assert comes_from_afar([("x-forwarded-for", "nonsense")])
    assert comes_from_afar([("forwarded", "for=127.0.0.1")])
    assert not comes_from_afar([("x-forwarded-for", "127.0.0.1"), ("host", "localhost")])


@pytest.mark.parametrize(("kind", "scheme", "seen"), [("http", "http", "https"), ("websocket", "ws", "wss")])
async def test_routes_see_the_caller(kind: str, scheme: str, seen: str) -> None:
    scopes: list[dict[str, Any]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        scopes.append(scope)

    headers = [(b"x-forwarded-for", b"198.51.100.7"), (b"x-forwarded-proto", b"https")]
    scope = {"type": kind, "scheme": scheme, "client": ("10.1.2.3", 4711), "headers": headers}

    async def nothing(*_: Any) -> Any: ...

    await Proxied(app, OURS)(scope, nothing, nothing)
    assert (scopes[0]["client"], scopes[0]["scheme"]) == (("198.51.100.7", 4711), seen)
