"""A Realtime connection over a WebSocket, as a client. picows keeps the audio path short."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus
from typing import Any

import msgspec
from picows import WSAutoPingStrategy, WSError, WSListener, WSMsgType, WSTransport, ws_connect
from picows.common import WSHandshakeError

from feedbackyes.providers import HearsAudio, ProviderListener, ProviderUnreachable

CONNECT_SECONDS = 10.0
PING_SECONDS = 20.0
MAX_FRAME_BYTES = 32 * 1024 * 1024
"""`conversation.item.retrieved` carries the audio of a whole item."""
HIGH_WATER_BYTES = 1024 * 1024
CLOSE_SECONDS = 2.0

_ABNORMAL = 1006
_TEXT = WSMsgType.TEXT
_CONTINUATION = WSMsgType.CONTINUATION
_CLOSE = WSMsgType.CLOSE
_PASSING = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS})
_SECRET = re.compile(r"\b(?:sk|ek)-\S+|\bek_\S+")


def _drop(_payload: bytes) -> None:
    """There is no connection (any more)."""


def _not_audio(_payload: bytes) -> bool:
    """The listener wants no audio before it is known for what it is."""
    return False


class RealtimeSocket(WSListener):
    """A `ProviderConnection`. What arrives before `start` is kept for the listener."""

    def __init__(self, listener: ProviderListener) -> None:
        self._listener = listener
        self._on_message = listener.on_message
        self._on_audio: Callable[[bytes], bool] = _not_audio
        self.send: Callable[[bytes], None] = _drop
        self._transport: WSTransport | None = None
        self._early: list[bytes] | None = []
        self._fragments: bytearray | None = None
        self._peer_closed: tuple[int, str] | None = None
        self._closing = False
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Hand over what came so far, and from now on at once."""
        early, self._early = self._early or [], None
        for payload in early:
            self._listener.on_message(payload)
        if isinstance(self._listener, HearsAudio):
            self._on_audio = self._listener.on_audio
        if self._transport is None:
            self._listener.on_closed(*(self._peer_closed or (_ABNORMAL, "")))

    # ---- ProviderConnection

    def pause(self) -> None:
        if self._transport is not None:
            self._transport.underlying_transport.pause_reading()

    def resume(self) -> None:
        if self._transport is not None:
            self._transport.underlying_transport.resume_reading()

    def close(self) -> None:
        transport = self._transport
        if transport is None or self._closing:
            return
        self._closing = True
        self.send, self._on_audio = _drop, _not_audio
        transport.send_close(1000)  # type: ignore[arg-type]  # any integer is taken
        transport.underlying_transport.resume_reading()
        self._timer = asyncio.get_running_loop().call_later(CLOSE_SECONDS, transport.disconnect, False)

    # ---- WSListener

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport
        self.send = partial(
            transport.send, _TEXT
        )  # a C function calling another; a method of ours costs more than both
        transport.underlying_transport.set_write_buffer_limits(high=HIGH_WATER_BYTES)

    def on_ws_frame(self, transport: WSTransport, frame: Any) -> None:
        if frame.fin and self._fragments is None and self._on_audio(frame.get_payload_as_bytes()):
            return  # the kind of a frame costs half as much to read as all of this
        kind = frame.msg_type
        if kind is _TEXT and self._early is None and frame.fin:
            self._on_message(frame.get_payload_as_bytes())
        elif kind is _CLOSE:
            self._peer_closed = (int(frame.get_close_code()) or 1005, safe(frame.get_close_reason() or ""))
            transport.send_close(frame.get_close_code())
            transport.disconnect()
        elif kind is _TEXT or kind is _CONTINUATION:
            self._on_fragment(frame)

    def on_ws_disconnected(self, transport: WSTransport) -> None:  # noqa: ARG002 (of the interface)
        self._transport = None
        self.send, self._on_audio = _drop, _not_audio
        if self._timer is not None:
            self._timer.cancel()
        if self._early is None:
            self._listener.on_closed(*(self._peer_closed or (_ABNORMAL, "")))

    def pause_writing(self) -> None:
        self._listener.on_pause()

    def resume_writing(self) -> None:
        self._listener.on_resume()

    def _on_fragment(self, frame: Any) -> None:
        if self._fragments is None:
            self._fragments = bytearray()
        self._fragments += frame.get_payload_as_memoryview()
        if not frame.fin:
            return
        whole, self._fragments = bytes(self._fragments), None
        if self._early is None:
            self._listener.on_message(whole)
        else:
            self._early.append(whole)


