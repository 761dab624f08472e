"""Where the partner's audio is in time, for a listener who plays it as it comes and without gaps.

A provider sends audio faster than it is spoken. The learner's player starts an item when its first audio arrives, or
when the item before it is over; when audio runs dry it waits for more. So what has been heard at a moment follows from
arrivals alone, and a client that knows better says so by truncating. When the player is on this side of the wire, it is
asked instead.

Times are milliseconds on the session clock; `heard`, `generated` and truncations are milliseconds of an item's audio.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

BUFFER_MS = 60.0
"""Players buffer that much: audio that is a little late leaves no gap."""
BREAK_MS = 250.0
"""A microphone that is silent for longer was switched off."""
JITTER_MS = 30.0
"""Audio may seem to come so much before it was spoken: its predecessors had a slower way."""
PACKET_MS = 40.0
"""A player of ours goes packet by packet; within two of them its clock and ours are taken to agree."""

ROUNDING_MS = 0.01
"""Sums of milliseconds of 24 samples are not exact, and who is a hair short of the end would never reach it."""


class Player(Protocol):
    """A queue of audio that plays at its pace: `rtc.Peer` is one."""

    @property
    def queued_ms(self) -> float:
        """The position at which the next audio will begin."""
        ...

    @property
    def played_ms(self) -> float:
        """The position that is heard now."""
        ...


@dataclass(slots=True)
class Stretch:
    """Audio of an item that plays without a break: from `media_ms` of the item on, beginning at `at_ms`. It grows.

    `queue_ms` is where it begins in its track's player.
    """

    at_ms: float
    media_ms: float
    length_ms: float
    queue_ms: float = 0.0


@dataclass(slots=True)
class Track:
    """One item's audio.

    Args:
        cut_ms: playback stopped here; None while nobody stopped it.
        complete: the provider has sent all of it.
        player: knows how much has been played; None: the clock does.
    """

    item_id: str
    stretches: list[Stretch] = field(default_factory=list)
    generated_ms: float = 0.0
    cut_ms: float | None = None
    complete: bool = False
    player: Player | None = None

    @property
    def start_ms(self) -> float:
        return self.stretches[0].at_ms if self.stretches else 0.0

    @property
    def end_ms(self) -> float:
        """When it is over, as far as it is known."""
        if self.cut_ms is not None:
            return self.at(self.cut_ms)
        last = self.stretches[-1] if self.stretches else None
        return last.at_ms + last.length_ms if last else 0.0

    def at(self, media_ms: float) -> float:
        """When the listener hears `media_ms` of the item."""
        for stretch in reversed(self.stretches):
            if media_ms > stretch.media_ms or stretch is self.stretches[0]:
                return stretch.at_ms + min(media_ms - stretch.media_ms, stretch.length_ms)
        return 0.0

    def heard_ms(self, now_ms: float) -> float:
        """How much of the item has been heard."""
        heard = 0.0
        for stretch in reversed(self.stretches):
            into_ms = now_ms - stretch.at_ms if self.player is None else self.player.played_ms - stretch.queue_ms
            if into_ms > 0:
                heard = stretch.media_ms + min(into_ms, stretch.length_ms)
                break
        return heard if self.cut_ms is None else min(heard, self.cut_ms)

    def over(self, now_ms: float) -> bool:
        """All audio that has come of it has been played, or will not be."""
        if self.cut_ms is not None or self.player is None:
            return now_ms >= self.end_ms
        return self.heard_ms(now_ms) >= self.generated_ms - ROUNDING_MS


class Playback:
    """The tracks of a session, in playing order. `add` is on the audio path: it looks up once and adds."""

    __slots__ = ("_free_at_ms", "_key", "_track", "player", "tracks")

    def __init__(self) -> None:
        self.tracks: dict[str, Track] = {}
        self.player: Player | None = None
        self._key = b""
        self._track: Track | None = None
        self._free_at_ms = 0.0

    def add(self, item: bytes, length_ms: float, now_ms: float) -> Track:
        """`length_ms` of audio of `item` arrived. Audio of an item that was cut is nothing to be heard."""
        track = self._track
        if track is None or item != self._key:
            track = self._switch(item)
        if track.cut_ms is not None:
            return track
        if track.player is not None:
            self._follow(track, track.player, now_ms)
        elif now_ms > self._free_at_ms + BUFFER_MS or not track.stretches:
            self._free_at_ms = max(now_ms, self._free_at_ms)
            track.stretches.append(Stretch(self._free_at_ms, track.generated_ms, 0.0))
        track.stretches[-1].length_ms += length_ms
        track.generated_ms += length_ms
        self._free_at_ms += length_ms
        return track

    def playing(self, now_ms: float) -> Track | None:
        """The first track that is not over; audio may still be on its way to the listener's ear."""
        for track in self.tracks.values():
            if track.stretches and track.cut_ms is None and not track.over(now_ms):
                return track
        return None

    def truncate(self, item_id: str, audio_end_ms: float, now_ms: float) -> list[Track]:
        """The listener stopped at `audio_end_ms` of the item, and hears nothing of what was to follow it.

        Returns what was cut, that item first; nothing when there is no such item or it was cut before.
        """
        track = self.tracks.get(item_id)
        if track is None or track.cut_ms is not None:
            return []
        track.cut_ms = min(audio_end_ms, track.generated_ms)
        self._free_at_ms = min(self._free_at_ms, now_ms)
        return [track, *self._silence_after(track)]

    def stop(self, now_ms: float) -> list[Track]:
        """The listener hears nothing more of what has been sent or is still to come. Returns what was cut, in order.

        An item that ran dry is cut too: the rest of it will not be heard.
        """
        for track in self.tracks.values():
            if track.stretches and track.cut_ms is None and not (track.complete and track.over(now_ms)):
                track.cut_ms = track.heard_ms(now_ms)
                self._free_at_ms = min(self._free_at_ms, now_ms)
                return [track, *self._silence_after(track)]
        return []

    def forget(self, item_id: str) -> None:
        """The item is over and accounted for."""
        self.tracks.pop(item_id, None)
        if self._track is not None and self._track.item_id == item_id:
            self._key, self._track = b"", None

    def _follow(self, track: Track, player: Player, now_ms: float) -> None:
        """Begin a new stretch unless the audio goes on without a break, as the player has it."""
        free_at_ms = now_ms + player.queued_ms - player.played_ms
        if not track.stretches or abs(free_at_ms - self._free_at_ms) > PACKET_MS:
            self._free_at_ms = free_at_ms
            track.stretches.append(Stretch(free_at_ms, track.generated_ms, 0.0, player.queued_ms))

    def _switch(self, item: bytes) -> Track:
        item_id = item.decode(errors="replace")
        track = self.tracks.get(item_id)
        if track is None:
            track = self.tracks[item_id] = Track(item_id, player=self.player)
        self._key, self._track = item, track
        return track

    def _silence_after(self, track: Track) -> list[Track]:
        silenced = []
        following = False
        for other in self.tracks.values():
            if following and other.cut_ms is None:
                other.cut_ms = 0.0
                silenced.append(other)
            following = following or other is track
        return silenced


