"""What a learner's client says in Realtime events, whatever carries them: a WebSocket or a data channel.

Of the events only those are read that matter here; what a client may not change is left out of them. A message that
cannot be used is answered with an `error` event, and the session lives.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from feedbackyes.gateway import filters
from feedbackyes.gateway.containers import ContainerDecoder
from feedbackyes.protocol import client
from feedbackyes.protocol.codec import Dialect, decode_client
from feedbackyes.protocol.errors import InvalidEvent
from feedbackyes.protocol.server import ErrorDetail

if TYPE_CHECKING:
    from feedbackyes.gateway.call import Call

_MAGIC = (b"\x1aE\xdf\xa3", b"OggS")


class ClientEvents:
    """One learner's.

    Args:
        answer: takes what was wrong with a message.
        track: voice goes both ways beside the events. Then audio in an event is refused, and where playback stopped is
            nothing that the client could know better.
    """

    def __init__(
        self, call: Call, answer: Callable[[ErrorDetail], None], *, dialect: Dialect = Dialect.GA, track: bool = False
    ) -> None:
        self._call = call
        self._answer = answer
        self._dialect = dialect
        self._track = track
        self._in_scenario = call.scenario is not None
        self._decoder: ContainerDecoder | None = None

    def close(self) -> None:
        """The client is gone."""
        if self._decoder is not None:
            self._decoder.close()

    def refuse(
        self, message: str, *, code: str = "invalid_event", param: str | None = None, event_id: str | None = None
    ) -> None:
        """Say that a message of the client cannot be used."""
        detail = ErrorDetail(type="invalid_request_error", code=code, message=message, param=param, event_id=event_id)
        self._answer(detail)

    def read(self, payload: bytes) -> None:
        """One message."""
        with self._call.scope:
            self._read(payload)

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
            case client.OutputAudioBufferClear() | client.ConversationItemTruncate() if self._track:
                self._call.stop_playing()
            case client.ConversationItemTruncate():
                self._call.client_truncates(event)
            case _:
                self._call.send_upstream(event)

    def _take_audio(self, event: client.InputAudioBufferAppend) -> None:
        """An append that is not written as ours are, or that a `MediaRecorder` made."""
        if self._track:
            raise InvalidEvent(
                "This call has an audio track: speak there. input_audio_buffer.append belongs to WebSockets.",
                code="invalid_value",
                param="audio",
                event_id=event.event_id,
            )
        if event.audio.startswith(_MAGIC):
            if self._decoder is not None:
                self._decoder.close()
            self._decoder = ContainerDecoder(self._call.append_pcm, self._undecodable)
            self._call.uplink.expect(guarded=self._in_scenario, samples=False)
        if self._decoder is not None:
            self._decoder.feed(event.audio)
        else:
            self._call.append_bytes(event.audio)

    def _undecodable(self, message: str) -> None:
        self._decoder = None
        self._call.uplink.expect(guarded=self._in_scenario)
        self.refuse(message, code="invalid_value", param="audio")

    def _update(self, event: client.SessionUpdate) -> None:
        session, warnings = filters.client_session(event, scenario=self._in_scenario, track=self._track)
        filters.let_interrupt(session, self._call.scenario)
        self._call.update_session(session, event.event_id)
        for warning in warnings:
            self._call.warn("session_update", warning)
