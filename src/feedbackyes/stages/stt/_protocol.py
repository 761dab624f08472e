"""What the recogniser and its worker processes say to each other: msgpack messages, each behind its length.

An utterance's number is chosen by the parent and grows; a worker forgets what belongs to an older one.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

import msgspec

LENGTH = struct.Struct("<I")
MAX_MESSAGE = 64 * 1024 * 1024


class Message(msgspec.Struct, array_like=True, tag=True, frozen=True, gc=False):
    """Anything that is sent. `stream` names a speaker."""

    stream: int


class Open(Message, frozen=True, gc=False):
    """Get a decoder ready for a speaker. `model` is the folder of a language model; empty: the one that came with it."""

    model: str


class Start(Message, frozen=True, gc=False):
    utterance: int


class Audio(Message, frozen=True, gc=False):
    """PCM16 at 16 kHz, little endian."""

    utterance: int
    samples: bytes


class Pause(Message, frozen=True, gc=False):
    utterance: int


class Finish(Message, frozen=True, gc=False):
    utterance: int


class Cancel(Message, frozen=True, gc=False):
    utterance: int


class Close(Message, frozen=True, gc=False):
    pass


class Opened(Message, frozen=True, gc=False):
    """Answers `Open`; `error` is a sentence when it failed."""

    error: str = ""


class Taken(Message, frozen=True, gc=False):
    """So many samples of the utterance are no longer waiting."""

    utterance: int
    samples: int


class Partial(Message, frozen=True, gc=False):
    """Text to append."""

    utterance: int
    text: str


class Word(msgspec.Struct, array_like=True, frozen=True, gc=False):
    text: str
    start_ms: int
    end_ms: int
    confidence: float


class Finished(Message, frozen=True, gc=False):
    """Answers `Finish`; `error` is a sentence when the utterance is lost."""

    utterance: int
    words: list[Word]
    error: str = ""


ToWorker = Open | Start | Audio | Pause | Finish | Cancel | Close
FromWorker = Opened | Taken | Partial | Finished

_encoder = msgspec.msgpack.Encoder()


def encode(message: ToWorker | FromWorker) -> bytes:
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
