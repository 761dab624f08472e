"""What a Live session takes in, and what somebody hears who comes when it is over."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from feedbackyes.domain.errors import NotFound
from feedbackyes.engine import Engine
from feedbackyes.engine.connection import EngineConnection
from feedbackyes.engine.live import LiveSessions
from feedbackyes.engine.live.directory import MAX_SIDEBANDS
from feedbackyes.engine.live.pace import FRAME_MS
from feedbackyes.engine.live.requests import INSTRUCTIONS_TOKENS, MAX_WAITING
from feedbackyes.engine.live.session import LiveSession
from feedbackyes.protocol.errors import InvalidEvent
from feedbackyes.protocol.live.client import CommentaryAppend, InstructionsAppend, ThinkingAppend
from feedbackyes.protocol.live.sessions import SessionConfig
from feedbackyes.settings import Settings
from tests.engine.fakes import Cast, silence

LONGEST = "x" * 2_000
"""500 tokens."""


class Listener:
    """Somebody at a session, and a socket of theirs."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.over: asyncio.Future[tuple[int, str]] = asyncio.get_running_loop().create_future()

    def tell(self, event: Any) -> None:
        self.told.append(event.__struct_config__.tag)

    def hear(self, pcm: bytes, start_ms: int) -> None: ...

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

    def begin(self) -> LiveSession:
        """A session that is heard by nobody yet, and takes a step for each `hear`."""
        config = SessionConfig(model="m", instructions="Be kind.")
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


def step(session: LiveSession) -> None:
    session.hear(silence(FRAME_MS))
    session._step()


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
