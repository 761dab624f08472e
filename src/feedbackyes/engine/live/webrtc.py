"""A session over WebRTC: audio on a track, events on a data channel that an untrusted page holds."""

from __future__ import annotations

import asyncio
from typing import Any

from feedbackyes.domain.errors import ExpectedError
from feedbackyes.engine.live.pace import FRAME_MS
from feedbackyes.engine.live.requests import error, event_id
from feedbackyes.engine.live.session import LiveSession
from feedbackyes.protocol.errors import InvalidEvent
from feedbackyes.protocol.live import codec, server
from feedbackyes.protocol.live.client import ClientEvent
from feedbackyes.protocol.live.server import ServerEvent
from feedbackyes.protocol.live.sessions import DataChannel
from feedbackyes.rtc import Peer

OPEN_SECONDS = 20.0
"""In which a client that was answered has to open its data channel."""
LINGER_SECONDS = 0.3
"""So long the last words on the channel may take."""
BUFFER_MS = 3 * FRAME_MS
"""Output that waits on the track before frames are left out: the page's clock and ours differ a little."""


class Page:
    """The far end of a peer connection; see `Attached` and `PeerListener`. The session starts when its channel opens."""

    def __init__(self, session: LiveSession, allowed: DataChannel | None) -> None:
        self._session = session
        self._allowed = allowed or DataChannel()
        self._peer: Peer | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._gone = False
        self._open = False

    def answered(self, peer: Peer) -> None:
        """This is the connection, which may come."""
        self._peer = peer
        self._timer = asyncio.get_running_loop().call_later(OPEN_SECONDS, self._session.close, "connection_lost")

    async def part(self) -> None:
        """Close the connection once its last message has had time to go."""
        if self._peer is not None:
            await asyncio.sleep(LINGER_SECONDS)
            await self._peer.close()

    # ---- PeerListener

    def on_open(self) -> None:
        self._open = True
        self._stop_waiting()
        self._session.attach(self)
        self._session.start()
        if limits := _limits(self._allowed):
            self.tell(server.Info(event_id=event_id(), code="data_channel_permissions", message=limits))

    def on_text(self, text: str) -> None:
        event: ClientEvent | None = None
        try:
            event = codec.decode_client(text)
            self._check_allowed(event)
            self._session.receive(event)
        except ExpectedError as problem:
            self.tell(error(problem, event.event_id if event else None))

    def on_audio(self, pcm: bytes) -> None:
        if not self._open:
            return  # the session has not started
        try:
            self._session.hear(pcm)
        except InvalidEvent:
            return  # it is behind; what is lost on a track is not missed by anybody

    def on_started(self) -> None: ...

    def on_drained(self) -> None: ...

    def on_closed(self, reason: str) -> None:  # noqa: ARG002 (the session does not care why)
        self._gone = True
        self._stop_waiting()
        self._session.detach(self)
        self._session.close("connection_lost", at_once=True)

    # ---- Attached

    def tell(self, event: ServerEvent) -> None:
        if self._peer is not None and not self._gone and self._may_see(event):
            self._peer.send(codec.encode_server(event))

    def hear(self, pcm: bytes, start_ms: int) -> None:  # noqa: ARG002 (a track has its own clock)
        peer = self._peer
        if peer is not None and not self._gone and peer.queued_ms - peer.played_ms < BUFFER_MS:
            peer.play(pcm)

    def reflect(self, pcm: bytes) -> None: ...

    def finished(self, code: int, reason: str) -> None:  # noqa: ARG002 (the page reads it in session.closed)
        self._stop_waiting()

    # ---- what the page may

    def _check_allowed(self, event: ClientEvent) -> None:
        allowed = self._allowed.allowed_client_events
        kind = str(type(event).__struct_config__.tag)
        if allowed is not None and allowed != "all" and kind not in allowed:
            raise InvalidEvent(
                f"This page may not send {kind}.", code="event_not_allowed", param="type", event_id=event.event_id
            )

    def _may_see(self, event: ServerEvent) -> bool:
        allowed: Any = self._allowed.allowed_server_events
        if allowed is None or allowed == "all":
            return True
        kind = type(event).__struct_config__.tag
        return any(selector.type == kind for selector in allowed)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def _limits(allowed: DataChannel) -> str:
    """What a page is told of what it may; nothing when it may everything."""
    sent, seen = allowed.allowed_client_events, allowed.allowed_server_events
    parts = []
    if sent is not None and sent != "all":
        parts.append(f"may send {', '.join(sent) or 'nothing'}")
    if seen is not None and seen != "all":
        parts.append(f"is told {', '.join(selector.type for selector in seen) or 'nothing'}")
    return f"This page {' and '.join(parts)}." if parts else ""
