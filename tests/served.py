"""The embedded engine in a process of its own, as a server for stages that ask one. One for all tests of a process."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from tests.e2e.conftest import start_server


@cache
def base_url() -> str:
    """Its `/v1`, with the parts that need no model; it ends with this process."""
    folder = Path(tempfile.mkdtemp(prefix="feedbackyes-served-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    server = start_server(folder, "engine", FEEDBACKYES_STT_WORKERS="1")
    atexit.register(server.stop)
    return f"{server.url}/v1"
