"""A worker process of the neural voice: one model, one piece of text at a time, in the order they came.

sherpa-onnx ends its process over what it does not like, so it has one of its own. The process ends when stdin does.

    python -m feedbackyes.stages.tts._sherpa_worker FOLDER THREADS
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable
from pathlib import Path

import msgspec

from feedbackyes.domain.errors import ExpectedError
from feedbackyes.stages._messages import Message
from feedbackyes.stages._neural import voices
from feedbackyes.stages._parent import working
from feedbackyes.stages.tts import _espeak_library
from feedbackyes.stages.tts._sherpa_protocol import Said, Say, ToWorker
from feedbackyes.stages.tts._sherpa_speech import Speech


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
    folder, threads = Path(sys.argv[1]), int(sys.argv[2])
    with working(msgspec.msgpack.Decoder(ToWorker)) as parent:

        def hear(*, wait: bool = False) -> None:
            """In the middle of a piece too."""
            for message in parent.orders(wait=wait):
                worker.take(message)
            if parent.gone:
                worker.drop_all()

        worker = Worker(parent.send, lambda: Speech(voices.find(folder), threads, _phonemes), hear)
        while not parent.gone:
            hear(wait=not worker.busy)
            if worker.busy:
                worker.step()


def _phonemes(text: str, accent: str) -> str:
    return _espeak_library.library().phonemes(text, accent)


if __name__ == "__main__":
    main()
