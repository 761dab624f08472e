"""A learner who speaks over real sockets and keeps every word that the server sends back."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pybase64
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from feedbackyes.audio import Int16
from feedbackyes.audio.wav import read_wav

RATE_HZ, CHUNK_MS, GRID = 24_000, 40, 4
SPEECH = Path(__file__).parent.parent / "data"
Event = dict[str, Any]


def line(name: str) -> Int16:
    """A recorded sentence at 24 kHz."""
    return read_wav((SPEECH / name).read_bytes(), RATE_HZ)


def append(samples: Int16) -> str:
    audio = pybase64.b64encode(samples.astype("<i2").tobytes()).decode()
    return json.dumps({"type": "input_audio_buffer.append", "audio": audio})


class Caller:
    """One session: a voice socket with an open microphone, and the event stream beside it.

    `frames` is all that the voice socket said, `stream` all that the event stream said, both as text.
    """

    def __init__(self, base: str, session_id: str, query: str = "", headers: dict[str, str] | None = None) -> None:
        self.base, self.session_id, self.query, self.headers = base, session_id, query, headers or {}
        self.frames: list[str] = []
        self.events: list[Event] = []
        self.stream: list[str] = []
        self.told: list[Event] = []
        self.closed: tuple[int, str] | None = None
        self.ws: ClientConnection | None = None
        self._pending = np.zeros(0, np.int16)
        self._changed = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Caller:
        url = f"{self.base.replace('http', 'ws', 1)}/ws/realtime/{self.session_id}?{self.query}"
        self.ws = await connect(url, max_size=None, additional_headers=self.headers)
        self._tasks = [asyncio.create_task(part()) for part in (self._read, self._follow, self._microphone)]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self.ws is not None
        await self.ws.close(1000, "end")
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def say(self, samples: Int16) -> None:
        """Queue what the microphone hears next."""
        self._pending = np.concatenate([self._pending, samples])

    async def send(self, message: str | bytes | Event) -> None:
        assert self.ws is not None
        await self.ws.send(json.dumps(message) if isinstance(message, dict) else message)

    async def until(self, type_: str, *, count: int = 1, seconds: float = 20.0) -> Event:
        """The `count`th event of a type on the voice socket."""
        return await self._wait(lambda: self.of(type_, self.events), count, type_, seconds)

    async def told_of(self, type_: str, *, count: int = 1, seconds: float = 20.0, **data: Any) -> Event:
        """The `count`th event of a type on the event stream whose data has these values."""

        def matching() -> list[Event]:
            return [event for event in self.of(type_, self.told) if data.items() <= event.get("data", {}).items()]

        return await self._wait(matching, count, f"{type_} {data or ''}", seconds)

    async def ended(self, seconds: float = 10.0) -> tuple[int, str]:
        """How the voice socket was closed."""
        await self._wait(lambda: [self.closed] if self.closed else [], 1, "the close frame", seconds)
        assert self.closed is not None
        return self.closed

    @staticmethod
    def of(type_: str, events: Sequence[Event]) -> list[Event]:
        return [event for event in events if event.get("type") == type_]

    async def _wait(self, found: Any, count: int, what: str, seconds: float) -> Event:
        try:
            async with asyncio.timeout(seconds):
                while len(found()) < count:
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            seen = [event.get("type") for event in self.events if "delta" not in event.get("type", "")]
            told = [(event["type"], event["data"]) for event in self.told if "delta" not in event["type"]]
            raise AssertionError(f"{what} did not come in {seconds} s; {self.closed=} {seen=} {told=}") from None
        result: Event = found()[count - 1]
        return result

    async def _read(self) -> None:
        assert self.ws is not None
        try:
            while True:
                frame = await self.ws.recv()
                self.frames.append(str(frame))
                self.events.append(json.loads(frame))
                self._changed.set()
        except ConnectionClosed as error:
            said = error.rcvd
            self.closed = (said.code, said.reason) if said else (1006, "")
            self._changed.set()

    async def _follow(self) -> None:
        path = f"{self.base}/api/sessions/{self.session_id}/events"
        with contextlib.suppress(httpx.HTTPError):
            async for text in server_sent(path, self.headers):
                self.stream.append(text)
                self.told.append(json.loads(text))
                self._changed.set()

    async def _microphone(self) -> None:
        """Lines begin on a grid of 160 ms, so that all ears cut the same audio into the same windows."""
        step, due, sent, speaking = RATE_HZ * CHUNK_MS // 1000, time.monotonic(), 0, False
        with contextlib.suppress(ConnectionClosed):
            while True:
                speaking = bool(len(self._pending)) and (speaking or sent % GRID == 0)
                chunk = self._pending[: step if speaking else 0]
                self._pending = self._pending[len(chunk) :]
                await self.send(append(np.pad(chunk, (0, step - len(chunk)))))
                sent += 1
                due += CHUNK_MS / 1000
                await asyncio.sleep(max(0.0, due - time.monotonic()))


async def server_sent(url: str, headers: dict[str, str] | None = None) -> AsyncIterator[str]:
    """The data of each server-sent event."""
    async with httpx.AsyncClient(timeout=None, headers=headers) as http, http.stream("GET", url) as response:
        async for text in response.aiter_lines():
            if text.startswith("data:"):
                yield text[5:].strip()


def word_error_rate(heard: str, meant: str) -> float:
    """Levenshtein distance in words over the number of words that were meant."""
    a, b = heard.lower().split(), meant.lower().split()
    row = list(range(len(b) + 1))
    for i, word in enumerate(a, 1):
        row, above = [i], row
        for j, other in enumerate(b, 1):
            row.append(min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (word != other)))
    return row[-1] / max(1, len(b))
