"""What every request and answer passes: a limit on bodies, and headers that make a browser protect the page."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from feedbackyes.api import errors
from feedbackyes.api.auth import is_local_name

MAX_BODY_BYTES = 4 * 2**20
"""Enough for any transcript; voice comes over sockets."""
MAX_FILE_BYTES = 25 * 2**20
"""Of a recording, as at the hosted service, and what is around it."""
MAX_PUBLIC_BYTES = 256 * 1024
"""Where anybody may knock, nobody needs more."""
FILE_PATHS = frozenset({"/v1/audio/transcriptions", "/voice-agent/transcribe"})
PUBLIC_PATHS = ("/api/auth/", "/api/invitations/", "/webhooks/")
PIECE_SECONDS, BODY_SECONDS = 30.0, 600.0
"""How long any piece of a body may take, and the whole."""
_INLINE = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_HOST = re.compile(r"[A-Za-z0-9.\-]+(:\d+)?|\[[0-9A-Fa-f:]+\](:\d+)?")
_CLOSE = {"Connection": "close"}


def most_bytes(path: str) -> int:
    """How long the body of a request may be."""
    if path in FILE_PATHS:
        return MAX_FILE_BYTES
    return MAX_PUBLIC_BYTES if path.startswith(PUBLIC_PATHS) else MAX_BODY_BYTES


class BodyLimit:
    """Refuses bodies that nobody of good will sends, before they are in memory: too long, or sent too slowly."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = most_bytes(scope["path"])
        length = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        if not length.isdigit() or int(length) > most:
            await _let_come(receive, most)
            await _too_long(most)(scope, receive, send)
            return
        body = _Body(receive, most)
        answered = False

        async def watched(message: Message) -> None:
            nonlocal answered
            if body.refusal is None or answered:
                answered = True
                await send(message)

        with suppress(_Refused):
            await self._app(scope, body.receive, watched)
        if body.refusal is not None and not answered:
            await body.refusal(scope, receive, send)


class _Refused(Exception):
    """Whoever waits for the body need not go on."""


class _Body:
    """What comes of a request's body. `refusal`: the answer to one that cannot be taken."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive, self._most, self._taken, self._whole = receive, most, 0, False
        self._until = asyncio.get_running_loop().time() + BODY_SECONDS
        self.refusal: JSONResponse | None = None

    async def receive(self) -> Message:
        if self._whole:
            return await self._receive()
        now = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout_at(min(self._until, now + PIECE_SECONDS)):
                message = await self._receive()
        except TimeoutError:
            said = errors.body(408, "body_too_slow", "The body did not come in time. Send it again.")
            self.refusal = JSONResponse(said, 408, _CLOSE)
            raise _Refused from None
        self._whole = not message.get("more_body", False)
        self._taken += len(message.get("body", b""))
        if self._taken > self._most:
            self.refusal = _too_long(self._most)
            raise _Refused
        return message


def _too_long(most: int) -> JSONResponse:
    size = f"{most // 2**20} MiB" if most >= 2**20 else f"{most // 1024} KiB"
    return JSONResponse(errors.body(413, "body_too_large", f"A request may have {size}."), 413, _CLOSE)


async def _let_come(receive: Receive, most: int) -> None:
    """Drop what is on its way, up to as much again as is allowed: who is still sending does not read the answer."""
    dropped = 0
    try:
        async with asyncio.timeout(PIECE_SECONDS):
            while dropped <= most:
                message = await receive()
                dropped += len(message.get("body", b""))
                if message["type"] != "http.request" or not message.get("more_body", False):
                    return
    except TimeoutError:
        return


def inline_hashes(page: Path) -> tuple[str, ...]:
    """CSP sources that allow the inline scripts of a built page, and nothing else; none when there is no page."""
    if not page.is_file():
        return ()
    scripts = _INLINE.findall(page.read_text(encoding="utf-8"))
    digests = (hashlib.sha256(script.encode()).digest() for script in scripts)
    return tuple(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


def content_security_policy(host: str, scripts: Iterable[str] = ()) -> str:
    """The policy of our pages: everything from here; audio worklets and recordings also from `blob:`.

    `host` is named for sockets because older browsers do not count them among `'self'`.
    """
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    return "; ".join(
        [
            "default-src 'self'",
            " ".join(["script-src 'self' blob:", *scripts]),
            "worker-src 'self' blob:",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "media-src 'self' blob:",
            f"connect-src 'self'{sockets}",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        ]
    )


class ExactMethods:
    """Refuses methods that an address does not take. Without it, a name in full would be read as what a pattern stands for.

    Args:
        table: the methods of addresses that have no pattern.
    """

    def __init__(self, app: ASGIApp, table: Mapping[str, Collection[str]]) -> None:
        self._app, self._table = app, table

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        taken = self._table.get(scope["path"]) if scope["type"] == "http" else None
        if taken is None or scope["method"] in taken:
            await self._app(scope, receive, send)
        else:
            await errors.not_allowed(scope["method"], sorted(taken))(scope, receive, send)


CLOSED_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""Of what is no page: opened as one it can do nothing."""
_EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "microphone=(self), autoplay=(self), camera=(), geolocation=(), display-capture=(), "
    "payment=(), usb=(), serial=(), hid=(), midi=(), screen-wake-lock=(self), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-site",
    "Cache-Control": "no-store",
}
"""What every answer says unless its route says otherwise."""
_TRANSPORT = "max-age=31536000"
_PAGES = ("text/html", "text/javascript", "application/javascript")
"""A worker's policy is that of its script."""
_NOT_MODIFIED = 304


class SecurityHeaders:
    """Adds them to every answer, refusals and failures too."""

    def __init__(self, app: ASGIApp, page: Path) -> None:
        self._app, self._page = app, page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        host = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
        encrypted = scope.get("scheme") == "https" and not is_local_name(host.rsplit(":", 1)[0])

        async def secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _EVERYWHERE.items():
                    headers.setdefault(name, value)
                if encrypted:
                    headers.setdefault("Strict-Transport-Security", _TRANSPORT)
                # What "not modified" says replaces what the browser has kept (RFC 9111, 3.2): the page keeps its own policy.
                if message["status"] != _NOT_MODIFIED:
                    headers.setdefault("Content-Security-Policy", self._policy(headers.get("content-type", ""), host))
            await send(message)

        await self._app(scope, receive, secured)

    def _policy(self, content_type: str, host: str) -> str:
        if not content_type.startswith(_PAGES):
            return CLOSED_POLICY
        return content_security_policy(host, inline_hashes(self._page) if content_type.startswith("text/html") else ())
