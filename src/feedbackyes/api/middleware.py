"""What every request and answer passes: a limit on bodies, and headers that make a browser protect the page."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from feedbackyes.api import errors
from feedbackyes.domain.errors import InvalidInput

MAX_BODY_BYTES = 4 * 2**20
"""Enough for any transcript; voice comes over sockets."""
MAX_FILE_BYTES = 25 * 2**20
"""Of a recording, as at the hosted service, and what is around it."""
FILE_PATHS = frozenset({"/v1/audio/transcriptions", "/voice-agent/transcribe"})
_INLINE = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_HOST = re.compile(r"[A-Za-z0-9.\-]+(:\d+)?|\[[0-9A-Fa-f:]+\](:\d+)?")


class BodyLimit:
    """Refuses bodies that nobody of good will sends, before they are in memory."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = MAX_FILE_BYTES if scope["path"] in FILE_PATHS else MAX_BODY_BYTES
        length = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
        if not length.isdigit() or int(length) > most:
            await _let_come(receive, most)
            await self._refuse(most)(scope, receive, send)
            return
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > most:
                raise InvalidInput("The body is too long.")
            return message

        await self._app(scope, counted, send)

    def _refuse(self, most: int) -> JSONResponse:
        message = f"A request may have {most // 2**20} MiB."
        return JSONResponse(errors.body(413, "body_too_large", message), 413, {"Connection": "close"})


async def _let_come(receive: Receive, most: int) -> None:
    """Drop what is on its way, up to as much again as is allowed: who is still sending does not read the answer."""
    dropped = 0
    while dropped <= most:
        message = await receive()
        dropped += len(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body", False):
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


class SecurityHeaders:
    """Adds them to every answer."""

    def __init__(self, app: ASGIApp, page: Path) -> None:
        self._app, self._page = app, page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        host = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")

        async def secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("X-Content-Type-Options", "nosniff")
                headers.setdefault("Referrer-Policy", "no-referrer")
                headers.setdefault("Permissions-Policy", "microphone=(self), camera=(), geolocation=()")
                headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
                if headers.get("content-type", "").startswith("text/html"):
                    policy = content_security_policy(host, inline_hashes(self._page))
                    headers.setdefault("Content-Security-Policy", policy)
            await send(message)

        await self._app(scope, receive, secured)
