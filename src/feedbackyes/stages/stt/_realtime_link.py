"""One transcription session at a Realtime service: a WebSocket that takes audio and tells what was said.

Servers differ in what a session may be asked for. The richest form is asked for first; one that refuses it is asked for
less, and what it took is asked for from then on. Nothing is sent before the service has said that the session is as it was
asked for: in any other one it would decide for itself when a turn is over.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import httpx
from picows import WSAutoPingStrategy, WSError, WSListener, WSMsgType, WSTransport, ws_connect
from picows.common import WSHandshakeError

from feedbackyes import model_server
from feedbackyes.protocol import codec
from feedbackyes.protocol.client import (
    ClientEvent,
    InputAudioBufferAppend,
    InputAudioBufferClear,
    InputAudioBufferCommit,
    SessionUpdate,
)
from feedbackyes.protocol.errors import InvalidEvent
from feedbackyes.protocol.server import ErrorDetail, ErrorEvent, ServerEvent, SessionUpdated, UnknownEvent
from feedbackyes.stages import _answers

PING_SECONDS = 20.0
CLOSE_SECONDS = 1.0
"""For what was sent to go out."""
MAX_FRAME_BYTES = 8 * _answers.MAX_EVENT
"""A longer one ends the connection; one that is longer than an event may be ends the session with a sentence."""
MAX_WAITING = 2**20
"""Bytes that the socket has not taken yet, above which no more is given to it."""
MAX_PROMPT = 800
"""Characters; Whisper reads the last 224 tokens."""
RATE_HZ = 24_000
"""Of `audio/pcm`, the only one that the protocol knows."""
SETTING = "setting"
"""Id of the event that says what the session shall be."""
_FORMS: tuple[tuple[str, ...], ...] = (("prompt", "include"), ("include",), ())
"""What is asked for beside model and language."""
_PASSING_CODES = frozenset({"session_expired", "server_error", "internal_error", "service_unavailable"})
"""Of errors after which another session may work."""

Event = ServerEvent | UnknownEvent


@dataclass
class LinkFailed(Exception):
    """There is no session, or it was lost.

    Args:
        words: why, a part of a sentence. passing: another attempt may work. wait_seconds: as the service asks.
    """

    words: str
    passing: bool = True
    wait_seconds: float = 0.0


class Service:
    """One model of one service. `url`: the base of its addresses, http or https."""

    def __init__(self, url: str, key: str, model: str, *, timeout_seconds: float) -> None:
        self._url = f"{url.replace('http', 'ws', 1)}/realtime?intent=transcription"
        self._key = key
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._forms = _FORMS
        self.model = model
        self.timeout_seconds = timeout_seconds
        self.host = _answers.host_of(url)

    async def connect(
        self, language: str, prompt: str, on_event: Callable[[Event], None], on_lost: Callable[[], None]
    ) -> Link:
        """A session in which only we say when an utterance is over. Neither is called after the link is closed or lost.

        Raises:
            LinkFailed: it cannot be had.
        """
        link = Link(on_event, on_lost, self._key)
        try:
            async with asyncio.timeout(self.timeout_seconds):
                await self._open(link)
                await self._settle(link, language, prompt)
        except TimeoutError:
            link.close()
            raise LinkFailed("It did not answer in time") from None
        except BaseException:
            link.close()
            raise
        return link

    async def _open(self, link: Link) -> None:
        try:
            await ws_connect(
                lambda: link,
                self._url,
                extra_headers=self._headers,
                websocket_handshake_timeout=self.timeout_seconds,
                enable_auto_ping=True,
                auto_ping_idle_timeout=PING_SECONDS,
                auto_ping_reply_timeout=PING_SECONDS,
                auto_ping_strategy=WSAutoPingStrategy.PING_WHEN_IDLE,
                max_frame_size=MAX_FRAME_BYTES,
                max_redirects=0,
                use_aiofastnet=self._url.startswith("wss:"),
                logger_name="ears",
            )
        except (OSError, WSError, ValueError) as error:
            raise _refusal(error, self._key) from None

    async def _settle(self, link: Link, language: str, prompt: str) -> None:
        """Ask for the session in the richest form that the service is not known to refuse."""
        for number, form in enumerate(self._forms):
            try:
                await link.set_up(self._session(language, prompt, form))
            except LinkFailed as failed:
                if failed.passing or number + 1 == len(self._forms):
                    raise
            else:
                self._forms = self._forms[number:]
                return

    def _session(self, language: str, prompt: str, form: tuple[str, ...]) -> dict[str, Any]:
        transcription = {"model": self.model, "language": language}
        if "prompt" in form and prompt:
            transcription["prompt"] = prompt[-MAX_PROMPT:]
        session: dict[str, Any] = {
            "type": "transcription",
            "audio": {
                "input": {
                    "format": {"type": "audio/pcm", "rate": RATE_HZ},
                    "transcription": transcription,
                    "turn_detection": None,
                }
            },
        }
        if "include" in form:
            session["include"] = ["item.input_audio_transcription.logprobs"]
        return session


class Link(WSListener):
    """A session. `failure`: why it is lost; None: it is there. `key`: that the service may repeat."""

    def __init__(self, on_event: Callable[[Event], None], on_lost: Callable[[], None], key: str) -> None:
        self._key = key
        self._on_event, self._on_lost = on_event, on_lost
        self._transport: WSTransport | None = None
        self._fragments = bytearray()
        self._asked: asyncio.Future[None] | None = None
        self._goes = asyncio.Event()
        self._goes.set()
        self._gone = False
        self._disconnected = asyncio.Event()
        self.failure: LinkFailed | None = None

    # ---- what is sent

    async def set_up(self, session: dict[str, Any]) -> None:
        """Say what the session shall be, and wait until it is. Raises `LinkFailed`; one that does not pass is a refusal."""
        if self.failure is not None:
            raise self.failure
        self._asked = asyncio.get_running_loop().create_future()
        self._send(SessionUpdate(event_id=SETTING, session=session))
        try:
            await self._asked
        finally:
            self._asked = None

    async def ready(self) -> None:
        """Until the service has read most of what was sent."""
        await self._goes.wait()

    def append(self, pcm: bytes) -> None:
        """Audio: PCM16 at `RATE_HZ`."""
        self._send(InputAudioBufferAppend(audio=pcm))

    def commit(self) -> None:
        """The utterance is over."""
        self._send(InputAudioBufferCommit())

    def clear(self) -> None:
        """Forget what was appended since the last commit."""
        self._send(InputAudioBufferClear())

    def close(self) -> None:
        """Leave. Nothing is told any more."""
        self._gone = True
        transport, self._transport = self._transport, None
        self._goes.set()
        if transport is not None:
            transport.send_close(1000)  # type: ignore[arg-type]  # any integer is taken
            transport.disconnect()

    async def closed(self) -> None:
        """Until the connection of a link that was closed is gone."""
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_SECONDS):
                await self._disconnected.wait()

    def fail(self, failure: LinkFailed) -> None:
        """Give the session up: nothing that it still tells can be relied upon."""
        if self.failure is None and not self._gone:
            self.failure = failure
            if self._asked is not None and not self._asked.done():
                self._asked.set_exception(failure)
            else:
                self._on_lost()
        self.close()

    def _send(self, event: ClientEvent) -> None:
        if self._transport is not None:
            self._transport.send(WSMsgType.TEXT, codec.encode_client(event))

    # ---- WSListener

    def on_ws_connected(self, transport: WSTransport) -> None:
        self._transport = transport
        transport.underlying_transport.set_write_buffer_limits(high=MAX_WAITING)

    def pause_writing(self) -> None:
        self._goes.clear()

    def resume_writing(self) -> None:
        self._goes.set()

    def on_ws_frame(self, transport: WSTransport, frame: Any) -> None:
        kind = frame.msg_type
        if kind is WSMsgType.CLOSE:
            code, reason = int(frame.get_close_code() or 1005), self.said(frame.get_close_reason() or "")
            transport.send_close(code)  # type: ignore[arg-type]
            transport.disconnect()
            self._transport = None
            self.fail(LinkFailed(f"It ended the session ({code}{f': {reason}' if reason else ''})"))
        elif kind is WSMsgType.TEXT or kind is WSMsgType.CONTINUATION:
            payload = self._whole(frame)
            if payload is not None and not self._gone:
                self._take(payload)

    def on_ws_disconnected(self, transport: WSTransport) -> None:  # noqa: ARG002 (of the interface)
        self._transport = None
        self._disconnected.set()
        self.fail(LinkFailed("It hung up"))

    def _whole(self, frame: Any) -> bytes | None:
        """A message, when all of it is here."""
        self._fragments += frame.get_payload_as_memoryview()
        if len(self._fragments) > _answers.MAX_EVENT:
            self.fail(LinkFailed("It answered more than fits", passing=False))
        if not frame.fin:
            return None
        whole, self._fragments = bytes(self._fragments), bytearray()
        return whole

    def _take(self, payload: bytes) -> None:
        try:
            event = codec.decode_server(payload)
        except InvalidEvent:
            self.fail(LinkFailed("It answered what is no event of Realtime", passing=False))
            return
        if self._asked is not None and not self._asked.done():
            self._answered(self._asked, event)
        elif isinstance(event, ErrorEvent) and (failure := self.failure_of(event.error)).passing:
            self.fail(failure)
        else:
            self._on_event(event)

    def _answered(self, asked: asyncio.Future[None], event: Event) -> None:
        if isinstance(event, SessionUpdated):
            asked.set_result(None)
        elif isinstance(event, ErrorEvent):
            asked.set_exception(self.failure_of(event.error))

    def failure_of(self, error: ErrorDetail) -> LinkFailed:
        """What an error means for this session."""
        passing = error.code in _PASSING_CODES or (error.code is None and error.type == "server_error")
        return LinkFailed(f"It said: {self.said(error.message)}", passing=passing)

    def said(self, words: str) -> str:
        """What the service says, as part of a sentence, without the key."""
        return model_server.safe(words, self._key)[:200].rstrip(".")


def _refusal(error: Exception, key: str) -> LinkFailed:
    response = error.response if isinstance(error, WSHandshakeError) else None
    if response is None:
        passing = not isinstance(error, ssl.SSLError | ValueError)
        return LinkFailed(f"It cannot be reached, or hung up ({type(error).__name__})", passing=passing)
    status = int(response.status)
    answer = httpx.Response(status, headers=dict(response.headers), content=getattr(error, "raw_body", None) or b"")
    words = f"It answered {status}{model_server.said(answer, key)}"
    passing = status in _answers.PASSING or status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return LinkFailed(words, passing=passing, wait_seconds=model_server.retry_after(answer))
