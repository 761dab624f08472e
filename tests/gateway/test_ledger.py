from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from feedbackyes.cluster import LeaseLost
from feedbackyes.domain.errors import Conflict
from feedbackyes.domain.session import Session, SessionState
from feedbackyes.gateway import ledger as ledger_module
from feedbackyes.gateway.ledger import Ledger, NotStored
from feedbackyes.storage import Database, sessions


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await Database.open(f"sqlite+aiosqlite:///{tmp_path / 'ledger.db'}")
    yield opened
    await opened.close()


@pytest.fixture
async def ledger(database: Database) -> AsyncIterator[Ledger]:
    opened = Ledger(database)
    opened.start()
    yield opened
    await opened.close()


def creating(name: str) -> Callable[[Any], Any]:
    async def write(tx: Any) -> None:
        await sessions.create(tx, Session(name, "alice", None, SessionState.CREATED, 1))

    return write


async def test_what_is_done_is_on_disk_for_everybody(ledger: Ledger, tmp_path: Path) -> None:
    await ledger.put(creating("s1"))
    other = sqlite3.connect(tmp_path / "ledger.db")
    assert other.execute("SELECT id FROM sessions").fetchall() == [("s1",)]
    other.close()


async def test_writes_that_wait_share_a_transaction_and_keep_their_order(
    ledger: Ledger, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = 0
    begin = database.begin

    @asynccontextmanager
    async def counted() -> AsyncIterator[Any]:
        nonlocal begun
        begun += 1
        async with begin() as tx:
            yield tx

    monkeypatch.setattr(database, "begin", counted)
    order: list[int] = []

    def noting(number: int) -> Callable[[Any], Any]:
        async def write(_tx: Any) -> None:
            order.append(number)

        return write

    await asyncio.gather(*(ledger.put(noting(number)) for number in range(100)))
    assert order == list(range(100))
    assert begun <= 3


async def test_one_bad_write_costs_nobody_else_theirs(ledger: Ledger, database: Database) -> None:
    done = [ledger.put(creating(name)) for name in ("a", "b", "a", "c")]
    results = await asyncio.gather(*done, return_exceptions=True)
    assert [type(result) for result in results] == [type(None), type(None), sessions.SessionExists, type(None)]
    assert issubclass(sessions.SessionExists, Conflict)
    async with database.read() as tx:
        assert {one.id for one in (await sessions.page(tx)).items} == {"a", "b", "c"}


async def test_a_database_that_comes_back_is_waited_for(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_module, "RETRY_SECONDS", 0.01)
    tries = 0

    async def write(_tx: Any) -> None:
        nonlocal tries
        tries += 1
        if tries < 3:
            raise OSError("disk full")

    await ledger.put(write)
    assert tries == 3


async def test_a_database_that_does_not_is_said(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_module, "RETRY_SECONDS", 0.01)

    async def write(_tx: Any) -> None:
        raise OSError("disk full")

    with pytest.raises(NotStored, match="disk full"):
        await ledger.put(write)
    await ledger.put(creating("after"))


async def test_what_is_said_waits_for_a_database_that_is_gone(
    ledger: Ledger, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("RETRY_SECONDS", "OUTAGE_LOOK_SECONDS"):
        monkeypatch.setattr(ledger_module, name, 0.01)
    begin, answers, looks = database.begin, False, 0

    @asynccontextmanager
    async def gone() -> AsyncIterator[Any]:
        if not answers:
            raise ConnectionRefusedError
        async with begin() as tx:
            yield tx

    async def ping() -> bool:
        nonlocal answers, looks
        looks += 1
        answers = looks > 20
        return answers

    monkeypatch.setattr(database, "begin", gone)
    monkeypatch.setattr(database, "ping", ping)
    first, second = ledger.put(creating("s1")), ledger.put(creating("s2"))
    await asyncio.gather(first, second)
    assert looks > 20
    async with database.read() as tx:
        assert set(await sessions.several(tx, ["s1", "s2"])) == {"s1", "s2"}


async def test_sessions_of_another_process_are_left_alone(database: Database) -> None:
    async def lost_of(_tx: Any, session_ids: Collection[str]) -> set[str]:
        return {"lost"} & set(session_ids)

    ledger = Ledger(database, lost_of)
    ledger.start()
    lost, own = ledger.put(creating("lost"), "lost"), ledger.put(creating("own"), "own")
    with pytest.raises(LeaseLost):
        await lost
    await own
    await ledger.close()
    async with database.read() as tx:
        assert set(await sessions.several(tx, ["lost", "own"])) == {"own"}


async def test_closing_writes_what_waits(database: Database) -> None:
    ledger = Ledger(database)
    ledger.start()
    done = [ledger.put(creating(f"s{number}")) for number in range(5)]
    await ledger.close()
    assert all(one.done() and one.exception() is None for one in done)
