"""The learner's end of a WebRTC call that this server ends: voice on a track, Realtime events on the data channel.

The partner's audio goes to the peer instead of the channel, so what was played is known here exactly and the client
truncates nothing: it is told, by `output_audio_buffer.*` and `conversation.item.truncated`.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec

from feedbackyes.domain.errors import ExpectedError
from feedbackyes.domain.session import EndReason
from feedbackyes.gateway import filters, sockets
from feedbackyes.gateway.client_events import ClientEvents
from feedbackyes.gateway.delta import Delta
from feedbackyes.protocol.codec import encode_server
from feedbackyes.protocol.scan import event_type
from feedbackyes.protocol.server import ErrorDetail, ErrorEvent
from feedbackyes.rtc import Peer, PeerListener
from feedbackyes.rtc.output_buffer import OutputBuffer, What

if TYPE_CHECKING:
    from feedbackyes.gateway.call import Call

MESSAGE_BYTES = 64 * 1024
"""What every browser takes in one message. Only an item with its audio is larger; the audio is left out then."""
GOODBYE = b"session.end"
OPEN_SECONDS = 20.0
"""In which a browser that was answered has to open its data channel."""
LINGER_SECONDS = 0.3
"""So long the last words on the channel may take."""

_ENCODE = msgspec.json.Encoder().encode
logger = logging.getLogger(__name__)


class WebRtcEnd:
    """The listener of a peer whose data channel is open, and the end of a call."""

    literal_idle = False
    comes_back = True
    truncates = False
    lead_ms = 0.0

    def __init__(self, call: Call, peer: Peer) -> None:
        self._call = call
        self._peer = self.player = peer
        self._in_scenario = call.scenario is not None
        self._client = ClientEvents(call, self._error, track=True)
        self._delta = Delta(call)
        self._full = self._gone = False
        self._output = OutputBuffer(peer, self._buffer)
        self._closing: asyncio.Task[None] | None = None
        call.attach(self)

    # ---- PeerListener

    def on_open(self) -> None:
        """It is open already."""

    def on_text(self, text: str) -> None:
        """An event of the client, or its goodbye: a data channel closes without a reason."""
        payload = text.encode()
        if event_type(payload) == GOODBYE:
            self._call.end(EndReason.COMPLETED, "You ended the conversation.")
        else:
            self._client.read(payload)

    def on_audio(self, pcm: bytes) -> None:
        """Audio comes all the time, spoken or not; that alone is no activity."""
        if not self._full:
            self._call.append_pcm(pcm)

    def on_started(self) -> None:
        """The partner is heard now."""
        self._output.on_started()

    def on_drained(self) -> None:
        """All that came has been heard."""
        self._output.on_drained()

    def on_closed(self, reason: str) -> None:
        self._gone = True
        self._client.close()
        self._call.detach(self, sockets.ABNORMAL, reason)

    # ---- what the call says

    def audio(self, payload: bytes) -> None:
        """An audio delta of the provider."""
        found = self._delta.read(payload)
        if found is not None:
            self._output.play(*found)

    def event(self, payload: bytes) -> None:
        """Any other event of the provider."""
        kind = event_type(payload)
        self._peer.send(_without_audio(filters.shown(payload) if self._in_scenario else payload, kind))
        if kind == b"response.done":
            self._output.finish(str(msgspec.json.decode(payload).get("response", {}).get("id")))

    def interrupted(self) -> None:
        """What was queued is void."""
        self._output.clear()

    def pause_reading(self) -> None:
        """The provider takes no more for now. Nobody can ask a microphone to wait: what it hears is left out.

        Before there is a provider the call keeps it.
        """
        self._full = self._call.provider is not None

    def resume_reading(self) -> None:
        self._full = False

    def fail(self, error: ExpectedError) -> None:
        """Say what went wrong; the session may end with it."""
        self._error(ErrorDetail(type="server_error", code=error.code, message=error.message))

    def end(self, reason: EndReason, code: int, message: str) -> None:  # noqa: ARG002 (channels close without a code)
        """The session is over."""
        self._say({"type": "session_end", "session_id": self._call.session.id, "reason": reason.value})
        self._close()

    def leave(self, code: int, message: str) -> None:
        """This connection's part is over; the session goes on without it."""
        self._say({"type": "session_left", "session_id": self._call.session.id, "code": code, "message": message})
        self._close()

    # ---- inside

    def _buffer(self, what: What, response: str) -> None:
        self._say({"type": f"output_audio_buffer.{what}", "event_id": _event_id(), "response_id": response})

    def _error(self, detail: ErrorDetail) -> None:
        self._peer.send(encode_server(ErrorEvent(event_id=_event_id(), error=detail)))

    def _say(self, message: dict[str, Any]) -> None:
        self._peer.send(_ENCODE(message))

    def _close(self) -> None:
        if not self._gone and self._closing is None:
            self._closing = asyncio.get_running_loop().create_task(_part(self._peer))


