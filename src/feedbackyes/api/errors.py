"""The one table from errors to HTTP answers: `{"error": {"code", "message", "type", "param"?}}`."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from html import escape
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from feedbackyes.api.description import methods_at
from feedbackyes.api.requests import route_of
from feedbackyes.domain.errors import (
    Conflict,
    ExpectedError,
    Failed,
    Forbidden,
    InvalidInput,
    NotFound,
    NotReady,
    TooMany,
    Unauthorised,
)

log = structlog.get_logger("feedbackyes.api")

_STATUS: Mapping[type[ExpectedError], int] = {
    InvalidInput: 400,
    Unauthorised: 401,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    TooMany: 429,
    Failed: 502,
    NotReady: 503,
}
_TYPES: Mapping[int, str] = {
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    429: "rate_limit_error",
}
_CODES: Mapping[int, str] = {
    400: "invalid_body",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    415: "unsupported_media_type",
}
_NO_OBJECT = frozenset({"missing", "model_attributes_type", "dict_type", "model_type"})
_WANTS_OBJECT = "The body must be a JSON object, sent with the header Content-Type: application/json."
_HINT = (
    "<!doctype html><html lang='en'><meta charset='utf-8'><title>FeedbackYes</title>"
    "<main><h1>Who are you?</h1><p>{}</p></main></html>"
)


class ErrorDetail(BaseModel):
    code: str
    message: str
    type: str
    param: str | None = None


class ErrorBody(BaseModel):
    """What every refused request is answered with."""

    error: ErrorDetail


def status_of(error: ExpectedError) -> int:
    """HTTP status of an error: that of the nearest class in its tree."""
    return next((_STATUS[kind] for kind in type(error).__mro__ if kind in _STATUS), 500)


def body(status: int, code: str, message: str, param: str | None = None) -> dict[str, Any]:
    """The JSON of an error answer."""
    kind = _TYPES.get(status, "invalid_request_error" if status < 500 else "server_error")
    detail: dict[str, Any] = {"code": code, "message": message, "type": kind}
    if param is not None:
        detail["param"] = param
    return {"error": detail}


def answer(error: ExpectedError) -> JSONResponse:
    status = status_of(error)
    headers = {401: {"WWW-Authenticate": "Bearer"}, 429: {"Retry-After": "10"}, 503: {"Retry-After": "5"}}.get(status)
    if isinstance(error, TooMany) and error.retry_after is not None:
        headers = {"Retry-After": str(error.retry_after)}
    return JSONResponse(body(status, error.code, error.message, error.param), status, headers)


def install(app: FastAPI) -> None:
    """Make `app` answer every error from the table."""
    app.add_exception_handler(ExpectedError, _expected)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


async def _expected(request: Request, error: Exception) -> Response:
    if not isinstance(error, ExpectedError):
        raise error
    if isinstance(error, Unauthorised) and _is_page(request):
        return HTMLResponse(_HINT.format(escape(error.message)), 401)
    return answer(error)


def _is_page(request: Request) -> bool:
    """A browser opens it; what the description has is read by programs, and refuses in its one form whoever asks."""
    described = getattr(request.scope.get("route"), "include_in_schema", False)
    return not described and "text/html" in request.headers.get("accept", "")


async def _invalid(_request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    first = error.errors()[0]
    place = [str(part) for part in first["loc"]]
    if first["type"] == "json_invalid":
        message = f"The body is not valid JSON: {first['ctx']['error']} at character {place[-1]}."
        return JSONResponse(body(422, "invalid_json", message), 422)
    if place == ["body"] and first["type"] in _NO_OBJECT:
        return JSONResponse(body(422, "invalid_value", _WANTS_OBJECT), 422)
    param = ".".join(place[1:]) or None
    message = f"{param or 'The ' + place[0]}: {first['msg']}."
    return JSONResponse(body(422, "invalid_value", message, param), 422)


async def _http(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    path = request.scope["path"]  # that of the URL ends where a name has `?` or `#` in it
    if error.status_code in (404, 405):
        allowed = methods_at(request.app, path)
        if allowed and request.method not in allowed:
            return not_allowed(request.method, allowed)
    message = f"{request.method} {path} is not here." if error.status_code == 404 else f"{error.detail}."
    code = _CODES.get(error.status_code, "http_error")
    return JSONResponse(body(error.status_code, code, message), error.status_code, error.headers)


def not_allowed(method: str, allowed: list[str]) -> Response:
    """The answer to a method that an address does not take."""
    message = f"This address takes {', '.join(allowed)}, not {method[:20]}."
    return JSONResponse(body(405, _CODES[405], message), 405, {"Allow": ", ".join(allowed)})


class Unexpected:
    """Turns what nobody expected into a 500 with an id; the log has the rest under the same id."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception:
            error_id = uuid.uuid4().hex[:12]
            log.exception("request failed", error_id=error_id, method=scope["method"], route=route_of(scope))
            if started:
                raise
            message = f"Something went wrong on our side. If it stays, report it with the id {error_id}."
            await JSONResponse(body(500, "internal_error", message), 500)(scope, receive, send)
