"""A session of a Live service that speaks Realtime towards us: the socket, the clock and the ears of a `Translation`."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any, ClassVar

import msgspec
import numpy as np

from feedbackyes.audio.resample import Resampler
from feedbackyes.domain.errors import ExpectedError
from feedbackyes.protocol import client, codec, server
from feedbackyes.protocol.errors import InvalidEvent, error_event
from feedbackyes.protocol.live import client as live
from feedbackyes.protocol.live import codec as live_codec
from feedbackyes.protocol.live import server as service
from feedbackyes.providers import ProviderListener
from feedbackyes.providers._live_translation import Translation
from feedbackyes.providers._live_uplink import FRAME_MS
from feedbackyes.providers._socket import RealtimeSocket
from feedbackyes.stages import vad
from feedbackyes.stages.vad import VadStream

SETTLE_SECONDS = 0.05
"""After the first settings, so long for the rest of them and for the history: the service takes neither later."""
START_SECONDS = 15.0
"""In which the service has to begin the session."""
STALLED_SECONDS = 6.0
"""At most, without a message of a service that has audio to send ten times a second."""
DOUBT_SHARE = 0.25
"""Of that time: so long, and what the service has not said is not taken for nothing."""
LATE_SECONDS = 0.5
"""This process had other things to do for longer than that: the service has not been silent, we have not listened."""
CATCH_UP_SECONDS = 1.0
"""After that, so long to read what has come meanwhile."""
CLOSE_SECONDS = 10.0
"""In which it has to end one that was closed."""
RATE_HZ = 24_000
OK, GOING_AWAY, POLICY_VIOLATION, INTERNAL_ERROR = 1000, 1001, 1008, 1011
_ENCODE = msgspec.json.Encoder().encode
logger = logging.getLogger(__name__)


class LiveConnection:
    """A `ProviderConnection`, and the listener of the socket behind it.

    Args:
        caller_id: tells learners apart for the service.
        ended: called when nothing of it is left.
        stall_seconds: without a message, if that is less than `STALLED_SECONDS`.
    """

    translation: ClassVar[type[Translation]] = Translation

    def __init__(
        self,
        listener: ProviderListener,
        model: str,
        ears: VadStream,
        caller_id: str | None,
        ended: Callable[[LiveConnection], None],
        stall_seconds: float = STALLED_SECONDS,
    ) -> None:
        self._listener = listener
        self._stall_seconds = stall_seconds
        self._loop = asyncio.get_running_loop()
        self._ears = ears
        self._resampler = Resampler(RATE_HZ, vad.RATE_HZ)
        self._ended = ended
        self._socket: RealtimeSocket | None = None
        self._translation = self.translation(model, self._to_client, self._to_service, caller_id)
        self._timer: asyncio.TimerHandle | None = None
        self._pump: asyncio.Task[None] | None = None
        self._waiting: list[client.ClientEvent] = []
        self._settling = self._starting = self._paused = self._closing = self._over = False
        self._leaving = False
        self.closed = asyncio.Event()
        self._closed_as: tuple[int, str] | None = None
        self._heard_at = self._loop.time()

    def open(self, socket: RealtimeSocket) -> None:
        """This is the socket; the listener is greeted."""
        self._socket = socket
        if not self._over:
            self._translation.greet()
            self._wait(START_SECONDS, self._start)

    # ---- ProviderConnection

    def send(self, payload: bytes) -> None:
        if self._closing or self._over:
            return
        try:
            event = codec.decode_client(payload)
        except InvalidEvent as error:
            self._to_client(error_event("event_live", error))
            return
        if self._translation.started or self._settles(event):
            self._translation.receive(event)
        else:
            self._waiting.append(event)
        if not self._settling:
            self._settling = True
            self._wait(SETTLE_SECONDS, self._start)

    def pause(self) -> None:
        self._paused = True
        if self._socket is not None:
            self._socket.pause()

    def resume(self) -> None:
        self._paused, self._heard_at = False, self._loop.time()
        if self._socket is not None:
            self._socket.resume()

    def close(self) -> None:
        """End the session, and let the service say that it has."""
        if self._closing or self._over:
            return
        self._closing = self._leaving = True
        if self._paused:  # what it says last is heard
            self.resume()
        if self._translation.started:
            self._ask_to_close()
            self._wait(CLOSE_SECONDS, self.hang_up)
        else:
            self.hang_up()

    def hang_up(self) -> None:
        """End it now, whatever the service still has to say."""
        self._closing = True
        self._stop()
        if self._socket is not None:
            self._socket.close()

    # ---- ProviderListener, of the socket

    def on_message(self, payload: bytes) -> None:
        self._heard_at = self._loop.time()
        try:
            event = live_codec.decode_server(payload)
        except InvalidEvent as error:
            logger.warning("A voice service sent what is no event (%s, %s).", error.code, error.param)
            return
        match event:
            case service.SessionStarted():
                self._started(event)
            case service.SessionClosed():
                self._finished(event)
            case service.ErrorEvent() if not self._translation.started:
                self._translation.hear(event)
                self._end(POLICY_VIOLATION, event.error.code)
            case _:
                self._translation.hear(event)

    def on_closed(self, code: int, reason: str) -> None:
        """The socket is gone. Why the service ended the session counts more than how it closed it."""
        if self._over:
            return
        self._over = True
        self._stop()
        self._close_book()
        self.closed.set()
        self._listener.on_closed(*(self._closed_as or (code, reason)))
        self._ended(self)

    def on_pause(self) -> None:
        self._listener.on_pause()

    def on_resume(self) -> None:
        self._listener.on_resume()

    # ---- inside

    def _settles(self, event: client.ClientEvent) -> bool:
        """It belongs to what the session is to be, or its turn has come."""
        if self._starting:
            return False
        if isinstance(event, client.InputAudioBufferAppend):
            return not self._waiting
        if isinstance(event, client.SessionUpdate):  # but what is committed before is committed as it was
            return not any(isinstance(one, client.InputAudioBufferCommit) for one in self._waiting)
        return isinstance(event, client.ConversationItemCreate)

    def _start(self) -> None:
        self._settling = self._starting = True
        self._to_service(live.SessionStart(session=self._translation.config()))
        self._wait(START_SECONDS, lambda: self._end(INTERNAL_ERROR, "The voice service did not begin the session."))

    def _started(self, event: service.SessionStarted) -> None:
        if self._translation.started or self._closing:
            return
        self._wait(None)
        self._translation.begin(event)
        self._pump = self._loop.create_task(self._run(), name="live uplink")
        waiting, self._waiting = self._waiting, []
        for one in waiting:
            self._translation.receive(one)

    async def _run(self) -> None:
        """Send a frame whenever one is due, for as long as the session lasts."""
        try:
            await self._send_frames()
        except ExpectedError as error:
            logger.warning("A live session cannot go on: %s", error.message)
            self._end(INTERNAL_ERROR, error.message)
        except Exception:  # the root of a task
            logger.exception("A live session ends because of an error of ours.")
            self._end(INTERNAL_ERROR, "Something went wrong on our side.")

    async def _send_frames(self) -> None:
        before = due = self._loop.time()
        caught_up_at = before
        while not self._over:
            now = self._loop.time()
            if now - due > LATE_SECONDS:
                self._heard_at, caught_up_at = now, now + CATCH_UP_SECONDS
            quiet_s = now - self._heard_at
            if quiet_s > self.stalled_seconds() and not self._paused:
                self._end(INTERNAL_ERROR, "The voice service has fallen silent.")
                return
            for frame in self._translation.uplink.frames((now - before) * 1000):
                self._pass_on(frame)
                samples = self._resampler.process(np.frombuffer(frame, "<i2").astype(np.int16, copy=False))
                in_doubt = now < caught_up_at or quiet_s > self.stalled_seconds() * DOUBT_SHARE
                self._translation.listen(await self._ears.feed(samples), in_doubt=in_doubt)
            before = now
            due = max(due + FRAME_MS / 2000, now)
            await asyncio.sleep(due - self._loop.time())

    def _finished(self, event: service.SessionClosed) -> None:
        self._close_book(event.usage)
        if event.reason == "expired":
            expired = server.ErrorDetail(
                type="invalid_request_error", code="session_expired", message="The session is at its longest."
            )
            self._to_client(server.ErrorEvent(event_id="event_live_expired", error=expired))
            self._closed_as = (GOING_AWAY, "expired")
        elif not self._closing:
            self._closed_as = (self._code_of(event.reason), event.reason)
        self.hang_up()

    def _close_book(self, usage: service.Usage | None = None) -> None:
        """Nothing more comes. What was lost half said is left to the next session."""
        if self._leaving:
            self._translation.finish(usage)
        else:
            self._translation.lose(usage)

    def stalled_seconds(self) -> float:
        """So long without a message, and the service counts as lost."""
        return min(STALLED_SECONDS, self._stall_seconds)

    def _pass_on(self, frame: bytes) -> None:
        self._to_service(live.InputAudioAppend(audio=frame))

    def _ask_to_close(self) -> None:
        self._to_service(live.SessionClose())

    def _code_of(self, reason: service.CloseReason) -> int:  # noqa: ARG002 (others tell reasons apart)
        """How a session is closed that the service ended."""
        return INTERNAL_ERROR

    def _end(self, code: int, reason: str) -> None:
        """There is no going on."""
        self._closed_as = self._closed_as or (code, reason)
        self.hang_up()

    def _stop(self) -> None:
        self._wait(None)
        if self._pump is not None:
            self._pump.cancel()
            self._pump = None
        self._ears.close()

    def _wait(self, seconds: float | None, then: Callable[[], None] = lambda: None) -> None:
        """Do `then` in so many seconds, unless something else is waited for before."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None if seconds is None else self._loop.call_later(seconds, then)

    def _to_client(self, event: server.ServerEvent | dict[str, Any]) -> None:
        payload = _ENCODE(event) if isinstance(event, dict) else codec.encode_server(event)
        if not self.closed.is_set():
            self._listener.on_message(payload)

    def _to_service(self, event: live.ClientEvent) -> None:
        if self._socket is not None:
            self._socket.send(live_codec.encode_client(event))
