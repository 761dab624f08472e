"""What a Live session takes in, and what somebody hears who comes when it is over."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Annotated, Any

import pytest
from openai.types.live import ServerEvent
from pydantic import Field, TypeAdapter

from feedbackyes.domain.errors import NotFound
from feedbackyes.engine import Engine
from feedbackyes.engine.connection import EngineConnection
from feedbackyes.engine.live import LiveSessions
from feedbackyes.engine.live.directory import MAX_SIDEBANDS
from feedbackyes.engine.live.output import BYTES_PER_MS
from feedbackyes.engine.live.pace import FRAME_MS
from feedbackyes.engine.live.requests import INSTRUCTIONS_TOKENS, MAX_WAITING
from feedbackyes.engine.live.session import LiveSession
from feedbackyes.protocol.errors import InvalidEvent
from feedbackyes.protocol.live import codec
from feedbackyes.protocol.live.client import CommentaryAppend, InstructionsAppend, ThinkingAppend
from feedbackyes.protocol.live.server import InputTranscriptDelta, OutputTranscriptDelta
from feedbackyes.protocol.live.sessions import InitialItem, SessionConfig, TextPart
from feedbackyes.settings import Settings
from feedbackyes.stages.dialogue import Say
from tests.engine.fakes import Cast, silence, speech

VALID: TypeAdapter[Any] = TypeAdapter(Annotated[ServerEvent, Field(discriminator="type")])
FRAME_BYTES = FRAME_MS * BYTES_PER_MS
LONGEST = "x" * 2_000
"""500 tokens."""


class Listener:
    """Somebody at a session, and a socket of theirs."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.said = {"input": "", "output": ""}
        self.places: dict[str, list[tuple[int, int]]] = {"input": [], "output": []}
        self.heard = bytearray()
        self.over: asyncio.Future[tuple[int, str]] = asyncio.get_running_loop().create_future()

    def tell(self, event: Any) -> None:
        VALID.validate_json(codec.encode_server(event))
        self.told.append(event.__struct_config__.tag)
        if isinstance(event, InputTranscriptDelta | OutputTranscriptDelta):
            side = "input" if isinstance(event, InputTranscriptDelta) else "output"
            self.said[side] += event.delta
            self.places[side].append((event.start_ms, event.end_ms))

    def hear(self, pcm: bytes, start_ms: int) -> None:
        self.heard += pcm

    def reflect(self, pcm: bytes) -> None: ...

    def finished(self, code: int, reason: str) -> None: ...

    def send(self, payload: bytes) -> None:
        self.told.append(payload.decode())

    def closed(self, code: int, reason: str) -> None:
        self.over.set_result((code, reason))

    def pause(self) -> None: ...

    def resume(self) -> None: ...


class Hall:
    def __init__(self, settings: Settings) -> None:
        self.cast = Cast()
        self.engine = Engine(settings, self.cast.stages)
        self.sessions = LiveSessions(self.engine, None)

    def begin(self, *said: InitialItem) -> LiveSession:
        """A session that is heard by nobody yet, and takes a step for each `hear`. `said`: before it."""
        config = SessionConfig(model="m", instructions="Be kind.", input=said or None)
        return self.sessions._begin(config, "ann", on_socket=True)

    async def close(self) -> None:
        await self.sessions.close()
        await self.engine.close()


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[Hall]:
    made = Hall(Settings(data=tmp_path))
    yield made
    await made.close()


