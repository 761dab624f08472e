"""What every worker process of a stage has in common: it gives way to its parent, hears of it by stdin, and ends with it.

No worker imports more than this and what it works with: each is started in the time that somebody waits.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable, Iterator
from queue import SimpleQueue
from typing import Generic, TypeVar

import msgspec

from feedbackyes.stages._messages import Message, Splitter, receive, sender

NICE = 5
"""Work gives way to the event loop, which has deadlines of milliseconds."""

Order = TypeVar("Order")


class Parent(Generic[Order]):
    """The process that this one works for.

    Attributes:
        gone: it has ended, or does not need this process any more.
    """

    def __init__(self, sink: int, decoder: msgspec.msgpack.Decoder[Order]) -> None:
        self.send: Callable[[Message], None] = sender(sink)
        self.gone = False
        self._decoder = decoder
        self._splitter = Splitter()
        self._inbox: SimpleQueue[bytes] = SimpleQueue()
        threading.Thread(target=receive, args=(sys.stdin.fileno(), self._inbox), daemon=True).start()

    def orders(self, *, wait: bool) -> Iterator[Order]:
        """What has arrived; with `wait`, not before something has."""
        while not self.gone and (wait or not self._inbox.empty()):
            data, wait = self._inbox.get(), False
            self.gone = not data
            for body in self._splitter.feed(data):
                yield self._decoder.decode(body)


@contextlib.contextmanager
def working(decoder: msgspec.msgpack.Decoder[Order]) -> Iterator[Parent[Order]]:
    """The parent of this process, whose orders `decoder` reads. When it goes in the middle of an answer, that is no error."""
    if hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(NICE)
    sink = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no message
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):
        yield Parent(sink, decoder)
