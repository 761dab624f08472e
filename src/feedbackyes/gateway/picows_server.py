"""picows on the server's side of a connection that somebody else has accepted.

picows offers `ws_create_server` only; to share a port with HTTP its protocol class is built by hand. The constructor
is positional and private, which is why the version is pinned and all of it is in this module. What is added:

* the handshake is written anew, since picows refuses `Connection: keep-alive, Upgrade`, which Firefox sends;
* a closing socket lingers: bytes that are unread when a socket closes make the kernel reset the connection, and the
  peer never sees the close frame that says why (a 20 MB message meets this);
* messages in fragments are put together;
* a message above 8 KiB is copied, because picows hands such a message to the transport as a view of memory that the
  next message overwrites.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from typing import Any

from picows import WSAutoPingStrategy, WSListener, WSMsgType, WSTransport, WSUpgradeRequest, WSUpgradeResponse
from picows.common import WSUpgradeResponseWithListener
from picows.picows import WSProtocol  # type: ignore[attr-defined]  # private

from feedbackyes.gateway.sockets import (
    MAX_MESSAGE_BYTES,
    MAX_WAITING_BYTES,
    TOO_BIG,
    TOO_SLOW,
    TRY_AGAIN,
    ListenerFactory,
    SocketListener,
)

PING_SECONDS = 20.0
HANDSHAKE_SECONDS = 10.0
LINGER_SECONDS = 3.0
HIGH_WATER_BYTES = 1024 * 1024
READ_BUFFER_BYTES = 16 * 1024
_VIEW_LIMIT = 8192
_REASON_LIMIT = 123
_HEADROOM = 14
_ABNORMAL = 1006
_NO_CODE = 1005

_TEXT = WSMsgType.TEXT
_BINARY = WSMsgType.BINARY
_CONTINUATION = WSMsgType.CONTINUATION
_CLOSE = WSMsgType.CLOSE


class ServerSocket(WSListener):
    """A `Socket` over picows. `on_text` of the listener is called straight from the parser."""

    def __init__(self, factory: ListenerFactory, *, beta: bool) -> None:
        self.beta = beta
        self._factory = factory
        self._listener: SocketListener | None = None
        self._transport: WSTransport | None = None
        self._fragments: bytearray | None = None
        self._fragments_are_text = True
        self._on_audio: Callable[[bytes], bool] = _not_audio
        self._closing = False
        self._stuck = False  # closing, or full
        self._peer_closed: tuple[int, str] | None = None
        self._timer: asyncio.TimerHandle | None = None

    # ---- Socket

    def send(self, payload: bytes) -> None:
        transport = self._transport
        if transport is None or (self._stuck and not self._takes_more(transport)):
            return
        if len(payload) <= _VIEW_LIMIT:
            transport.send(_TEXT, payload)
        else:
            buffer = bytearray(_HEADROOM)
            buffer += payload
            transport.send_reuse_external_bytearray(_TEXT, buffer, _HEADROOM)

    def close(self, code: int, reason: str) -> None:
        transport = self._transport
        if transport is None or self._closing:
            return
        self._closing = self._stuck = True
        self._on_audio = _not_audio
        transport.send_close(code, cut_reason(reason))  # type: ignore[arg-type]  # any integer is taken
        transport.underlying_transport.resume_reading()
        self._timer = asyncio.get_running_loop().call_later(LINGER_SECONDS, transport.disconnect, False)

    def pause_reading(self) -> None:
        if self._transport is not None and not self._closing:
            self._transport.underlying_transport.pause_reading()

    def resume_reading(self) -> None:
        if self._transport is not None and not self._closing:
            self._transport.underlying_transport.resume_reading()

    # ---- WSListener

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport
        transport.underlying_transport.set_write_buffer_limits(high=HIGH_WATER_BYTES)
        self._listener = listener = self._factory(self)
        self._on_audio = listener.on_audio

    def on_ws_frame(self, transport: WSTransport, frame: Any) -> None:
        if frame.fin and self._fragments is None and self._on_audio(frame.get_payload_as_bytes()):
            return  # the kind of a frame costs as much to read as all of this
        kind = frame.msg_type
        if kind is _CLOSE:
            self._on_close(transport, frame)
        elif self._closing or self._listener is None:
            return
        elif kind is _TEXT and frame.fin and self._fragments is None:
            self._listener.on_text(frame.get_payload_as_bytes())
        elif kind is _BINARY and frame.fin and self._fragments is None:
            self._listener.on_binary(frame.get_payload_as_bytes())
        elif kind in (_TEXT, _BINARY, _CONTINUATION):
            self._on_fragment(kind, frame)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self._transport = None
        if self._timer is not None:
            self._timer.cancel()
        if self._listener is not None:
            listener, self._listener, self._on_audio = self._listener, None, _not_audio
            listener.on_closed(*self._how_it_closed(transport))

    def pause_writing(self) -> None:
        self._stuck = True
        if self._listener is not None:
            self._listener.on_pause()

    def resume_writing(self) -> None:
        self._stuck = self._closing
        if self._listener is not None:
            self._listener.on_resume()

    # ---- inside

    def _takes_more(self, transport: WSTransport) -> bool:
        """A peer that does not read costs so much memory and no more."""
        if not self._closing and transport.underlying_transport.get_write_buffer_size() > MAX_WAITING_BYTES:
            self.close(TRY_AGAIN, TOO_SLOW)
        return not self._closing

    def _on_close(self, transport: WSTransport, frame: Any) -> None:
        if not self._closing:
            self._peer_closed = (frame.get_close_code() or _NO_CODE, frame.get_close_reason() or "")
            transport.send_close(frame.get_close_code())
        transport.disconnect()

    def _on_fragment(self, kind: WSMsgType, frame: Any) -> None:
        starts = kind is not _CONTINUATION
        if starts is (self._fragments is not None):
            self.close(1002, "The fragments of a message came out of order.")
            return
        if self._fragments is None:
            self._fragments, self._fragments_are_text = bytearray(), kind is _TEXT
        self._fragments += frame.get_payload_as_memoryview()
        if len(self._fragments) > MAX_MESSAGE_BYTES:
            self._fragments = None
            self.close(TOO_BIG, too_big())
        elif frame.fin and self._listener is not None:
            whole, self._fragments = bytes(self._fragments), None
            if not self._fragments_are_text:
                self._listener.on_binary(whole)
            elif not self._listener.on_audio(whole):
                self._listener.on_text(whole)

    def _how_it_closed(self, transport: WSTransport) -> tuple[int, str]:
        if self._peer_closed is not None:
            return self._peer_closed
        handshake: Any = transport.close_handshake  # None until a close frame comes or goes
        if handshake is None or handshake.sent is None:
            return _ABNORMAL, ""
        return int(handshake.sent.code), handshake.sent.reason


def _not_audio(_payload: bytes) -> bool:
    """Nobody takes audio any more."""
    return False


def cut_reason(reason: str) -> str:
    """`reason`, short enough for a close frame."""
    data = reason.encode()
    return reason if len(data) <= _REASON_LIMIT else data[: _REASON_LIMIT - 3].decode(errors="ignore") + "…"


def too_big() -> str:
    return f"A message may have {MAX_MESSAGE_BYTES // 1024 // 1024} MiB."


class _Quiet(logging.LoggerAdapter[logging.Logger]):
    """picows reports each connection at INFO and each bad client at ERROR; both are our access log's business."""

    def log(self, level: int, msg: object, *args: object, **kwargs: Any) -> None:
        super().log(logging.DEBUG if level <= logging.ERROR else level, msg, *args, **kwargs)

    def exception(self, msg: object, *args: object, exc_info: Any = True, **kwargs: Any) -> None:
        self.logger.error(msg, *args, exc_info=exc_info, **kwargs)  # a bug of ours, not of a client


