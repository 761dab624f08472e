"""A spoken conversation without a browser: WAV files in, transcript out.

Demo, smoke test and load generator in one. It is a plain client of the server: audio over `WS /ws/realtime/{id}`,
final turns from the event stream, so that what is printed is what was stored.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import ssl
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import numpy as np
import pybase64
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from feedbackyes.app import tls
from feedbackyes.audio import Int16
from feedbackyes.audio.wav import read_wav
from feedbackyes.domain.errors import Failed, InvalidInput
from feedbackyes.settings import Settings

RATE_HZ = 24_000
CHUNK_MS = 40
REPLY_TIMEOUT_S = 30.0


@dataclass(frozen=True, slots=True)
class Plan:
    """What to say: one WAV file a turn, to whom, and how patient the partner is."""

    wavs: tuple[Path, ...]
    scenario: str
    patience_ms: int
    feedback: bool
    token: str


async def hold(plan: Plan, url: str | None, settings: Settings) -> int:
    """Hold the conversation at `url`, else at the server that runs here, else at one of its own; return the exit status."""
    turns = [_load(path) for path in plan.wavs]
    if not turns:
        raise InvalidInput("Give at least one --wav file with what you want to say.")
    async with contextlib.AsyncExitStack() as stack:
        base = (url or await _running_server(settings) or "").rstrip("/")
        base = base or await stack.enter_async_context(_own_server(settings))
        headers = {"Authorization": f"Bearer {plan.token}"} if plan.token else {}
        trust = tls.trusting(settings) if base.startswith("https:") else None
        http = await stack.enter_async_context(
            httpx.AsyncClient(base_url=base, headers=headers, timeout=60, verify=trust or True)
        )
        return await _Talk(plan, base, http, headers, trust).run(turns)


def _load(path: Path) -> Int16:
    try:
        return read_wav(path.read_bytes(), RATE_HZ)
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read: {error.strerror}.") from error


async def _running_server(settings: Settings) -> str | None:
    """Address of the server that these settings would start, when it runs already: two cannot share a data folder."""
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104  # compared, not bound
    base = f"{settings.scheme}://{f'[{host}]' if ':' in host else host}:{settings.port}"
    try:
        async with httpx.AsyncClient(timeout=1, verify=tls.trusting(settings) if settings.https else True) as http:
            health = (await http.get(f"{base}/health")).json()
    except (httpx.HTTPError, ValueError):
        return None
    return base if isinstance(health, dict) and "provider" in health else None


@contextlib.asynccontextmanager
async def _own_server(settings: Settings) -> AsyncIterator[str]:
    from feedbackyes.app.server import running

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    plain = {"host": "127.0.0.1", "tls": False, "tls_cert": None, "tls_key": None}
    own = settings.model_copy(update={**plain, "port": port, "log_level": "WARNING"})
    async with running(own) as base:
        yield base


@dataclass
class _Talk:
    plan: Plan
    base: str
    http: httpx.AsyncClient
    headers: dict[str, str]
    trust: ssl.SSLContext | None
    partner_quiet_at: float = 0.0
    replies: int = 0
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def run(self, turns: list[Int16]) -> int:
        await self._check_language()
        session = await self._create()
        query = urlencode({"recording": "1", "patience_ms": self.plan.patience_ms})
        address = self.base.replace("http", "ws", 1) + f"/ws/realtime/{session['id']}?{query}"
        opening = connect(address, additional_headers=self.headers, max_size=None, ssl=self.trust)
        async with opening as ws, asyncio.TaskGroup() as tasks:
            readers = [
                tasks.create_task(self._read(ws)),
                tasks.create_task(self._print_turns(session["id"], session.get("partner_name") or "Partner")),
            ]
            microphone = _Microphone(ws)
            readers.append(tasks.create_task(microphone.run()))
            await self._speak(microphone, turns, opens=await self._partner_opens())
            await self.http.post(f"/force-stop/{session['id']}")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.ended.wait(), 10)
            for reader in readers:
                reader.cancel()
        return await self._report(session["id"]) if self.plan.feedback else 0

    async def _check_language(self) -> None:
        """Raises `Failed` when what is said would not be understood: here nobody can write instead."""
        if not self.plan.scenario:
            return
        language = _answer(await self.http.get(f"/api/scenarios/{self.plan.scenario}"))["language"]
        provider = _answer(await self.http.get("/api/config"))["provider"]
        known = provider["languages"]
        if known is not None and language.split("-")[0].lower() not in known:
            raise Failed(
                f"{provider['recogniser']} does not understand {language!r}, only {', '.join(known)}. Choose a scenario in one "
                "of these, or a recogniser that knows it (docs/models.md)."
            )

    async def _create(self) -> dict[str, Any]:
        body: dict[str, Any] = {"patience_ms": self.plan.patience_ms, "recording": True}
        if self.plan.scenario:
            body["scenario_id"] = self.plan.scenario
        return _answer(await self.http.post("/api/sessions", json=body))

    async def _partner_opens(self) -> bool:
        if not self.plan.scenario:
            return False
        scenario = _answer(await self.http.get(f"/api/scenarios/{self.plan.scenario}"))
        return bool(scenario["opens"] == "partner")

    async def _speak(self, microphone: _Microphone, turns: list[Int16], *, opens: bool) -> None:
        if opens:
            await self._reply(0)
        for turn in turns:
            before = self.replies
            await microphone.say(turn)
            await self._reply(before)

    async def _reply(self, before: int) -> None:
        """Wait until the partner has answered and has been heard to the end."""
        async with self.changed:
            try:
                await asyncio.wait_for(self.changed.wait_for(lambda: self.replies > before), REPLY_TIMEOUT_S)
            except TimeoutError:
                print(f"(no answer within {REPLY_TIMEOUT_S:.0f} s)", file=sys.stderr)
                return
        await asyncio.sleep(max(0.0, self.partner_quiet_at - time.monotonic()))

    async def _read(self, ws: ClientConnection) -> None:
        """Follow the voice socket: how long the partner's audio is, and when a reply is complete."""
        with contextlib.suppress(ConnectionClosed):
            async for message in ws:
                event = json.loads(message)
                if event["type"] == "response.output_audio.delta":
                    seconds = len(event["delta"]) * 3 / 4 / 2 / RATE_HZ
                    self.partner_quiet_at = max(self.partner_quiet_at, time.monotonic()) + seconds
                elif event["type"] == "response.done" and event["response"]["status"] == "completed":
                    async with self.changed:
                        self.replies += 1
                        self.changed.notify_all()
                elif event["type"] == "error":
                    print(f"(error: {event['error']['message']})", file=sys.stderr)

    async def _print_turns(self, session_id: str, partner: str) -> None:
        names = {"user.transcript.final": "You", "partner.transcript.final": partner}
        async for kind, event in _server_sent(self.http, f"/api/sessions/{session_id}/events"):
            if kind in names:
                data = event["data"]
                cut = " …" if data.get("interrupted") else ""
                print(f"{_clock(data['start_ms'])}  {names[kind]}: {data['text']}{cut}", flush=True)
            elif kind == "session.state" and event["data"]["state"] in ("ended", "interrupted"):
                self.ended.set()
                return

    async def _report(self, session_id: str) -> int:
        report = _answer(await self.http.post("/api/feedback/analyze", json={"session_id": session_id}))
        print(f"\nFeedback ({'basic check' if report['judge']['kind'] == 'basic' else report['judge']['name']})")
        if report["status"] == "not_enough_speech":
            print(report.get("feedback") or "Not enough speech to say anything useful.")
        for name in ("strength", "next_step"):
            part = report.get(name)
            if part:
                quote = f"  “{part['quote']}”" if part.get("quote") else ""
                print(f"  {name.replace('_', ' ').capitalize()}: {part['text']}{quote}")
        print(f"Session {session_id}: {self.base}/sessions/{session_id}")
        return 0


