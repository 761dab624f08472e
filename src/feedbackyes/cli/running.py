"""How a command runs what waits. The event loop is imported when one is needed: `--help` does without."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """Do it to its end, in a loop of its own."""
    import asyncio

    return asyncio.run(work)
