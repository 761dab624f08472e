"""Sockets that SIP comes by: datagrams, and streams that are cut into messages."""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
from collections.abc import Callable

from feedbackyes.domain.errors import InvalidInput, NotReady
from feedbackyes.sip.address import Address
from feedbackyes.sip.message import BadMessage, frame_length

MAX_CONNECTIONS = 200
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
    """The TCP connections of a listener."""

    def __init__(self, receive: Callable[[bytes, Address], None]) -> None:
        self.receive = receive
        self.open: dict[tuple[str, int], Stream] = {}

    def send(self, data: bytes, to: Address) -> None:
        """Send on the connection with that other end, if it is still there."""
        stream = self.open.get((to.host, to.port))
        if stream is not None:
            stream.send(data)

    def close(self) -> None:
        for stream in list(self.open.values()):
            stream.close()


class Stream(asyncio.Protocol):
    """TCP. Who sends what is no SIP is disconnected: nobody knows where the next message would begin."""

    def __init__(self, streams: Streams) -> None:
        self._streams = streams
        self._transport: asyncio.Transport | None = None
        self._source: Address | None = None
        self._buffer = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        peer = transport.get_extra_info("peername")
        self._transport = transport if isinstance(transport, asyncio.Transport) else None
        if len(self._streams.open) >= MAX_CONNECTIONS or not peer:
            transport.close()
            return
        self._source = Address("tcp", peer[0], peer[1])
        self._streams.open[peer[0], peer[1]] = self

    def data_received(self, data: bytes) -> None:
        if self._source is None:
            return
        self._buffer += data
        try:
            while (message := self._next()) is not None:
                self._streams.receive(message, self._source)
        except BadMessage:
            self.close()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 (of the interface)
        if self._source is not None:
            self._streams.open.pop((self._source.host, self._source.port), None)

    def send(self, data: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(data)

    def close(self) -> None:
        self._buffer.clear()
        if self._transport is not None:
            self._transport.close()

    def _next(self) -> bytes | None:
        """A whole message, when there is one. Two line feeds before it ask whether we are there (RFC 5626)."""
        while self._buffer[:4] == b"\r\n\r\n":
            del self._buffer[:4]
            self.send(b"\r\n")
        length = frame_length(self._buffer.lstrip(b"\r\n")) if self._buffer.strip(b"\r\n") else None
        if length is None:
            return None
        skipped = len(self._buffer) - len(self._buffer.lstrip(b"\r\n"))
        if len(self._buffer) < skipped + length:
            return None
        message = bytes(self._buffer[skipped : skipped + length])
        del self._buffer[: skipped + length]
        return message


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
