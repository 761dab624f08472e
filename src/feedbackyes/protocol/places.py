"""Places in the transcript, and which items have none."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Places:
    """Shared by both sides of a session. `next` is the next free place; `excluded` are items that are no turns."""

    next: int = 1
    excluded: set[str] = field(default_factory=set)
    _taken: set[str] = field(default_factory=set)

    @property
    def taken(self) -> frozenset[str]:
        """The items that have a place."""
        return frozenset(self._taken)

    def take(self, item_id: str) -> int:
        """The next place, for an item; 0 when an item of this id has one already, on whichever side."""
        if item_id in self._taken:
            return 0
        self._taken.add(item_id)
        self.next += 1
        return self.next - 1
