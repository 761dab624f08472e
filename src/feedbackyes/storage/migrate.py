"""Bring a database to the current schema, from inside the program."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlalchemy.engine import Connection

LOCK = 7_034_518_211
"""Any fixed number: the advisory lock of PostgreSQL under which one process at a time migrates."""


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Migrate up to `revision` within the caller's transaction; a second process waits, then finds nothing to do."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    command.upgrade(config(connection), revision)


def downgrade(connection: Connection, revision: str) -> None:
    """Migrate down to `revision` (`base`: before the first table) within the caller's transaction."""
    command.downgrade(config(connection), revision)


def config(connection: Connection) -> Config:
    """Alembic's configuration, with the connection that `migrations/env.py` is to use."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    made.attributes["connection"] = connection
    return made
