"""A real database of the test's own: a file of SQLite, and where PostgreSQL is installed one of a server of the tests'."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from feedbackyes.storage import Database
from tests import postgres

TEMPLATE = "migrated"


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A server with a database that is migrated, of which others are copied."""
    if postgres.programs() is None:
        pytest.skip("PostgreSQL is not installed (Debian: postgresql).")
    with postgres.server() as url:
        asyncio.run(_template(url))
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Of a database that is made and migrated when it is opened, or is there and migrated already."""
    return _sqlite(tmp_path) if request.param == "sqlite" else _copy(request, TEMPLATE)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Of a database without tables, with the driver's name."""
    if request.param == "sqlite":
        return _sqlite(tmp_path)
    return _copy(request, "template1").replace("postgresql", "postgresql+asyncpg")


@pytest.fixture
def other_url(request: pytest.FixtureRequest, url: str, tmp_path: Path) -> str:
    """Of another database of the same kind, without tables."""
    return _sqlite(tmp_path / "other") if url.startswith("sqlite") else _copy(request, "template1")


def _sqlite(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder / 'test.db'}"


def _copy(request: pytest.FixtureRequest, template: str) -> str:
    server: str = request.getfixturevalue("postgres_url")
    name = f"test_{uuid.uuid4().hex}"
    asyncio.run(_execute(server, f"CREATE DATABASE {name} TEMPLATE {template}"))
    return f"{server}/{name}"


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    opened = await Database.open(url)
    yield opened
    await opened.close()


async def _template(server: str) -> None:
    await _execute(server, f"CREATE DATABASE {TEMPLATE}")
    database = await Database.open(f"{server}/{TEMPLATE}")
    await database.close()


async def _execute(server: str, statement: str) -> None:
    engine = create_async_engine(f"{server}/postgres".replace("postgresql", "postgresql+asyncpg"))
    async with engine.connect() as connection:
        await (await connection.execution_options(isolation_level="AUTOCOMMIT")).execute(text(statement))
    await engine.dispose()
