"""One clock for all calls: every 20 ms each of them sends its next packet.

It is a thread of its own, because the event loop has other work between two frames: a thread that wakes has its turn
within a few milliseconds whatever the others do. The schedule is absolute, so that it does not drift.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import Protocol

from feedbackyes.sip.rtp import FRAME_MS

LATE_SECONDS = 0.5
"""A machine that slept so long does not send in a burst what was missed."""
logger = logging.getLogger(__name__)


class Paced(Protocol):
    def send_frame(self) -> None:
        """Send what is due. Called in the pacer's thread; it must neither wait nor raise."""
        ...


class Pacer:
    """Runs from the first line to `close`."""

    def __init__(self) -> None:
        self._lines: tuple[Paced, ...] = ()
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._closed = False
        self._thread: threading.Thread | None = None

    def add(self, line: Paced) -> None:
        """From the next 20 ms on, `line` sends."""
        with self._lock:
            self._lines = (*self._lines, line)
        self._wake.set()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="rtp", daemon=True)
            self._thread.start()

    def remove(self, line: Paced) -> None:
        """When this returns, `line` sends no more."""
        with self._lock:
            self._lines = tuple(one for one in self._lines if one is not line)

    def close(self) -> None:
        """End the thread."""
        self._closed = True
        self._wake.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        due = time.monotonic()
        while not self._closed:
            if not self._lines:
                self._wake.clear()
                if not self._lines and not self._closed:
                    self._wake.wait()
                due = time.monotonic()
                continue
            due += FRAME_MS / 1000
            now = time.monotonic()
            if now - due > LATE_SECONDS:
                due = now
            if due > now:
                time.sleep(due - now)
            self._send()

    def _send(self) -> None:
        with self._lock:
            for line in self._lines:
                try:
                    line.send_frame()
                except Exception:  # one line's error must not stop the clock of the others
                    logger.exception("A telephone line could not send.")
