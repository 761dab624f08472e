"""Connections and transactions.

SQLite allows one writer at a time. All writing goes through one connection, whose pool is the queue, so that writers of
this process never poll for the lock; other processes are waited for by `busy_timeout`. Reading has connections of its
own: in WAL mode a reader neither waits nor makes a writer wait. PostgreSQL has writers side by side, which lock rows; what
is once connected stays so, because connecting anew costs both sides more than what is then asked, most of all when they are busy.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import event, text
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import NullPool

from feedbackyes.domain.errors import InvalidInput, NotReady
from feedbackyes.storage import migrate
from feedbackyes.telemetry import metrics

BUSY_MS = 10_000
READERS = 4
CONNECTIONS = 30
WAIT_SECONDS = 60
"""For a connection. Somebody who looks at a page has given up before; what a talk has to store is late rather than lost."""
SCRUB_TRIES, SCRUB_WAIT_SECONDS, SCRUB_BUSY_MS = 20, 0.1, 50
"""How the write-ahead log is emptied: so often, so far apart, and so long is a reader waited for."""
DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}


class DatabaseUnusable(NotReady):
    """The database cannot be opened; the message says which and why."""

    code = "database_unusable"


class DatabaseClosed(NotReady):
    """The server is going down. A connection that is opened now would never be closed."""

    code = "shutting_down"


class DatabaseBusy(NotReady):
    """All connections were in use for `WAIT_SECONDS`."""

    code = "database_busy"


class Database:
    """One database, migrated to the current schema. Made by `Database.open`."""

    def __init__(self, writer: AsyncEngine, reader: AsyncEngine) -> None:
        self._writer, self._reader = writer, reader
        self._write = async_sessionmaker(writer, expire_on_commit=False)
        self._read = async_sessionmaker(reader, expire_on_commit=False)
        self._closed = False

    @classmethod
    async def open(cls, url: str, *, connections: int = CONNECTIONS) -> Database:
        """Open and migrate the database at a SQLAlchemy URL, making a SQLite file and its folder when needed.

        Args:
            connections: to PostgreSQL, at most, half of them for writing.

        Raises:
            InvalidInput: `url` is no database URL.
            DatabaseUnusable: it cannot be reached, written or migrated, or its driver is not installed.
        """
        parsed = parse_url(url)
        try:
            database = cls(*_engines(parsed, connections))
        except ModuleNotFoundError as error:
            message = f"For this database {error.name} is missing. For PostgreSQL: make install EXTRAS=postgres."
            raise DatabaseUnusable(message) from error
        try:
            if _is_sqlite(parsed):
                await asyncio.to_thread(_prepare, Path(str(parsed.database)))
            await _migrate(parsed)
        except (SQLAlchemyError, sqlite3.Error, OSError) as error:
            await database.close()
            where = parsed.render_as_string(hide_password=True)
            raise DatabaseUnusable(f"The database {where} cannot be used: {error}.") from error
        return database

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """A transaction that may write. Committed when the block is left, rolled back when it raises.

        Raises:
            DatabaseClosed: `close` was called. DatabaseBusy: there is no connection to be had.
        """
        self._check_open()
        with metrics.WRITE.time():
            async with _patiently(), self._write.begin() as tx:
                yield tx

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A transaction that only reads; it sees one state of the database and never waits for a writer.

        Raises:
            DatabaseClosed: `close` was called. DatabaseBusy: there is no connection to be had.
        """
        self._check_open()
        async with _patiently(), self._read.begin() as tx:
            yield tx

    @property
    def engine_name(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._writer.dialect.name

    @asynccontextmanager
    async def alone(self, work: str) -> AsyncIterator[AsyncConnection | None]:
        """A connection to PostgreSQL whose statements each stand for themselves; None while another process does `work`.

        Raises:
            DatabaseClosed: `close` was called.
        """
        self._check_open()
        name = {"name": work}
        async with self._writer.connect() as opened:
            connection = await opened.execution_options(isolation_level="AUTOCOMMIT")
            free = text("SELECT pg_try_advisory_lock(hashtext(:name))")
            if not (await connection.execute(free, name)).scalar_one():
                yield None
                return
            try:
                yield connection
            finally:
                await connection.execute(text("SELECT pg_advisory_unlock(hashtext(:name))"), name)

    async def scrub(self) -> bool:
        """After deleting for good: leave no copy of it in SQLite's write-ahead log.

        In the file itself deleted rows are overwritten at once (`secure_delete`). PostgreSQL writes over its own in its own
        time, after a vacuum: see docs/privacy.md.

        Returns:
            False: somebody reads an older state of the database and so the log stays for now.
        """
        if self._writer.dialect.name != "sqlite":
            return True
        for _ in range(SCRUB_TRIES):
            if await self._empty_log():
                return True
            await asyncio.sleep(SCRUB_WAIT_SECONDS)
        return False

    async def _empty_log(self) -> bool:
        """Whether it could be done now. Who writes waits meanwhile, so readers are waited for but a moment."""
        async with self._writer.connect() as connection:
            driver = (await connection.get_raw_connection()).driver_connection
            if driver is None:
                return False
            await driver.execute(f"PRAGMA busy_timeout = {SCRUB_BUSY_MS}")
            try:
                cursor = await driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                busy, *_ = await cursor.fetchone()
                await cursor.close()
            finally:
                await driver.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        return not busy

    async def ping(self) -> bool:
        """Whether the database answers."""
        try:
            async with self.read() as tx:
                await tx.execute(text("SELECT 1"))
        except (SQLAlchemyError, OSError, NotReady):
            return False
        return True

    def _check_open(self) -> None:
        if self._closed:
            raise DatabaseClosed("The server is going down.")

    async def close(self) -> None:
        self._closed = True
        await self._writer.dispose()
        await self._reader.dispose()


@asynccontextmanager
async def _patiently() -> AsyncIterator[None]:
    try:
        yield
    except NoConnection as error:
        raise DatabaseBusy("The server has too much to do just now. Try again in a moment.") from error


def parse_url(url: str) -> URL:
    """A database URL with the driver that we use. Raises `InvalidInput` when it is none."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise InvalidInput("The database URL cannot be read.", param="FEEDBACKYES_DATABASE_URL") from error
    if _is_sqlite(parsed) and parsed.database in {None, "", ":memory:"}:
        raise InvalidInput("The database URL must name a file.", param="FEEDBACKYES_DATABASE_URL")
    driver = DRIVERS.get(parsed.drivername)
    return parsed.set(drivername=driver) if driver else parsed


async def revision_at(url: URL) -> str | None:
    """The revision of a database, which is not migrated by this; None: it has no tables of ours.

    Raises:
        DatabaseUnusable: it cannot be reached.
    """
    engine = _engine(url, poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(migrate.current)
    except (SQLAlchemyError, OSError) as error:
        where = url.render_as_string(hide_password=True)
        raise DatabaseUnusable(f"The database {where} cannot be used: {error}.") from error


def _is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _engines(url: URL, connections: int) -> tuple[AsyncEngine, AsyncEngine]:
    if not _is_sqlite(url):
        writers = connections // 2
        reads = {"execution_options": {"postgresql_readonly": True}}
        both = _pooled(url, writers), _pooled(url, connections - writers, **reads)
        for engine in both:
            event.listen(engine.sync_engine, "connect", _configure_postgres)
        return both
    writer, reader = _pooled(url, 1), _pooled(url, READERS)
    _configure_sqlite(writer, "BEGIN IMMEDIATE", "PRAGMA foreign_keys = ON", "PRAGMA secure_delete = ON")
    _configure_sqlite(reader, "BEGIN", "PRAGMA query_only = ON")
    return writer, reader


async def _migrate(url: URL) -> None:
    """Over a connection without foreign keys: SQLite alters a table by making it anew, and dropping the old one
    would take the rows that point to it along."""
    engine = _engine(url, poolclass=NullPool)
    if _is_sqlite(url):
        _configure_sqlite(engine, "BEGIN IMMEDIATE", "PRAGMA foreign_keys = OFF")
    async with engine.begin() as connection:
        await connection.run_sync(migrate.upgrade)


def _pooled(url: URL, size: int, **options: Any) -> AsyncEngine:
    return _engine(url, pool_size=size, max_overflow=0, pool_timeout=WAIT_SECONDS, **options)


def _engine(url: URL, **options: Any) -> AsyncEngine:
    return create_async_engine(
        url,
        hide_parameters=True,  # what was said is in them, and errors are logged
        json_serializer=lambda value: msgspec.json.encode(value).decode(),
        json_deserializer=msgspec.json.decode,
        **options,
    )


def _prepare(file: Path) -> None:
    """Make the file and switch it to WAL. The switch does not wait for other processes by itself, so we do."""
    file.parent.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + BUSY_MS / 1000
    while True:
        connection = sqlite3.connect(file, timeout=BUSY_MS / 1000)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return
        finally:
            connection.close()


def _configure_postgres(connection: Any, _record: object) -> None:
    """Our queries take milliseconds; compiling one first, which PostgreSQL does when it overestimates it, takes 25."""
    cursor = connection.cursor()
    cursor.execute("SET jit = off")
    cursor.close()
    connection.commit()


def _configure_sqlite(engine: AsyncEngine, begin: str, *pragmas: str) -> None:
    """Transactions are begun by us: the driver's own begin is deferred, and a deferred one that writes later can fail."""

    def connected(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        cursor.execute("PRAGMA synchronous = NORMAL")
        for pragma in pragmas:
            cursor.execute(pragma)
        cursor.close()

    def begun(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine.sync_engine, "connect", connected)
    event.listen(engine.sync_engine, "begin", begun)
