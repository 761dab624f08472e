"""Bring a database to the current schema, from inside the program.

Alembic is imported only when there is something to do: it takes a third of a second, which every start would pay.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

from feedbackyes.domain.errors import NotReady

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0020"
"""The newest revision in `migrations/versions`."""
LOCK = 7_034_518_211
"""Any fixed number: the advisory lock of PostgreSQL under which one process at a time migrates."""


class DatabaseNewer(NotReady):
    """The database was migrated by a newer version, whose tables this one does not know."""

    code = "database_newer"


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Migrate up to `revision` within the caller's transaction; a second process waits, then finds nothing to do.

    Raises:
        DatabaseNewer: it was migrated beyond what this version knows.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    there = current(connection)
    if revision in {"head", HEAD} and there == HEAD:
        return
    if there is not None:
        check_known(there)
    from alembic import command

    command.upgrade(config(connection), revision)


def downgrade(connection: Connection, revision: str) -> None:
    """Migrate down to `revision` (`base`: before the first table) within the caller's transaction."""
    from alembic import command

    command.downgrade(config(connection), revision)


def check_known(revision: str) -> None:
    """Raise `DatabaseNewer` unless this version has a revision."""
    if not any((Path(__file__).parent / "migrations/versions").glob(f"{revision}_*.py")):
        raise DatabaseNewer(
            f"The database is of a newer FeedbackYes: it has revision {revision}, this version ends at {HEAD}. "
            "Install the newer version again, or restore a backup from before."
        )


def current(connection: Connection) -> str | None:
    """The revision that a database is at; None before the first."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def config(connection: Connection) -> Config:
    """Alembic's configuration, with the connection that `migrations/env.py` is to use."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    made.attributes["connection"] = connection
    return made
