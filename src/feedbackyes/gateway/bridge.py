"""The way past ASGI for voice: a WebSocket protocol class for uvicorn.

`uvicorn.Config(ws=Bridge)` (or `--ws feedbackyes.gateway.bridge:Bridge`). Upgrade requests of voice paths go to picows,
which costs less than half of an ASGI WebSocket per message; all others go to uvicorn's own class. What ASGI would do is
done here: admission before the upgrade, refusals with a status and a body, the access log, counting, and the drain.
The application hands over `Services` in its lifespan state, under `STATE_KEY`; without them everything is uvicorn's.
"""

from __future__ import annotations

import asyncio
import http
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import unquote

from uvicorn.config import Config
from uvicorn.protocols.utils import get_remote_addr, is_ssl
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState

from feedbackyes.domain.errors import ExpectedError, InvalidInput, NotReady
from feedbackyes.gateway import picows_server
from feedbackyes.gateway.sockets import Handshake, Opening, Socket, SocketListener, asks_for_beta

STATE_KEY = "bridge"
_KEPT = ("host", "sec-websocket-key", "sec-websocket-version")

_access = logging.getLogger("uvicorn.error")  # where uvicorn itself reports WebSockets
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Services:
    """What the application does for the bridge.

    Args:
        relays: whether a path is ours.
        admit: everything that has to be true before the upgrade; raises `ExpectedError`.
        refusal: the status and the JSON body for an error.
        shutdown: the server was told to stop; live calls should come to an end. Does not block.
    """

    relays: Callable[[str], bool]
    admit: Callable[[Handshake], Awaitable[Opening]]
    refusal: Callable[[ExpectedError], tuple[int, bytes]]
    shutdown: Callable[[], None]


class Bridge(asyncio.Protocol):
    """One upgrade request. uvicorn makes it, gives it the request's bytes and makes it the transport's protocol."""

    def __init__(
        self, config: Config, server_state: ServerState, app_state: dict[str, Any], _loop: object = None
    ) -> None:
        self._config, self._server_state, self._app_state = config, server_state, app_state
        self._services: Services | None = app_state.get(STATE_KEY)
        self._transport: asyncio.Transport | None = None
        self._other: WebSocketsSansIOProtocol | None = None
        self._admission: asyncio.Task[None] | None = None

    # ---- called by uvicorn and the transport, until picows takes over

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        if self._other is not None:
            self._other.data_received(data)
            return
        transport = self._transport
        if transport is None or self._admission is not None:
            return
        handshake = parse(data, transport)
        if self._services is None or not self._services.relays(handshake.path):
            self._hand_to_uvicorn(transport, data)
            return
        if not data.startswith(b"GET "):
            wrong = InvalidInput("A WebSocket is opened with GET.")
            self._refuse(transport, handshake, *self._services.refusal(wrong))
            return
        transport.pause_reading()
        self._server_state.connections.add(self)  # type: ignore[arg-type]  # its type lists uvicorn's own classes
        self._admission = asyncio.get_running_loop().create_task(self._admit(self._services, transport, handshake))
        self._server_state.tasks.add(self._admission)
        self._admission.add_done_callback(self._server_state.tasks.discard)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._other is not None:
            self._other.connection_lost(exc)
        else:
            self._gone()

    def eof_received(self) -> None:
        pass

    def pause_writing(self) -> None:
        if self._other is not None:
            self._other.pause_writing()

    def resume_writing(self) -> None:
        if self._other is not None:
            self._other.resume_writing()

    def shutdown(self) -> None:
        """The server is stopping. uvicorn waits until every connection is gone."""
        if self._services is not None:
            self._services.shutdown()

    # ---- inside

    def _hand_to_uvicorn(self, transport: asyncio.Transport, data: bytes) -> None:
        self._other = _Fallback(self._config, self._server_state, self._app_state)
        self._other.connection_made(transport)
        self._other.data_received(data)

    async def _admit(self, services: Services, transport: asyncio.Transport, handshake: Handshake) -> None:
        try:
            opening = await services.admit(handshake)
        except ExpectedError as error:
            self._refuse(transport, handshake, *services.refusal(error))
        except Exception:  # the root of a task
            logger.exception("Admission to %s failed.", handshake.path)
            failed = NotReady("The server could not take this call; the log says why. Try again.")
            self._refuse(transport, handshake, *services.refusal(failed))
        else:
            self._open(transport, handshake, opening)

    def _open(self, transport: asyncio.Transport, handshake: Handshake, opening: Opening) -> None:
        if transport.is_closing():
            opening.abandon()
            return
        _access.info('%s - "WebSocket %s" [accepted]', _client(handshake), handshake.path)
        headers = [(name.decode(), value.decode()) for name, value in self._server_state.default_headers]
        if opening.subprotocol is not None:
            headers.append(("Sec-WebSocket-Protocol", opening.subprotocol))
        opened = False

        def factory(socket: Socket) -> SocketListener:
            nonlocal opened
            opened = True
            return opening.factory(socket)

        beta = asks_for_beta(handshake.headers)
        picows_server.upgrade(transport, _request(handshake), factory, headers=headers, beta=beta, on_lost=self._gone)
        if not opened:
            opening.abandon()
        transport.resume_reading()

    def _refuse(self, transport: asyncio.Transport, handshake: Handshake, status: int, body: bytes) -> None:
        _access.info('%s - "WebSocket %s" %d', _client(handshake), handshake.path, status)
        head = [b"HTTP/1.1 %d %s" % (status, http.HTTPStatus(status).phrase.encode())]
        head += [b"%s: %s" % pair for pair in self._server_state.default_headers]
        head += [b"content-type: application/json", b"content-length: %d" % len(body), b"connection: close"]
        if status == http.HTTPStatus.UNAUTHORIZED:
            head.append(b"www-authenticate: Bearer")
        transport.write(b"\r\n".join([*head, b"", body]))
        transport.resume_reading()
        transport.close()

    def _gone(self) -> None:
        self._server_state.connections.discard(self)


class _Fallback(WebSocketsSansIOProtocol):
    """uvicorn's own class, which takes a refused upgrade for an unanswered one and logs an error for each."""

    async def send(self, message: Any) -> None:
        await super().send(message)
        if message["type"] == "websocket.http.response.body" and not message.get("more_body", False):
            self.handshake_complete = True


def parse(data: bytes, transport: asyncio.Transport) -> Handshake:
    """Read the request that uvicorn has checked and written again."""
    lines = data.split(b"\r\n\r\n", 1)[0].decode("latin-1").split("\r\n")
    target = lines[0].split(" ")[1]
    path, _, query = target.partition("?")
    headers: dict[str, str] = {}
    for line in lines[1:]:
        name, _, value = line.partition(":")
        key, value = name.lower(), value.strip()
        headers[key] = f"{headers[key]}, {value}" if key in headers else value
    return Handshake(unquote(path), query, headers, get_remote_addr(transport), is_ssl(transport))


def _request(handshake: Handshake) -> bytes:
    """The request as picows wants it; of the `Connection` header it takes nothing but `Upgrade`."""
    kept = [f"{name}: {handshake.headers[name]}" for name in _KEPT if name in handshake.headers]
    lines: Sequence[str] = ["GET / HTTP/1.1", "Upgrade: websocket", "Connection: Upgrade", *kept, "", ""]
    return "\r\n".join(lines).encode("latin-1")


def _client(handshake: Handshake) -> str:
    return f"{handshake.client[0]}:{handshake.client[1]}" if handshake.client else ""
