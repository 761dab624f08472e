"""A learner who talks by voice socket, comes back when the line drops, and remembers every final turn that was shown."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import aiohttp

FINAL = ("user.transcript.final", "partner.transcript.final")
OVER = ("ended", "interrupted")
LOST = (aiohttp.ClientError, TimeoutError, OSError)


class Learner:
    """`base` is where it talks and where it looks what is shown; `piece_ms`: length of each message of audio."""

    def __init__(self, http: aiohttp.ClientSession, base: str, session_id: str, *, piece_ms: int = 100) -> None:
        self.http, self.base, self.session_id = http, base, session_id
        self._piece_s = piece_ms / 1000
        audio = base64.b64encode(bytes(24 * 2 * piece_ms)).decode()
        self._piece = json.dumps({"type": "input_audio_buffer.append", "audio": audio}, separators=(",", ":"))
        self.shown: dict[str, str] = {}
        self.states: list[dict[str, Any]] = []
        self.lines: list[tuple[float, float]] = []
        self.codes: list[int] = []
        self.over = asyncio.Event()
        self.heard = asyncio.Event()
        self.silences: list[float] = []
        self._last = 0
        self._heard_at = 0.0
        self._news = asyncio.Event()
        self._stopping = False

    @asynccontextmanager
    async def talking(self) -> AsyncIterator[Learner]:
        """Talk and watch while the block lasts."""
        tasks = [asyncio.ensure_future(self._talk()), asyncio.ensure_future(self._watch())]
        try:
            yield self
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def leave(self) -> None:
        """Say that this is the end, and wait until everybody knows."""
        self._stopping = True
        async with asyncio.timeout(30):
            await self.over.wait()

    async def shows(self, count: int, *, seconds: float = 30) -> None:
        """Until so many turns were shown."""
        async with asyncio.timeout(seconds):
            while len(self.shown) < count:
                self._news.clear()
                await self._news.wait()

    async def hears(self, *, seconds: float = 30) -> float:
        """Until the partner is heard from now on; gives how long that took."""
        began = time.monotonic()
        self.heard.clear()
        async with asyncio.timeout(seconds):
            await self.heard.wait()
        return time.monotonic() - began

    # ---- the voice

    async def _talk(self) -> None:
        while not self.over.is_set():
            with suppress(*LOST):
                url = self.base.replace("http", "ws", 1) + f"/ws/realtime/{self.session_id}"
                async with self.http.ws_connect(url, max_msg_size=0, timeout=aiohttp.ClientWSTimeout(ws_close=2)) as ws:
                    began = time.monotonic()
                    await self._hold(ws)
                    self.codes.append(ws.close_code or 0)
                    self.lines.append((began, time.monotonic()))
            await asyncio.sleep(0.2)

    async def _hold(self, ws: aiohttp.ClientWebSocketResponse) -> None:
        speaking = asyncio.ensure_future(self._speak(ws))
        try:
            async for message in ws:
                if message.type is aiohttp.WSMsgType.TEXT and "output_audio.delta" in message.data[:80]:
                    now = time.monotonic()
                    if self._heard_at:
                        self.silences.append(now - self._heard_at)
                    self._heard_at = now
                    self.heard.set()
        finally:
            if not self._stopping:  # else it is saying goodbye
                speaking.cancel()
            await asyncio.gather(speaking, return_exceptions=True)

    async def _speak(self, ws: aiohttp.ClientWebSocketResponse) -> None:
        due = time.monotonic()
        while not self._stopping:
            await ws.send_str(self._piece)
            due += self._piece_s
            await asyncio.sleep(max(0.0, due - time.monotonic()))
        await ws.close(code=1000, message=b"end")

    # ---- what is shown

    async def _watch(self) -> None:
        while not self.over.is_set():
            with suppress(*LOST):
                await self._stream()
            await asyncio.sleep(0.2)

    async def _stream(self) -> None:
        url = f"{self.base}/api/sessions/{self.session_id}/events"
        headers = {"Last-Event-ID": str(self._last)} if self._last else {}
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=5, sock_read=40)
        async with self.http.get(url, headers=headers, timeout=timeout) as answer:
            if answer.status == 204:
                self.over.set()
            async for line in answer.content:
                if line.startswith(b"data:"):
                    self._note(json.loads(line[5:]))

    def _note(self, event: dict[str, Any]) -> None:
        self._last = event["seq"]
        if event["type"] in FINAL:
            self.shown[event["turn_id"]] = event["data"]["text"]
            self._news.set()
        elif event["type"] == "session.state":
            self.states.append(event["data"])
            if event["data"]["state"] in OVER:
                self.over.set()


async def kept(http: aiohttp.ClientSession, base: str, session_id: str) -> list[dict[str, Any]]:
    """The stored transcript."""
    found: list[dict[str, Any]] = []
    cursor = ""
    while True:
        async with http.get(f"{base}/api/sessions/{session_id}/transcript?limit=200{cursor}") as answer:
            page = await answer.json()
        found += page["items"]
        if page["next_cursor"] is None:
            return found
        cursor = f"&cursor={page['next_cursor']}"


def check_kept(learner: Learner, turns: list[dict[str, Any]]) -> None:
    """Every turn that was shown is stored word for word, once, and no two have one place."""
    stored = {turn["id"]: turn["text"] for turn in turns}
    assert {turn_id: stored.get(turn_id) for turn_id in learner.shown} == learner.shown
    assert len(stored) == len(turns)
    places = [turn["seq"] for turn in turns]
    assert places == sorted(set(places))
