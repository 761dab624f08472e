"""`WS /ws/realtime/{session_id}`: the learner's end of a call in Realtime events.

Audio goes up as it came. Of the other events only those are read that matter here; what a client may not change is left
out of them. A message that cannot be used is answered with an `error` event, and the session lives.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from feedbackyes.domain.errors import ExpectedError
from feedbackyes.domain.session import EndReason
from feedbackyes.gateway import filters
from feedbackyes.gateway.containers import ContainerDecoder
from feedbackyes.gateway.fastpath import APPEND, BRACE, QUOTE
from feedbackyes.gateway.sockets import Socket
from feedbackyes.protocol import client
from feedbackyes.protocol.codec import Dialect, decode_client, decode_server, encode_server
from feedbackyes.protocol.errors import InvalidEvent
from feedbackyes.protocol.server import ErrorDetail, ErrorEvent, UnknownEvent

if TYPE_CHECKING:
    from feedbackyes.gateway.call import Call

_ENCODE = msgspec.json.Encoder().encode
_MAGIC = (b"\x1aE\xdf\xa3", b"OggS")


class RelayEnd:
    """A `SocketListener`, and the end of a call that speaks Realtime."""

    __slots__ = ("_append", "_call", "_decoder", "_dialect", "_in_scenario", "_socket", "audio")
    literal_idle = False
    truncates = True
    lead_ms = 0.0

    def __init__(self, call: Call, socket: Socket) -> None:
        self._call = call
        self._socket = socket
        self._dialect = Dialect.BETA if socket.beta else Dialect.GA
        self._append = call.uplink.append
        self._decoder: ContainerDecoder | None = None
        self._in_scenario = call.scenario is not None
        self.audio: Callable[[memoryview | bytes], None] = self._in_beta if socket.beta else socket.send
        call.attach(self)

    # ---- SocketListener

    def on_audio(self, payload: memoryview | bytes) -> bool:
        """The audio path: nothing is decoded or awaited, and in a free conversation not even copied."""
        match = APPEND(payload)
        if match is None or payload[-1] != BRACE or payload[-2] != QUOTE or self._decoder is not None:
            return False
        begin = match.end()
        # A second "type" behind the audio would reach the provider unseen, who may believe that one.
        if self._in_scenario and bytes(payload).find(b'"', begin) != len(payload) - 2:
            return False
        self._append(payload, begin)
        return True

    def on_text(self, payload: memoryview | bytes) -> None:
        """Everything else."""
        self._read(bytes(payload))

    def on_binary(self, payload: memoryview | bytes) -> None:  # noqa: ARG002 (of the interface)
        self.refuse("Binary messages are not understood here. Send audio as base64 in input_audio_buffer.append.")

    def on_closed(self, code: int, reason: str) -> None:
        if self._decoder is not None:
            self._decoder.close()
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

    def refuse(
        self, message: str, *, code: str = "invalid_event", param: str | None = None, event_id: str | None = None
    ) -> None:
        """Say that a message of the client cannot be used."""
        detail = ErrorDetail(type="invalid_request_error", code=code, message=message, param=param, event_id=event_id)
        self._error(detail)

    # ---- inside

    def _error(self, detail: ErrorDetail) -> None:
        event = ErrorEvent(event_id=f"event_{secrets.token_hex(8)}", error=detail)
        self._socket.send(encode_server(event, self._dialect))

    def _in_beta(self, payload: memoryview | bytes) -> None:
        event = decode_server(payload)
        shaped = bytes(payload) if isinstance(event, UnknownEvent) else encode_server(event, Dialect.BETA)
        if shaped:
            self._socket.send(shaped)

    def _read(self, payload: bytes) -> None:
        self._call.limits.touch()
        try:
            event = decode_client(payload, self._dialect)
            self._take(event)
        except InvalidEvent as error:
            if error.param == "type" and error.code == "invalid_value" and not self._in_scenario:
                self._call.send(payload)  # the provider may know it, or will say that it does not
            else:
                self.refuse(error.message, code=error.code, param=error.param, event_id=error.event_id)

    def _take(self, event: client.ClientEvent) -> None:
        """What goes on is written anew: it says what was read, and nothing else."""
        match event:
            case client.InputAudioBufferAppend():
                self._take_audio(event)
            case client.SessionUpdate():
                self._update(event)
            case client.ResponseCreate():
                self._call.create_response(filters.response_create(event, scenario=self._in_scenario))
            case client.ConversationItemCreate():
                filters.check_item(event, scenario=self._in_scenario)
                self._call.create_item(event)
            case client.ResponseCancel():
                self._call.cancel_response(event)
            case client.ConversationItemTruncate():
                self._call.client_truncates(event)
            case _:
                self._call.send_upstream(event)

    def _take_audio(self, event: client.InputAudioBufferAppend) -> None:
        """An append that is not written as ours are, or that a `MediaRecorder` made."""
        if event.audio.startswith(_MAGIC):
            if self._decoder is not None:
                self._decoder.close()
            self._decoder = ContainerDecoder(self._call.append_pcm, self._undecodable)
        if self._decoder is not None:
            self._decoder.feed(event.audio)
        else:
            self._call.append_bytes(event.audio)

    def _undecodable(self, message: str) -> None:
        self._decoder = None
        self.refuse(message, code="invalid_value", param="audio")

    def _update(self, event: client.SessionUpdate) -> None:
        session, warnings = filters.client_session(event, scenario=self._in_scenario)
        self._call.update_session(session, event.event_id)
        for warning in warnings:
            self._call.warn("session_update", warning)
