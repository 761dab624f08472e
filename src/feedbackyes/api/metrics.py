"""`GET /metrics`: what Prometheus reads."""

from __future__ import annotations

import hmac
import shutil
from typing import Annotated, cast

from fastapi import APIRouter, Depends, Response
from starlette.requests import HTTPConnection

from feedbackyes.api.access import Allowed
from feedbackyes.api.services import EngineServices, EngineServicesDep
from feedbackyes.domain.permissions import Action
from feedbackyes.domain.principal import Principal
from feedbackyes.telemetry import metrics

router = APIRouter(tags=["health"])


class Scraping(Allowed):
    """A dependency: lets in who has the token that is for this alone, and else admins. An address is no proof: behind a
    proxy everybody comes from loopback."""

    async def __call__(self, connection: HTTPConnection) -> Principal | None:  # type: ignore[override]
        token = cast("EngineServices", connection.app.state.services).settings.metrics_token
        shown = connection.headers.get("authorization", "").encode()
        if token and hmac.compare_digest(shown, f"Bearer {token}".encode()):
            return None
        return await super().__call__(connection)


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
async def read_metrics(
    services: EngineServicesDep, _caller: Annotated[Principal | None, Depends(Scraping(Action.READ_METRICS))]
) -> Response:
    """Figures of this process in the text format of Prometheus; `docs/operation.md` lists them."""
    settings = services.settings
    metrics.DRAINING.set(services.draining)
    metrics.MAX_SESSIONS.set(settings.max_sessions)
    metrics.DISK_FREE.set(shutil.disk_usage(settings.data).free)
    return Response(metrics.exposition(), media_type=metrics.CONTENT_TYPE)
