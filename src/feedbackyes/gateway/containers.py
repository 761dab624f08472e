"""Audio as a browser's `MediaRecorder` makes it (WebM or Ogg with Opus, in chunks) to PCM16 at 24 kHz.

A chunk is no file: headers come once, blocks are cut anywhere. PyAV reads from something that blocks until there is
more, so each decoder has a thread; it ends with its decoder.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import av
import av.error
from av.audio.resampler import AudioResampler

RATE_HZ = 24_000
MAX_WAITING_BYTES = 8 * 1024 * 1024
_OPTIONS = {"probesize": "2048", "analyzeduration": "0", "fflags": "nobuffer"}


class _Pipe:
    """A file of which more is to come."""

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._closed = False
        self._changed = threading.Condition()

    def write(self, data: bytes) -> bool:
        """Return False when the reader is too far behind to take it."""
        with self._changed:
            if len(self._waiting) + len(data) > MAX_WAITING_BYTES:
                return False
            self._waiting += data
            self._changed.notify()
            return True

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify()

    def read(self, size: int) -> bytes:
        with self._changed:
            while not self._waiting and not self._closed:
                self._changed.wait()
            data = bytes(self._waiting[:size])
            del self._waiting[:size]
            return data


class ContainerDecoder:
    """Decodes one stream. `on_pcm` gets PCM16 at 24 kHz, `on_error` a sentence; both on the event loop."""

    def __init__(self, on_pcm: Callable[[bytes], None], on_error: Callable[[str], None]) -> None:
        self._on_pcm, self._on_error = on_pcm, on_error
        self._loop = asyncio.get_running_loop()
        self._pipe = _Pipe()
        self._closed = False
        threading.Thread(target=self._run, name="container", daemon=True).start()

    def feed(self, data: bytes) -> None:
        """Take the next bytes of the stream, cut anywhere."""
        if not self._pipe.write(data):
            self._tell(self._on_error, "Audio comes faster than it can be decoded; some of it was left out.")

    def close(self) -> None:
        """The stream is over. Nothing is called back from now on."""
        self._closed = True
        self._pipe.close()

    def _run(self) -> None:
        try:
            with av.open(self._pipe, mode="r", options=_OPTIONS) as container:
                resampler = AudioResampler(format="s16", layout="mono", rate=RATE_HZ)
                for frame in container.decode(audio=0):
                    for piece in resampler.resample(frame):
                        self._tell(self._on_pcm, piece.to_ndarray().tobytes())
        except (av.error.FFmpegError, IndexError, ValueError) as error:
            self._tell(self._on_error, f"The audio cannot be decoded: {error}.")

    def _tell(self, callback: Callable[..., None], value: object) -> None:
        def on_loop() -> None:
            if not self._closed:
                callback(value)

        try:
            self._loop.call_soon_threadsafe(on_loop)
        except RuntimeError:  # the loop is gone, and with it everybody who wanted to know
            self._closed = True
