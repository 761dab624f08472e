from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path

import pytest

from feedbackyes.domain.errors import TooMany
from feedbackyes.domain.session import Session, SessionState
from feedbackyes.gateway import hub as hub_module
from feedbackyes.gateway.hub import Channel, Hub, Subscriber
from feedbackyes.gateway.ledger import Ledger
from feedbackyes.gateway.story import Story
from feedbackyes.protocol.conversation import Body, ConversationEvent, EventType
from feedbackyes.storage import Database, events, sessions


def event(seq: int, state: str = "") -> ConversationEvent:
    kind: EventType = "session.state" if state else "usage"
    return ConversationEvent(
        session_id="s1", seq=seq, t_ms=0, t_wall=0, type=kind, data={"state": state} if state else {}
    )


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'hub.db'}")
    async with opened.begin() as tx:
        await sessions.create(tx, Session("s1", "alice", None, SessionState.CREATED, 1))
    yield opened
    await opened.close()


def seqs(subscriber: Subscriber) -> list[int]:
    return [one.seq for one in subscriber.queue]


def test_what_is_being_stored_holds_back_what_was_made_after_it() -> None:
    channel, subscriber = Channel(), Subscriber()
    channel.subscribers.add(subscriber)
    first, second = channel.reserve(), channel.reserve()
    channel.publish(event(3))
    channel.settle(second, event(2))
    assert seqs(subscriber) == []
    channel.settle(first, event(1))
    assert seqs(subscriber) == [1, 2, 3]


def test_what_could_not_be_stored_is_handed_to_nobody() -> None:
    channel, subscriber = Channel(), Subscriber()
    channel.subscribers.add(subscriber)
    slot = channel.reserve()
    channel.publish(event(2))
    channel.settle(slot, None)
    assert seqs(subscriber) == [2]


async def test_a_listener_gets_the_past_then_the_present(database: Database) -> None:
    hub = Hub(database)
    channel = hub.open("s1")
    async with database.begin() as tx:
        await events.append(tx, event(1), event(2))
    async with aclosing(hub.follow("s1", 1)) as stream:
        assert (await anext(stream)).seq == 2
        following = asyncio.create_task(anext(stream))
        await asyncio.sleep(0)
        channel.publish(event(2))  # handed out again while it was read: not told twice
        channel.publish(event(3))
        assert (await following).seq == 3
        channel.publish(event(4, "ended"))
        assert (await anext(stream)).data == {"state": "ended"}
        with pytest.raises(StopAsyncIteration):
            await anext(stream)


async def test_the_stream_of_a_session_that_is_over_ends(database: Database) -> None:
    hub = Hub(database)
    async with database.begin() as tx:
        await events.append(tx, event(1))
        await sessions.set_state(tx, "s1", SessionState.ENDED, at=5)
        await events.append(tx, event(2, "ended"))
    assert [one.seq async for one in hub.follow("s1", 0)] == [1, 2]
    assert [one.seq async for one in hub.follow("s1", 2)] == []


async def test_a_listener_may_come_before_the_call(database: Database) -> None:
    hub = Hub(database)
    async with aclosing(hub.follow("s1", 0)) as stream:
        waiting = asyncio.create_task(anext(stream))
        await asyncio.sleep(0.05)
        hub.open("s1").publish(event(1))
        assert (await waiting).seq == 1
    hub.close("s1")


async def test_a_listener_who_is_too_slow_is_told_so(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_module, "SUBSCRIBER_EVENTS", 10)
    hub = Hub(database)
    channel = hub.open("s1")
    async with aclosing(hub.follow("s1", 0)) as stream:
        channel.publish(event(1))
        waiting = asyncio.create_task(anext(stream))
        await asyncio.sleep(0.05)
        channel.publish(event(2))
        await waiting
        for seq in range(3, 30):
            channel.publish(event(seq))
        with pytest.raises(TooMany):
            await anext(stream)
    assert not channel.subscribers


async def test_a_listener_who_comes_again_and_again_misses_nothing_while_the_disk_is_busy(database: Database) -> None:
    """Stored events and others, a stream that breaks off wherever it is, and others who write meanwhile."""
    ledger, hub, dice = Ledger(database), Hub(database), random.Random(7)
    ledger.start()
    story = Story("s1", hub.open("s1"), ledger, lambda: 0.0)
    hints, heard = 60, list[int]()

    async def others() -> None:
        while True:
            async with database.begin():
                await asyncio.sleep(dice.uniform(0, 0.02))
            await asyncio.sleep(0.001)

    async def talk() -> None:
        for number in range(hints):
            story.pass_on(Body("user.transcript.delta", {"delta": "x"}))
            story.store(Body("hint", {"number": number}))
            story.pass_on(Body("user.transcript.delta", {"delta": "y"}))
            await asyncio.sleep(dice.uniform(0, 0.01))

    async def listen() -> None:
        last = 0
        while len(heard) < hints:
            enough = dice.randint(1, 6)
            async with aclosing(hub.follow("s1", last)) as stream:
                async for one in stream:
                    assert one.seq > last
                    last, enough = one.seq, enough - 1
                    heard.extend([one.data["number"]] if one.type == "hint" else [])
                    if not enough or len(heard) == hints:
                        break

    writing = asyncio.create_task(others())
    async with asyncio.timeout(30):
        await asyncio.gather(talk(), listen())
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    assert heard == list(range(hints))
    await ledger.close()
