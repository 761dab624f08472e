"""What the client is playing, as far as the engine can tell.

A client plays audio at real time from the moment it arrives, one piece after the other. Sent faster than real time, it
queues; sent late, there is a gap. Network delay is not known, so the estimate runs a little ahead of the ear. A client
that truncates knows better, and is believed. On a track the engine sets the pace itself, and knows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class _Track:
    """An item's audio: how much was sent, when it ends, and the position of that end among all that was sent."""

    sent_ms: float = 0.0
    ends_at_ms: float = 0.0
    position_ms: float = 0.0


@dataclass(slots=True)
class Playback:
    """Times `now_ms` and `*_at_ms` are the engine's clock, the others durations.

    Args:
        ahead_ms: tells how much audio waits for its turn on the track, if there is one.
    """

    ahead_ms: Callable[[], float] | None = None
    ends_at_ms: float = 0.0
    _sent_ms: float = 0.0
    _tracks: dict[str, _Track] = field(default_factory=dict)

    def follow(self, now_ms: float) -> None:
        """Correct the estimate by what the track says."""
        if self.ahead_ms is None:
            return
        self.ends_at_ms = now_ms + self.ahead_ms()
        for track in self._tracks.values():
            track.ends_at_ms = self.ends_at_ms - (self._sent_ms - track.position_ms)

    def sent(self, item_id: str, duration_ms: float, now_ms: float) -> None:
        """Audio of an item went to the client."""
        if item_id not in self._tracks:
            self._tracks = {known: track for known, track in self._tracks.items() if track.ends_at_ms > now_ms}
        track = self._tracks.setdefault(item_id, _Track())
        self.ends_at_ms = max(self.ends_at_ms, now_ms) + duration_ms
        self._sent_ms += duration_ms
        track.sent_ms += duration_ms
        track.ends_at_ms, track.position_ms = self.ends_at_ms, self._sent_ms

    def playing(self, now_ms: float) -> bool:
        return self.ends_at_ms > now_ms

    def heard_ms(self, item_id: str, now_ms: float) -> float:
        """How much of an item has been played by now."""
        track = self._tracks.get(item_id)
        if track is None:
            return 0.0
        return max(0.0, min(track.sent_ms, track.sent_ms - (track.ends_at_ms - now_ms)))

    def unheard(self, now_ms: float) -> list[str]:
        """The items that are not played to their end."""
        return [item_id for item_id, track in self._tracks.items() if track.ends_at_ms > now_ms]

    def stop(self, now_ms: float) -> None:
        """The client has thrown away what it had not played."""
        self.ends_at_ms = min(self.ends_at_ms, now_ms)
        self._tracks.clear()
