"""The API described, with the viewer's files shipped: nothing comes from elsewhere."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from feedbackyes.api.access import Allow
from feedbackyes.api.web import ROOT
from feedbackyes.domain.permissions import Action
from feedbackyes.domain.principal import Principal

router = APIRouter(include_in_schema=False)
Caller = Annotated[Principal, Allow(Action.USE)]
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>FeedbackYes API</title>
<link rel="icon" href="/favicon.svg">
<link rel="stylesheet" href="/swagger/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/swagger/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"""
_START = 'SwaggerUIBundle({url: "/openapi.json", dom_id: "#swagger-ui", deepLinking: true, validatorUrl: null})\n'
_MISSING = (
    "<!doctype html><html lang='en'><meta charset='utf-8'><title>FeedbackYes API</title>"
    "<main><h1>The viewer is not built yet</h1><p>Run <code>make install</code>. Until then the description is at "
    "<a href='/openapi.json'>/openapi.json</a>.</p></main></html>"
)


@router.get("/openapi.json")
async def openapi(request: Request, _caller: Caller) -> dict[str, Any]:
    described: dict[str, Any] = request.app.openapi()
    return described


@router.get("/docs")
async def docs(_caller: Caller) -> Response:
    """Swagger UI."""
    built = (ROOT / "swagger" / "swagger-ui-bundle.js").is_file()
    return HTMLResponse(_PAGE) if built else HTMLResponse(_MISSING, 503)


@router.get("/docs/start.js")
async def start(_caller: Caller) -> Response:
    return Response(_START, media_type="text/javascript")
