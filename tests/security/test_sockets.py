"""Every WebSocket lives through whatever a client sends, forgets it, and still serves a talk afterwards.

`FUZZ_SEED` repeats a run, `FUZZ_FRAMES` sets how much is sent by the slow test.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import psutil
import pytest
from websockets.asyncio.client import connect

from tests.e2e.conftest import Server, start_server
from tests.security.attack import Attacker, Score, places, sockets

MIB = 2**20
FEW, MANY = 1_200, int(os.environ.get("FUZZ_FRAMES", "100000"))
GROWTH = 80 * MIB
"""Of the memory after a tenth of the frames: heaps keep some, and a few transcripts stay."""
AT_ONCE = 2
UNHANDLED = re.compile(
    r"Traceback|crashed|never retrieved|never awaited|Exception in|^\S+ (?:error|critical)\b", re.MULTILINE
)


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    started = await asyncio.to_thread(
        start_server,
        tmp_path / "data",
        FEEDBACKYES_RESUME_SECONDS="1",
        FEEDBACKYES_STT_WORKERS="1",
        SESSION_TIMEOUT_SECONDS="3600",
    )
    yield started
    await asyncio.to_thread(started.stop)


async def attack(url: str, frames: int, seed: int) -> dict[str, Score]:
    """Send about `frames` in all, to every socket its part."""
    async with places(url) as found:
        assert {path.split("?")[0] for path in found} == sockets(), "a socket has no row in `attack.places`"
        share, scores = frames // (len(found) * AT_ONCE) + 1, {}
        for number, (path, (language, address)) in enumerate(found.items()):
            attackers = [
                Attacker(url, address, language, seed * 1000 + number * AT_ONCE + one) for one in range(AT_ONCE)
            ]
            done = await asyncio.gather(*(one.send(share) for one in attackers))
            scores[path] = sum_of(done)
        return scores


def sum_of(scores: list[Score]) -> Score:
    whole = Score()
    for one in scores:
        whole.frames += one.frames
        whole.connections += one.connections
        whole.answers += one.answers
        whole.statuses += one.statuses
    return whole


async def talk(url: str) -> None:
    """Say something in writing and be answered aloud."""
    address = f"{url.replace('http', 'ws', 1)}/ws/realtime/after-{uuid.uuid4().hex[:8]}?scenario_id=late-report"
    async with asyncio.timeout(30), connect(address, max_size=None) as socket:
        said = {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "How are you?"}]}
        await socket.send(json.dumps({"type": "conversation.item.create", "item": said}))
        await socket.send(json.dumps({"type": "response.create"}))
        seen: set[str] = set()
        while not {"response.output_audio.delta", "response.done"} <= seen:
            event = json.loads(await socket.recv())
            seen.add(event["type"])
            assert event["type"] != "error", event


async def memory(server: Server) -> int:
    """Of the server's own process, once it has settled."""
    process = psutil.Process(server.process.pid)
    least = process.memory_info().rss
    for _ in range(5):
        await asyncio.sleep(0.5)  # what was dropped is freed after its grace time
        least = min(least, process.memory_info().rss)
    return least


def unhandled(server: Server) -> str:
    """What the log has of something that nobody expected."""
    log = server.log.read_text(errors="replace")
    found = UNHANDLED.search(log)
    return log[max(0, found.start() - 300) : found.start() + 3000] if found else ""


async def check(server: Server, scores: dict[str, Score]) -> None:
    assert server.process.poll() is None
    assert not unhandled(server), unhandled(server)
    for path, score in scores.items():
        assert score.connections > 0, (path, score.statuses)
        assert not any(status >= 500 for status in score.statuses), (path, score.statuses)
    async with httpx.AsyncClient(base_url=server.url) as client:
        assert (await client.get("/health")).json()["status"] == "ok"
    await talk(server.url)
    assert not unhandled(server), unhandled(server)


async def test_sockets_live_through_what_is_nearly_right(server: Server) -> None:
    seed = int(os.environ.get("FUZZ_SEED", "8"))
    scores = await attack(server.url, FEW, seed)
    assert sum(score.frames for score in scores.values()) >= FEW
    await check(server, scores)


@pytest.mark.slow
@pytest.mark.timeout(3600)
async def test_a_hundred_thousand_frames_leave_no_trace(server: Server) -> None:
    seed = int(os.environ.get("FUZZ_SEED", random.randrange(10**6)))
    print(f"\nFUZZ_SEED={seed} FUZZ_FRAMES={MANY}")
    await attack(server.url, MANY // 10, seed)
    before = await memory(server)
    scores = await attack(server.url, MANY - MANY // 10, seed + 1)
    for path, score in scores.items():
        print(f"{path}: {score.frames} frames, {score.connections} connections, {dict(score.statuses)}")
    await check(server, scores)
    after = await memory(server)
    print(f"memory: {before // MIB} MiB after a tenth, {after // MIB} MiB in the end")
    assert after - before < GROWTH