class InputClock:
    """Maps positions in the learner's audio to the session clock.

    Audio cannot have been spoken after it arrived, and a microphone runs without a break; so the shortest delay seen
    since the last break is the best estimate. Push-to-talk and reconnections leave breaks, a network that stalls does
    not, although it looks like one at first. A client that sends faster than it speaks runs ahead of the clock.
    """

    __slots__ = ("_anchors", "_floor_ms", "_next_ms", "audio_ms")

    def __init__(self) -> None:
        self.audio_ms = 0.0
        self._anchors: list[tuple[float, float]] = []
        self._next_ms = 0.0
        self._floor_ms = 0.0

    def add(self, length_ms: float, now_ms: float) -> float:
        """`length_ms` of audio arrived. Returns its position in the learner's audio."""
        position_ms = self.audio_ms
        self.audio_ms = position_ms + length_ms
        next_ms = self._next_ms + length_ms
        if not -BREAK_MS <= next_ms - now_ms <= JITTER_MS or position_ms == 0.0:
            next_ms = self._anchor(position_ms, length_ms, now_ms)
        self._next_ms = next_ms
        return position_ms

    def session_ms(self, audio_ms: float) -> float:
        """When the learner spoke what is at `audio_ms` of their audio."""
        for at_audio_ms, at_ms in reversed(self._anchors):
            if audio_ms >= at_audio_ms:
                return at_ms + audio_ms - at_audio_ms
        return self._anchors[0][1] if self._anchors else 0.0

    def position(self, audio_ms: float) -> float:
        """The first provider of a call gets the learner's audio as it is."""
        return audio_ms

    def _anchor(self, position_ms: float, length_ms: float, now_ms: float) -> float:
        """After a break, or when audio is ahead of its time: where the audio that arrived ends."""
        begins_ms = now_ms - length_ms
        if begins_ms > self._next_ms + BREAK_MS or not self._anchors:
            self._floor_ms = self._next_ms
            begins_ms = max(begins_ms, self._floor_ms)
            self._anchors.append((position_ms, begins_ms))
            return begins_ms + length_ms
        at_audio_ms, at_ms = self._anchors[-1]
        earlier_ms = max(at_ms - (self._next_ms - begins_ms), self._floor_ms)
        self._anchors[-1] = (at_audio_ms, earlier_ms)
        return self._next_ms + length_ms - (at_ms - earlier_ms)


class FarClock:
    """The clock of a call whose audio does not pass here: the service tells positions, and we know when it does.

    A position that is told has been spoken. So the shortest delay seen is the best estimate of when the audio began.
    None of it is here, and so it has no place in the audio that is. `now_ms`: the session clock.
    """

    def __init__(self, now_ms: Callable[[], float]) -> None:
        self._now_ms = now_ms
        self._began_ms = math.inf

    @property
    def audio_ms(self) -> float:
        """Audio that the service has had so far, as far as that is known."""
        return 0.0 if self._began_ms == math.inf else max(0.0, self._now_ms() - self._began_ms)

    def session_ms(self, audio_ms: float) -> float:
        """When the learner spoke what is at `audio_ms` of the service's audio."""
        self._began_ms = min(self._began_ms, self._now_ms() - audio_ms)
        return self._began_ms + audio_ms

    def position(self, audio_ms: float) -> float:  # noqa: ARG002 (of the interface)
        return 0.0
