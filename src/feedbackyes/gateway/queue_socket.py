"""A `Socket` for a server that is awaited rather than called back: ASGI, and tests."""

from __future__ import annotations

import asyncio
from collections import deque

from feedbackyes.gateway.sockets import MAX_WAITING_BYTES, TOO_SLOW, TRY_AGAIN, ListenerFactory, SocketListener

HIGH_WATER_BYTES = 1024 * 1024
LOW_WATER_BYTES = 256 * 1024


class QueueSocket:
    """Whoever owns the connection runs two loops: one sends what `outgoing` gives, one hands in what was received.

    ```
    socket = QueueSocket()
    socket.open(opening.factory)
    sending:    while (message := await socket.outgoing()) is not None: await websocket.send_text(message.decode())
                await websocket.close(*socket.close_frame)
    receiving:  await socket.readable(); message = await websocket.receive(); socket.text(…) or socket.binary(…)
    at the end: socket.closed(code, reason)
    ```
    """

    def __init__(self, *, beta: bool = False) -> None:
        self.beta = beta
        self._listener: SocketListener | None = None
        self._queue: deque[bytes] = deque()
        self._queued_bytes = 0
        self._paused = False
        self._changed = asyncio.Event()
        self._readable = asyncio.Event()
        self._readable.set()
        self.close_frame: tuple[int, str] | None = None

    def open(self, factory: ListenerFactory) -> None:
        """Begin; the first messages may be waiting when this returns."""
        self._listener = factory(self)

    # ---- Socket

    def send(self, payload: bytes) -> None:
        if self.close_frame is not None:
            return
        self._queue.append(payload)
        self._queued_bytes += len(payload)
        self._changed.set()
        if self._queued_bytes > MAX_WAITING_BYTES:
            self._queue.clear()
            self._queued_bytes = 0
            self.close(TRY_AGAIN, TOO_SLOW)
        elif not self._paused and self._queued_bytes > HIGH_WATER_BYTES and self._listener is not None:
            self._paused = True
            self._listener.on_pause()

    def close(self, code: int, reason: str) -> None:
        if self.close_frame is None:
            self.close_frame = (code, reason)
            self._readable.set()
            self._changed.set()

    def pause_reading(self) -> None:
        if self.close_frame is None:
            self._readable.clear()

    def resume_reading(self) -> None:
        self._readable.set()

    # ---- the owner's side

    async def outgoing(self) -> bytes | None:
        """The next message to send; None when the socket is to be closed with `close_frame`."""
        while not self._queue:
            if self.close_frame is not None:
                return None
            self._changed.clear()
            await self._changed.wait()
        message = self._queue.popleft()
        self._queued_bytes -= len(message)
        if self._paused and self._queued_bytes < LOW_WATER_BYTES and self._listener is not None:
            self._paused = False
            self._listener.on_resume()
        return message

    async def readable(self) -> None:
        """Wait until another message may be received."""
        await self._readable.wait()

    def text(self, message: bytes) -> None:
        if self._listener is not None and self.close_frame is None and not self._listener.on_audio(message):
            self._listener.on_text(message)

    def binary(self, message: bytes) -> None:
        if self._listener is not None and self.close_frame is None:
            self._listener.on_binary(message)

    def closed(self, code: int, reason: str = "") -> None:
        """The connection is gone. May be called more than once."""
        listener, self._listener = self._listener, None
        self.close_frame = self.close_frame or (code, reason)
        self._changed.set()
        self._readable.set()
        if listener is not None:
            listener.on_closed(code, reason)
