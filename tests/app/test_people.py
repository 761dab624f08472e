"""People, from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedbackyes.app import add_user, list_users
from feedbackyes.domain.errors import InvalidInput
from feedbackyes.domain.principal import Role
from feedbackyes.settings import Settings
from feedbackyes.storage import Database, users


async def test_who_is_added_is_listed_and_known_by_the_token(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "new")
    token = await add_user(settings, "Ann", "trainer")
    (ann,) = await list_users(settings)
    assert (ann.name, ann.role) == ("Ann", Role.TRAINER)
    database = await Database.open(settings.sqlalchemy_url)
    async with database.read() as tx:
        assert await users.by_token(tx, token) == ann
    await database.close()


async def test_an_unknown_role_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="admin, trainer, learner"):
        await add_user(Settings(data=tmp_path), "Ann", "boss")
