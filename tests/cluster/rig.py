"""Several nodes with PostgreSQL, Redis and nginx, each a process of its own on a free port, and nothing left at the end."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
import redis
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from tests import postgres
from tests.e2e.conftest import free_port

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "a-token-of-the-tests"
PROGRAMS = {"redis-server": "redis-server", "nginx": "nginx-light"}
START_SECONDS = 60


def needs_programs() -> None:
    """Skip where they are not installed; CI has them, and fails when it has not."""
    missing = [package for program, package in PROGRAMS.items() if shutil.which(program) is None]
    if postgres.programs() is None:
        missing.append("postgresql")
    if missing and not os.environ.get("CI"):
        pytest.skip(f"needs {' and '.join(missing)} (Debian)")


@dataclass
class RedisServer:
    """It keeps its port when it is started again, and nothing else."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}"

    def start(self) -> None:
        options = ("--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder))
        self.process = subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL)
        client = redis.Redis(port=self.port)
        for _ in range(500):
            try:
                client.ping()
            except redis.ConnectionError:
                time.sleep(0.01)
            else:
                client.close()
                return
        raise AssertionError("Redis did not start.")

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait(10)


@dataclass
class NodeProcess:
    """One node. It keeps its port when it is started again."""

    environment: dict[str, str]
    log: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("FEEDBACKYES_", "OPENAI_"))}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "feedbackyes", "serve"],
                env={**clean, **self.environment, "FEEDBACKYES_PORT": str(self.port)},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait(self) -> None:
        """Until it answers."""
        assert self.process is not None
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                if httpx.get(f"{self.url}/ready", timeout=1).status_code == 200:
                    return
            except httpx.HTTPError:
                time.sleep(0.05)
        raise AssertionError(f"The node did not start:\n{self.log.read_text()[-3000:]}")

    def signal(self, number: signal.Signals) -> None:
        assert self.process is not None
        os.killpg(self.process.pid, number)

    def kill(self) -> None:
        """As a power cut would."""
        self.signal(signal.SIGKILL)
        assert self.process is not None
        self.process.wait(10)

    def terminate(self) -> None:
        """Have it drain; does not wait."""
        assert self.process is not None
        self.process.terminate()

    def ended(self) -> None:
        assert self.process is not None
        self.process.wait(240)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()


@dataclass
class Rig:
    """`url` is nginx's."""

    url: str
    database_url: str
    redis: RedisServer
    nodes: list[NodeProcess]
    folder: Path

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {TOKEN}"}

    def ws(self, path: str, node: int | None = None) -> str:
        base = self.url if node is None else self.nodes[node].url
        return base.replace("http", "ws", 1) + path


@contextmanager
def rig(count: int, *, folder: Path | None = None, **environment: str) -> Iterator[Rig]:
    """Start everything. `environment`: settings of the nodes."""
    with ExitStack() as stack:
        place = folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="feedbackyes-cluster-")))
        database = f"{stack.enter_context(postgres.server())}/feedbackyes"
        asyncio.run(_make(database))
        shared = RedisServer(place)
        stack.callback(shared.stop)
        shared.start()
        upstream = free_port()
        stack.enter_context(
            _process([sys.executable, "-m", "tests.cluster.upstream", str(upstream)], place / "upstream.log")
        )
        values = {
            "FEEDBACKYES_HOST": "127.0.0.1",
            "FEEDBACKYES_DATABASE_URL": database,
            "FEEDBACKYES_REDIS_URL": shared.url,
            "FEEDBACKYES_ACCESS_TOKEN": TOKEN,
            "FEEDBACKYES_PROXIES": "127.0.0.1",
            "FEEDBACKYES_NODE_SECONDS": "3",
            "FEEDBACKYES_DRAIN_SECONDS": "2",
            "FEEDBACKYES_RECORDING": "off",
            "FEEDBACKYES_PROVIDER": "openai",
            "OPENAI_API_KEY": "sk-test",
            "OPENAI_REALTIME_URL": f"ws://127.0.0.1:{upstream}/v1/realtime",
            **environment,
        }
        nodes = [
            NodeProcess(
                {**values, "FEEDBACKYES_NODE_NAME": f"node-{i}", "FEEDBACKYES_DATA": str(place / f"data-{i}")},
                place / f"node-{i}.log",
            )
            for i in range(count)
        ]
        for node in nodes:
            stack.callback(node.stop)
            node.start()
        for node in nodes:
            node.wait()
        port = free_port()
        config = place / "nginx.conf"
        config.write_text(
            _configured((ROOT / "deploy/nginx.conf").read_text(), port, [node.port for node in nodes], place)
        )
        stack.enter_context(
            _process(["nginx", "-p", str(place), "-c", str(config), "-g", "daemon off;"], place / "nginx.log")
        )
        url = f"http://127.0.0.1:{port}"
        _wait(url)
        yield Rig(url, database, shared, nodes, place)


def _configured(text_: str, port: int, nodes: list[int], place: Path) -> str:
    """The example with these ports, and with files in a folder of the tests'."""
    example = re.search(r"( *)server 127\.0\.0\.1:\d+ ([^;]*;)", text_)
    assert example is not None
    servers = "\n".join(f"{example[1]}server 127.0.0.1:{node} {example[2]}" for node in nodes)
    text_ = re.sub(r"( *server 127\.0\.0\.1:\d+ [^;]*;\n)+", servers + "\n", text_)
    text_ = re.sub(r"listen \d+;", f"listen 127.0.0.1:{port};", text_)
    paths = "".join(
        f"    {kind}_temp_path {place}/nginx-{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    head = f"pid {place}/nginx.pid;\nerror_log {place}/nginx.log;\n"
    if os.geteuid() == 0:
        head += "user root;\n"
    return head + text_.replace("http {\n", f"http {{\n{paths}", 1)


@contextmanager
def _process(command: list[str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("ab") as output, subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.wait(10)


def _wait(url: str) -> None:
    for _ in range(500):
        try:
            if httpx.get(f"{url}/health", timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.02)
    raise AssertionError("nginx does not pass on.")


async def _make(database: str) -> None:
    server, _, name = database.rpartition("/")
    engine = create_async_engine(f"{server}/postgres".replace("postgresql", "postgresql+asyncpg"))
    async with engine.connect() as connection:
        options = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await options.execute(text(f"CREATE DATABASE {name}"))
    await engine.dispose()
