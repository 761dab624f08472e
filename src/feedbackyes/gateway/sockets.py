"""The learner's end of a call, without saying what carries it.

Two shells implement `Socket`: `gateway.picows_server` (the hot path, under `gateway.bridge`) and
`gateway.queue_socket` (for an ASGI WebSocket). The core calls `Socket`; the shell calls `SocketListener`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

MAX_MESSAGE_BYTES = 16 * 1024 * 1024
"""Largest message from a learner. The hosted service allows 15 MiB of audio in one event."""
MAX_WAITING_BYTES = 8 * 1024 * 1024
"""What may wait for a learner who does not read. More, and the socket is closed."""
TOO_SLOW = "You read too slowly. Come back to the same session."

OK = 1000
GOING_AWAY = 1001
NO_CODE = 1005
ABNORMAL = 1006
TOO_BIG = 1009
INTERNAL_ERROR = 1011
RESTART = 1012
TRY_AGAIN = 1013
TAKEN_OVER = 4001


class Socket(Protocol):
    """A WebSocket that was accepted. All is called on the event loop; nothing blocks.

    `beta`: the client asked for the beta shape of Realtime.
    """

    beta: bool

    def send(self, payload: bytes) -> None:
        """Send one text message, copying what it keeps. After the end it does nothing."""
        ...

    def close(self, code: int, reason: str) -> None:
        """Say why and end. `on_closed` follows. `reason` is cut to what a close frame holds."""
        ...

    def pause_reading(self) -> None: ...

    def resume_reading(self) -> None: ...


class SocketListener(Protocol):
    """Whoever holds a `Socket`. Called on the event loop, never after `on_closed`."""

    def on_audio(self, payload: bytes) -> bool:
        """A message, before anybody has looked at it. True: it was audio and is dealt with; else `on_text` follows."""
        ...

    def on_text(self, payload: bytes) -> None:
        """One text message."""
        ...

    def on_binary(self, payload: bytes) -> None:
        """One binary message, on the same terms."""
        ...

    def on_closed(self, code: int, reason: str) -> None:
        """The socket is gone; 1006 when nobody said why. Called once."""
        ...

    def on_pause(self) -> None:
        """The learner reads too slowly: send no more for now."""
        ...

    def on_resume(self) -> None: ...


class TooLate:
    """A `SocketListener` for a socket whose session ended while it was being accepted."""

    def __init__(self, socket: Socket) -> None:
        socket.close(OK, "This session is over.")

    def on_audio(self, payload: bytes) -> bool:  # noqa: ARG002 (of the interface)
        return True

    def on_text(self, payload: bytes) -> None: ...

    def on_binary(self, payload: bytes) -> None: ...

    def on_closed(self, code: int, reason: str) -> None: ...

    def on_pause(self) -> None: ...

    def on_resume(self) -> None: ...


class ListenerFactory(Protocol):
    """Makes the listener when the socket is open; what it sends then is the first that the client sees."""

    def __call__(self, socket: Socket) -> SocketListener: ...


@dataclass(frozen=True, slots=True)
class Opening:
    """A call that may begin. Either `factory` or `abandon` is called, once.

    Args:
        factory: to be called with the accepted socket.
        abandon: the socket did not come about.
        subprotocol: what the server must select.
    """

    factory: ListenerFactory
    abandon: Callable[[], None]
    subprotocol: str | None = None


@dataclass(frozen=True, slots=True)
class Handshake:
    """A WebSocket upgrade request, before anybody has agreed to it.

    Args:
        path: decoded. query: as it was sent, without the question mark.
        headers: names in lower case; of a name that comes twice the values are joined with commas.
        client: address and port, when the transport knows them.
        secure: the connection to us is encrypted.
    """

    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    client: tuple[str, int] | None = None
    secure: bool = False


def asks_for_beta(headers: Mapping[str, str]) -> bool:
    """`OpenAI-Beta: realtime=v1`, or the subprotocol that browsers say it with. `headers` as `Handshake` has them."""
    offered = headers.get("sec-websocket-protocol", "")
    return "realtime=v1" in headers.get("openai-beta", "") or "openai-beta.realtime-v1" in offered
