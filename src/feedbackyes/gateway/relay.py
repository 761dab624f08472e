"""`WS /ws/realtime/{session_id}`: the learner's end of a call in Realtime events.

Audio goes up as it came (`fastpath.Uplink.take`); `client_events` reads the rest.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from feedbackyes.domain.errors import ExpectedError
from feedbackyes.domain.session import EndReason
from feedbackyes.gateway import filters
from feedbackyes.gateway.client_events import ClientEvents
from feedbackyes.gateway.sockets import Socket
from feedbackyes.protocol.codec import Dialect, decode_server, encode_server
from feedbackyes.protocol.server import ErrorDetail, ErrorEvent, UnknownEvent

if TYPE_CHECKING:
    from feedbackyes.gateway.call import Call

_ENCODE = msgspec.json.Encoder().encode


class RelayEnd:
    """A `SocketListener`, and the end of a call that speaks Realtime."""

    __slots__ = ("_call", "_client", "_dialect", "_in_scenario", "_socket", "audio", "on_audio")
    literal_idle = False
    comes_back = True
    truncates = True
    lead_ms = 0.0
    player = None

    def __init__(self, call: Call, socket: Socket) -> None:
        self._call = call
        self._socket = socket
        self._dialect = Dialect.BETA if socket.beta else Dialect.GA
        self._client = ClientEvents(call, self._error, dialect=self._dialect)
        self._in_scenario = call.scenario is not None
        call.uplink.expect(guarded=self._in_scenario)
        self.on_audio: Callable[[bytes], bool] = call.uplink.take
        self.audio: Callable[[bytes], None] = self._in_beta if socket.beta else socket.send
        call.attach(self)

    # ---- SocketListener

    def on_text(self, payload: bytes) -> None:
        """Everything else."""
        self._client.read(payload)

    def on_binary(self, payload: bytes) -> None:  # noqa: ARG002 (of the interface)
        self._client.refuse(
            "Binary messages are not understood here. Send audio as base64 in input_audio_buffer.append."
        )

    def on_closed(self, code: int, reason: str) -> None:
        self._client.close()
        self._call.detach(self, code, reason)

    def on_pause(self) -> None:
        self._call.learner_is_slow(self, slow=True)

    def on_resume(self) -> None:
        self._call.learner_is_slow(self, slow=False)

    # ---- what the call says

    def event(self, payload: bytes) -> None:
        """An event of the provider."""
        if self._dialect is Dialect.GA:
            self._socket.send(filters.shown(payload) if self._in_scenario else payload)
        else:
            self._in_beta(filters.shown(payload) if self._in_scenario else payload)

    def interrupted(self) -> None:
        """The provider's own `speech_started` has told the client."""

    def pause_reading(self) -> None:
        self._socket.pause_reading()

    def resume_reading(self) -> None:
        self._socket.resume_reading()

    def fail(self, error: ExpectedError) -> None:
        """Say what went wrong; the session may end with it."""
        self._error(ErrorDetail(type="server_error", code=error.code, message=error.message))

    def end(self, reason: EndReason, code: int, message: str) -> None:
        """The session is over."""
        said = {"type": "session_end", "session_id": self._call.session.id, "reason": reason.value}
        self._socket.send(_ENCODE(said))
        self._socket.close(code, message)

    def leave(self, code: int, message: str) -> None:
        """This socket's part is over; the session goes on without it."""
        self._socket.close(code, message)

    # ---- inside

    def _error(self, detail: ErrorDetail) -> None:
        event = ErrorEvent(event_id=f"event_{secrets.token_hex(8)}", error=detail)
        self._socket.send(encode_server(event, self._dialect))

    def _in_beta(self, payload: bytes) -> None:
        event = decode_server(payload)
        shaped = payload if isinstance(event, UnknownEvent) else encode_server(event, Dialect.BETA)
        if shaped:
            self._socket.send(shaped)
