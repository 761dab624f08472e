"""What a request shows of who sends it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie

COOKIE = "feedbackyes_token"
"""Of the access link, and of a user's token, on a server without accounts."""
LOGIN_COOKIE = "feedbackyes_login"
HOST_PREFIX = "__Host-"
"""With it a browser takes a cookie only from this very host, encrypted, for all of its paths (RFC 6265bis, 4.1.3.2)."""
TICKET = "ticket"
CREDENTIALS = frozenset({"token", "api_key", "api-key", TICKET})
"""Names in the query that say who asks."""
KEY_SUBPROTOCOL = "openai-insecure-api-key."


@dataclass(frozen=True, slots=True)
class Knock:
    """What a request shows at the door, whatever brought it here.

    Args:
        headers: names in lower case, in the order they came; a name may come twice.
        query: decoded pairs.
        client: address of the peer; None when it has none.
        method: of the request; `WEBSOCKET` for an upgrade.
        secure: it came encrypted, as far as we or a proxy that we believe know.
    """

    headers: tuple[tuple[str, str], ...]
    query: tuple[tuple[str, str], ...] = ()
    client: str | None = None
    method: str = "GET"
    path: str = ""
    secure: bool = False

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key == name), None)

    def subprotocols(self) -> list[str]:
        values = (value for key, value in self.headers if key == "sec-websocket-protocol")
        return [part.strip() for value in values for part in value.split(",") if part.strip()]

    def cookies(self, name: str) -> Iterator[str]:
        for key, value in self.headers:
            if key == "cookie":
                yield from _cookie(value, name)


def credentials(knock: Knock) -> Iterable[tuple[str, bool]]:
    """What may be a token, best first, and whether the caller chose to send it; a cookie may be a forgotten one."""
    scheme, _, value = (knock.header("authorization") or "").partition(" ")
    if scheme.lower() == "bearer":
        yield value.strip(), True
    for name in ("x-api-key", "api-key"):
        yield from ((key, True) for key in [knock.header(name)] if key)
    yield from ((key, True) for name, key in knock.query if name in CREDENTIALS and name != TICKET)
    for offered in knock.subprotocols():
        if offered.startswith(KEY_SUBPROTOCOL):
            yield offered.removeprefix(KEY_SUBPROTOCOL), True
    yield from ((key, False) for key in knock.cookies(COOKIE))


def login_cookie(*, secure: bool) -> str:
    """Name of the cookie of a login."""
    return HOST_PREFIX + LOGIN_COOKIE if secure else LOGIN_COOKIE


def login_secrets(knock: Knock) -> Iterable[str]:
    """What may be secrets of logins. Encrypted, one that another host of the domain may have set does not count."""
    yield from knock.cookies(login_cookie(secure=True))
    if not knock.secure:
        yield from knock.cookies(login_cookie(secure=False))


def _cookie(header: str, name: str) -> list[str]:
    try:
        jar = SimpleCookie(header)
    except CookieError:
        return []
    return [jar[name].value] if name in jar else []
