"""A server of its own for each test. Hosted, so that nothing has to warm up; nothing is ever sent to the host."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

SECONDS = 30


@dataclass
class Child:
    """A server process. `lines` are what it has printed by the time it was ready."""

    process: asyncio.subprocess.Process
    lines: list[str]
    port: int

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    async def ended(self) -> tuple[int, str]:
        """Exit status, and what it wrote to stderr."""
        async with asyncio.timeout(SECONDS):
            _, errors = await self.process.communicate()
        assert self.process.returncode is not None
        return self.process.returncode, errors.decode()


Start = Callable[..., Awaitable[Child]]


def environment(folder: Path, **values: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    ours = {"FEEDBACKYES_DATA": str(folder), "OPENAI_API_KEY": "sk-none", "OPENAI_API_BASE": "http://127.0.0.1:9/v1"}
    return {**kept, **ours, **values}


@asynccontextmanager
async def children(folder: Path) -> AsyncIterator[Start]:
    started: list[asyncio.subprocess.Process] = []

    async def start(*arguments: str, ready: str = "data ", **values: str) -> Child:
        """Start a server and wait until it has printed `ready`, or has ended; with "" for nothing."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            *(arguments or ("feedbackyes", "serve", "--port", "0")),
            cwd=folder,
            env=environment(folder, **values),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        started.append(process)
        assert process.stdout is not None
        lines: list[str] = []
        async with asyncio.timeout(SECONDS):
            while ready and (line := (await process.stdout.readline()).decode()):
                lines.append(line.rstrip())
                if line.strip().startswith(ready):
                    break
        opened = next((line for line in lines if "://" in line), ":0/")
        return Child(process, lines, int(opened.rsplit(":", 1)[1].split("/")[0]))

    yield start
    for process in started:
        if process.returncode is None:
            process.kill()
            await process.wait()


@pytest.fixture
async def start(tmp_path: Path) -> AsyncIterator[Start]:
    async with children(tmp_path) as starting:
        yield starting


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient() as client:
        yield client
