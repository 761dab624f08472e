"""Sockets that SIP comes by: datagrams, and streams that are cut into messages."""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
from collections.abc import Callable

from feedbackyes.domain.errors import InvalidInput, NotReady
from feedbackyes.sip.address import Address
from feedbackyes.sip.message import MAX_BYTES, BadMessage, frame_length

MAX_CONNECTIONS = 200
MAX_OF_HOST = 50
AT_ONCE = 4
"""Messages of a connection that are dealt with before others have their turn."""
MAX_UNSENT = 64 * 1024
"""Bytes of answers that the other end has not read."""
IDLE_SECONDS = 180.0
"""Those who keep a connection alive ask every two minutes (RFC 5626 section 4.4.1)."""
FRONT = MAX_BYTES + 1
_PING = b"\r\n\r\n"
"""Asks whether we are there (RFC 5626 section 3.5.1)."""
TRIES = 20
"""To find a port that is free for both."""
logger = logging.getLogger(__name__)


class Datagrams(asyncio.DatagramProtocol):
    """UDP. What was no more than a line feed kept a way through a NAT open."""

    def __init__(self, receive: Callable[[bytes, Address], None]) -> None:
        self._receive = receive

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if data.strip(b"\r\n\0 "):
            self._receive(data, Address("udp", addr[0], addr[1]))

    def error_received(self, exc: Exception) -> None:
        """An earlier datagram of ours did not arrive; what matters is sent again anyway."""

    def connection_lost(self, exc: Exception | None) -> None:
        if exc is not None:
            logger.error("Telephone calls by UDP are taken no more, until the server is started again: %s", exc)


class Streams:
    """The TCP connections of a listener.

    Args:
        receive: gets whole messages. admits: whether a host may connect.
        in_use: whether a call needs the connection with that other end.
    """

    def __init__(
        self,
        receive: Callable[[bytes, Address], None],
        admits: Callable[[str], bool],
        in_use: Callable[[Address], bool],
    ) -> None:
        self.receive, self.in_use = receive, in_use
        self._admits = admits
        self.open: dict[tuple[str, int], Stream] = {}

    def room(self, host: str) -> bool:
        """Whether one more may come from `host`."""
        others = sum(one == host for one, _ in self.open)
        return len(self.open) < MAX_CONNECTIONS and others < MAX_OF_HOST and self._admits(host)

    def send(self, data: bytes, to: Address) -> None:
        """Send on the connection with that other end, if it is still there."""
        stream = self.open.get((to.host, to.port))
        if stream is not None:
            stream.send(data)

    def close(self) -> None:
        for stream in list(self.open.values()):
            stream.close()


class Stream(asyncio.Protocol):
    """TCP. Who sends what is no SIP is disconnected: nobody knows where the next message would begin.

    So is who sends no whole message for long, unless a call needs the connection, and who does not read our answers.
    """

    def __init__(self, streams: Streams) -> None:
        self._streams = streams
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._source: Address | None = None
        self._buffer = bytearray()
        self._turn: asyncio.Handle | None = None
        self._idle: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        peer = transport.get_extra_info("peername")
        self._transport = transport if isinstance(transport, asyncio.Transport) else None
        if not peer or not self._streams.room(peer[0]):
            transport.close()
            return
        self._source = Address("tcp", peer[0], peer[1])
        self._streams.open[peer[0], peer[1]] = self
        self._wait()

    def data_received(self, data: bytes) -> None:
        if self._source is None:
            return
        self._buffer += data
        if self._turn is None:
            self._work()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 (of the interface)
        for handle in (self._turn, self._idle):
            if handle is not None:
                handle.cancel()
        if self._source is not None:
            self._streams.open.pop((self._source.host, self._source.port), None)

    def send(self, data: bytes) -> None:
        if self._transport is None or self._transport.is_closing():
            return
        self._transport.write(data)
        if self._transport.get_write_buffer_size() > MAX_UNSENT:
            self._buffer.clear()
            self._transport.abort()

    def close(self) -> None:
        self._buffer.clear()
        if self._transport is not None:
            self._transport.close()

    # ---- inside

    def _work(self) -> None:
        """Deal with a few messages; with more of them when others have had their turn."""
        self._turn = None
        transport = self._transport
        try:
            for _ in range(AT_ONCE):
                if not self._step():
                    if transport is not None and not transport.is_closing():
                        transport.resume_reading()
                    return
        except BadMessage:
            self.close()
            return
        if transport is not None and not transport.is_closing():
            transport.pause_reading()
            self._turn = self._loop.call_soon(self._work)

    def _step(self) -> bool:
        """Deal with one message, or what stands before it. False: there is no whole one."""
        if self._buffer[:4] == _PING:
            del self._buffer[:4]
            self.send(b"\r\n")
            self._wait()
            return True
        head = bytes(self._buffer[:FRONT])
        lines = len(head) - len(head.lstrip(b"\r\n"))
        if lines == len(head) < len(_PING):
            return False
        if lines:
            del self._buffer[:lines]
            return True
        message = self._next()
        if message is None or self._source is None:
            return False
        self._wait()
        self._streams.receive(message, self._source)
        return True

    def _next(self) -> bytes | None:
        length = frame_length(self._buffer[:FRONT])
        if length is None or len(self._buffer) < length:
            return None
        message = bytes(self._buffer[:length])
        del self._buffer[:length]
        return message

    def _wait(self) -> None:
        """Begin the time anew within which a message must come."""
        if self._idle is not None:
            self._idle.cancel()
        self._idle = self._loop.call_later(IDLE_SECONDS, self._on_idle)

    def _on_idle(self) -> None:
        if self._source is not None and self._streams.in_use(self._source):
            self._wait()
        elif self._transport is not None:
            self._transport.abort()


def bound(host: str, port: int) -> tuple[socket.socket, socket.socket]:
    """A socket for datagrams and one that listens, on the same port.

    Raises:
        NotReady: the port is taken. InvalidInput: `host` is no address of this machine.
    """
    for _ in range(TRIES):
        udp = _one(host, port, socket.SOCK_DGRAM)
        try:
            return udp, _one(host, udp.getsockname()[1], socket.SOCK_STREAM)
        except NotReady:
            udp.close()
            if port:
                raise
    raise NotReady("No port is free for telephone calls.", code="port_busy")


def _one(host: str, port: int, kind: socket.SocketKind) -> socket.socket:
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=kind, flags=socket.AI_PASSIVE)[0]
    except OSError as error:
        raise InvalidInput(f"FEEDBACKYES_SIP_HOST={host!r} is no address of this machine.", param="sip_host") from error
    made = socket.socket(family, kind)
    try:
        if kind is socket.SOCK_STREAM:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.setblocking(False)
        made.bind(address)
    except OSError as error:
        made.close()
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            raise NotReady(
                f"The port {port} of {host} cannot be used for telephone calls: {error.strerror}. "
                "Choose another one with FEEDBACKYES_SIP_PORT.",
                code="port_busy",
            ) from error
        raise InvalidInput(f"FEEDBACKYES_SIP_HOST={host!r} is no address of this machine.", param="sip_host") from error
    return made
