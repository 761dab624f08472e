"""People and their tokens."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from feedbackyes.domain.principal import Principal, Role
from feedbackyes.storage import Database, schema, users

ANN = Principal("ann", Role.TRAINER, "Ann", "red")


async def test_a_token_finds_its_owner(database: Database) -> None:
    async with database.begin() as tx:
        await users.add_team(tx, "red", "Red", at=1)
        token = await users.add(tx, ANN, at=1)
        second = await users.add_token(tx, ANN, at=2, label="phone")
    async with database.read() as tx:
        assert await users.by_token(tx, token) == ANN
        assert await users.by_token(tx, second) == ANN
        assert await users.by_token(tx, token + "x") is None
        assert await users.every(tx) == [ANN]


async def test_tokens_are_not_stored(database: Database) -> None:
    async with database.begin() as tx:
        token = await users.add(tx, Principal("bob", Role.LEARNER, "Bob"), at=1)
        stored = [str(row) for row in await tx.execute(select(schema.api_tokens))]
    assert token.startswith("fy_")
    assert len(token) > 40
    assert all(token[3:] not in row for row in stored)


async def test_a_taken_id_or_an_unknown_team_is_a_conflict(database: Database) -> None:
    async with database.begin() as tx:
        await users.add(tx, Principal("bob", Role.LEARNER), at=1)
    for wrong in (Principal("bob", Role.ADMIN), ANN):
        with pytest.raises(users.UserExists):
            async with database.begin() as tx:
                await users.add(tx, wrong, at=2)
