"""How a call ends: the reason, and what its socket is closed with."""

from __future__ import annotations

from dataclasses import dataclass

from feedbackyes.domain.session import EndReason
from feedbackyes.gateway import sockets

_CODES = {
    EndReason.PROVIDER_LOST: sockets.INTERNAL_ERROR,
    EndReason.PROVIDER_UNREACHABLE: sockets.INTERNAL_ERROR,
    EndReason.CRASHED: sockets.INTERNAL_ERROR,
    EndReason.SHUTDOWN: sockets.RESTART,
}
_WINDS_DOWN = frozenset(
    {
        EndReason.COMPLETED,
        EndReason.STOPPED,
        EndReason.IDLE,
        EndReason.LEFT,
        EndReason.SHUTDOWN,
        EndReason.COST_LIMIT,
    }
)


@dataclass(frozen=True, slots=True)
class Ending:
    """`message` is for the learner; `own_code`: another than the reason's for their socket."""

    reason: EndReason
    message: str
    own_code: int | None = None

    @property
    def code(self) -> int:
        """Of the WebSocket's close frame."""
        if self.own_code is not None:
            return self.own_code
        return _CODES.get(self.reason, sockets.OK)

    @property
    def winds_down(self) -> bool:
        """The provider is still there to say what the learner said last."""
        return self.reason in _WINDS_DOWN
