"""Measures what an engine adds to a turn when its stages cost nothing: from the end of a turn to the first sample of the reply.

    python bench/overhead.py                          ours alone, 1 and 4 conversations
    python bench/overhead.py --pipecat PYTHON         beside pipecat, in the same run, taking turns

Both hear the same loud and silent 20 ms, over a WebSocket, and have the same stages: loudness for voice activity, a
recogniser, a mind and a voice that answer at once. The end of a turn is the moment at which voice activity detection has
been handed the last of the 512 ms of silence that end it; both print it, on the one clock of the machine. PYTHON is one of
an environment with `pip install pipecat-ai==1.14.0 websockets`.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pybase64
from websockets.asyncio.client import ClientConnection, connect

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
RATE_HZ, CHUNK_MS, FRAME_MS, SILENCE_FRAMES, VOICE = 24_000, 20, 32, 16, 1000
SPEECH_S, REST_S = 0.8, 0.6
START_S = 30.0


# ---- the server


def serve(port: int, folder: Path) -> None:
    """Our engine, whose stages are instant."""
    from feedbackyes.app import serve_engine
    from feedbackyes.audio import Int16
    from feedbackyes.engine import Engine
    from feedbackyes.settings import Settings
    from tests.engine.fakes import Cast, Loudness, LoudnessStream

    class Telling(LoudnessStream):
        spoke, silent = False, 0

        async def feed(self, samples: Int16) -> list[float]:
            given_at = time.monotonic()
            loud = await super().feed(samples)
            for one in loud:
                self.silent = 0 if one else self.silent + 1
                self.spoke = self.spoke or bool(one)
                if self.spoke and self.silent == SILENCE_FRAMES:
                    self.spoke = False
                    print(f"eot {given_at}", flush=True)
            return loud

    class TellingLoudness(Loudness):
        def open(self) -> LoudnessStream:
            return Telling()

    cast = Cast(loudness=TellingLoudness())
    Engine.create = classmethod(lambda cls, settings: cls(settings, cast.stages))  # type: ignore[method-assign, assignment]
    serve_engine(Settings(data=folder, port=port, log_level="WARNING"))


# ---- the clients


@dataclass
class Figures:
    """Moments of one server, in seconds: ends of turns, and first samples of replies."""

    ends: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)

    def overhead_ms(self) -> list[float]:
        """Of each reply: since the last end of a turn before it. With several conversations at once these are matched by
        order, which is the order of the replies as well."""
        return sorted((first - end) * 1000 for end, first in zip(sorted(self.ends), sorted(self.first), strict=True))


class Ours:
    """Speaks to our engine."""

    def __init__(self, port: int) -> None:
        self._port = port

    @contextlib.asynccontextmanager
    async def connected(self, number: int) -> AsyncIterator[ClientConnection]:  # noqa: ARG002 (of the interface)
        url = f"ws://127.0.0.1:{self._port}/v1/realtime?model=bench"
        async with connect(url, additional_headers={"Authorization": "Bearer bench"}, max_size=None) as ws:
            detection = {"type": "server_vad", "silence_duration_ms": SILENCE_FRAMES * FRAME_MS}
            audio = {"input": {"turn_detection": detection, "transcription": {"model": "whisper-1"}}}
            await ws.send(json.dumps({"type": "session.update", "session": {"type": "realtime", "audio": audio}}))
            yield ws

    @staticmethod
    def message(samples: bytes) -> str:
        return '{"type":"input_audio_buffer.append","audio":"' + pybase64.b64encode(samples).decode() + '"}'

    @staticmethod
    def is_voice(message: str | bytes) -> bool:
        return bool(json.loads(message)["type"] == "response.output_audio.delta")


class Pipecat:
    """Speaks to the bot of `bench/peers/pipecat_bot.py`."""

    def __init__(self, ports: list[int]) -> None:
        self._ports = ports

    @contextlib.asynccontextmanager
    async def connected(self, number: int) -> AsyncIterator[ClientConnection]:
        async with connect(f"ws://127.0.0.1:{self._ports[number]}", max_size=None) as ws:
            yield ws

    @staticmethod
    def message(samples: bytes) -> bytes:
        return samples

    @staticmethod
    def is_voice(message: str | bytes) -> bool:
        return isinstance(message, bytes) and bool(np.frombuffer(message, "<i2").any())


Peer = Ours | Pipecat


async def talk(peer: Peer, number: int, turns: int, figures: Figures) -> None:
    """One conversation: speak, wait for the reply to be over, again."""
    tone = (8000 * np.sin(np.arange(RATE_HZ * CHUNK_MS // 1000) * 0.2 + 0.5)).astype("<i2").tobytes()
    loud, silent = peer.message(tone), peer.message(bytes(len(tone)))
    async with peer.connected(number) as ws:
        heard = asyncio.Event()

        async def listen() -> None:
            async for message in ws:
                if peer.is_voice(message) and not heard.is_set():
                    figures.first.append(time.monotonic())
                    heard.set()

        listening = asyncio.create_task(listen())
        due = time.monotonic()

        async def send(message: str | bytes) -> None:
            nonlocal due
            due += CHUNK_MS / 1000
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            await ws.send(message)

        for _ in range(turns):
            heard.clear()
            for _ in range(round(SPEECH_S * 1000 / CHUNK_MS)):
                await send(loud)
            deadline = time.monotonic() + 5
            while not heard.is_set():
                if time.monotonic() > deadline:
                    sys.exit(f"{type(peer).__name__}: no reply within 5 s.")
                await send(silent)
            for _ in range(round((REST_S + number * 0.011) * 1000 / CHUNK_MS)):
                await send(silent)
        listening.cancel()


async def measure(peer: Peer, lines: subprocess.Popen[str], calls: int, turns: int) -> list[float]:
    figures = Figures()
    async with asyncio.TaskGroup() as group:
        for number in range(calls):
            group.create_task(_later(number, talk(peer, number, turns, figures)))
    assert lines.stdout is not None
    while len(figures.ends) < len(figures.first):
        word, _, moment = (await asyncio.to_thread(lines.stdout.readline)).partition(" ")
        if word == "eot":
            figures.ends.append(float(moment))
    return figures.overhead_ms()


async def _later(number: int, talking: object) -> None:
    await asyncio.sleep(number * 0.53)
    await talking  # type: ignore[misc]


# ---- the run


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pipecat", help="the Python that has pipecat")
    parser.add_argument("--calls", default="1,4", help="conversations at once, comma separated")
    parser.add_argument("--turns", type=int, default=10, help="turns of each conversation, in each round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--serve", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        serve(int(given.serve[0]), Path(given.serve[1]))
        return 0
    print("| conversations | engine | turns | median | p95 | max |\n|---|---|---|---|---|---|", flush=True)
    for calls in (int(part) for part in given.calls.split(",")):
        found: dict[str, list[float]] = {}
        with contextlib.ExitStack() as stack:
            peers = [("FeedbackYes", *stack.enter_context(_ours()))]
            if given.pipecat:
                peers.append(("pipecat", *stack.enter_context(_pipecat(given.pipecat, calls))))
            for _ in range(given.rounds):
                for name, peer, lines in peers:
                    found.setdefault(name, []).extend(asyncio.run(measure(peer, lines, calls, given.turns)))
        for name, ms in found.items():
            median, p95 = np.percentile(ms, (50, 95))
            print(f"| {calls} | {name} | {len(ms)} | {median:.1f} ms | {p95:.1f} ms | {max(ms):.1f} ms |", flush=True)
    return 0


def _ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        held = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [one.getsockname()[1] for one in held]


@contextlib.contextmanager
def _ours() -> Iterator[tuple[Peer, subprocess.Popen[str]]]:
    (port,) = _ports(1)
    with (
        tempfile.TemporaryDirectory() as folder,
        _started([sys.executable, __file__, "--serve", str(port), folder], [port]) as lines,
    ):
        yield Ours(port), lines


@contextlib.contextmanager
def _pipecat(python: str, calls: int) -> Iterator[tuple[Peer, subprocess.Popen[str]]]:
    ports = _ports(calls)
    bot = ROOT / "bench/peers/pipecat_bot.py"
    with _started([python, str(bot), *map(str, ports)], ports) as lines:
        yield Pipecat(ports), lines


@contextlib.contextmanager
def _started(command: list[str], ports: list[int]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=os.environ)
    try:
        deadline = time.monotonic() + START_S
        while not all(_listens(port) for port in ports):
            if process.poll() is not None or time.monotonic() > deadline:
                sys.exit(f"{' '.join(command)} did not start. Run it by hand to see why.")
            time.sleep(0.2)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


if __name__ == "__main__":
    sys.exit(main())
