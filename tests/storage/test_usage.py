"""Uses are stored once, outlive their session, and add up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from feedbackyes.domain.limits import Spent
from feedbackyes.domain.prices import Amounts, Cost
from feedbackyes.domain.session import Session, SessionState
from feedbackyes.domain.usage import UsageKind, UsageRecord
from feedbackyes.storage import Database, sessions, usage

DAY_MS = 86_400_000


def record(id_: str, **fields: Any) -> UsageRecord:
    values: dict[str, Any] = {
        "session_id": "s1",
        "owner_id": "ann",
        "team_id": "red",
        "at": DAY_MS + 5,
        "kind": UsageKind.RESPONSE,
        "provider": "openai",
        "model": "gpt-realtime-2.1",
        "used": Amounts(audio_in=100, audio_out=50),
        "cost": Cost(0.25, 0.25),
    }
    return UsageRecord(id=id_, **{**values, **fields})


def talk(id_: str, seconds: float, **fields: Any) -> UsageRecord:
    used = Amounts(seconds=seconds)
    return record(id_, **{"kind": UsageKind.TALK, "used": used, "cost": Cost(0.0, 0.0), "model": None, **fields})


async def test_a_use_that_is_told_of_twice_counts_once(database: Database) -> None:
    async with database.begin() as tx:
        assert await usage.put(tx, record("s1:r1"))
        assert not await usage.put(tx, record("s1:r1"))
    async with database.read() as tx:
        assert await usage.spent(tx, since=0, owner_id="ann") == Spent(0.25, 0.0)


async def test_what_grows_is_brought_up_to_the_larger_figure(database: Database) -> None:
    voice = record("s1:v", kind=UsageKind.VOICE, used=Amounts(seconds=30), cost=Cost(0.025, 0.025))
    async with database.begin() as tx:
        await usage.put(tx, voice)
        await usage.put(tx, replace(voice, used=Amounts(seconds=60), cost=Cost(0.05, 0.05)))
        await usage.put(tx, replace(voice, used=Amounts(seconds=45), cost=Cost(0.0375, 0.0375)))
    async with database.read() as tx:
        (found,) = await usage.sums(tx, "kind")
    assert (found.cost_usd, found.used.seconds, found.talks) == (0.05, 60, 0)


async def test_many_that_grow_are_brought_up_together(database: Database) -> None:
    async with database.begin() as tx:
        await usage.put_growing(tx, [talk("s1:t", 30.0), talk("s2:t", 30.0, session_id="s2")])
        await usage.put_growing(tx, [talk("s1:t", 45.0), talk("s2:t", 15.0, session_id="s2")])
        await usage.put_growing(tx, [])
    async with database.read() as tx:
        assert await usage.spent(tx, since=0, session_id="s1") == Spent(0.0, 45.0)
        assert await usage.spent(tx, since=0, session_id="s2") == Spent(0.0, 30.0)


async def test_deleting_a_session_leaves_what_it_cost(database: Database) -> None:
    async with database.begin() as tx:
        await sessions.create(tx, Session("s1", "ann", "red", SessionState.ENDED, 1))
        await usage.put(tx, record("s1:r1"))
        await sessions.delete(tx, "s1")
    async with database.read() as tx:
        assert (await usage.spent(tx, since=0, team_id="red")).usd == 0.25


async def test_sums_by_what_uses_have_in_common(database: Database) -> None:
    unknown = record("s2:r1", session_id="s2", owner_id="bob", model="other", cost=Cost(None, 0.9, estimated=True))
    async with database.begin() as tx:
        for one in (record("s1:r1"), record("s1:r2", at=2 * DAY_MS), talk("s1:t", 90.0), unknown):
            await usage.put(tx, one)
    async with database.read() as tx:
        days = await usage.sums(tx, "day")
        people = {one.key: one for one in await usage.sums(tx, "user")}
        (own,) = await usage.sums(tx, None, owner_id="ann")
        (nothing,) = await usage.sums(tx, None, owner_id="cyd")
        second = await usage.sums(tx, "day", after_key="1970-01-02")
        sessions_ = await usage.of_sessions(tx, ["s1", "s3"])
    assert [(one.key, one.cost_usd, one.talks) for one in days] == [("1970-01-02", 0.25, 1), ("1970-01-03", 0.25, 0)]
    assert [one.key for one in second] == ["1970-01-03"]
    assert (people["bob"].cost_usd, people["bob"].unknown, people["bob"].estimated) == (0.0, 1, True)
    assert (own.cost_usd, own.unknown, own.seconds, own.used.audio_in) == (0.5, 0, 90.0, 200)
    assert (nothing.cost_usd, nothing.unknown, nothing.talks) == (0.0, 0, 0)
    assert {key: one.cost_usd for key, one in sessions_.items()} == {"s1": 0.5}


async def test_limits_count_what_has_no_known_price_too_but_only_in_the_period(database: Database) -> None:
    async with database.begin() as tx:
        await usage.put(tx, record("s1:r1", cost=Cost(None, 0.9, estimated=True)))
        await usage.put(tx, record("s1:r0", at=5, cost=Cost(7.0, 7.0)))
        await usage.put(tx, talk("s1:t", 120.0))
    async with database.read() as tx:
        assert await usage.spent(tx, since=DAY_MS, owner_id="ann") == Spent(0.9, 120.0)
        assert (await usage.spent(tx, since=0, session_id="s1")).usd == pytest.approx(7.9)


async def test_earlier_talks_tell_what_a_minute_costs(database: Database) -> None:
    async with database.begin() as tx:
        for one in (
            record("s1:r1"),
            talk("s1:t", 120.0),
            record("s1:j", kind=UsageKind.JUDGE, cost=Cost(9.0, 9.0)),
            record("s2:r1", session_id="s2"),
            talk("s2:t", 30.0, session_id="s2"),
            record("s3:r1", session_id="s3", cost=Cost(None, 1.0)),
            talk("s3:t", 300.0, session_id="s3"),
        ):
            await usage.put(tx, one)
    async with database.read() as tx:
        assert await usage.talks(tx, "ann", "gpt-realtime-2.1") == [usage.Talk(0.25, 120.0)]
        assert await usage.talks(tx, "bob", "gpt-realtime-2.1") == []
