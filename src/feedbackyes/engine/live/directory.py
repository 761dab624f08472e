"""All Live sessions of an engine."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from feedbackyes.domain.errors import NotFound, NotReady, TooMany
from feedbackyes.engine.connection import OK, Transport
from feedbackyes.engine.live.places import Primary, Sideband
from feedbackyes.engine.live.session import LiveSession
from feedbackyes.engine.live.webrtc import Page
from feedbackyes.engine.runner import Engine
from feedbackyes.protocol.live import sessions
from feedbackyes.protocol.live.sessions import SessionConfig
from feedbackyes.rtc import Peers

MAX_SIDEBANDS = 8


class LiveSessions:
    """Begins them, finds them and ends them.

    Args:
        peers: None where there is no WebRTC.
    """

    def __init__(self, engine: Engine, peers: Peers | None) -> None:
        self._engine = engine
        self._peers = peers
        self._sessions: dict[str, LiveSession] = {}
        self._pages: dict[str, Page] = {}
        self._sidebands: dict[str, int] = {}
        self._ending: set[asyncio.Task[None]] = set()

    def check_room(self) -> None:
        """Raises `TooMany` or `NotReady` when no session could be begun."""
        self._engine.check_room()

    def connect(self, transport: Transport, owner_id: str) -> Primary:
        """A WebSocket on which a session will be started."""
        return Primary(transport, lambda config: self._begin(config, owner_id, on_socket=True))

    async def answer(self, offer: str, config: SessionConfig, owner_id: str) -> tuple[LiveSession, str]:
        """Take a call over WebRTC.

        Returns:
            The session and the SDP answer.

        Raises:
            InvalidOffer: the offer cannot be answered. InvalidEvent: the session cannot be as it is wanted.
            TooMany: there are enough sessions. NotReady: there is no WebRTC here, or the engine is closing.
        """
        if self._peers is None:
            raise NotReady("WebRTC is not to be had on this server. Connect by WebSocket.", code="no_webrtc")
        sessions.check(config, on_socket=False)
        session = self._begin(config, owner_id, on_socket=False)
        page = Page(session, config.client.data_channel if config.client else None)
        self._pages[session.id] = page
        try:
            peer = await self._peers.answer(offer, page)
        except BaseException:
            session.close("connection_lost", at_once=True)
            raise
        page.answered(peer)
        return session, peer.answer

    def find(self, session_id: str, owner_id: str) -> LiveSession:
        """A session that is going on. Raises `NotFound` also for somebody else's."""
        session = self._sessions.get(session_id)
        if session is None or session.owner_id != owner_id:
            raise NotFound(
                f"There is no session {session_id[:100]!r} (any more).", code="session_not_found", param="session_id"
            )
        return session

    def check_attach(self, session: LiveSession) -> None:
        """Raises `TooMany` when enough are attached already."""
        if self._sidebands.get(session.id, 0) >= MAX_SIDEBANDS:
            raise TooMany(f"{MAX_SIDEBANDS} sockets are attached to this session already.", code="too_many_sidebands")

    def attach(self, session: LiveSession, transport: Transport) -> Sideband:
        """Watch a session, and give it commands. One that ended meanwhile tells what it told last. Raises `TooMany`."""
        if session.id not in self._sessions:
            late = Sideband(session, transport, lambda: None)
            late.finished(OK, "The session is over.")
            return late
        self.check_attach(session)
        self._sidebands[session.id] = self._sidebands.get(session.id, 0) + 1
        return Sideband(session, transport, lambda: self._left(session.id))

    async def close(self) -> None:
        """End all sessions and wait until nothing of them is left."""
        for session in list(self._sessions.values()):
            session.go_away()
        await asyncio.gather(*(session.wait_closed() for session in list(self._sessions.values())))
        await asyncio.gather(*self._ending, return_exceptions=True)

    def _begin(self, config: SessionConfig, owner_id: str, *, on_socket: bool) -> LiveSession:
        session = LiveSession.begin(self._engine, config, owner_id, on_socket=on_socket, ended=self._ended)
        self._sessions[session.id] = session
        return session

    def _left(self, session_id: str) -> None:
        if session_id in self._sidebands:
            self._sidebands[session_id] -= 1

    def _ended(self, session: LiveSession) -> None:
        self._sessions.pop(session.id, None)
        self._sidebands.pop(session.id, None)
        page = self._pages.pop(session.id, None)
        if page is not None:
            self._spawn(page.part())

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)
