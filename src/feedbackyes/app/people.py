"""People and machines, for the command line."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from feedbackyes.api.services import now_ms
from feedbackyes.app.folder import make
from feedbackyes.domain.errors import InvalidInput
from feedbackyes.domain.principal import Principal, Role
from feedbackyes.settings import Settings
from feedbackyes.storage import Database, users


async def add_user(settings: Settings, name: str, role: str) -> str:
    """Store a person or machine and return their token. Raises `InvalidInput` for an unknown role."""
    if role not in set(Role):
        raise InvalidInput(f"There is no role {role!r}. Choose one of: {', '.join(Role)}.", param="role")
    async with _database(settings) as database, database.begin() as tx:
        return await users.add(tx, Principal(uuid.uuid4().hex, Role(role), name), at=now_ms())


async def list_users(settings: Settings) -> list[Principal]:
    """All of them, by name."""
    async with _database(settings) as database, database.read() as tx:
        return await users.every(tx)


@asynccontextmanager
async def _database(settings: Settings) -> AsyncIterator[Database]:
    make(settings.data)
    database = await Database.open(settings.sqlalchemy_url)
    try:
        yield database
    finally:
        await database.close()
