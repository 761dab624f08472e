"""A network that lets plain requests through and nothing else: WebSockets are refused, as are offers of WebRTC calls."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

REFUSAL = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
BLOCK = 65536


@contextmanager
def narrow_proxy(url: str) -> Iterator[str]:
    """A proxy in front of the server at `url`; gives its own address."""
    listening = socket.create_server(("127.0.0.1", 0))
    port = urlsplit(url).port or 80
    threading.Thread(target=_accept, args=(listening, port), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        listening.close()


def _accept(listening: socket.socket, port: int) -> None:
    with suppress(OSError):  # closed
        while True:
            connection, _ = listening.accept()
            threading.Thread(target=_serve, args=(connection, port), daemon=True).start()


def _serve(connection: socket.socket, port: int) -> None:
    """Pass on one connection, until it asks for what does not pass. Browsers write a request's head in one go."""
    with connection, suppress(OSError), socket.create_connection(("127.0.0.1", port)) as server:
        threading.Thread(target=_pump, args=(server, connection), daemon=True).start()
        while block := connection.recv(BLOCK):
            head = block.partition(b"\r\n\r\n")[0].lower()
            if head.startswith(b"post /realtime/webrtc-offer") or b"upgrade: websocket" in head:
                connection.sendall(REFUSAL)
                return
            server.sendall(block)


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while block := source.recv(BLOCK):
            sink.sendall(block)
        sink.shutdown(socket.SHUT_WR)
