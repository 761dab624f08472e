"""The engine's GPT-Live service, with the official SDK and by hand. What the slow ones say in real time,
`tests/engine/live/test_session.py` says at once."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated, Any, cast

import pytest
from openai import AsyncOpenAI, BadRequestError, NotFoundError
from openai.resources.live.live import AsyncLiveConnection
from openai.types.live import ServerEvent
from pydantic import Field, TypeAdapter
from websockets.exceptions import InvalidStatus

from feedbackyes.api.auth import Door
from feedbackyes.engine import Engine
from feedbackyes.engine.live import LiveSessions
from feedbackyes.settings import Settings
from feedbackyes.stages.dialogue import Say
from tests.api.conftest import World, listening
from tests.engine.fakes import Cast, silence, speech
from tests.paper_peers import OFFER, PaperPeers

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


@pytest.mark.slow
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


@pytest.mark.slow
async def test_who_interrupts_hears_silence_and_only_what_was_heard_was_said(place: Place) -> None:
    place.cast.partner.says = [[Say("one two three four five six seven eight nine ten")], [Say("Yes?")]]
    place.cast.ears.hears = ["tell me", "wait a moment please"]
    async with talking(place) as talk:
        talk.to_say += speech(700)
        await talk.until("session.output_transcript.delta", lambda event: "three" in event.delta)
        talk.to_say += speech(1500)
        await talk.until("session.output_transcript.delta", lambda event: "Yes" in event.delta)
    said = talk.text("output")
    assert said.startswith("one two three")
    assert "ten" not in said
    assert talk.text("input") == "tell me wait a moment please"
    mine = [event for event in talk.log if event.type == "session.input_transcript.delta" and "wait" in event.delta]
    before = [
        event for event in talk.log if event.type == "session.output_transcript.delta" and "Yes" not in event.delta
    ]
    assert before[-1].end_ms - mine[0].start_ms < 1000, "the partner went on talking"
    begun = [event.start_ms for event in talk.log if "transcript" in event.type]
    assert begun == sorted(begun)
    quiet = bytes(talk.heard)[-8 * FRAME_BYTES :]
    assert bytes(FRAME_BYTES) in quiet


async def test_what_is_appended_waits_for_audio_and_is_said_known_or_obeyed(place: Place) -> None:
    async with talking(place, instructions="Be kind.", speak=False) as talk:
        session = talk.live.session
        await session.instructions.append(content="Be brief.", delegation_id=None, event_id="a")
        await session.thinking.append(content="It rains.", delegation_id=None, event_id="b")
        await session.commentary.append(content="Good morning.", delegation_id=None, event_id="c")
        await session.update(session={"delegation": {"type": "client", "acknowledgement_delay_ms": 50}})
        updated = await talk.until("session.updated")
        assert updated.session.delegation.acknowledgement_delay_ms == 50
        assert not any(event.type.endswith(".appended") for event in talk.log)
        talk.begin(talk.speak())
        appended = [await talk.until(f"session.{kind}.appended") for kind in ("instructions", "thinking", "commentary")]
        await talk.until("session.output_transcript.delta")
    assert [event.client_event_id for event in appended] == ["a", "b", "c"]
    request = place.cast.partner.requests[0]
    assert request.instructions == "Be kind.\nBe brief."
    assert request.again is not None
    assert request.again.text == "Good morning."
    assert [line.text for line in request.history] == ["It rains."]


async def test_the_history_of_a_session_is_remembered(place: Place) -> None:
    items = [
        {"type": "message", "role": role, "content": [{"type": kind, "text": text}]}
        for role, kind, text in [
            ("developer", "input_text", "It is late."),
            ("user", "input_text", "Hello."),
            ("assistant", "output_text", "Hi."),
        ]
    ]
    async with talking(place, input=items) as talk:
        await talk.live.session.commentary.append(content="Go on.", delegation_id=None)
        await talk.until("session.output_transcript.delta")
    told = [(line.speaker, line.text) for line in place.cast.partner.requests[0].history]
    assert told == [("system", "It is late."), ("learner", "Hello."), ("partner", "Hi.")]


async def test_a_sideband_sees_both_sides_and_what_is_muted(place: Place) -> None:
    async with talking(place) as talk, place.sdk() as client:
        session_id = talk.log[0].session.id
        async with client.live.sideband.connect(session_id=session_id) as attached:
            replayed = await attached.recv()
            assert replayed.type == "session.started"
            await attached.session.input_audio.mute(event_id="m")
            assert (await talk.until("session.input_audio.muted")).client_event_id == "m"
            talk.to_say += speech(600)
            seen: list[Any] = []
            while not any(_loud(event) for event in seen):
                raw = await attached.recv_bytes()
                VALID.validate_json(raw)
                seen.append(attached.parse_event(raw))
            places = [(event.start_ms, event.end_ms) for event in seen if event.type == "session.output_audio.delta"]
            assert all(end - start == 100 for start, end in places)
            await attached.session.input_audio.unmute()
            await talk.until("session.input_audio.unmuted")
            await attached.session.close()
            assert (await talk.until("session.closed")).reason == "close_requested"
    assert place.cast.ears.heard_ms == []


def _loud(event: Any) -> bool:
    return event.type == "session.input_audio.append" and any(base64.b64decode(event.audio))


async def test_a_fixture_is_played_as_it_is_and_alone(place: Place) -> None:
    async with talking(place) as talk:
        tone = speech(300)
        await talk.live.session.output_audio.fixture.play(audio=base64.b64encode(tone).decode(), event_id="f")
        assert (await talk.until("session.output_audio.fixture.playing")).client_event_id == "f"
        await talk.live.session.thinking.append(content="x", delegation_id=None, event_id="t")
        refused = await talk.until("error")
        assert (refused.error.code, refused.error.client_event_id) == ("fixture_active", "t")
        await talk.until("session.output_audio.fixture.played")
        await talk.live.session.close()
        await talk.until("session.closed")
    assert tone in bytes(talk.heard)


async def test_what_cannot_be_is_refused_and_the_session_goes_on(place: Place) -> None:
    async with place.sdk() as client, client.live.connect() as live:

        async def refused(event: dict[str, Any]) -> tuple[str, str | None]:
            await live.send(cast("Any", {"event_id": "mine", **event}))
            answer = await asyncio.wait_for(live.recv(), 5)
            assert answer.type == "error", answer
            assert answer.error.client_event_id == "mine"
            return answer.error.code, answer.error.param

        start: dict[str, Any] = {"type": "session.start", "session": {"model": "m"}}

        def starting(**session: Any) -> dict[str, Any]:
            return {**start, "session": {"model": "m", **session}}

        assert await refused({"type": "session.close"}) == ("session_not_started", "type")
        assert await refused({"type": "session.begin"}) == ("invalid_value", "type")
        assert await refused(starting(turn_detection=None)) == ("unknown_parameter", "session.turn_detection")
        assert await refused(starting(store=True)) == ("invalid_value", "session.store")
        assert await refused(starting(delegation={"type": "responses", "responses": {}})) == (
            "invalid_value",
            "session.delegation.type",
        )
        assert await refused(starting(instructions="x" * 70_000)) == (
            "string_above_max_length",
            "session.instructions",
        )
        assert await refused(starting(audio={"format": {"type": "audio/pcm", "rate": 8000}})) == (
            "invalid_value",
            "session.audio.format.rate",
        )
        assert await refused(starting(audio={"output": {"voice": "nobody"}})) == (
            "invalid_value",
            "session.audio.output.voice",
        )
        await live.send(cast("Any", start))
        assert (await live.recv()).type == "session.started"
        assert (await refused(start))[0] == "invalid_value"
        append = {"type": "session.thinking.append", "delegation_id": None}
        assert await refused({**append, "content": "x" * 3000}) == ("string_above_max_length", "content")
        assert await refused({**append, "content": "x", "delegation_id": "d"}) == (
            "delegation_not_found",
            "delegation_id",
        )
        assert (await refused({"type": "response.create"}))[0] == "invalid_value"
        assert (await refused({"type": "session.output_audio.fixture.play", "audio": "AA=="}))[0] == "invalid_audio"
        await live.session.close()
        assert (await live.recv()).type == "session.closed"


@pytest.mark.parametrize("kind", ["audio/pcmu", "audio/pcm"])
async def test_a_session_has_one_format_both_ways(place: Place, kind: str) -> None:
    rate, size = (8_000, 800) if kind == "audio/pcmu" else (16_000, 3_200)
    async with place.sdk() as client, client.live.connect() as live:
        audio = {"format": {"type": kind, "rate": rate}}
        await live.session.start(session=cast("Any", {"model": "m", "audio": audio}))
        started = await live.recv()
        assert started.type == "session.started"
        for _ in range(3):
            await live.session.input_audio.append(audio=base64.b64encode(bytes(size)).decode())
        frames: list[bytes] = []
        async with asyncio.timeout(10):
            while len(frames) < 3:
                event = await live.recv()
                if event.type == "session.output_audio.delta":
                    frames.append(base64.b64decode(event.delta))
        assert [len(frame) for frame in frames] == [size] * 3


async def test_a_session_is_its_owners_and_can_be_hung_up(place: Place) -> None:
    async with talking(place) as talk, place.sdk("bob") as bob, place.sdk() as ann:
        session_id = talk.log[0].session.id
        with pytest.raises(NotFoundError):
            await bob.live.sessions.hangup(session_id)
        with pytest.raises(InvalidStatus) as refused:
            async with bob.live.sideband.connect(session_id=session_id):
                pass
        assert refused.value.response.status_code == 404
        await ann.live.sessions.hangup(session_id)
        assert (await talk.until("session.closed")).reason == "close_requested"
        with pytest.raises(NotFoundError):
            await ann.live.sessions.hangup(session_id)


async def test_a_page_may_do_and_see_what_its_server_allows(place: Place) -> None:
    channel = {
        "allowed_client_events": ["session.input_audio.mute"],
        "allowed_server_events": [{"type": "session.input_audio.muted"}, {"type": "error"}, {"type": "info"}],
    }
    session = {"model": "m", "instructions": "The secret is blue.", "client": {"data_channel": channel}}
    async with place.sdk() as client:
        made = await client.live.create(session=cast("Any", session), transport={"type": "webrtc", "sdp": OFFER})
        assert made.transport.sdp == "v=0\r\n"
        peer = place.peers.made[0]
        async with client.live.sideband.connect(session_id=made.session.id) as attached:
            peer.listener.on_open()
            started = await attached.recv()
            assert started.type == "session.started"
            assert started.session.instructions == "The secret is blue."
            assert "session.input_audio.mute" in (await peer.said("info"))["message"]
            peer.say("session.close", event_id="no")
            assert (await peer.said("error"))["error"]["code"] == "event_not_allowed"
            peer.say("session.input_audio.mute", event_id="yes")
            assert (await peer.said("session.input_audio.muted"))["client_event_id"] == "yes"
            for _ in range(5):
                peer.listener.on_audio(silence(20))
            await peer.queued(100)
            await attached.session.close()
            while (await attached.recv()).type != "session.closed":
                pass
        await peer.closed()
    assert "secret" not in "".join(peer.raw)
    assert {event["type"] for event in peer.texts} == {"info", "error", "session.input_audio.muted"}


async def test_an_offer_or_a_session_that_cannot_be_is_refused(place: Place) -> None:
    async with place.sdk() as client:
        with pytest.raises(BadRequestError) as wrong:
            await client.live.create(
                session=cast("Any", {"model": "m", "audio": {"format": {"type": "audio/pcm", "rate": 24000}}}),
                transport={"type": "webrtc", "sdp": OFFER},
            )
        assert wrong.value.param == "session.audio.format"
        with pytest.raises(BadRequestError):
            await client.live.create(session={"model": "m"}, transport={"type": "webrtc", "sdp": "no"})