@pytest.fixture
def orders(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """All that the Realtime session is told."""
    told: list[str] = []
    receive = EngineConnection.receive

    def noted(self: EngineConnection, payload: Any) -> None:
        told.append(payload)
        receive(self, payload)

    monkeypatch.setattr(EngineConnection, "receive", noted)
    return told


def rule(text: str) -> InstructionsAppend:
    return InstructionsAppend(content=text, delegation_id=None, event_id="mine")


def step(session: LiveSession, sound: bytes | None = None) -> None:
    session.hear(silence(FRAME_MS) if sound is None else sound)
    session._step()


async def talk(session: LiveSession, ms: int) -> None:
    """Speak, as fast as it is understood."""
    for _ in range(ms // FRAME_MS):
        step(session, speech(FRAME_MS))
        await breath()


async def until(session: LiveSession, reached: Callable[[], bool]) -> None:
    """Be silent until then."""
    async with asyncio.timeout(10):
        while not reached():
            step(session)
            await breath()


async def breath() -> None:
    """In which the stages do what they have to do for a frame."""
    for _ in range(30):
        await asyncio.sleep(0)


def refused(do: Callable[[], None]) -> str:
    with pytest.raises(InvalidEvent) as problem:
        do()
    assert problem.value.event_id == "mine"
    return problem.value.code


async def test_rules_that_come_together_are_one_update(hall: Hall, orders: list[str]) -> None:
    session, listener = hall.begin(), Listener()
    session.attach(listener)
    for text in ("Be brief.", "Be slow."):
        session.receive(rule(text))
    session.receive(CommentaryAppend(content="Hello.", delegation_id=None))
    session.receive(rule("Be calm."))
    step(session)
    (update,) = [order for order in orders if "session.update" in order]
    assert "Be kind.\\nBe brief.\\nBe slow.\\nBe calm." in update
    assert orders.index(update) == 0
    kinds = ["instructions", "instructions", "commentary", "instructions"]
    assert listener.told == [f"session.{kind}.appended" for kind in kinds]


@pytest.mark.parametrize(("role", "answers"), [("user", 1), ("assistant", 0)])
async def test_who_was_asked_before_the_session_answers_when_it_is_told_to(
    hall: Hall, orders: list[str], role: Any, answers: int
) -> None:
    session = hall.begin(InitialItem(role=role, content=(TextPart(text="Are you there?"),)))
    step(session)
    assert [order for order in orders if "response.create" in order] == []
    session.receive(rule("Answer now."))
    step(session)
    session.receive(rule("Be brief."))
    step(session)
    assert len([order for order in orders if "response.create" in order]) == answers


@pytest.mark.parametrize("kind", [InstructionsAppend, ThinkingAppend, CommentaryAppend])
async def test_only_so_much_waits_for_audio(hall: Hall, kind: Any) -> None:
    session = hall.begin()
    more = kind(content="x", delegation_id=None, event_id="mine")
    for _ in range(MAX_WAITING):
        session.receive(more)
    assert refused(lambda: session.receive(more)) == "too_many_appended"


async def test_only_so_much_waits_to_be_said(hall: Hall) -> None:
    session = hall.begin()
    for _ in range(MAX_WAITING + 1):  # the first is being said
        session.receive(CommentaryAppend(content="Hello.", delegation_id=None))
        step(session)
    one_more = CommentaryAppend(content="Hello.", delegation_id=None, event_id="mine")
    assert refused(lambda: session.receive(one_more)) == "too_many_appended"


async def test_rules_have_a_length_that_they_may_have_together(hall: Hall) -> None:
    session = hall.begin()
    for _ in range(INSTRUCTIONS_TOKENS // 500):
        session.receive(rule(LONGEST))
        step(session)
    assert refused(lambda: session.receive(rule(LONGEST))) == "string_above_max_length"
    session.receive(rule("Be brief."))
    session.receive(ThinkingAppend(content=LONGEST, delegation_id=None))


async def test_who_comes_when_a_session_has_just_ended_is_told_so(hall: Hall) -> None:
    session = hall.begin()
    assert hall.sessions.find(session.id, "ann") is session
    session.close("close_requested", at_once=True)
    await session.wait_closed()
    for _ in range(MAX_SIDEBANDS + 1):  # they take nobody's place
        late = Listener()
        hall.sessions.attach(session, late)
        assert await asyncio.wait_for(late.over, 5) == (1000, "The session is over.")
        assert "session.closed" in late.told[-1]
    assert session._attached == []
    with pytest.raises(NotFound):
        hall.sessions.find(session.id, "ann")


async def test_who_speaks_is_answered(hall: Hall) -> None:
    hall.cast.ears.hears = ["can we talk about the report"]
    hall.cast.partner.says = [[Say("Of course we can.")]]
    session, listener = hall.begin(), Listener()
    session.attach(listener)
    await talk(session, 1200)
    await until(session, lambda: "can." in listener.said["output"])
    assert listener.said == {"input": "can we talk about the report", "output": "Of course we can."}
    assert any(listener.heard), "there are words, but no voice"
    mine = listener.places["input"]
    assert all(start % 200 == 0 and end - start == 200 for start, end in mine)
    assert mine[0][0] <= 200
    assert 1000 <= mine[-1][1] <= 1600
    session.close("close_requested", client_event_id="bye")
    await session.wait_closed()
    assert listener.told[-1] == "session.closed"
    assert session.clock_ms > 2000


async def test_who_interrupts_hears_silence_and_only_what_was_heard_was_said(hall: Hall) -> None:
    hall.cast.partner.says = [[Say("one two three four five six seven eight nine ten")], [Say("Yes?")]]
    hall.cast.ears.hears = ["tell me", "wait a moment please"]
    session, listener = hall.begin(), Listener()
    session.attach(listener)
    await talk(session, 700)
    await until(session, lambda: "three" in listener.said["output"])
    begun_ms = session.clock_ms
    await talk(session, 1500)
    sounds = [at for at in range(0, len(listener.heard), FRAME_BYTES) if any(listener.heard[at : at + FRAME_BYTES])]
    assert sounds[-1] / FRAME_BYTES * FRAME_MS - begun_ms < 500, "the partner went on talking"
    await until(session, lambda: "Yes" in listener.said["output"])
    assert listener.said["output"].startswith("one two three")
    assert "ten" not in listener.said["output"]
    assert listener.said["input"] == "tell me wait a moment please"
    begun = [start for start, _ in listener.places["output"]]
    assert begun == sorted(begun)
