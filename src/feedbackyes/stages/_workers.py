"""The parent's side of worker processes: started when first needed, fed without waiting, started again when they die."""

from __future__ import annotations

import asyncio
import sys
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from contextvars import Context
from typing import Generic, TypeVar

import msgspec
import structlog

from feedbackyes.stages._messages import Message, Splitter, encode
from feedbackyes.telemetry import metrics

STOP_SECONDS = 5.0
LAST_LINES = 3
"""Of what a process wrote to its standard error, kept for the sentence that says why it died."""
MAX_LINE = 500

log = structlog.get_logger()

Answer = TypeVar("Answer", bound=Message)


class Worker(Generic[Answer]):
    """One process. The first message starts it, and the next one after it died starts another.

    Args:
        name: for the log.
        decode: makes an answer of a message's body.
        module: what the process runs, as `python -m`. arguments: of its command line.

    Attributes:
        last_words: what the process that died last had to say.
        answers: how many messages have come so far, and deaths; who waits and sees none knows that it hangs.
    """

    def __init__(self, name: str, decode: Callable[[bytes], Answer], module: str, *arguments: str) -> None:
        self._name = name
        self._decode = decode
        self._command = (sys.executable, "-m", module, *arguments)
        self._process: asyncio.subprocess.Process | None = None
        self._life: asyncio.Task[None] | None = None
        self._outbox: list[bytes] = []
        self._listeners: dict[int, Callable[[Answer | None], None]] = {}
        self._stopping = False
        self.last_words = ""
        self.answers = 0

    @property
    def streams(self) -> int:
        return len(self._listeners)

    @property
    def process_id(self) -> int | None:
        """None while it does not run."""
        return self._process.pid if self._process is not None else None

    def attach(self, stream: int, listener: Callable[[Answer | None], None]) -> None:
        """`listener` gets the stream's messages on the event loop; None: the process has died, and with it all that it
        was told."""
        self._listeners[stream] = listener

    def detach(self, stream: int) -> None:
        self._listeners.pop(stream, None)

    def send(self, message: Message) -> None:
        """Queue a message; never waits. What a dying worker did not get is lost, and its listeners are told."""
        if self._process is not None and self._process.stdin is not None:
            if not self._process.stdin.is_closing():
                self._process.stdin.write(encode(message))
            return
        self._outbox.append(encode(message))
        if self._life is None or self._life.done():
            # It serves everybody: the context of who came first, and all that it holds, is not its own.
            self._life = asyncio.create_task(self._live(), name=self._name, context=Context())

    async def stop(self) -> None:
        """End the process and wait for its end. Listeners get nothing more but its end."""
        self._stopping = True
        if self._life is None:
            return
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await asyncio.shield(self._life)
        except TimeoutError:
            self.kill()
            await self._life

    async def _live(self) -> None:
        """Start the process and hand out its messages until it ends."""
        reason, said = "its process could not be started", ""
        try:
            process = await self._start()
            reason = "it sent nonsense"
            heard = asyncio.create_task(_last_lines(process.stderr))
            try:
                await self._read(process)
            except (ValueError, msgspec.DecodeError):
                log.exception("worker sent nonsense", worker=self._name)
                self.kill()
            else:
                reason = ""
            status = await process.wait()
            said = await heard
            reason = reason or f"it ended with status {status}"
        except OSError:
            log.exception("worker did not start", worker=self._name)
        finally:
            self._end(reason, said)

    async def _start(self) -> asyncio.subprocess.Process:
        process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
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
                message = self._decode(body)
                self.answers += 1
                listener = self._listeners.get(message.stream)
                if listener is not None and not self._stopping:
                    listener(message)

    def _end(self, reason: str, said: str) -> None:
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
        self._process = None
        self._outbox.clear()
        self.answers += 1
        self.last_words = said
        if not self._stopping:
            metrics.WORKER_RESTARTS.labels(self._name.split()[0]).inc()
        if self._listeners and not self._stopping:
            log.warning("worker died", worker=self._name, reason=reason, said=said, streams=len(self._listeners))
        for listener in list(self._listeners.values()):
            listener(None)

    def kill(self) -> None:
        """End a process that hangs; its listeners are told."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()


async def _last_lines(source: asyncio.StreamReader | None) -> str:
    """The last lines of a process's standard error, when it has ended."""
    lines: deque[str] = deque(maxlen=LAST_LINES)
    rest = b""
    while source is not None and (data := await source.read(1 << 16)):
        *whole, rest = (rest + data)[-(1 << 16) :].split(b"\n")
        lines.extend(line.decode(errors="replace").strip()[:MAX_LINE] for line in whole if line.strip())
    if rest.strip():
        lines.append(rest.decode(errors="replace").strip()[:MAX_LINE])
    return " | ".join(lines)
