"""Measures a turn: from the last voiced sample that a client sends to the first sample of the reply that it receives.

    python bench/turn.py                    1, 4 and 8 conversations at once, built-in stages
    python bench/turn.py --calls 4 --turns 10 --url ws://127.0.0.1:8000/v1/realtime

The configured silence (500 ms) is listed apart and subtracted. Each client paces 40 ms of audio in real time, like a
microphone; the reply depends on the final transcript. Beside the conversations an idle control process measures how late
this machine wakes a sleeper, and every audio delta of a reply is compared with the moment at which a player that began
with the reply's first delta would need it: later than that is an audible gap.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

import httpx
import numpy as np
import pybase64
from websockets.asyncio.client import ClientConnection, connect

from feedbackyes.audio import Int16
from feedbackyes.audio.levels import frame_levels
from feedbackyes.audio.wav import read_wav

ROOT = Path(__file__).resolve().parent.parent
RATE_HZ, CHUNK_MS, SILENCE_MS = 24_000, 40, 500
SPEECH = sorted((ROOT / "tests/data").glob("austen-*.wav"))
GAP_S = 0.8


@dataclass
class Figures:
    """Of one conversation, in milliseconds."""

    latency: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", default="1,4,8", help="conversations at once, comma separated")
    parser.add_argument("--turns", type=int, default=10, help="turns of each conversation")
    parser.add_argument("--url", help="a running engine; without one the bench starts its own")
    parser.add_argument("--json", type=Path, help="write the figures there as well")
    given = parser.parse_args()
    rows = []
    print(
        "| conversations | turns | median | p95 | max | audio late p99.9 | control p99.9 |\n|---|---|---|---|---|---|---|",
        flush=True,
    )
    for calls in (int(part) for part in given.calls.split(",")):
        row = _measure(calls, given.turns, given.url)
        rows.append(row)
        print(
            "| {calls} | {turns} | {median:.0f} ms | {p95:.0f} ms | {max:.0f} ms | {late:.1f} ms | {control:.1f} ms |".format(
                **row
            ),
            flush=True,
        )
        for failure in row["failures"]:
            print(f"  failed: {failure}", file=sys.stderr)
    if given.json:
        given.json.write_text(json.dumps(rows, indent=1))
    return 1 if any(row["failures"] for row in rows) else 0


def _measure(calls: int, turns: int, url: str | None) -> dict[str, float | list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        server, address = (None, url) if url else _start(Path(folder))
        receiving, sending = multiprocessing.Pipe(duplex=False)
        control = multiprocessing.Process(target=_control, args=(sending,), daemon=True)
        control.start()
        try:
            figures = asyncio.run(_all(address, calls, turns))
        finally:
            if server:
                server.send_signal(signal.SIGTERM)
                server.wait(20)
        os.kill(control.pid or 0, signal.SIGTERM)
        wakes = receiving.recv()
    latency = sorted(ms for one in figures for ms in one.latency) or [float("nan")]
    late = [ms for one in figures for ms in one.late] or [float("nan")]
    return {
        "calls": calls,
        "turns": sum(len(one.latency) for one in figures),
        "median": statistics.median(latency),
        "p95": float(np.percentile(latency, 95)),
        "max": latency[-1],
        "late": float(np.percentile(late, 99.9)),
        "control": float(np.percentile(wakes, 99.9)),
        "failures": [failure for one in figures for failure in one.failures],
    }


def _start(folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "FEEDBACKYES_PORT": str(port),
        "FEEDBACKYES_DATA": str(folder),
        "FEEDBACKYES_LOG_LEVEL": "WARNING",
    }
    server = subprocess.Popen([sys.executable, "-m", "feedbackyes", "engine"], env=environment)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"http://127.0.0.1:{port}/health", timeout=1).status_code == 200:
                return server, f"ws://127.0.0.1:{port}/v1/realtime"
        except httpx.HTTPError:
            time.sleep(0.1)
    server.kill()
    sys.exit("The engine did not start within 30 s.")


def _control(pipe: Connection) -> None:
    """An idle process: how late it is woken from sleeps of 20 ms, in ms, until it is told to stop."""
    stopped = []
    signal.signal(signal.SIGTERM, lambda *_: stopped.append(True))
    late = []
    while not stopped:
        due = time.monotonic() + 0.02
        time.sleep(0.02)
        late.append((time.monotonic() - due) * 1000)
    pipe.send(late)


async def _all(url: str, calls: int, turns: int) -> list[Figures]:
    figures = [Figures() for _ in range(calls)]
    voices = [speech(path) for path in SPEECH]
    async with asyncio.TaskGroup() as group:
        for i, one in enumerate(figures):
            group.create_task(_conversation(url, [voices[(i + n) % len(voices)] for n in range(turns)], one, i * 0.37))
    return figures


def speech(path: Path) -> tuple[Int16, int]:
    """Samples, and how many of them go to the last voiced one (10 ms frames within 35 dB of the loudest)."""
    samples = read_wav(path.read_bytes(), RATE_HZ)
    step = RATE_HZ // 100
    level = frame_levels(samples.astype(np.float32), step)
    last = int(np.flatnonzero(level > level.max() * 10 ** (-35 / 20))[-1])
    return samples, (last + 1) * step


async def _conversation(url: str, speech: list[tuple[Int16, int]], figures: Figures, delay_s: float) -> None:
    await asyncio.sleep(delay_s)
    headers = {"Authorization": "Bearer bench"}
    async with connect(f"{url}?model=bench", additional_headers=headers, max_size=None) as ws:
        turn_detection = {"type": "server_vad", "silence_duration_ms": SILENCE_MS}
        audio = {"input": {"turn_detection": turn_detection, "transcription": {"model": "whisper-1"}}}
        await ws.send(json.dumps({"type": "session.update", "session": {"type": "realtime", "audio": audio}}))
        client = _Client(ws, figures)
        microphone = asyncio.create_task(client.microphone())
        reader = asyncio.create_task(client.read())
        for samples, voiced in speech:
            try:
                await asyncio.wait_for(client.turn(samples, voiced), 60)
            except TimeoutError:
                figures.failures.append("no reply within 60 s")
                break
        microphone.cancel()
        reader.cancel()


class _Client:
    def __init__(self, ws: ClientConnection, figures: Figures) -> None:
        self._ws, self._figures = ws, figures
        self._pending: list[bytes] = []
        self._voiced_at = self._first_at = self._played_s = 0.0
        self._done = asyncio.Event()

    async def turn(self, samples: Int16, voiced: int) -> None:
        step = RATE_HZ * CHUNK_MS // 1000
        padded = np.pad(samples[:voiced], (-voiced % step, 0))  # in front: the last sample sent is the last voiced one
        self._done.clear()
        self._first_at = 0.0
        self._pending = [padded[i : i + step].astype("<i2").tobytes() for i in range(0, len(padded), step)]
        await self._done.wait()
        await asyncio.sleep(max(0.0, self._first_at + self._played_s - time.monotonic()) + GAP_S)

    async def microphone(self) -> None:
        """Chunks in real time; a chunk is sent when its last sample exists, as a sound card does."""
        silence = bytes(RATE_HZ * CHUNK_MS // 1000 * 2)
        due = time.monotonic()
        while True:
            due += CHUNK_MS / 1000
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            chunk = self._pending.pop(0) if self._pending else silence
            await self._ws.send(
                '{"type":"input_audio_buffer.append","audio":"' + pybase64.b64encode(chunk).decode() + '"}'
            )
            if chunk is not silence and not self._pending:
                self._voiced_at = time.monotonic()

    async def read(self) -> None:
        async for message in self._ws:
            now = time.monotonic()
            event = json.loads(message)
            if event["type"] == "response.output_audio.delta":
                self._heard(now, len(event["delta"]) * 3 // 4 / 2 / RATE_HZ)
            elif event["type"] == "response.done":
                if event["response"]["status"] != "completed":
                    self._figures.failures.append(f"response {event['response']['status']}")
                self._done.set()
            elif event["type"] == "error":
                self._figures.failures.append(event["error"]["message"])

    def _heard(self, now: float, seconds: float) -> None:
        if not self._first_at:
            self._first_at, self._played_s = now, 0.0
            self._figures.latency.append((now - self._voiced_at) * 1000 - SILENCE_MS)
        self._figures.late.append(max(0.0, now - self._first_at - self._played_s) * 1000)
        self._played_s += seconds


if __name__ == "__main__":
    sys.exit(main())
