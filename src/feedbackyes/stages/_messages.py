"""How a stage and its worker processes talk: msgpack messages, each behind its length, over the process's own pipes."""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Iterator
from queue import SimpleQueue

import msgspec

LENGTH = struct.Struct("<I")
MAX_MESSAGE = 64 * 1024 * 1024


class Message(msgspec.Struct, array_like=True, tag=True, frozen=True, gc=False):
    """Anything that is sent. `stream` names a speaker."""

    stream: int


_encoder = msgspec.msgpack.Encoder()


def encode(message: Message) -> bytes:
    body = _encoder.encode(message)
    return LENGTH.pack(len(body)) + body


class Splitter:
    """Cuts a stream of bytes into the messages that are complete."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Bodies of the messages that `data` completes.

        Raises:
            ValueError: a length that no message has; the stream is broken.
        """
        self._buffer += data
        begin = 0
        while len(self._buffer) >= begin + LENGTH.size:
            (length,) = LENGTH.unpack_from(self._buffer, begin)
            if length > MAX_MESSAGE:
                raise ValueError(f"a message of {length} bytes")
            end = begin + LENGTH.size + length
            if len(self._buffer) < end:
                break
            yield bytes(self._buffer[begin + LENGTH.size : end])
            begin = end
        del self._buffer[:begin]


def receive(source: int, inbox: SimpleQueue[bytes]) -> None:
    """Hand over what arrives at a pipe; nothing at the end. Blocks: a thread's work."""
    try:
        while data := os.read(source, 1 << 20):
            inbox.put(data)
    finally:
        inbox.put(b"")


def sender(sink: int) -> Callable[[Message], None]:
    """Writes whole messages to a pipe, which may take less at once."""

    def send(message: Message) -> None:
        view = memoryview(encode(message))
        while view:
            view = view[os.write(sink, view) :]

    return send
