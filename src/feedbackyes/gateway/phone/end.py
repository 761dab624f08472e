"""The learner's end of a telephone call: voice both ways and nothing else, so nothing can be shown to them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from feedbackyes.domain.errors import ExpectedError
from feedbackyes.domain.session import EndReason
from feedbackyes.gateway import sockets
from feedbackyes.gateway.delta import Delta
from feedbackyes.sip import HungUp, Line

if TYPE_CHECKING:
    from feedbackyes.gateway.call import Call

GOODBYE_SECONDS = 10.0
"""In which the last words are said; then we hang up in any case."""
_AT_ONCE = frozenset({EndReason.STOPPED, EndReason.LEFT, EndReason.SHUTDOWN})


class PhoneEnd:
    """The listener of a line on which a session is held, and the end of its call.

    Args:
        goodbye: what is said when the session ends while the caller is there; PCM16 at 24 kHz.
        reasons: what is said instead of it when it ends for one of these.
    """

    literal_idle = False
    truncates = False
    lead_ms = 0.0

    def __init__(
        self, call: Call, line: Line, goodbye: bytes = b"", reasons: Mapping[EndReason, bytes] = MappingProxyType({})
    ) -> None:
        self._call = call
        self._line = self.player = line
        self._goodbye, self._reasons = goodbye, reasons
        self._delta = Delta(call)
        self._full = self._leaving = False
        self._timer: asyncio.TimerHandle | None = None
        call.attach(self)

    # ---- LineListener

    def on_open(self) -> None:
        """It is open already."""

    def on_audio(self, pcm: bytes) -> None:
        """Audio comes all the time, spoken or not; that alone is no activity."""
        if not (self._full or self._leaving):
            self._call.append_pcm(pcm)

    def on_key(self, key: str) -> None:  # noqa: ARG002 (in a talk keys mean nothing but that somebody is there)
        self._call.limits.touch()

    def on_drained(self) -> None:
        """All that came has been heard."""
        if self._leaving:
            self._line.hang_up()

    def on_hung_up(self, why: HungUp) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if why == "caller":
            self._call.detach(self, sockets.OK, "end")
        else:
            self._call.detach(self, sockets.ABNORMAL, why)
            self._call.end(EndReason.LEFT, "The telephone line was lost.")

    # ---- what the call says

    @property
    def audio(self) -> Callable[[bytes], None]:
        """An audio delta of the provider."""
        return self._play

    def event(self, payload: bytes) -> None:
        """A telephone shows nothing."""

    def interrupted(self) -> None:
        """What was queued is void."""
        self._line.clear()

    def pause_reading(self) -> None:
        """The provider takes no more for now. Nobody can ask a caller to wait: what is heard is left out.

        Before there is a provider the call keeps it.
        """
        self._full = self._call.provider is not None

    def resume_reading(self) -> None:
        self._full = False

    def fail(self, error: ExpectedError) -> None:
        """The session may end with it, and then `end` says goodbye."""

    def end(self, reason: EndReason, code: int, message: str) -> None:  # noqa: ARG002 (of the interface)
        """The session is over."""
        goodbye = self._reasons.get(reason) or self._goodbye
        if reason in _AT_ONCE or not goodbye:
            self._line.hang_up()
            return
        self._leaving = True
        self._timer = asyncio.get_running_loop().call_later(GOODBYE_SECONDS, self._line.hang_up)
        self._line.play(goodbye)

    def leave(self, code: int, message: str) -> None:  # noqa: ARG002 (of the interface)
        """This line's part is over; the session goes on without it."""
        self._line.hang_up()

    def _play(self, payload: bytes) -> None:
        found = self._delta.read(payload)
        if found is not None and not self._leaving:
            self._line.play(found[1])
