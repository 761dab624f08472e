"""Connections over real sockets: how much of them is dealt with, and how long."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from feedbackyes.sip import wires
from feedbackyes.sip.address import Address
from feedbackyes.sip.wires import AT_ONCE, Stream, Streams

MESSAGE = b"OPTIONS sip:a@b SIP/2.0\r\nCall-ID: x\r\nContent-Length: 0\r\n\r\n"
Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Office:
    """Keeps what came; `answer` is what each message is answered with."""

    def __init__(self) -> None:
        self.streams = Streams(self._receive, lambda _: self.admits, lambda _: self.used)
        self.admits, self.used = True, False
        self.answer = b""
        self.came = 0
        self.seen: Callable[[], None] = lambda: None

    def _receive(self, data: bytes, source: Address) -> None:
        assert data == MESSAGE
        self.came += 1
        self.seen()
        if self.answer:
            self.streams.send(self.answer, source)


@pytest.fixture
async def office() -> Office:
    return Office()


@asynccontextmanager
async def connected(office: Office) -> AsyncIterator[Callable[[], asyncio.Future[Connection]]]:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Stream(office.streams), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    writers: list[asyncio.StreamWriter] = []

    async def connect() -> Connection:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writers.append(writer)
        return reader, writer

    try:
        yield lambda: asyncio.ensure_future(connect())
    finally:
        for writer in writers:
            writer.close()
        await asyncio.gather(*(writer.wait_closed() for writer in writers), return_exceptions=True)
        office.streams.close()
        server.close()
        await server.wait_closed()


async def over(reader: asyncio.StreamReader) -> bytes:
    """Until the other end has closed; what it said before."""
    async with asyncio.timeout(5):
        try:
            return await reader.read()
        except ConnectionError:
            return b""


async def test_many_messages_at_once_leave_others_their_turn(office: Office) -> None:
    turns = 0
    in_turn: dict[int, int] = {}
    done = asyncio.Event()

    def turn() -> None:
        nonlocal turns
        turns += 1
        if not done.is_set():
            asyncio.get_running_loop().call_soon(turn)

    def seen() -> None:
        in_turn[turns] = in_turn.get(turns, 0) + 1
        if office.came == 400:
            done.set()

    office.seen = seen
    async with connected(office) as connect:
        _, writer = await connect()
        turn()
        writer.write(b"\r\n\n".join([MESSAGE] * 400))
        async with asyncio.timeout(5):
            await done.wait()
    assert max(in_turn.values()) <= 2 * AT_ONCE  # the first of them may share a turn with what was read


async def test_questions_whether_we_are_there_are_all_answered(office: Office) -> None:
    async with connected(office) as connect:
        reader, writer = await connect()
        writer.write(b"\r\n\r\n" * 100 + MESSAGE + b"\r\n\r\n")
        assert await asyncio.wait_for(reader.readexactly(202), 5) == b"\r\n" * 101
        assert office.came == 1


async def test_who_does_not_read_is_disconnected(office: Office) -> None:
    office.answer = b"x" * (16 * 1024 * 1024)  # more than the system keeps for them
    async with connected(office) as connect:
        reader, writer = await connect()
        writer.write(MESSAGE)
        assert len(await over(reader)) < len(office.answer)


async def test_who_sends_no_whole_message_for_long_is_disconnected(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wires, "IDLE_SECONDS", 0.05)
    async with connected(office) as connect:
        reader, writer = await connect()
        writer.write(MESSAGE[:20])
        assert await over(reader) == b""
        assert office.streams.open == {}


async def test_a_connection_that_a_call_needs_stays(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wires, "IDLE_SECONDS", 0.02)
    office.used, office.answer = True, b"yes"
    async with connected(office) as connect:
        reader, writer = await connect()
        await asyncio.sleep(0.1)
        writer.write(MESSAGE)
        assert await asyncio.wait_for(reader.readexactly(3), 5) == b"yes"


async def test_a_host_has_so_many_connections(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wires, "MAX_OF_HOST", 1)
    office.answer = b"yes"
    async with connected(office) as connect:
        first, writer = await connect()
        writer.write(MESSAGE)
        assert await asyncio.wait_for(first.readexactly(3), 5) == b"yes"
        second, _ = await connect()
        assert await over(second) == b""
        assert len(office.streams.open) == 1


async def test_nothing_of_a_stranger_is_read(office: Office) -> None:
    office.admits = False
    async with connected(office) as connect:
        reader, writer = await connect()
        writer.write(MESSAGE)
        assert await over(reader) == b""
    assert office.came == 0
