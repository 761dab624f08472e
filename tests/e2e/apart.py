"""Runs a program in a network namespace of its own: the server is at 127.0.0.1 there as well, over TCP; UDP goes nowhere,
or over a cable that can be pulled out.

In the namespace, `python apart.py PORT SOCKET program arguments…` has the server's port lead to a Unix socket, behind which
`Wall` leads on to the server.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

NEAR, FAR = "10.199.77.1", "10.199.77.2"


def possible() -> bool:
    """Whether this machine lets us make namespaces."""
    if shutil.which("ip") is None:
        return False
    name = f"fy{secrets.token_hex(3)}"
    made = _ip("netns", "add", name, check=False)
    return made and _ip("netns", "del", name)


def _ip(*words: str, check: bool = True) -> bool:
    return subprocess.run(["ip", *words], check=check, capture_output=not check).returncode == 0


class Wall:
    """Between a program and everything else. `launcher` starts the program on the other side."""

    def __init__(self, folder: Path, port: int, name: str) -> None:
        self._port, self._name = port, name
        self._socket = folder / "through.socket"
        self.launcher = folder / "launch"
        entry = f"ip netns exec {name} {sys.executable} {Path(__file__).resolve()} {port} {self._socket}"
        self.launcher.write_text(f'#!/bin/sh\nexec {entry} "$@"\n')
        self.launcher.chmod(0o755)

    def pull_cable(self) -> None:
        _ip("link", "set", self._name, "down")

    async def carry(self, ready: Event, stop: Event) -> None:
        """The door on our side."""
        async with _leading(str(self._socket), self._port):
            ready.set()
            await asyncio.to_thread(stop.wait)


@contextmanager
def wall(folder: Path, port: int, *, cable: bool) -> Iterator[Wall]:
    """A namespace that has TCP to the server, and with a cable everything to this machine."""
    name = f"fy{secrets.token_hex(3)}"
    _ip("netns", "add", name)
    _ip("-n", name, "link", "set", "lo", "up")
    if cable:
        _ip("link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", name)
        _ip("addr", "add", f"{NEAR}/24", "dev", name)
        _ip("link", "set", name, "up")
        _ip("-n", name, "addr", "add", f"{FAR}/24", "dev", "eth0")
        _ip("-n", name, "link", "set", "eth0", "up")
        _ip("-n", name, "route", "add", "default", "via", NEAR)
    made, ready, stop = Wall(folder, port, name), Event(), Event()
    thread = Thread(target=lambda: asyncio.run(made.carry(ready, stop)), daemon=True)
    thread.start()
    ready.wait(10)
    try:
        yield made
    finally:
        stop.set()
        thread.join(10)
        if cable:
            _ip("link", "del", name, check=False)
        _ip("netns", "del", name, check=False)


@contextlib.asynccontextmanager
async def _leading(socket: str, port: int) -> AsyncIterator[None]:
    """A Unix socket whose connections go on to the server."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            await _joined((reader, writer), await asyncio.open_connection("127.0.0.1", port))

    server = await asyncio.start_unix_server(serve, socket)
    try:
        yield
    finally:
        server.close()


async def _joined(*ends: tuple[asyncio.StreamReader, asyncio.StreamWriter]) -> None:
    async def copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        writer.close()

    (one, to_one), (other, to_other) = ends
    await asyncio.gather(copy(one, to_other), copy(other, to_one))


async def _behind(port: int, socket: str, pipes: list[int], command: list[str]) -> int:
    """In the namespace: the server's port leads to the Unix socket while the program runs."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            await _joined((reader, writer), await asyncio.open_unix_connection(socket))

    server = await asyncio.start_server(serve, "127.0.0.1", port)
    program = await asyncio.create_subprocess_exec(*command, pass_fds=pipes)
    for number in pipes:
        os.close(number)
    async with server:
        return await program.wait()


def _main(port: str, socket: str, *command: str) -> int:
    # Playwright talks to its browser through descriptors 3 and 4
    pipes = [number for number in (3, 4) if os.path.lexists(f"/proc/self/fd/{number}")]
    return asyncio.run(_behind(int(port), socket, pipes, list(command)))


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
