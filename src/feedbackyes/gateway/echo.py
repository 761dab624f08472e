"""The other end of a self-test: says back what it hears, and how well it came.

Text that comes over the data channel goes back as it came; `{"type": "statistics"}` is answered with `PeerStatistics`.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict

from feedbackyes.domain.errors import NotReady, TooMany
from feedbackyes.rtc import Peer, Peers

LONGEST_SECONDS = 60.0
MOST = 8
"""Echoes at once."""
MESSAGE_CHARACTERS = 4096
QUEUE_MS = 2000.0
"""An echo that is later than that is of no use."""


class Echoes:
    """All self-tests of this server."""

    def __init__(self, peers: Peers | None) -> None:
        self._peers = peers
        self._echoes: set[_Echo] = set()

    async def answer(self, offer: str) -> str:
        """Answer with a peer that echoes. Raises `InvalidOffer`, `TooMany`, `NotReady`."""
        if self._peers is None:
            raise NotReady("WebRTC is not to be had on this server.", code="no_webrtc")
        if len(self._echoes) >= MOST:
            raise TooMany("Others are testing their connections. Try again in a minute.", code="too_many_tests")
        echo = _Echo(self._echoes)
        try:
            peer = await self._peers.answer(offer, echo)
        except BaseException:
            echo.on_closed("refused")
            raise
        echo.begin(peer)
        return peer.answer

    def __len__(self) -> int:
        return len(self._echoes)


class _Echo:
    """A `PeerListener`."""

    def __init__(self, echoes: set[_Echo]) -> None:
        self._echoes = echoes
        self._peer: Peer | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._closing: asyncio.Task[None] | None = None
        echoes.add(self)

    def begin(self, peer: Peer) -> None:
        self._peer = peer
        self._timer = asyncio.get_running_loop().call_later(LONGEST_SECONDS, self._close, peer)

    def _close(self, peer: Peer) -> None:
        self._closing = asyncio.get_running_loop().create_task(peer.close())

    def on_open(self) -> None: ...

    def on_text(self, text: str) -> None:
        if self._peer is None or len(text) > MESSAGE_CHARACTERS:
            return
        if text.replace(" ", "") == '{"type":"statistics"}':
            self._peer.send(json.dumps({"type": "statistics", **asdict(self._peer.statistics)}))
        else:
            self._peer.send(text)

    def on_audio(self, pcm: bytes) -> None:
        if self._peer is not None and self._peer.queued_ms - self._peer.played_ms < QUEUE_MS:
            self._peer.play(pcm)

    def on_started(self) -> None: ...

    def on_drained(self) -> None: ...

    def on_closed(self, reason: str) -> None:  # noqa: ARG002 (of the interface)
        self._echoes.discard(self)
        if self._timer is not None:
            self._timer.cancel()
