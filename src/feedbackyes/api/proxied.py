"""Requests that come by way of a proxy: whose they are and whether they were encrypted, as far as the proxy is believed.

`X-Forwarded-For` and `X-Forwarded-Proto` count only from the addresses of `FEEDBACKYES_PROXIES`; from anybody else they are
what a caller says of themselves. Where a request has come by several proxies, the last one that is not ours is who calls.
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address, ip_network

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

_FORWARDED = frozenset({"x-forwarded-for", "x-real-ip"})


def comes_from_afar(headers: Iterable[tuple[str, str]]) -> bool:
    """Whether a proxy, known or not, says that somebody on another machine sent this. `headers` as of a `Knock`."""
    return any(name == "forwarded" or (name in _FORWARDED and not _all_local(text)) for name, text in headers)


def _all_local(text: str) -> bool:
    try:
        return all(ip_address(part.strip()).is_loopback for part in text.split(","))
    except ValueError:
        return False


class Proxies:
    """The proxies that are believed."""

    def __init__(self, networks: Iterable[str]) -> None:
        self._networks = tuple(ip_network(text, strict=False) for text in networks)

    def __bool__(self) -> bool:
        return bool(self._networks)

    def believes(self, address: str | None) -> bool:
        try:
            found = ip_address(address or "")
        except ValueError:
            return False
        found = getattr(found, "ipv4_mapped", None) or found
        return any(found in network for network in self._networks)

    def client(self, peer: str | None, forwarded_for: str) -> str | None:
        """Who calls, when `peer` is the other end of the connection."""
        if not self.believes(peer):
            return peer
        for said in reversed(forwarded_for.split(",")):
            if said.strip() and not self.believes(peer := said.strip()):
                return peer
        return peer

    def secure(self, peer: str | None, proto: str, *, secure: bool) -> bool:
        """Whether the caller's own connection was encrypted; `secure`: the one to us."""
        said = proto.rsplit(",", maxsplit=1)[-1].strip().lower()
        return said in ("https", "wss") if said and self.believes(peer) else secure


class Proxied:
    """The middleware: what routes see is the caller, not the proxy."""

    def __init__(self, app: ASGIApp, proxies: Proxies) -> None:
        self._app, self._proxies = app, proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket") and scope.get("client"):
            headers, (peer, port) = Headers(scope=scope), scope["client"]
            plain, encrypted = ("http", "https") if scope["type"] == "http" else ("ws", "wss")
            is_secure = scope.get("scheme") == encrypted
            is_secure = self._proxies.secure(peer, headers.get("x-forwarded-proto", ""), secure=is_secure)
            client = self._proxies.client(peer, ",".join(headers.getlist("x-forwarded-for")))
            scope = {**scope, "client": (client, port), "scheme": encrypted if is_secure else plain}
        await self._app(scope, receive, send)