class _LingeringTransport:
    """The transport as picows sees it. Its `close` ends our half and swallows what comes, until the peer ends too."""

    def __init__(self, transport: asyncio.Transport, protocol: asyncio.BaseProtocol) -> None:
        self._transport, self._protocol = transport, protocol
        self.write, self.writelines = transport.write, transport.writelines
        self.get_write_buffer_size, self.get_extra_info = transport.get_write_buffer_size, transport.get_extra_info
        self.set_write_buffer_limits, self.abort = transport.set_write_buffer_limits, transport.abort
        self.pause_reading, self.resume_reading = transport.pause_reading, transport.resume_reading
        self.is_closing = transport.is_closing
        self._lingering = False

    def close(self) -> None:
        if self._transport.is_closing() or self._lingering:
            return
        self._lingering = True
        self._transport.set_protocol(_Swallow(self._protocol))
        self._transport.resume_reading()
        try:
            self._transport.write_eof()
        except (OSError, NotImplementedError):  # the peer is gone already, or there is TLS, which has no half
            self._transport.close()
        asyncio.get_running_loop().call_later(LINGER_SECONDS, self._transport.abort)


class _Swallow(asyncio.Protocol):
    """Reads and forgets. The end of the connection is told to the protocol that was there before."""

    def __init__(self, protocol: asyncio.BaseProtocol) -> None:
        self._protocol = protocol

    def connection_lost(self, exc: Exception | None) -> None:
        self._protocol.connection_lost(exc)


class _Protocol(WSProtocol):  # type: ignore[misc]  # picows has no types for it
    """picows' protocol, which also tells us when the connection is gone, however far it had come."""

    on_lost: Callable[[], None]

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self.on_lost()


def upgrade(
    transport: asyncio.Transport,
    request: bytes,
    factory: ListenerFactory,
    *,
    headers: Iterable[tuple[str, str]] = (),
    beta: bool = False,
    on_lost: Callable[[], None],
) -> None:
    """Answer an upgrade request and go on as a WebSocket.

    Args:
        transport: the connection, whose request was read by somebody else; becomes picows'.
        request: a well-formed upgrade request; picows answers 400 when its WebSocket headers are wrong.
        factory: makes the listener when the upgrade has been answered.
        headers: to add to the answer, e.g. the subprotocol.
        beta: what the socket says of its client.
        on_lost: called when the connection is gone, also when the upgrade failed.
    """

    def listen(_request: WSUpgradeRequest) -> WSUpgradeResponseWithListener:
        answer: WSUpgradeResponse = WSUpgradeResponse.create_101_response(list(headers))
        return WSUpgradeResponseWithListener(answer, ServerSocket(factory, beta=beta))

    protocol = _Protocol(
        None,  # host and port, for a client
        None,  # path, for a client
        False,  # is a client
        listen,
        _Quiet(logging.getLogger(__name__), {}),
        True,  # disconnect on an exception of the listener
        HANDSHAKE_SECONDS,
        True,  # ping a silent peer
        PING_SECONDS,
        PING_SECONDS,
        WSAutoPingStrategy.PING_WHEN_IDLE,
        True,  # answer pings
        MAX_MESSAGE_BYTES,
        None,  # request headers, for a client
        READ_BUFFER_BYTES,
    )
    protocol.on_lost = on_lost
    protocol.connection_made(_LingeringTransport(transport, protocol))
    transport.set_protocol(protocol)
    _feed(protocol, request)


def _feed(protocol: Any, data: bytes) -> None:
    while data:
        buffer = protocol.get_buffer(len(data))
        count = min(len(buffer), len(data))
        buffer[:count] = data[:count]
        data = data[count:]
        protocol.buffer_updated(count)
