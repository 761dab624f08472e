"""A learner who says numbers over our server's socket, comes back when the line drops, and listens for the partner."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from typing import Any

import httpx
import numpy as np
import pybase64
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from feedbackyes.audio import Int16
from tests.faults.stand_in import tone

CHUNK_MS, SPEECH_MS, PATIENCE_MS = 40, 500, 300
ANSWER_SECONDS = 25.0
"""In which the partner is waited for; then the learner goes on as somebody would."""
BACK_SECONDS = 0.2


class Learner:
    """One session.

    Attributes:
        silences: seconds from the end of each utterance to the first sound of the partner.
        ended: the reason of `session_end`.
    """

    def __init__(self, base: str, session_id: str, model: str, provider: str = "openai") -> None:
        self.base, self.session_id = base, session_id
        query = f"provider={provider}&model={model}&patience_ms={PATIENCE_MS}"
        self.url = f"{base.replace('http', 'ws', 1)}/ws/realtime/{session_id}?{query}"
        self.ws: ClientConnection | None = None
        self.silences: list[float] = []
        self.ended: str | None = None
        self.speaking = asyncio.Event()
        self.reached = 0
        self._pending: Int16 = np.zeros(0, np.int16)
        self._heard_at = 0.0
        self._quiet = asyncio.Event()
        self._sound = asyncio.Event()
        self._answered = asyncio.Event()
        self._leaving = False

    async def talk(self, utterances: int) -> None:
        """Say so many numbers, each after the partner's answer."""
        tasks = [asyncio.create_task(part()) for part in (self._line, self._microphone)]
        try:
            for number in range(1, utterances + 1):
                await self._say(number)
                if self.ended is not None:
                    break
            await asyncio.sleep(1.5)  # the last answer is played
        finally:
            self._leaving = True
            if self.ws is not None:
                await self.ws.close(1000, "end")
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _say(self, number: int) -> None:
        self.reached = number
        self._answered.clear()
        self._pending = tone(number, SPEECH_MS)
        self.speaking.set()
        spoken_at = time.monotonic() + SPEECH_MS / 1000
        self._sound.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(ANSWER_SECONDS):
                while self._heard_at < spoken_at and self.ended is None:
                    self._sound.clear()
                    await self._sound.wait()
        self.silences.append(max(self._heard_at, time.monotonic() if self._heard_at < spoken_at else 0) - spoken_at)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(6):
                await self._answered.wait()
        await asyncio.sleep(0.3)

    async def _line(self) -> None:
        while not self._leaving and self.ended is None:
            try:
                async with connect(self.url, max_size=None, compression=None) as self.ws:
                    await self._listen(self.ws)
            except (OSError, InvalidHandshake, ConnectionClosed):
                pass
            await asyncio.sleep(BACK_SECONDS)

    async def _listen(self, ws: ClientConnection) -> None:
        async for message in ws:
            event: dict[str, Any] = json.loads(message)
            match event["type"]:
                case "response.output_audio.delta":
                    self._heard_at = time.monotonic()
                    self._sound.set()
                case "response.done":
                    self._answered.set()
                case "session_end":
                    self.ended = event["reason"]
                    self._sound.set()
                    self._answered.set()

    async def _microphone(self) -> None:
        """Never silent; what is said while the line is down is kept for it, as our page does."""
        step, due = 24 * CHUNK_MS, time.monotonic()
        kept: list[str] = []
        while True:
            chunk, self._pending = self._pending[:step], self._pending[step:]
            samples = np.pad(chunk, (0, step - len(chunk)))
            audio = pybase64.b64encode(samples.astype("<i2").tobytes()).decode()
            kept.append(json.dumps({"type": "input_audio_buffer.append", "audio": audio}))
            with contextlib.suppress(ConnectionClosed):
                while kept and self.ws is not None and self.ws.state.name == "OPEN":
                    await self.ws.send(kept[0])
                    kept.pop(0)
            due += CHUNK_MS / 1000
            await asyncio.sleep(max(0.0, due - time.monotonic()))

    async def turns(self) -> list[dict[str, Any]]:
        """The stored transcript."""
        async with httpx.AsyncClient(base_url=self.base, timeout=30) as http:
            found: list[dict[str, Any]] = (await http.get(f"/api/sessions/{self.session_id}/transcript")).json()[
                "items"
            ]
        return found
