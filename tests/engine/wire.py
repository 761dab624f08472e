"""A client of the engine over an in-memory transport. Every event is checked against the official SDK's types."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Callable
from functools import cache
from typing import Annotated, Any

from openai.types.beta.realtime.realtime_server_event import RealtimeServerEvent as BetaServerEvent
from openai.types.beta.realtime.transcription_session_updated_event import TranscriptionSessionUpdatedEvent
from openai.types.realtime.realtime_server_event import RealtimeServerEvent
from pydantic import Field, TypeAdapter

from feedbackyes.engine import Engine, EngineConnection
from feedbackyes.protocol.codec import Dialect
from feedbackyes.settings import Settings
from tests.engine.fakes import Cast

Event = dict[str, Any]
PATIENCE_S = 20.0


@cache
def _adapter(dialect: Dialect) -> TypeAdapter[Any]:
    if dialect is Dialect.GA:
        return TypeAdapter(Annotated[RealtimeServerEvent, Field(discriminator="type")])
    return TypeAdapter(Annotated[BetaServerEvent | TranscriptionSessionUpdatedEvent, Field(discriminator="type")])


def check(event: Event, dialect: Dialect = Dialect.GA) -> None:
    """Fail unless the SDK has a type for this event, and it fits."""
    _adapter(dialect).validate_python(event)


class Wire:
    """Sends and receives. `log` has every event so far."""

    def __init__(self, dialect: Dialect = Dialect.GA) -> None:
        self.dialect = dialect
        self.log: list[Event] = []
        self.ended: tuple[int, str] | None = None
        self.pauses: list[bool] = []
        self._changed = asyncio.Event()
        self._read = 0
        self.connection: EngineConnection | None = None

    # the transport

    def send(self, payload: bytes) -> None:
        assert self.ended is None, "an event after the end"
        event = json.loads(payload)
        check(event, self.dialect)
        self.log.append(event)
        self._changed.set()

    def closed(self, code: int, reason: str) -> None:
        assert self.ended is None, "closed twice"
        self.ended = (code, reason)
        self._changed.set()

    def pause(self) -> None:
        self.pauses.append(True)

    def resume(self) -> None:
        self.pauses.append(False)

    # the client

    def put(self, type_: str, **fields: Any) -> None:
        self.raw(json.dumps({"type": type_, **fields}))

    def raw(self, payload: str | bytes) -> None:
        assert self.connection is not None
        self.connection.receive(payload)

    def update(self, **session: Any) -> None:
        self.put("session.update", session={"type": "realtime", **session})

    def append(self, audio: bytes, step_ms: int = 100) -> None:
        step = 48 * step_ms
        for start in range(0, len(audio), step):
            self.put("input_audio_buffer.append", audio=base64.b64encode(audio[start : start + step]).decode())

    async def until(self, type_: str, where: Callable[[Event], bool] = lambda _: True) -> Event:
        """The next event of a type; `log` is read on from there."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                while self._read < len(self.log):
                    event = self.log[self._read]
                    self._read += 1
                    if event["type"] == type_ and where(event):
                        return event
                assert self.ended is None, f"closed ({self.ended}) while waiting for {type_}"
                self._changed.clear()
                await self._changed.wait()

    async def until_closed(self) -> tuple[int, str]:
        async with asyncio.timeout(PATIENCE_S):
            while self.ended is None:
                self._changed.clear()
                await self._changed.wait()
        return self.ended

    @property
    def types(self) -> list[str]:
        return [event["type"] for event in self.log]

    def of(self, *types: str) -> list[Event]:
        return [event for event in self.log if event["type"] in types]

    def audio(self) -> bytes:
        """All that the partner said."""
        return b"".join(base64.b64decode(event["delta"]) for event in self.of("response.output_audio.delta"))


class Bench:
    """An engine with known stages, and its clients."""

    def __init__(self, **settings: Any) -> None:
        self.cast = Cast()
        self.engine = Engine(Settings(**settings), self.cast.stages)

    def connect(self, **options: Any) -> Wire:
        wire = Wire(options.get("dialect", Dialect.GA))
        wire.connection = self.engine.connect(wire, **options)
        return wire
