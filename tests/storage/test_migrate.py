"""The migrations say what the tables say, and can be gone up and down with data inside."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import event, insert, inspect, select
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
