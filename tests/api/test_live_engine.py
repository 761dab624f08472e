"""The engine's GPT-Live service, with the official SDK and by hand."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated, Any, cast

import pytest
from openai import AsyncOpenAI
from openai.resources.live.live import AsyncLiveConnection
from openai.types.live import ServerEvent
from pydantic import Field, TypeAdapter

from feedbackyes.api.auth import Door
from feedbackyes.engine import Engine
from feedbackyes.engine.live import LiveSessions
from feedbackyes.settings import Settings
from feedbackyes.stages.dialogue import Say
from tests.api.conftest import World, listening
from tests.engine.fakes import Cast, silence, speech
from tests.paper_peers import PaperPeers

VALID: TypeAdapter[Any] = TypeAdapter(Annotated[ServerEvent, Field(discriminator="type")])
FRAME_BYTES = 4_800
"""100 ms of PCM16 at 24 kHz."""


@dataclass
class Place:
    world: World
    peers: PaperPeers
    cast: Cast
    port: int

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def sdk(self, who: str = "ann") -> AsyncOpenAI:
        return AsyncOpenAI(api_key=self.world.tokens[who], base_url=self.base, max_retries=0)


@pytest.fixture
async def place(world: World, settings: Settings) -> AsyncIterator[Place]:
    cast_, peers = Cast(), PaperPeers()
    engine = Engine(settings, cast_.stages)
    services = world.services
    services.engine, services.live = engine, LiveSessions(engine, peers)
    services.door = Door(settings, services.database, access_token="", client_secrets=services.secrets)
    async with listening(world) as port:
        yield Place(world, peers, cast_, port)
        await services.live.close()
        await engine.close()


class Talk:
    """A client of the SDK: reads everything, and speaks when it is told to, silence in between."""

    def __init__(self, connection: AsyncLiveConnection) -> None:
        self.live = connection
        self.log: list[Any] = []
        self.heard = bytearray()
        self.to_say = bytearray()
        self._news = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    async def read(self) -> None:
        while True:
            raw = await self.live.recv_bytes()
            event = self.live.parse_event(raw)
            VALID.validate_json(raw)
            self.log.append(event)
            if event.type == "session.output_audio.delta":
                self.heard += base64.b64decode(event.delta)
            self._news.set()

    async def speak(self) -> None:
        """As a microphone does: 100 ms each 100 ms."""
        clock = asyncio.get_running_loop()
        due = clock.time()
        while True:
            frame = bytes(self.to_say[:FRAME_BYTES]).ljust(FRAME_BYTES, b"\0")
            del self.to_say[:FRAME_BYTES]
            await self.live.session.input_audio.append(audio=base64.b64encode(frame).decode())
            due += 0.1
            await asyncio.sleep(max(0.0, due - clock.time()))

    def begin(self, work: Any) -> None:
        self._tasks.append(asyncio.create_task(work))

    async def end(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def until(self, type_: str, where: Callable[[Any], bool] = lambda _: True) -> Any:
        async with asyncio.timeout(15):
            while True:
                for event in self.log:
                    if event.type == type_ and where(event):
                        return event
                self._news.clear()
                await self._news.wait()

    def text(self, side: str) -> str:
        return "".join(event.delta for event in self.log if event.type == f"session.{side}_transcript.delta")


@asynccontextmanager
async def talking(place: Place, *, speak: bool = True, **session: Any) -> AsyncIterator[Talk]:
    async with place.sdk() as client, client.live.connect() as connection:
        talk = Talk(connection)
        talk.begin(talk.read())
        await connection.session.start(session=cast("Any", {"model": "gpt-live-1", **session}))
        await talk.until("session.started")
        if speak:
            talk.begin(talk.speak())
        try:
            yield talk
        finally:
            await talk.end()


async def test_the_sdk_starts_speaks_hears_an_answer_and_closes(place: Place) -> None:
    place.cast.ears.hears = ["can we talk about the report"]
    place.cast.partner.says = [[Say("Of course we can.")]]
    async with talking(place, instructions="Be kind.") as talk:
        started = talk.log[0].session
        assert started.id.startswith("live_")
        assert (started.status, started.instructions, started.model) == ("active", "Be kind.", "gpt-live-1")
        talk.to_say += speech(1200)
        await talk.until("session.output_transcript.delta", lambda event: "can." in event.delta)
        await talk.live.session.close(event_id="bye")
        closed = await talk.until("session.closed")
    assert talk.text("input") == "can we talk about the report"
    assert talk.text("output") == "Of course we can."
    assert (closed.reason, closed.client_event_id) == ("close_requested", "bye")
    assert closed.usage.seconds > 2
    assert any(talk.heard)
    mine = [event for event in talk.log if event.type == "session.input_transcript.delta"]
    assert all(event.start_ms % 200 == 0 and event.end_ms - event.start_ms == 200 for event in mine)
    assert mine[0].start_ms <= 400 <= mine[-1].end_ms <= 2000


async def test_sound_goes_out_as_long_as_sound_comes_in_and_no_longer(place: Place) -> None:
    async with talking(place, speak=False) as talk:
        audio = base64.b64encode(silence(500)).decode()
        await talk.live.session.input_audio.append(audio=audio)
        await talk.until("session.output_audio.delta", lambda _: len(talk.heard) == 5 * FRAME_BYTES)
        await talk.live.session.close()
        closed = await talk.until("session.closed")
    frames = [event for event in talk.log if event.type == "session.output_audio.delta"]
    assert [len(base64.b64decode(frame.delta)) for frame in frames] == [FRAME_BYTES] * 5
    assert closed.usage.seconds == 0.5
