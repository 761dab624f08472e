"""When the next frame of a session is due: as audio comes in, and never much faster than it is spoken."""

from __future__ import annotations

FRAME_MS = 100
CATCH_UP_MS = 300.0
"""Audio that was late by no more than this is made up for at once."""
BACKLOG_MS = 400.0
"""From this on frames come a little faster: the clock of a client's sound card may run ahead of ours."""
HASTE = 0.95


class Pace:
    """Times are monotonic milliseconds."""

    def __init__(self, now_ms: float) -> None:
        self.due_ms = now_ms

    def went(self, now_ms: float, waiting_ms: float) -> None:
        """A frame went; so much audio waits to be the next ones."""
        length_ms = FRAME_MS * (HASTE if waiting_ms > BACKLOG_MS else 1.0)
        self.due_ms = max(self.due_ms, now_ms - CATCH_UP_MS) + length_ms