class _Microphone:
    """Streams 40 ms chunks in real time, silence when nothing is said, as a browser does."""

    def __init__(self, ws: ClientConnection) -> None:
        self._ws = ws
        self._pending = np.zeros(0, np.int16)
        self._said = asyncio.Event()

    async def say(self, samples: Int16) -> None:
        self._said.clear()
        self._pending = np.concatenate([self._pending, samples])
        await self._said.wait()

    async def run(self) -> None:
        step = RATE_HZ * CHUNK_MS // 1000
        due = time.monotonic()
        while True:
            chunk, self._pending = self._pending[:step], self._pending[step:]
            if not len(self._pending):
                self._said.set()
            padded = np.pad(chunk, (0, step - len(chunk))).astype("<i2")
            audio = pybase64.b64encode(padded.tobytes()).decode()
            try:
                await self._ws.send(f'{{"type":"input_audio_buffer.append","audio":"{audio}"}}')
            except ConnectionClosed:
                self._said.set()
                return
            due += CHUNK_MS / 1000
            await asyncio.sleep(max(0.0, due - time.monotonic()))


async def _server_sent(http: httpx.AsyncClient, path: str) -> AsyncIterator[tuple[str, dict[str, Any]]]:
    """Events of a server-sent event stream: name and JSON data."""
    async with http.stream("GET", path, timeout=None) as response:
        kind = data = ""
        async for line in response.aiter_lines():
            if line.startswith("event:"):
                kind = line[6:].strip()
            elif line.startswith("data:"):
                data += line[5:].strip()
            elif not line and data:
                yield kind, json.loads(data)
                kind = data = ""


def _answer(response: httpx.Response) -> dict[str, Any]:
    if response.is_error:
        try:
            message = response.json()["error"]["message"]
        except (ValueError, KeyError, TypeError):
            message = f"the server answered {response.status_code}"
        raise Failed(f"{response.request.url}: {message}")
    body: dict[str, Any] = response.json()
    return body


def _clock(ms: int) -> str:
    return f"{ms // 60_000}:{ms // 1000 % 60:02}"
