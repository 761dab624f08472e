"""Opening, migrating, transactions, and what survives a crash."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import textwrap
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from feedbackyes.domain.errors import InvalidInput
from feedbackyes.domain.session import Session, SessionState
from feedbackyes.storage import Database, sessions, turns, users
from feedbackyes.storage import database as storage_database
from feedbackyes.storage.database import READERS, DatabaseBusy, DatabaseClosed, DatabaseUnusable

WRITER = textwrap.dedent(
    """
    import asyncio, sys
    from feedbackyes.domain.session import Session, SessionState
    from feedbackyes.domain.transcript import Speaker, Turn
    from feedbackyes.storage import Database, sessions, turns

    async def main(url):
        database = await Database.open(url)
        async with database.begin() as tx:
            await sessions.create(tx, Session("s", "ann", None, SessionState.CREATED, 1))
        for seq in range(1, 100_000):
            async with database.begin() as tx:
                await turns.put(tx, Turn(f"t{seq}", "s", seq, Speaker.LEARNER, f"turn {seq}", 0, 1))
            print(seq, flush=True)

    asyncio.run(main(sys.argv[1]))
    """
)
OPENER = "import asyncio, sys; from feedbackyes.storage import Database; asyncio.run(Database.open(sys.argv[1]))"


def session(id_: str) -> Session:
    return Session(id_, "ann", None, SessionState.CREATED, 1)


async def test_what_a_killed_process_has_shown_is_there(url: str) -> None:
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", WRITER, url, stdout=asyncio.subprocess.PIPE)
    assert child.stdout is not None
    shown = 0
    while shown < 40:
        shown = int(await child.stdout.readline())
    child.kill()
    rest = (await child.stdout.read()).split()
    await child.wait()
    shown = int(rest[-1]) if rest else shown
    database = await Database.open(url)
    async with database.read() as tx:
        kept = await turns.every(tx, "s")
    await database.close()
    assert [turn.text for turn in kept[:shown]] == [f"turn {seq}" for seq in range(1, shown + 1)]
    assert len(kept) - shown <= 1


async def test_processes_that_start_at_once_agree_on_the_schema(url: str) -> None:
    children = [await asyncio.create_subprocess_exec(sys.executable, "-c", OPENER, url) for _ in range(3)]
    assert [await child.wait() for child in children] == [0, 0, 0]


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_it_waits_in_line_to_write_and_never_to_read(database: Database) -> None:
    order: list[str] = []
    entered, leave = asyncio.Event(), asyncio.Event()

    async def first() -> None:
        async with database.begin() as tx:
            await sessions.create(tx, session("first"))
            entered.set()
            await leave.wait()
            order.append("first")

    async def second() -> None:
        async with database.begin() as tx:
            assert await sessions.find(tx, "first") is not None
            order.append("second")

    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        tasks.create_task(first())
        await entered.wait()
        tasks.create_task(second())
        async with database.read() as tx:
            assert await sessions.find(tx, "first") is None
        leave.set()
    assert order == ["first", "second"]


async def test_two_processes_may_write_at_once(url: str, database: Database) -> None:
    other = await Database.open(url)

    async def write(to: Database, name: str) -> None:
        for number in range(20):
            async with to.begin() as tx:
                await sessions.create(tx, session(f"{name}{number}"))

    await asyncio.gather(write(database, "a"), write(other, "b"))
    await other.close()
    async with database.read() as tx:
        assert len((await sessions.page(tx, limit=100)).items) == 40


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_it_waits_for_a_connection_to_postgresql_and_opens_no_more_than_it_may(url: str) -> None:
    database = await Database.open(url, connections=5)
    who = text("SELECT pg_backend_pid() FROM pg_sleep(0.02)")

    async def ask(transaction: Callable[[], AbstractAsyncContextManager[AsyncSession]]) -> int:
        async with transaction() as tx:
            pid: int = (await tx.execute(who)).scalar_one()
            return pid

    writers: set[int] = set()
    readers: set[int] = set()
    for _ in range(3):
        writers |= set(await asyncio.gather(*(ask(database.begin) for _ in range(12))))
        readers |= set(await asyncio.gather(*(ask(database.read) for _ in range(12))))
    await database.close()
    assert (len(writers), len(readers)) == (2, 3)


async def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    async def twice() -> None:
        async with database.begin() as tx:
            await sessions.create(tx, session("s"))
            await sessions.create(tx, session("s"))

    with pytest.raises(sessions.SessionExists):
        await twice()
    async with database.read() as tx:
        assert await sessions.find(tx, "s") is None


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_sqlite_is_set_up_to_lose_nothing(database: Database) -> None:
    async with database.begin() as tx:
        settings = {
            name: (await tx.execute(text(f"PRAGMA {name}"))).scalar_one()
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        }
    assert settings == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1, "busy_timeout": 10_000}


async def test_readers_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError, match=r"read-?only"):
        async with database.read() as tx:
            await sessions.create(tx, session("s"))


async def test_a_closed_database_opens_no_connection_that_nobody_closes(tmp_path: Path) -> None:
    closed = await Database.open(f"sqlite:///{tmp_path / 'closed.db'}")
    await closed.close()
    for open_ in (closed.read, closed.begin):
        with pytest.raises(DatabaseClosed):
            async with open_():
                pass
    assert not await closed.ping()


async def test_ping_tells_whether_it_answers(tmp_path: Path) -> None:
    file = tmp_path / "test.db"
    database = await Database.open(f"sqlite:///{file}")
    assert await database.ping() is True
    await database.close()
    file.write_bytes(b"this is no database, however long one looks at it" * 100)
    for extra in ("-wal", "-shm"):
        file.with_name(file.name + extra).unlink(missing_ok=True)
    assert await database.ping() is False
    await database.close()


@pytest.mark.parametrize("url", ["no url at all", "sqlite+aiosqlite://", "sqlite:///:memory:"])
async def test_an_url_that_names_no_database_is_refused(url: str) -> None:
    with pytest.raises(InvalidInput):
        await Database.open(url)


async def test_a_driver_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    with pytest.raises(DatabaseUnusable, match=r"asyncpg is missing.*EXTRAS=postgres"):
        await Database.open("postgresql://nobody@127.0.0.1:1/none")


async def test_a_file_that_is_no_database_is_said_to_be_none(tmp_path: Path) -> None:
    file = tmp_path / "test.db"
    file.write_text("not a database " * 100)
    with pytest.raises(DatabaseUnusable, match=r"test\.db"):
        await Database.open(f"sqlite:///{file}")


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_an_open_database_is_not_disturbed_by_a_reader_from_outside(tmp_path: Path, database: Database) -> None:
    outside = sqlite3.connect(tmp_path / "test.db", isolation_level=None)
    outside.execute("BEGIN")
    outside.execute("SELECT count(*) FROM sessions").fetchone()
    async with database.begin() as tx:
        await sessions.create(tx, session("s"))
    assert outside.execute("SELECT count(*) FROM sessions").fetchone() == (0,)
    outside.close()


async def test_work_that_is_cancelled_midway_leaves_no_lock_and_no_trace(database: Database) -> None:
    async def write(number: int) -> None:
        async with database.begin() as tx:
            for part in range(50):
                await sessions.create(tx, session(f"cancelled-{number}-{part}"))
            await asyncio.Event().wait()

    for number in range(20):
        task = asyncio.create_task(write(number))
        for _ in range(number):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        async with asyncio.timeout(5), database.begin() as tx:
            await sessions.create(tx, session(f"kept-{number}"))
    async with database.read() as tx:
        found = (await sessions.page(tx, limit=500)).items
    assert {one.id for one in found} == {f"kept-{number}" for number in range(20)}


async def test_the_log_of_what_was_written_is_emptied_unless_somebody_reads_an_older_state(tmp_path: Path) -> None:
    place = tmp_path / "test.db"
    opened = await Database.open(f"sqlite+aiosqlite:///{place}")
    log = place.with_name("test.db-wal")

    async def write(name: str) -> None:
        async with opened.begin() as tx:
            await users.add_team(tx, name, name, at=1)

    await write("red")
    assert log.stat().st_size > 0
    assert await opened.scrub()
    assert log.stat().st_size == 0
    async with opened.read() as tx:
        await tx.execute(text("SELECT count(*) FROM teams"))
        await write("blue")
        assert not await opened.scrub()
    assert await opened.scrub()
    await opened.close()


async def test_who_finds_no_free_connection_is_told_to_try_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage_database, "WAIT_SECONDS", 0.05)
    database = await Database.open(f"sqlite:///{tmp_path / 'busy.db'}")
    async with AsyncExitStack() as held:
        for _ in range(READERS):
            await (await held.enter_async_context(database.read())).execute(text("SELECT 1"))
        with pytest.raises(DatabaseBusy, match="Try again"):
            async with database.read() as tx:
                await tx.execute(text("SELECT 1"))
        assert not await database.ping()
    assert await database.ping()
    await database.close()
