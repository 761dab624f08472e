"""The migrations say what the tables say, and can be gone up and down with data inside."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    Integer,
    MetaData,
    Numeric,
    String,
    event,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from feedbackyes.storage import migrate, schema

Check = Callable[[Connection], None]


@pytest.fixture
async def engine(empty_url: str) -> AsyncIterator[AsyncEngine]:
    made = create_async_engine(empty_url, poolclass=NullPool)
    if made.dialect.name == "sqlite":
        event.listen(made.sync_engine, "connect", lambda raw, _: setattr(raw, "isolation_level", None))
        event.listen(made.sync_engine, "begin", lambda begun: begun.exec_driver_sql("BEGIN"))
    yield made
    await made.dispose()


def on_each_database(check: Check) -> Callable[[AsyncEngine], Awaitable[None]]:
    async def test(engine: AsyncEngine) -> None:
        async with engine.begin() as opened:
            await opened.run_sync(check)

    return test


def revisions(connection: Connection) -> list[str]:
    script = ScriptDirectory.from_config(migrate.config(connection))
    return [revision.revision for revision in reversed(list(script.walk_revisions()))]


@on_each_database
def test_migrated_and_described_tables_are_the_same(connection: Connection) -> None:
    migrate.upgrade(connection)
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    assert compare_metadata(context, schema.metadata) == []


@on_each_database
def test_every_step_can_be_gone_down_and_up_again_with_data(connection: Connection) -> None:
    steps = revisions(connection)
    migrate.upgrade(connection)
    connection.execute(insert(schema.teams).values(id="red", name="Red", created_at=1))
    connection.execute(insert(schema.users).values(id="ann", name="Ann", role="learner", team_id="red", created_at=1))
    for step in reversed(steps[:-1]):
        migrate.downgrade(connection, step)
    migrate.upgrade(connection)
    assert connection.execute(select(schema.users.c.name)).scalars().all() == ["Ann"]
    migrate.downgrade(connection, "base")
    assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    migrate.upgrade(connection)
    assert connection.execute(select(schema.users.c.name)).scalars().all() == []


def fill(connection: Connection, number: int) -> dict[str, int]:
    """Put a row into every table that there is, with a value in every column. How many rows each has then."""
    found = MetaData()
    found.reflect(connection)
    counts = {}
    for table in found.sorted_tables:
        if table.name != "alembic_version":
            connection.execute(insert(table).values({column: value(column, number) for column in table.columns}))
            counts[table.name] = count(connection, table.name)
    return counts


def count(connection: Connection, table: str) -> int:
    return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def value(column: Column[Any], number: int) -> object:
    """One that suits the column's kind; of one number all keys are alike, so that rows find what they point to."""
    if column.table.name == "users" and column.name == "role":
        return "learner"
    match column.type:
        case Boolean():
            return False
        case Integer() | Float() | Numeric():
            return number
        case JSON():
            return [number]
        case String(length=length) if length is not None and length < 5:
            return f"{number}"[:length]
        case _:
            return f"row{number}"


def rows_kept(connection: Connection, before: dict[str, int]) -> None:
    there = set(inspect(connection).get_table_names())
    assert {name: count(connection, name) for name in before if name in there} == {
        name: number for name, number in before.items() if name in there
    }


@on_each_database
def test_every_revision_takes_the_data_of_those_before_and_after(connection: Connection) -> None:
    steps = revisions(connection)
    counts: dict[str, int] = {}
    for number, step in enumerate(steps, 1):
        migrate.upgrade(connection, step)
        rows_kept(connection, counts)
        counts = fill(connection, number)
    for step in reversed(steps[:-1]):
        migrate.downgrade(connection, step)
        rows_kept(connection, counts)
    kept = {name: counts[name] for name in inspect(connection).get_table_names() if name in counts}
    migrate.upgrade(connection)
    rows_kept(connection, kept)
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    assert compare_metadata(context, schema.metadata) == []


@on_each_database
def test_a_database_of_a_newer_version_is_refused(connection: Connection) -> None:
    migrate.upgrade(connection)
    connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(migrate.DatabaseNewer, match="revision 9999"):
        migrate.upgrade(connection)


@on_each_database
def test_migrating_twice_changes_nothing(connection: Connection) -> None:
    migrate.upgrade(connection)
    connection.execute(insert(schema.teams).values(id="red", name="Red", created_at=1))
    migrate.upgrade(connection)
    assert connection.execute(select(schema.teams.c.id)).scalars().all() == ["red"]


@on_each_database
def test_there_is_one_line_of_revisions_and_its_end_is_known(connection: Connection) -> None:
    assert ScriptDirectory.from_config(migrate.config(connection)).get_heads() == [migrate.HEAD]
    assert migrate.current(connection) is None
    migrate.upgrade(connection)
    assert migrate.current(connection) == migrate.HEAD


def test_every_row_knows_whose_it_is() -> None:
    for table in schema.metadata.sorted_tables:
        owners = (
            {"team_id"} if table is schema.users else {"owner_id"} if table is schema.teams else {"owner_id", "team_id"}
        )
        assert owners <= set(table.columns.keys()), table.name
