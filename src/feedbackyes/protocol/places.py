"""Places in the transcript, and which items have none."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Places:
    """Shared by both sides of a session. `next` is the next free place; `excluded` are items that are no turns."""

    next: int = 1
    excluded: set[str] = field(default_factory=set)

    def take(self) -> int:
        self.next += 1
        return self.next - 1
