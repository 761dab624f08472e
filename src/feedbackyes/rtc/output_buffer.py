"""What a client is told of the audio on its track: which response is heard, until when, and what was dropped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Protocol

What = Literal["started", "stopped", "cleared"]


class Player(Protocol):
    """The part of a `Peer` that this is about."""

    @property
    def queued_ms(self) -> float: ...

    @property
    def played_ms(self) -> float: ...

    def play(self, pcm: bytes) -> None: ...

    def clear(self) -> float: ...


class OutputBuffer:
    """Plays responses one after the other on a peer.

    Args:
        tell: takes what happened (`output_audio_buffer.…`) to which response.
    """

    def __init__(self, player: Player, tell: Callable[[What, str], None]) -> None:
        self._player = player
        self._tell = tell
        self._response = self._sounding = ""
        self._done: set[str] = set()

    @property
    def ahead_ms(self) -> float:
        """Audio that has not gone out."""
        return self._player.queued_ms - self._player.played_ms

    def play(self, response_id: str, pcm: bytes) -> None:
        """Queue audio of a response. One that has not been heard to its end is followed without a break."""
        if response_id != self._response:
            if self._sounding:
                self._tell("stopped", self._sounding)
                self._sounding = response_id
                self._tell("started", response_id)
            self._response = response_id
        self._player.play(pcm)

    def finish(self, response_id: str) -> None:
        """The client has been told that the response is done: no more audio of it comes."""
        self._done.add(response_id)
        self._stop_if_over()

    def clear(self) -> None:
        """Drop what has not gone out."""
        self._player.clear()
        if self._sounding:
            self._tell("cleared", self._sounding)
        self._response = self._sounding = ""

    def on_started(self) -> None:
        """The peer's audio goes out now."""
        if self._response and self._sounding != self._response:
            self._sounding = self._response
            self._tell("started", self._sounding)

    def on_drained(self) -> None:
        """All that came has gone out; if that was all of the response, it is over."""
        self._stop_if_over()

    def _stop_if_over(self) -> None:
        if self._sounding in self._done and self.ahead_ms <= 0:
            self._tell("stopped", self._sounding)
            self._done.clear()
            self._response = self._sounding = ""
