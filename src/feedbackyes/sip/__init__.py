"""Telephone calls: SIP and RTP of our own, which take calls and place none.

`agent` decides (no I/O, the clock is an argument), `listener` acts: sockets, timers, media. Pure parts: `message`,
`address`, `requests`, `sdp`, `rtp`, `digest`, `guard`, `timers`, `transactions`, `dialog`, `ears`, `voice`. Nothing here
knows of sessions, scenarios or users. Audio on this side is mono PCM16 at 24 kHz.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

HungUp = Literal["caller", "us", "cancelled", "refused", "no_ack", "silent", "media"]
"""Who or what ended a call: `silent` when no audio came any more, `media` when there was none in common."""


@dataclass(frozen=True, slots=True)
class LineStatistics:
    """What the wire did so far; `jitter_ms` as RFC 3550 has it. `told`: what the caller reports of what we send."""

    packets_received: int
    packets_lost: int
    jitter_ms: float
    concealed_ms: float
    packets_sent: int
    told_lost: int = 0
    told_jitter_ms: float = 0.0


class LineListener(Protocol):
    """Called on the event loop, never after `on_hung_up`."""

    def on_open(self) -> None:
        """The caller knows that the call was taken: they hear what is played."""
        ...

    def on_audio(self, pcm: bytes) -> None:
        """The next audio of the caller, without gaps: what the network lost has been concealed."""
        ...

    def on_key(self, key: str) -> None:
        """The caller pressed a key: one of `0123456789*#ABCD`."""
        ...

    def on_drained(self) -> None:
        """All audio that was queued has gone out."""
        ...

    def on_hung_up(self, why: HungUp) -> None:
        """The call is over, for good. Called once, also when we ended it."""
        ...


class Line(Protocol):
    """One call, taken. It plays as a `rtc.Peer` does."""

    caller: str
    """Number or name, without punctuation; empty when they do not say."""
    dialled: str
    account: str
    """Whose password the caller proved; empty for a trusted address."""

    @property
    def queued_ms(self) -> float:
        """All audio that was ever queued: the position at which the next `play` will begin."""
        ...

    @property
    def played_ms(self) -> float:
        """How much of `queued_ms` has gone out; audio that was cleared does not count as queued."""
        ...

    @property
    def statistics(self) -> LineStatistics: ...

    def play(self, pcm: bytes) -> None:
        """Queue audio. It goes out at its pace, 20 ms by 20 ms; silence goes out when there is none."""
        ...

    def clear(self) -> float:
        """Drop what has not gone out. Returns `played_ms`, which `queued_ms` is now equal to."""
        ...

    def hang_up(self) -> None:
        """End the call. Calling it again does nothing."""
        ...


class Answers(Protocol):
    """Who takes calls."""

    def on_call(self, line: Line) -> LineListener | None:
        """A call that may be taken. None refuses it: nothing is behind that number."""
        ...
