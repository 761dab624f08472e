"""A server that is killed in the middle of a conversation loses nothing that was shown."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import random
import time
import wave
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pybase64
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from feedbackyes.audio.wav import read_wav
from tests.e2e.conftest import Server, start_server

RATE_HZ, CHUNK_MS = 24_000, 40
SPEECH = Path(__file__).parent.parent / "data"
FINAL = ("user.transcript.final", "partner.transcript.final")


class Witness:
    """A learner who talks without end and remembers every final turn that was shown."""

    def __init__(self, server: Server, session_id: str) -> None:
        self.server, self.session_id = server, session_id
        self.shown: dict[str, str] = {}
        self.began_at: float | None = None
        self.saw_words = asyncio.Event()

    async def talk(self) -> None:
        query = "scenario_id=late-report&recording=1&patience_ms=500"
        url = f"{self.server.url.replace('http', 'ws', 1)}/ws/realtime/{self.session_id}?{query}"
        async with connect(url, max_size=None) as ws, asyncio.TaskGroup() as group:
            watching = group.create_task(self._watch())
            draining = group.create_task(self._drain(ws))
            with contextlib.suppress(ConnectionClosed):
                await self._speak(ws)
            watching.cancel()
            draining.cancel()

    async def _speak(self, ws: Any) -> None:
        parts = [read_wav((SPEECH / name).read_bytes(), RATE_HZ) for name in ("austen-0880.wav", "austen-0930.wav")]
        gap = np.zeros(3 * RATE_HZ, np.int16)
        stream = np.concatenate([part for speech in parts * 4 for part in (gap, speech)])
        step, due = RATE_HZ * CHUNK_MS // 1000, time.monotonic()
        for i in range(0, len(stream), step):
            audio = pybase64.b64encode(stream[i : i + step].astype("<i2").tobytes()).decode()
            await ws.send(json.dumps({"type": "input_audio_buffer.append", "audio": audio}))
            due += CHUNK_MS / 1000
            await asyncio.sleep(max(0.0, due - time.monotonic()))

    async def _drain(self, ws: Any) -> None:
        with contextlib.suppress(ConnectionClosed):
            async for _ in ws:
                pass

    async def _watch(self) -> None:
        path = f"{self.server.url}/api/sessions/{self.session_id}/events"
        with contextlib.suppress(httpx.HTTPError):
            async with httpx.AsyncClient(timeout=None) as http, http.stream("GET", path) as response:
                async for line in response.aiter_lines():
                    if line.startswith("data:"):
                        self._note(json.loads(line[5:]))

    def _note(self, event: dict[str, Any]) -> None:
        if self.began_at is None:
            self.began_at = event["t_wall"] / 1000 - event["t_ms"] / 1000
        if event["type"] in FINAL:
            self.shown[event["turn_id"]] = event["data"]["text"]
            self.saw_words.set()


async def kill_in_the_middle(data: Path, after_s: float, session_id: str, *, after_words: bool = False) -> int:
    """Kill the server `after_s` seconds into a talk (or after the first words shown); how many turns were shown."""
    server = start_server(data)
    witness = Witness(server, session_id)
    talking = asyncio.create_task(witness.talk())
    if after_words:
        await asyncio.wait_for(witness.saw_words.wait(), 60)
    await asyncio.sleep(after_s)
    server.kill()
    killed_at = time.time()
    await asyncio.wait_for(talking, 20)
    again = start_server(data)
    try:
        async with httpx.AsyncClient(base_url=again.url, timeout=30) as http:
            await check(http, witness, killed_at)
    finally:
        again.stop()
    return len(witness.shown)


async def check(http: httpx.AsyncClient, witness: Witness, killed_at: float) -> None:
    path = f"/api/sessions/{witness.session_id}"
    session = (await http.get(path)).json()
    assert (session["state"], session["end_reason"]) == ("interrupted", "crashed")
    stored = (await http.get(f"{path}/transcript")).json()["items"]
    kept = {turn["id"]: turn["text"] for turn in stored}
    assert {turn_id: kept.get(turn_id) for turn_id in witness.shown} == witness.shown
    recording = await http.get(f"{path}/recording")
    assert recording.status_code == 200
    with wave.open(io.BytesIO(recording.content)) as file:
        assert file.getnchannels() == 2
        seconds = file.getnframes() / file.getframerate()
    assert witness.began_at is not None
    assert seconds == pytest.approx(killed_at - witness.began_at, abs=0.5)
    report = await http.post("/api/feedback/analyze", json={"session_id": witness.session_id})
    assert report.status_code == 200
    assert report.json()["session_id"] == witness.session_id


async def test_killed_at_a_random_moment_nothing_shown_is_lost(tmp_path: Path) -> None:
    moment_s = random.Random(5).uniform(0, 3)
    assert await kill_in_the_middle(tmp_path / "data", moment_s, "crash", after_words=True) >= 1


@pytest.mark.slow
@pytest.mark.timeout(900)
async def test_killed_twenty_times_at_random_moments_nothing_shown_is_lost(tmp_path: Path) -> None:
    rng = random.Random(11)
    shown = [await kill_in_the_middle(tmp_path / "data", rng.uniform(1, 14), f"crash-{i}") for i in range(20)]
    assert sum(shown) >= 20
