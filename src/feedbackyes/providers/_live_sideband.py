"""A telephone call that GPT-Live holds. Its voices go past us; we are attached to its session, and told them.

What is known of a sideband, and where it differs from the WebSocket that carries the audio:

| there | here |
|---|---|
| both voices are told: the caller's without times, the partner's with, and gaps where frames were dropped | silence stands in for what does not come, at the pace of our clock |
| fragments have their place on the session's clock, which began before we were attached | the difference is taken from what is told |
| nobody can stop the partner's voice | who speaks over it has interrupted it when it falls silent; nothing is cut |
| keys of the telephone | as Realtime tells them |
| the end: a hang-up by REST, `remote_hangup` | the line is closed as at the end of a call |

The session is to be known before the call is accepted, and is not started by us.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from math import inf
from typing import Any

import msgspec

from feedbackyes.protocol import server
from feedbackyes.protocol.live import server as service
from feedbackyes.protocol.live.sessions import Audio, SessionResource
from feedbackyes.protocol.sessions import RealtimeSession
from feedbackyes.providers import ProviderListener, ProviderUnreachable
from feedbackyes.providers._live_connection import INTERNAL_ERROR, OK, LiveConnection
from feedbackyes.providers._live_learner import LearnerSide
from feedbackyes.providers._live_partner import PartnerSide
from feedbackyes.providers._live_translation import Translation, new_id
from feedbackyes.providers._live_uplink import BYTES_PER_MS, FRAME_MS
from feedbackyes.providers._socket import RealtimeSocket
from feedbackyes.stages.vad import VadStream

LATE_MS = 400.0
"""So long the partner's voice may be behind the caller's until it counts as silent."""
APART_MS = 300.0
"""Times that are told may differ from our clock by so much before that is set."""
AGAIN_SECONDS, MOST_LOSSES = (0.1, 0.4, 1.0, 2.0), 20
"""When to attach again after we were lost; so often in a call."""
_FRAME = FRAME_MS * BYTES_PER_MS
_SILENCE = bytes(_FRAME)
_ENDED_WELL = ("remote_hangup", "close_requested")
logger = logging.getLogger(__name__)


class Overheard(Translation):
    """A `Translation` of a session whose audio we are only told. What the uplink has is not sent. Keys have the time of now."""

    def __init__(
        self,
        model: str,
        to_client: Callable[[server.ServerEvent | dict[str, Any]], None],
        to_service: Callable[[Any], None],
        safety_identifier: str | None,
    ) -> None:
        super().__init__(model, to_client, to_service, safety_identifier)
        self.learner = LearnerSide(new_id, self._follow, float, interrupts=False)
        self.partner = PartnerSide(new_id, self._follow, self._encode, self._partner_begins, cuts=False)
        self._ahead_ms = 0.0
        self._rest = bytearray()

    def call_config(self) -> dict[str, Any]:
        """The session as a call is accepted with it: how it sounds on the way is settled with the telephone."""
        config = self.config()
        output = config.audio.output if config.audio is not None else None
        session = msgspec.structs.replace(config, audio=Audio(output=output), client=None)
        return {"type": "live", **msgspec.to_builtins(session)}

    def hear(self, event: service.ServerEvent | service.UnknownEvent) -> None:
        match event:
            case service.ReflectedInputAudio():
                self.uplink.add(event.audio)
            case service.OutputAudioDelta():
                self._overhear(event)
            case service.InputTranscriptDelta() | service.OutputTranscriptDelta():
                self._synchronise(event.end_ms, at_once=False)
                self.keep_time(late_ms=FRAME_MS)
                times = {name: max(0, round(getattr(event, name) - self._ahead_ms)) for name in ("start_ms", "end_ms")}
                super().hear(msgspec.structs.replace(event, **times))
            case service.TransportDtmfReceived():
                key = server.InputAudioBufferDtmfEventReceived(event=event.event, received_at=int(time.time()))
                self._say(key)
            case _:
                super().hear(event)

    def keep_time(self, late_ms: float = LATE_MS) -> None:
        """A partner of whom nothing is told is silent."""
        while self.uplink.sent_ms - self.partner.now_ms > late_ms:
            self._hear_partner(self._piece())

    def _overhear(self, event: service.OutputAudioDelta) -> None:
        if isinstance(event.start_ms, int) and isinstance(event.end_ms, int):
            self._synchronise(event.end_ms, at_once=True)
            while event.start_ms - self._ahead_ms - self.partner.now_ms >= len(self._rest) / BYTES_PER_MS + FRAME_MS:
                self._hear_partner(self._piece())
        self._rest += event.delta
        while len(self._rest) >= _FRAME:
            self._hear_partner(self._piece())

    def _piece(self) -> bytes:
        """The partner's next frame, silence where nothing has come."""
        piece = bytes(self._rest[:_FRAME])
        del self._rest[:_FRAME]
        return piece.ljust(_FRAME, b"\0")

    def _synchronise(self, told_ms: float, *, at_once: bool) -> None:
        """What is told has happened, so the session's clock is there at least; what is told at once is where it is."""
        apart_ms = told_ms - self.uplink.sent_ms - self._ahead_ms
        if apart_ms > APART_MS or (at_once and apart_ms < -APART_MS):
            self._ahead_ms += apart_ms

    def _shown(self) -> RealtimeSession:
        """Nobody but the gateway sees it, which watches that the partner stays who it is."""
        return msgspec.structs.replace(self._settings, prompt=None)


