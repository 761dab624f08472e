from __future__ import annotations

import asyncio

import pytest

from feedbackyes.gateway.queue_socket import HIGH_WATER_BYTES, QueueSocket
from feedbackyes.gateway.sockets import MAX_WAITING_BYTES, Socket


class Listener:
    """Writes down what it is told."""

    def __init__(self, socket: Socket) -> None:
        self.socket = socket
        self.told: list[object] = []
        socket.send(b"hello")

    def on_audio(self, payload: bytes) -> bool:
        return payload == b"audio"

    def on_text(self, payload: bytes) -> None:
        self.told.append(bytes(payload))

    def on_binary(self, payload: bytes) -> None:
        self.told.append(("binary", bytes(payload)))

    def on_closed(self, code: int, reason: str) -> None:
        self.told.append((code, reason))

    def on_pause(self) -> None:
        self.told.append("pause")

    def on_resume(self) -> None:
        self.told.append("resume")


@pytest.fixture
def opened() -> tuple[QueueSocket, Listener]:
    socket, made = QueueSocket(), list[Listener]()

    def factory(socket: Socket) -> Listener:
        made.append(Listener(socket))
        return made[-1]

    socket.open(factory)
    return socket, made[0]


async def test_messages_go_both_ways_until_the_end(opened: tuple[QueueSocket, Listener]) -> None:
    socket, listener = opened
    assert await socket.outgoing() == b"hello"
    socket.text(b"text")
    socket.text(b"audio")
    socket.binary(b"bytes")
    socket.close(1000, "done")
    socket.send(b"too late")
    socket.text(b"too late")
    assert await socket.outgoing() is None
    assert socket.close_frame == (1000, "done")
    socket.closed(1000)
    socket.closed(1006)
    assert listener.told == [b"text", ("binary", b"bytes"), (1000, "")]


async def test_whoever_waits_for_a_message_gets_it(opened: tuple[QueueSocket, Listener]) -> None:
    socket, _ = opened
    await socket.outgoing()
    waiting = asyncio.create_task(socket.outgoing())
    await asyncio.sleep(0)
    socket.send(b"now")
    assert await waiting == b"now"


async def test_reading_waits_while_it_is_paused(opened: tuple[QueueSocket, Listener]) -> None:
    socket, _ = opened
    socket.pause_reading()
    waiting = asyncio.create_task(socket.readable())
    await asyncio.sleep(0)
    assert not waiting.done()
    socket.resume_reading()
    await waiting


async def test_a_full_queue_says_so_and_then_ends(opened: tuple[QueueSocket, Listener]) -> None:
    socket, listener = opened
    socket.send(bytes(HIGH_WATER_BYTES))
    assert listener.told == ["pause"]
    await socket.outgoing()
    await socket.outgoing()
    assert listener.told == ["pause", "resume"]
    for _ in range(MAX_WAITING_BYTES // HIGH_WATER_BYTES + 1):
        socket.send(bytes(HIGH_WATER_BYTES))
    assert await socket.outgoing() is None
    assert socket.close_frame is not None
    assert socket.close_frame[0] == 1013
