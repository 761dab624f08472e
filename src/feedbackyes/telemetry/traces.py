"""Traces of turns, as OpenTelemetry has them. Off unless `start` was called; then nothing else is imported.

A turn's trace has an id that follows from the item id of what the learner said. Relay and engine both know it by the
protocol, so their spans are one trace, also when they are two processes. Attributes are ids, names of parts and times.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Mapping
from hashlib import sha256
from typing import Protocol

from feedbackyes.domain.errors import NotReady

STOP_SECONDS = 3.0
"""For what was not sent yet, when the server stops. A receiver that is away holds up nobody."""
Attributes = Mapping[str, str | int | float | bool]
Events = Mapping[str, int]
"""Unix nanoseconds by name."""


class Sink(Protocol):
    """Where spans go. Times are Unix nanoseconds."""

    def span(
        self,
        ids: tuple[int, int],
        name: str,
        begun_ns: int,
        ended_ns: int,
        attributes: Attributes,
        *,
        root: bool,
        events: Events,
    ) -> None: ...

    def close(self) -> None:
        """Send what is left; may take long."""
        ...


_sinks: list[Sink] = []
"""One, while traces are wanted."""


def start(version: str) -> None:
    """Send traces from now on, by the standard `OTEL_*` variables.

    Raises:
        NotReady: the libraries are not installed.
    """
    try:
        from feedbackyes.telemetry.otlp import Otlp
    except ImportError as error:
        message = "FEEDBACKYES_TRACES needs more parts: make install EXTRAS=telemetry."
        raise NotReady(message, param="FEEDBACKYES_TRACES") from error
    if not _sinks:
        _sinks.append(Otlp(version))


async def stop() -> None:
    """Send what is left, for at most `STOP_SECONDS`."""
    if not _sinks:
        return
    sink = _sinks.pop()
    loop, done = asyncio.get_running_loop(), asyncio.Event()

    def close() -> None:
        sink.close()
        if not loop.is_closed():
            loop.call_soon_threadsafe(done.set)

    threading.Thread(target=close, name="last traces", daemon=True).start()
    try:
        async with asyncio.timeout(STOP_SECONDS):
            await done.wait()
    except TimeoutError:
        return


def active() -> bool:
    """Whether anybody wants spans."""
    return bool(_sinks)


def turn(item_id: str, begun_ns: int, ended_ns: int, attributes: Attributes, events: Events) -> None:
    """The whole of a turn: the end of speech to the first sound of the answer."""
    for sink in _sinks:
        sink.span(ids(item_id), "turn", begun_ns, ended_ns, attributes, root=True, events=events)


def part(item_id: str, name: str, begun_ns: int, ended_ns: int, attributes: Attributes) -> None:
    """What somebody did in a turn."""
    for sink in _sinks:
        sink.span(ids(item_id), name, begun_ns, ended_ns, attributes, root=False, events={})


def ids(item_id: str) -> tuple[int, int]:
    """Of the trace and of its root span."""
    digest = sha256(f"turn {item_id}".encode()).digest()
    return int.from_bytes(digest[:16], "big") or 1, int.from_bytes(digest[16:24], "big") or 1


def unix_ns(at_ms: float, now_ms: float) -> int:
    """A moment of a clock that shows `now_ms` now, in Unix nanoseconds."""
    return time.time_ns() - round((now_ms - at_ms) * 1e6)
