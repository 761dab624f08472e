"""Stages whose work is done in worker processes say which run, so that people can see whether they do."""

from __future__ import annotations

from typing import Protocol, runtime_checkable


@runtime_checkable
class RunsProcesses(Protocol):
    """A stage with worker processes."""

    def process_ids(self) -> list[int]:
        """Of the workers that run."""
        ...
