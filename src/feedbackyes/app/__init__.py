"""Wiring: what is made at start, in which order, and how it ends.

The application takes seconds to import, so it is imported when all that can be wrong before has been looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedbackyes.app import checks
from feedbackyes.settings import Settings, read

if TYPE_CHECKING:
    from fastapi import FastAPI


def serve(settings: Settings) -> None:
    """Serve the app until SIGTERM or SIGINT, then let live sessions end. A second signal does not wait for them.

    Raises:
        PortBusy: the port is taken.
        ExpectedError: a part cannot start.
    """
    with checks.ready(settings) as sockets:
        from feedbackyes.app import server

        server.serve(settings, sockets)


def serve_engine(settings: Settings) -> None:
    """Serve the embedded engine alone. Raises as `serve`."""
    local = settings.model_copy(update={"provider": "local"})
    with checks.ready(local) as sockets:
        from feedbackyes.app import server

        server.serve_engine(local, sockets)


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application, for any ASGI server: `uvicorn --factory feedbackyes.app:create_app`.

    Raises:
        BadSetting: an environment variable or a line of `.env` cannot be used.
        NotReady: the provider that is asked for cannot be used, for example without its key.
    """
    chosen = read() if settings is None else settings
    checks.check_provider(chosen)
    from feedbackyes.app import wiring

    return wiring.create_app(chosen)
