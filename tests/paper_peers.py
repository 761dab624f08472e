"""Peers without a network: the test is the browser, and time passes when it says so."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from feedbackyes.rtc import IceServer, InvalidOffer, PeerListener, PeerStatistics

OFFER = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\n"
_BYTES_PER_MS = 48


class PaperPeer:
    """A `Peer`. What the server sends is in `texts`, what it plays in `played`."""

    def __init__(self, listener: PeerListener) -> None:
        self.listener = listener
        self.answer = "v=0\r\n"
        self.texts: list[dict[str, Any]] = []
        self.raw: list[str] = []
        self.queued_ms = self.played_ms = 0.0
        self.open = True
        self.statistics = PeerStatistics(0, 0, 0.0, 0.0, 0.0)
        self._news = asyncio.Event()

    def send(self, text: str | bytes) -> None:
        said = text if isinstance(text, str) else text.decode()
        self.raw.append(said)
        self.texts.append(json.loads(said))
        self._news.set()

    def play(self, pcm: bytes) -> None:
        self.queued_ms += len(pcm) / _BYTES_PER_MS
        self._news.set()

    def clear(self) -> float:
        self.queued_ms = self.played_ms
        return self.played_ms

    async def close(self) -> None:
        if self.open:
            self.open = False
            self._news.set()
            self.listener.on_closed("closed here")

    # ---- the test's side

    def heard(self, ms: float) -> None:
        """The browser hears so much more."""
        if self.played_ms < self.queued_ms:
            self.listener.on_started()
        self.played_ms = min(self.queued_ms, self.played_ms + ms)
        if self.played_ms == self.queued_ms:
            self.listener.on_drained()

    def say(self, kind: str, **fields: Any) -> None:
        self.listener.on_text(json.dumps({"type": kind, **fields}))

    def drop(self) -> None:
        """The network is gone."""
        self.open = False
        self.listener.on_closed("connection lost")

    async def said(self, kind: str, **fields: Any) -> dict[str, Any]:
        """The first message of a type (with these fields), waiting for it."""
        async with asyncio.timeout(15):
            while True:
                for event in self.texts:
                    if event["type"] == kind and all(event.get(key) == value for key, value in fields.items()):
                        return event
                self._news.clear()
                await self._news.wait()

    async def closed(self) -> None:
        """Wait until the server has closed it."""
        async with asyncio.timeout(15):
            while self.open:
                self._news.clear()
                await self._news.wait()

    async def queued(self, ms: float) -> None:
        """Wait until so much has been queued."""
        async with asyncio.timeout(15):
            while self.queued_ms < ms:
                self._news.clear()
                await self._news.wait()


class PaperPeers:
    """`Peers`."""

    def __init__(self) -> None:
        self.made: list[PaperPeer] = []

    async def answer(self, offer: str, listener: PeerListener) -> PaperPeer:
        if not offer.startswith("v=0"):
            raise InvalidOffer("This is no SDP.")
        self.made.append(PaperPeer(listener))
        return self.made[-1]

    def ice_servers(self, user: str) -> tuple[IceServer, ...]:
        return (IceServer(("turn:localhost",), username=user, credential="c", expires_at=1),)

    async def close(self) -> None:
        for peer in self.made:
            await peer.close()
