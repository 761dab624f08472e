"""A worker process of the neural voice: one model, one piece of text at a time, in the order they came.

sherpa-onnx ends its process over what it does not like, so it has one of its own. The process ends when stdin does.

    python -m feedbackyes.stages.tts._sherpa_worker FOLDER THREADS
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue

import msgspec

from feedbackyes.domain.errors import ExpectedError
from feedbackyes.stages._messages import Message, Splitter, receive, sender
from feedbackyes.stages._neural import voices
from feedbackyes.stages.tts import _espeak_library
from feedbackyes.stages.tts._sherpa_protocol import Said, Say, ToWorker
from feedbackyes.stages.tts._sherpa_speech import Speech

NICE = 5
"""Speaking gives way to the event loop, which has deadlines of milliseconds."""


class Worker:
    """Pieces that wait. `poll` takes in what has arrived meanwhile; `load` is called for the first piece."""

    def __init__(self, send: Callable[[Message], None], load: Callable[[], Speech], poll: Callable[[], None]) -> None:
        self._send = send
        self._load = load
        self._poll = poll
        self._speech: Speech | None = None
        self._waiting: deque[Say] = deque()
        self._now: int | None = None

    @property
    def busy(self) -> bool:
        return bool(self._waiting)

    def take(self, message: ToWorker) -> None:
        """Take a message in; the work is done in `step`."""
        if isinstance(message, Say):
            self._waiting.append(message)
            return
        self._waiting = deque(piece for piece in self._waiting if piece.stream != message.stream)
        if self._now == message.stream:
            self._now = None

    def drop_all(self) -> None:
        """Nobody is there any more."""
        self._waiting.clear()
        self._now = None

    def step(self) -> None:
        """Speak the piece that is next."""
        piece = self._waiting.popleft()
        self._now = piece.stream
        samples, error = b"", ""
        try:
            if self._speech is None:
                self._speech = self._load()
            made = self._speech.say(piece.text, piece.speaker, piece.accent, piece.speed, self._wanted)
            samples = made.astype("<i2").tobytes()
        except ExpectedError as failure:
            error = failure.message
        except (RuntimeError, ValueError, IndexError, TypeError, OSError) as failure:
            error = f"The voice could not speak this text ({failure})."
        if self._now is not None:
            self._send(Said(piece.stream, piece.piece, samples, error))

    def _wanted(self) -> bool:
        self._poll()
        return self._now is not None


def main() -> None:
    """Serve until stdin ends."""
    if hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(NICE)
    sink = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what the library prints is no message
    inbox: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=receive, args=(sys.stdin.fileno(), inbox), daemon=True).start()
    folder, threads = Path(sys.argv[1]), int(sys.argv[2])
    splitter, decoder = Splitter(), msgspec.msgpack.Decoder(ToWorker)

    def take(data: bytes) -> None:
        for body in splitter.feed(data):
            worker.take(decoder.decode(body))

    def poll() -> None:
        """In the middle of a piece too."""
        while not inbox.empty():
            data = inbox.get()
            if not data:
                worker.drop_all()
                inbox.put(data)  # for the loop below, which ends with it
                return
            take(data)

    worker = Worker(sender(sink), lambda: Speech(voices.find(folder), threads, _phonemes), poll)
    while data := inbox.get():
        take(data)
        while worker.busy:
            worker.step()
            poll()


def _phonemes(text: str, accent: str) -> str:
    return _espeak_library.library().phonemes(text, accent)


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError, KeyboardInterrupt):  # the parent has gone
        main()
