"""The parent's side of the worker processes: started when first needed, fed without waiting, started again when they die."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from contextlib import suppress

import msgspec
import structlog

from feedbackyes.stages.stt._protocol import FromWorker, Splitter, ToWorker, encode

STOP_SECONDS = 5.0

log = structlog.get_logger()

Listener = Callable[[FromWorker | None], None]
"""Gets a stream's messages on the event loop; None: the worker has died, and with it all that it was told."""


class Worker:
    """One process. The first message starts it, and the next one after it died starts another."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._process: asyncio.subprocess.Process | None = None
        self._life: asyncio.Task[None] | None = None
        self._outbox: list[bytes] = []
        self._listeners: dict[int, Listener] = {}
        self._decoder = msgspec.msgpack.Decoder(FromWorker)
        self._stopping = False

    @property
    def streams(self) -> int:
        return len(self._listeners)

    @property
    def process_id(self) -> int | None:
        """None while it does not run."""
        return self._process.pid if self._process is not None else None

    def attach(self, stream: int, listener: Listener) -> None:
        self._listeners[stream] = listener

    def detach(self, stream: int) -> None:
        self._listeners.pop(stream, None)

    def send(self, message: ToWorker) -> None:
        """Queue a message; never waits. What a dying worker did not get is lost, and its listeners are told."""
        if self._process is not None and self._process.stdin is not None:
            if not self._process.stdin.is_closing():
                self._process.stdin.write(encode(message))
            return
        self._outbox.append(encode(message))
        if self._life is None or self._life.done():
            self._life = asyncio.create_task(self._live(), name=f"recogniser {self._number}")

    async def stop(self) -> None:
        """End the process and wait for its end."""
        self._stopping = True
        if self._life is None:
            return
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await asyncio.shield(self._life)
        except TimeoutError:
            self._kill()
            await self._life

    async def _live(self) -> None:
        """Start the process and hand out its messages until it ends."""
        reason = "its process could not be started"
        try:
            process = await self._start()
            reason = "it sent nonsense"
            await self._read(process)
            reason = f"it ended with status {await process.wait()}"
        except OSError:
            log.exception("recogniser did not start", worker=self._number)
        except (ValueError, msgspec.DecodeError):
            log.exception("recogniser sent nonsense", worker=self._number)
            self._kill()
        finally:
            self._end(reason)

    async def _start(self) -> asyncio.subprocess.Process:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "feedbackyes.stages.stt._worker"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,  # Ctrl-C at the terminal is the parent's affair
        )
        if process.stdin is not None:
            process.stdin.write(b"".join(self._outbox))
        self._outbox.clear()
        self._process = process
        return process

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        splitter, source = Splitter(), process.stdout
        while source is not None and (data := await source.read(1 << 16)):
            for body in splitter.feed(data):
                message = self._decoder.decode(body)
                listener = self._listeners.get(message.stream)
                if listener is not None:
                    listener(message)

    def _end(self, reason: str) -> None:
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
        self._process = None
        self._outbox.clear()
        if self._listeners and not self._stopping:
            log.warning("recogniser died", worker=self._number, reason=reason, streams=len(self._listeners))
        for listener in list(self._listeners.values()):
            listener(None)

    def _kill(self) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()
