"""Who has which session: one owner at a time, and whoever lost it cannot say otherwise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from feedbackyes.cluster import HeldElsewhere, Node
from feedbackyes.domain.session import EndReason, Session, SessionState
from feedbackyes.storage import Database, leases, sessions
from feedbackyes.storage.leases import NodeRecord

SESSION = Session("s1", "ada", None, SessionState.CREATED, 1_000)


@pytest.fixture
async def stored(database: Database) -> Database:
    async with database.begin() as tx:
        await sessions.create(tx, SESSION)
    return database


def node(database: Database) -> Node:
    return Node(database, seconds=3)


async def test_a_session_has_one_owner(stored: Database) -> None:
    one, other = node(stored), node(stored)
    async with stored.begin() as tx:
        await one.take(tx, SESSION)
        with pytest.raises(HeldElsewhere) as held:
            await other.take(tx, SESSION)
        assert held.value.lease.node_id == one.id
        assert await one.lost_of(tx, ["s1"]) == set()
        assert await other.lost_of(tx, ["s1"]) == {"s1"}


async def test_who_was_overtaken_owns_it_no_more(stored: Database) -> None:
    one, other = node(stored), node(stored)
    async with stored.begin() as tx:
        await one.take(tx, SESSION)
        lease = await leases.find(tx, "s1")
        assert lease is not None
        assert await other.take_by_force(tx, SESSION, lease)
        assert await one.lost_of(tx, ["s1"]) == {"s1"}
        assert await other.lost_of(tx, ["s1"]) == set()
        assert not await one.take_by_force(tx, SESSION, lease)  # what it knew is out of date
        await one.drop(tx, "s1")
        assert (found := await leases.find(tx, "s1")) is not None
        assert (found.node_id, found.fence) == (other.id, 2)


async def test_a_session_that_was_released_is_anybodys(stored: Database) -> None:
    one, other = node(stored), node(stored)
    async with stored.begin() as tx:
        await one.take(tx, SESSION)
        await one.release(tx, "s1")
        one.forget("s1")
        await other.take(tx, SESSION)
        assert await leases.owned(tx, ["s1"]) == {"s1": other.id}


async def test_sessions_of_nodes_that_are_silent_are_orphans(stored: Database) -> None:
    async with stored.begin() as tx:
        await leases.beat(tx, NodeRecord("n1", "first"))
        await leases.take(tx, SESSION, "n1")
        assert await leases.orphans(tx) == []
        assert await leases.forget_silent(tx, 60_000) == []
        assert await leases.forget_silent(tx, -60_000) == ["n1"]
        ((lease, session),) = await leases.orphans(tx)
        assert (lease.node_id, session) == ("n1", SESSION)
        assert await leases.release(tx, lease, lost=True)
        assert await leases.orphans(tx) == []
        assert await leases.waiting(tx, 60_000) == []
        ((lease, _),) = await leases.waiting(tx, -60_000)
        assert lease.lost


async def test_a_node_says_how_many_talks_it_has(database: Database) -> None:
    async with database.begin() as tx:
        await leases.beat(tx, NodeRecord("n1", "first"))
        await leases.beat(tx, NodeRecord("n1", "first", draining=True, sessions=7))
        (found,) = await leases.nodes(tx)
    assert (found.name, found.draining, found.sessions) == ("first", True, 7)
    assert found.seen_at >= found.started_at > 1_700_000_000_000


async def test_sessions_of_a_server_that_stood_alone_are_found(stored: Database) -> None:
    async with stored.begin() as tx:
        assert await leases.unowned(tx, 0) == []  # nobody has come for it yet
        await sessions.create(tx, replace(SESSION, id="s2", state=SessionState.LIVE))
        assert [session.id for session in await leases.unowned(tx, 0)] == ["s2"]


async def test_leases_of_sessions_that_are_over_are_forgotten(stored: Database) -> None:
    async with stored.begin() as tx:
        await leases.take(tx, SESSION, "gone")
        await sessions.set_state(tx, "s1", SessionState.ENDED, at=2_000, reason=EndReason.LEFT)
        await leases.forget_over(tx)
        assert await leases.find(tx, "s1") is None
