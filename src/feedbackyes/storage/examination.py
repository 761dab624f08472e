"""A look at a database, without changing it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from feedbackyes.storage import migrate
from feedbackyes.storage.database import DatabaseUnusable, parse_url


@dataclass(frozen=True, slots=True)
class Examined:
    """What is there.

    Args:
        revision: None: it has no tables yet. head: what this version brings it to at its start.
        now: the time there; None for a file.
    """

    kind: str
    revision: str | None
    head: str
    now: datetime | None


async def examine(url: str) -> Examined:
    """Connect to the database at a SQLAlchemy URL.

    Raises:
        InvalidInput: `url` is no database URL.
        DatabaseUnusable: it cannot be reached, or its driver is not installed.
    """
    parsed = parse_url(url)
    kind = parsed.get_backend_name()
    if kind == "sqlite" and not await asyncio.to_thread(Path(str(parsed.database)).exists):
        return Examined(kind, None, migrate.HEAD, None)
    where = parsed.render_as_string(hide_password=True)
    try:
        engine = create_async_engine(parsed, poolclass=NullPool)
        async with engine.connect() as connection:
            revision = await connection.run_sync(migrate.current)
            now = None if kind == "sqlite" else (await connection.execute(text("SELECT now()"))).scalar_one()
    except ModuleNotFoundError as error:
        raise DatabaseUnusable(f"For {where}, {error.name} is missing: make install EXTRAS=postgres.") from error
    except (SQLAlchemyError, OSError, TimeoutError) as error:
        raise DatabaseUnusable(f"{where} cannot be reached: {error}") from error
    return Examined(kind, revision, migrate.HEAD, None if now is None else now.astimezone(UTC))