async def dial(
    url: str, headers: Mapping[str, str], listener: ProviderListener, *, hint: str = "Check its settings."
) -> RealtimeSocket:
    """Open `url` and return the connection.

    Raises:
        ProviderUnreachable: nobody answered within 10 s, or the answer was no; the sentence says which, without keys.
    """
    socket = RealtimeSocket(listener)
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            await ws_connect(
                lambda: socket,
                url,
                extra_headers=dict(headers),
                websocket_handshake_timeout=CONNECT_SECONDS,
                enable_auto_ping=True,
                auto_ping_idle_timeout=PING_SECONDS,
                auto_ping_reply_timeout=PING_SECONDS,
                auto_ping_strategy=WSAutoPingStrategy.PING_WHEN_IDLE,
                max_frame_size=MAX_FRAME_BYTES,
                max_redirects=0,
                use_aiofastnet=url.startswith("wss:"),  # faster with TLS; without, uvloop's own transport costs less
                logger_name="provider",
            )
    except (OSError, WSError, TimeoutError, ValueError) as error:
        raise _refusal(url, error, hint) from error
    except asyncio.CancelledError:
        socket.close()
        raise
    socket.start()
    return socket


def _refusal(url: str, error: Exception, hint: str) -> ProviderUnreachable:
    response = error.response if isinstance(error, WSHandshakeError) else None
    if response is None:
        return ProviderUnreachable(_why(url, error, hint), final=isinstance(error, ssl.SSLError | ValueError))
    status = int(response.status)
    final = HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR and status not in _PASSING
    after_s = _seconds(response.headers.get("Retry-After", ""))
    return ProviderUnreachable(_why(url, error, hint), status=status, retry_after_s=after_s, final=final)


def _seconds(retry_after: str) -> float | None:
    """A date, which the header may also have, is not worth the code: waiting grows by itself."""
    return float(retry_after) if retry_after.strip().isdigit() else None


def _why(url: str, error: Exception, hint: str) -> str:
    where = url.split("?", 1)[0]
    if isinstance(error, WSHandshakeError) and error.response is not None:
        status = int(error.response.status)
        said = _said(error.raw_body)
        match status:
            case 401 | 403:
                return f"The voice service at {where} refused the key ({status}{said}). {hint}"
            case 404:
                return f"There is no Realtime service at {where} (404{said}). {hint}"
            case 429:
                return f"The voice service at {where} is at its limit (429{said}). Wait, or check the account's quota."
            case _:
                return f"The voice service at {where} answered {status} {HTTPStatus(status).phrase}{said}."
    if isinstance(error, ssl.SSLError):
        return f"The voice service at {where} has no certificate that this machine trusts: {error.reason}."
    if isinstance(error, TimeoutError):
        return (
            f"The voice service at {where} did not answer within {CONNECT_SECONDS:g} s. Check the network and the URL."
        )
    return f"The voice service at {where} cannot be reached. Check the network. {hint}"


def _said(body: bytes | None) -> str:
    """The service's own words, as far as they came with the refusal."""
    try:
        message = msgspec.json.decode(body or b"")["error"]["message"]
    except (msgspec.DecodeError, KeyError, TypeError):
        return ""
    return f": {safe(str(message))[:200]}"


def safe(words: str) -> str:
    """What a service says, without the keys that it may repeat."""
    return _SECRET.sub("…", words)
