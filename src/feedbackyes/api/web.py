"""The built page: files as they are, and the page itself for every address that it routes on its own."""

from __future__ import annotations

import mimetypes
import re
from html import escape
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from starlette.exceptions import HTTPException

from feedbackyes.api.access import Show
from feedbackyes.api.credentials import COOKIE
from feedbackyes.api.description import methods_at
from feedbackyes.api.services import ServicesDep
from feedbackyes.domain.permissions import Action

ROOT = Path(__file__).resolve().parent.parent / "web_dist"
_HASHED = re.compile(r"assets/.*[-.][A-Za-z0-9_-]{8,}\.\w+(\.map)?")
_OTHERS = ("api/", "v1/", "ws/", "health", "ready", "force-stop")
_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
_NOT_BUILT = (
    "<!doctype html><html lang='en'><meta charset='utf-8'><title>FeedbackYes</title>"
    "<main><h1>The page is not built yet</h1><p>The server runs, but its web page was not built. "
    "Run <code>make install</code> in the project's folder and start again. The API is described at "
    "<a href='/openapi.json'>/openapi.json</a>.</p></main></html>"
)
_YEAR_SECONDS = 31_536_000
router = APIRouter(include_in_schema=False)


@router.api_route("/{path:path}", methods=["GET", "HEAD"])
async def page(
    path: str, request: Request, services: ServicesDep, _caller: Annotated[object, Show(Action.USE)]
) -> Response:
    """A file of the page, or the page."""
    if path.startswith(_OTHERS) or methods_at(request.app, request.scope["path"]):
        raise HTTPException(404)
    token = request.query_params.get("token")
    if token and not services.door.accounts and await services.door.knows(token):
        return _signed_in(request, token)
    file = _file(path)
    if file is None and "." in path.rsplit("/", 1)[-1]:
        raise HTTPException(404)
    file = file or _file("index.html")
    if file is None:
        return HTMLResponse(_NOT_BUILT, 503)
    return _send(request, file)


def _signed_in(request: Request, token: str) -> Response:
    """Keep the token as a cookie and go on without it in the address.

    By the page itself, not by a redirect: after a click on a link elsewhere, a redirect would still count as coming from
    there, and a strict cookie would be left at home.
    """
    rest = str(request.url.remove_query_params("token").replace(scheme="", netloc=""))
    target = escape("/" + rest.lstrip("/\\"), quote=True)  # two slashes would lead to another host
    answer = HTMLResponse(
        f"<!doctype html><meta charset='utf-8'><meta http-equiv='refresh' content='0; url={target}'>"
        f"<title>FeedbackYes</title><a href='{target}'>Go on</a>",
        headers={"Cache-Control": "no-store"},
    )
    secure = request.url.scheme == "https"
    answer.set_cookie(COOKIE, token, max_age=_YEAR_SECONDS, httponly=True, samesite="strict", secure=secure)
    return answer


def _file(path: str) -> Path | None:
    """A file below the page's folder; nothing outside of it can be named."""
    if "\0" in path:
        return None
    found = (ROOT / path).resolve()
    return found if found.is_relative_to(ROOT) and found.is_file() else None


def _send(request: Request, file: Path) -> Response:
    relative = file.relative_to(ROOT).as_posix()
    cache = f"public, max-age={_YEAR_SECONDS}, immutable" if _HASHED.fullmatch(relative) else "no-cache"
    headers = {"Cache-Control": cache, "Vary": "Accept-Encoding"}
    offered = request.headers.get("accept-encoding", "")
    for name, suffix in _ENCODINGS:
        packed = file.with_name(file.name + suffix)
        if name in offered and "range" not in request.headers and packed.is_file():
            file, headers["Content-Encoding"] = packed, name
            break
    kind = mimetypes.guess_type(relative)[0] or "application/octet-stream"
    answer = FileResponse(file, media_type=kind, headers=headers, stat_result=file.stat())
    if answer.headers["etag"] in request.headers.get("if-none-match", ""):
        kept = {name: answer.headers[name] for name in ("etag", "cache-control", "vary", "last-modified")}
        return Response(status_code=304, headers=kept)
    return answer
