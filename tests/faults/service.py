"""The processes of a fault test: our server, the stand-in for the hosted service, and the proxy between them."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx

from tests.e2e.conftest import Server, free_port, start_server
from tests.faults.proxy import FaultProxy

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 90


@dataclass
class Rig:
    """`base` is our server's URL."""

    server: Server
    stand_in: StandIn
    proxy: FaultProxy

    @property
    def base(self) -> str:
        return self.server.url


class StandIn:
    """The stand-in's process. It keeps its port when it is started again."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    async def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("FEEDBACKYES_", "OPENAI_"))}
        command = [sys.executable, "-m", "tests.faults.stand_in", str(self.port), str(self.folder)]
        self._process = await asyncio.to_thread(self._spawn, command, clean)
        async with asyncio.timeout(START_SECONDS), httpx.AsyncClient() as http:
            while not await self._answers(http):  # noqa: ASYNC110 (nobody announces it)
                await asyncio.sleep(0.05)

    def _spawn(self, command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
        with (self.folder / "stand_in.log").open("ab") as log:
            return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)

    async def _answers(self, http: httpx.AsyncClient) -> bool:
        try:
            await http.get(f"http://127.0.0.1:{self.port}/health")
        except httpx.HTTPError:
            return False
        return True

    def kill(self) -> None:
        """As a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)
            self._process = None


@asynccontextmanager
async def running(folder: Path, **settings: str) -> AsyncIterator[Rig]:
    """All of it; `settings` are environment variables of our server."""
    stand_in = StandIn(folder / "stand_in")
    await stand_in.start()
    proxy = FaultProxy(stand_in.url)
    await proxy.start()

    async def outage() -> None:
        stand_in.kill()
        await asyncio.sleep(1.0)
        await stand_in.start()

    async def closure() -> None:
        await proxy.stop()
        await asyncio.sleep(1.5)
        await proxy.start()

    proxy.outage.act, proxy.closure.act = outage, closure
    ours = {
        "PYTHONPATH": str(ROOT),
        "FEEDBACKYES_PROVIDER": "openai",
        "FEEDBACKYES_PROVIDERS": "openai-live",
        "OPENAI_API_KEY": "sk-fault-test",
        "OPENAI_API_BASE": f"http://127.0.0.1:{proxy.port}/v1",
        "OPENAI_REALTIME_URL": proxy.url,
        "FEEDBACKYES_RECORDING": "off",
        "FEEDBACKYES_PROVIDER_STALL_SECONDS": "3",
        "FEEDBACKYES_DRAIN_SECONDS": "6",
        **settings,
    }
    start = partial(start_server, folder / "server", program="tests.faults.our_server", port=free_port(), **ours)
    rig = Rig(await asyncio.to_thread(start), stand_in, proxy)

    async def restart() -> None:
        await asyncio.to_thread(rig.server.stop)
        rig.server = await asyncio.to_thread(start)

    proxy.restart.act = restart
    try:
        yield rig
    finally:
        await asyncio.to_thread(rig.server.stop)
        await proxy.stop()
        stand_in.kill()
