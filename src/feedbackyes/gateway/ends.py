"""What a call says to a learner's end, whatever that speaks: Realtime (`relay`, `webrtc_end`) or samples (`audio_socket`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from feedbackyes.domain.errors import ExpectedError
from feedbackyes.domain.session import EndReason
from feedbackyes.gateway.playback import Player


class End(Protocol):
    """The learner's end of a call.

    Attributes:
        literal_idle: only audio that is received counts as activity.
        truncates: the client can say where it stopped playing.
        lead_ms: audio that the client plays even when it is interrupted.
        player: what plays the partner's voice, when that is on this side and known exactly.
    """

    literal_idle: bool
    truncates: bool
    lead_ms: float

    @property
    def player(self) -> Player | None: ...

    @property
    def audio(self) -> Callable[[bytes], None]:
        """Takes an audio delta of the provider, as it came."""
        ...

    def event(self, payload: bytes) -> None:
        """Any other event of the provider."""
        ...

    def interrupted(self) -> None:
        """The learner speaks: what was sent and not played is void."""
        ...

    def pause_reading(self) -> None:
        """The provider takes no more for now."""
        ...

    def resume_reading(self) -> None: ...

    def fail(self, error: ExpectedError) -> None:
        """Say what went wrong; the session may end with it."""
        ...

    def end(self, reason: EndReason, code: int, message: str) -> None:
        """The session is over."""
        ...

    def leave(self, code: int, message: str) -> None:
        """This socket's part is over; the session goes on without it."""
        ...
