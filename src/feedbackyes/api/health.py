"""Is it alive, and may traffic be sent to it?"""

from __future__ import annotations

import asyncio
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from feedbackyes import __version__
from feedbackyes.api.access import Public
from feedbackyes.api.services import EngineServices, EngineServicesDep

router = APIRouter(tags=["health"], dependencies=[Public])
LEAST_FREE_BYTES = 100 * 2**20
"""A quarter of an hour of recording. With less, a server takes no new talks, so that those that go on can be kept."""


class Health(BaseModel):
    status: Literal["ok", "draining", "degraded"]
    timestamp: Annotated[str, Field(description="ISO 8601, UTC.")]
    version: str
    provider: Annotated[str, Field(description="Name of the voice engine in use.")]
    database: Annotated[bool, Field(description="The database answers.")]
    disk: Annotated[bool, Field(description="There is room for what is said and recorded.")]
    engine: Annotated[bool, Field(description="The embedded engine works, or nobody talks to it.")]


@router.head("/health", include_in_schema=False)
@router.get("/health")
async def health(services: EngineServicesDep) -> Health:
    """200 as long as the process answers at all."""
    return await _look(services)


@router.head("/ready", include_in_schema=False)
@router.get("/ready", responses={503: {"model": Health, "description": "Send no new traffic here."}})
async def ready(services: EngineServicesDep, response: Response) -> Health:
    """For load balancers: 503 while the server drains, or when it could not keep a talk or answer in one."""
    found = await _look(services)
    if found.status != "ok":
        response.status_code = 503
    return found


async def _look(services: EngineServices) -> Health:
    database, disk = await services.database.ping(), await asyncio.to_thread(_has_room, services.settings.data)
    engine = services.provider.name != "local" or not services.engine.fault
    return Health(
        status="draining" if services.draining else "ok" if database and disk and engine else "degraded",
        timestamp=datetime.now(UTC).isoformat(timespec="milliseconds"),
        version=__version__,
        provider=services.provider.name,
        database=database,
        disk=disk,
        engine=engine,
    )


def _has_room(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free >= LEAST_FREE_BYTES
    except OSError:
        return False
