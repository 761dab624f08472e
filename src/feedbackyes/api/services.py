"""What requests work with. Made by `app` at start, found at `app.state.services`."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends
from starlette.requests import HTTPConnection

from feedbackyes.analysis import Analyst
from feedbackyes.api.auth import Door
from feedbackyes.engine import Engine
from feedbackyes.gateway import Gateway
from feedbackyes.providers import Provider
from feedbackyes.settings import Settings
from feedbackyes.storage import Database
from feedbackyes.storage.recordings.disk import Recordings


@dataclass(slots=True)
class Services:
    """One of each. `draining`: the server was told to stop and lets live sessions end."""

    settings: Settings
    database: Database
    recordings: Recordings
    door: Door
    provider: Provider
    engine: Engine
    gateway: Gateway
    analyst: Analyst
    draining: bool = False


def _services(connection: HTTPConnection) -> Services:
    return cast(Services, connection.app.state.services)


ServicesDep = Annotated[Services, Depends(_services)]


def now_ms() -> int:
    """Unix milliseconds."""
    return time.time_ns() // 1_000_000
