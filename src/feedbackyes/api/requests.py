"""Around every request: its id, which is on all lines of the log that it causes, its line of the access log, its figures."""

from __future__ import annotations

import re
import secrets
import time

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from feedbackyes import log
from feedbackyes.telemetry import metrics

HEADER = "X-Request-Id"
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
logger = structlog.get_logger("feedbackyes.api.access")


class Requests:
    """The outermost middleware.

    Args:
        lines: write the access log. A line has the route and no query: what a path names is told by the route's names of it,
            and of the values only a session's id.
    """

    def __init__(self, app: ASGIApp, *, lines: bool) -> None:
        self._app, self._lines = app, lines

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        request_id = known_id(Headers(scope=scope).get(HEADER))
        status, began = 0, time.perf_counter()
        answered = began

        async def noted(message: Message) -> None:
            nonlocal status, answered
            if message["type"] == "http.response.start":
                status, answered = message["status"], time.perf_counter()
                MutableHeaders(scope=message).setdefault(HEADER, request_id)
            await send(message)

        with log.scope(request_id=request_id):
            try:
                await self._app(scope, receive, noted)
            finally:
                if scope["type"] == "http":
                    self._tell(scope, status, answered - began, time.perf_counter() - began)

    def _tell(self, scope: Scope, status: int, until_answer: float, seconds: float) -> None:
        method = scope["method"] if scope["method"] in _METHODS else "other"
        route = route_of(scope)
        metrics.REQUESTS.labels(method, route, str(status)).inc()
        metrics.REQUEST.labels(method, route).observe(until_answer)  # what streams goes on as long as somebody listens
        if self._lines:
            values = scope.get("path_params", {}) if "/sessions/" in route else {}
            named = {"session_id": str(values["session_id"])[:100]} if "session_id" in values else {}
            logger.info("request", method=method, route=route, status=status, ms=round(seconds * 1000, 1), **named)


def known_id(wanted: str | None) -> str:
    """The id that a proxy has given a request, or a new one."""
    return wanted if wanted is not None and _ID.fullmatch(wanted) else secrets.token_hex(8)


def route_of(scope: Scope) -> str:
    """The path as it is declared, with names for what varies; `page` for the web page and what is not here."""
    route = getattr(scope.get("route"), "path", None)
    return "page" if route is None or route in ("/{path:path}", "/") else str(route)