class LiveSideband(LiveConnection):
    """A `ProviderConnection` to a call. Closing it hangs up.

    The call goes on when we are not attached any more, and we come back to it. What is said in between is not told.

    Args:
        attach: attaches once more. Raises `ProviderUnreachable`.
        hang_up: ends the call by REST.
    """

    translation = Overheard
    _translation: Overheard

    def __init__(
        self,
        listener: ProviderListener,
        model: str,
        ears: VadStream,
        caller_id: str | None,
        ended: Callable[[LiveConnection], None],
        attach: Callable[[LiveSideband], Awaitable[RealtimeSocket]],
        hang_up: Callable[[], None],
    ) -> None:
        super().__init__(listener, model, ears, caller_id, ended)
        self._attach, self._hang_up = attach, hang_up
        self._call_over = False
        self._losses = 0
        self._coming_back: asyncio.Task[None] | None = None

    def settle(self, session: dict[str, Any]) -> dict[str, Any]:
        """Make the session what `session` says in Realtime's terms; gives it as a call is accepted with it."""
        self._translation.settle(session)
        return self._translation.call_config()

    def open(self, socket: RealtimeSocket) -> None:
        """We are attached. The session has started, whether we are told so or not."""
        self._socket = socket
        if self._over:
            return
        self._translation.greet()
        resource = SessionResource(id=new_id("live"), expires_at=0, model="")
        self._translation.begin(service.SessionStarted(event_id=new_id("event"), session=resource))
        self._pump = asyncio.get_running_loop().create_task(self._run(), name="live sideband")

    def on_closed(self, code: int, reason: str) -> None:
        """We are not attached any more; unless the service has said so, the call goes on."""
        self._losses += 1
        known = self._call_over or self._closing or self._over or code == OK
        if known or self._socket is None or self._losses > MOST_LOSSES:
            super().on_closed(code, reason)
            return
        self._socket = None
        self._coming_back = self._loop.create_task(self._come_back(code, reason), name="live sideband again")

    async def _come_back(self, code: int, reason: str) -> None:
        for pause_s in AGAIN_SECONDS:
            await asyncio.sleep(pause_s)
            if self._hung_up():
                break
            try:
                socket = await self._attach(self)
            except ProviderUnreachable as error:
                logger.info("A telephone call cannot be listened to again yet. %s", error.message)
                if error.final:
                    break
                continue
            if self._hung_up():
                socket.close()
                break
            self._socket = socket
            return
        super().on_closed(OK if self._hung_up() else code, reason)

    def _hung_up(self) -> bool:
        return self._closing

    def close(self) -> None:
        """Hang up. What the service says to that is waited for a moment."""
        if not self._call_over:
            self._call_over = True
            self._hang_up()
        super().close()

    def stalled_seconds(self) -> float:
        """Whether voices are told all the time is not known; a line that is dead is noticed by its pings."""
        return inf

    def _started(self, event: service.SessionStarted) -> None:
        """Told of the session that goes on already: how long it may."""
        self._translation.begin(event)

    def _pass_on(self, frame: bytes) -> None:  # noqa: ARG002 (they have said it themselves)
        self._translation.keep_time()

    def _ask_to_close(self) -> None:
        """It was hung up."""

    def _finished(self, event: service.SessionClosed) -> None:
        self._call_over = True
        super()._finished(event)

    def _close_book(self, usage: service.Usage | None = None) -> None:
        """There is no next session of a call."""
        self._translation.finish(usage)

    def _code_of(self, reason: service.CloseReason) -> int:
        return OK if reason in _ENDED_WELL else INTERNAL_ERROR