class Doorstep:
    """A peer's listener. Until the data channel is open, nobody has begun anything; then it is the end's.

    Args:
        begin: makes the end, when the channel is open.
        abandon: the channel never opened.
        closed: the peer is gone; called in any case, last.
    """

    def __init__(
        self, begin: Callable[[Peer], PeerListener], abandon: Callable[[], None], closed: Callable[[], None]
    ) -> None:
        self._begin, self._abandon, self._when_closed = begin, abandon, closed
        self._peer: Peer | None = None
        self._end: PeerListener | None = None
        self._over = False
        self._timer: asyncio.TimerHandle | None = None
        self._closing: asyncio.Task[None] | None = None

    def answered(self, peer: Peer) -> None:
        """The offer was answered with this peer."""
        self._peer = peer
        self._timer = asyncio.get_running_loop().call_later(OPEN_SECONDS, self._give_up, peer)

    def refused(self) -> None:
        """The offer was not answered."""
        self.on_closed("refused")

    def _give_up(self, peer: Peer) -> None:
        self._closing = asyncio.get_running_loop().create_task(peer.close())

    # ---- PeerListener

    def on_open(self) -> None:
        if self._peer is not None and self._end is None and not self._over:
            self._stop_waiting()
            self._end = self._begin(self._peer)

    def on_text(self, text: str) -> None:
        if self._end is not None:
            self._end.on_text(text)

    def on_audio(self, pcm: bytes) -> None:
        if self._end is not None:
            self._end.on_audio(pcm)

    def on_started(self) -> None:
        if self._end is not None:
            self._end.on_started()

    def on_drained(self) -> None:
        if self._end is not None:
            self._end.on_drained()

    def on_closed(self, reason: str) -> None:
        self._stop_waiting()
        if self._over:
            return
        self._over = True
        if self._end is not None:
            self._end.on_closed(reason)
        else:
            self._abandon()
        self._when_closed()

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


class PeerTooLate:
    """The listener of a peer whose session ended while it was being connected."""

    def __init__(self, peer: Peer) -> None:
        self._closing = asyncio.get_running_loop().create_task(peer.close())

    def on_open(self) -> None: ...

    def on_text(self, text: str) -> None: ...

    def on_audio(self, pcm: bytes) -> None: ...

    def on_started(self) -> None: ...

    def on_drained(self) -> None: ...

    def on_closed(self, reason: str) -> None: ...


async def _part(peer: Peer) -> None:
    """Close once the last message has had time to go."""
    await asyncio.sleep(LINGER_SECONDS)
    await peer.close()


def _event_id() -> str:
    return f"event_{secrets.token_hex(8)}"


def _without_audio(payload: bytes, kind: bytes | None) -> bytes:
    """A message that fits into the channel."""
    if len(payload) <= MESSAGE_BYTES or kind != b"conversation.item.retrieved":
        return payload
    message = msgspec.json.decode(payload)
    for part in message["item"].get("content") or ():
        part.pop("audio", None)
    return _ENCODE(message)
