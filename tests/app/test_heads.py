"""Heads of requests that come slowly, or never end."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from collections.abc import AsyncIterator

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from feedbackyes.app import heads

OK = b"HTTP/1.1 200"
PLAIN = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


async def hello(scope: Scope, receive: Receive, send: Send) -> None:
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


@pytest.fixture
async def port() -> AsyncIterator[int]:
    config = uvicorn.Config(hello, lifespan="off", log_config=None, http=heads.GuardedProtocol, ws="none")
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    with socket.create_server(("127.0.0.1", 0)) as bound:
        await server.startup([bound])
        yield bound.getsockname()[1]
        await server.shutdown([bound])


class Line:
    """A connection by hand."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def ask(self, data: bytes) -> bytes:
        """Send, and read one answer with its two bytes."""
        await self.send(data)
        head = await self.reader.readuntil(b"\r\n\r\n")
        return head + await self.reader.readexactly(2)

    async def rest(self) -> bytes:
        """What comes until the server closes."""
        got = b""
        with contextlib.suppress(ConnectionError):
            while data := await self.reader.read(4096):
                got += data
        return got


@pytest.fixture
async def line(port: int) -> AsyncIterator[Line]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    async with asyncio.timeout(10):
        yield Line(reader, writer)
    writer.close()


async def test_requests_come_through_one_after_the_other(line: Line) -> None:
    for piece in (PLAIN, b"\r\n" + PLAIN, b"POST / HTTP/1.1\r\ncontent-length: 70000\r\n\r\n" + b"x" * 70_000, PLAIN):
        assert (await line.ask(piece)).startswith(OK)


@pytest.mark.parametrize("begun", [b"", b"\r\n", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nHost: x\r\nCookie: "])
@pytest.mark.parametrize("further", [False, True])
async def test_a_head_that_does_not_end_is_not_waited_for(
    line: Line, monkeypatch: pytest.MonkeyPatch, port: int, begun: bytes, further: bool
) -> None:
    monkeypatch.setattr(heads, "HEAD_SECONDS", 0.05)
    fresh = Line(*await asyncio.open_connection("127.0.0.1", port))
    if further:
        assert (await fresh.ask(PLAIN)).startswith(OK)
        begun = begun or b"\r\n"
    await fresh.send(begun)
    assert (await fresh.rest()).startswith(b"HTTP/1.1 408")
    fresh.writer.close()
    assert (await line.ask(PLAIN)).startswith((OK, b"HTTP/1.1 408"))


async def test_a_slow_answer_or_body_is_none_of_its_business(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (await line.ask(PLAIN)).startswith(OK)
    monkeypatch.setattr(heads, "HEAD_SECONDS", 0.01)
    await line.send(b"POST / HTTP/1.1\r\ncontent-length: 2\r\n\r\na")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(line.reader.read(1), 0.1)
    assert (await line.ask(b"b")).startswith(OK)


@pytest.mark.parametrize(
    "piece",
    [b"".join(b"X-%d: y\r\n" % number for number in range(110)), b"X: " + b"y" * 400_000, b"X" * 400_000],
    ids=["many", "long", "long name"],
)
async def test_a_head_that_is_too_big_is_refused(line: Line, piece: bytes, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR)
    await line.send(b"GET / HTTP/1.1\r\n")
    with contextlib.suppress(ConnectionError):
        await line.send(piece)
    assert b" 431 " in (await line.rest())[:20]
    assert not caplog.records
