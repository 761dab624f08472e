"""Is it alive, and may traffic be sent to it?"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from feedbackyes import __version__
from feedbackyes.api.access import Public
from feedbackyes.api.services import EngineServices, EngineServicesDep

router = APIRouter(tags=["health"], dependencies=[Public])


class Health(BaseModel):
    status: Literal["ok", "draining", "degraded"]
    timestamp: Annotated[str, Field(description="ISO 8601, UTC.")]
    version: str
    provider: Annotated[str, Field(description="Name of the voice engine in use.")]
    database: Annotated[bool, Field(description="The database answers.")]


@router.head("/health", include_in_schema=False)
@router.get("/health")
async def health(services: EngineServicesDep) -> Health:
    """200 as long as the process answers at all."""
    return await _look(services)


@router.head("/ready", include_in_schema=False)
@router.get("/ready", responses={503: {"model": Health, "description": "Send no new traffic here."}})
async def ready(services: EngineServicesDep, response: Response) -> Health:
    """For load balancers: 503 while the server drains or cannot reach its database."""
    found = await _look(services)
    if found.status != "ok":
        response.status_code = 503
    return found


async def _look(services: EngineServices) -> Health:
    database = await services.database.ping()
    return Health(
        status="draining" if services.draining else "ok" if database else "degraded",
        timestamp=datetime.now(UTC).isoformat(timespec="milliseconds"),
        version=__version__,
        provider=services.provider.name,
        database=database,
    )
