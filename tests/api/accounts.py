"""People with passwords, and browsers that they sign in with."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

import httpx
from argon2 import PasswordHasher

from feedbackyes.api.passwords import Passwords
from feedbackyes.domain.people import Person
from feedbackyes.domain.principal import Role, TrainerKind
from feedbackyes.storage import people
from tests.api.conftest import World

PASSWORD = "correct horse battery"


QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Argon2 all the same, with as little work as it takes."""


@cache
def hashed() -> str:
    return QUICK.hash(PASSWORD)


async def enrol(
    world: World,
    name: str,
    role: Role = Role.LEARNER,
    *,
    team: str | None = None,
    kind: TrainerKind | None = None,
    password: bool = True,
) -> Person:
    """Somebody who signs in with `PASSWORD`; their id is `name`, and their address that at example.org."""
    world.services.accounts.passwords = Passwords(QUICK)
    made = Person(
        id=name,
        name=name.title(),
        role=role,
        team_id=team,
        created_at=1,
        trainer_kind=kind,
        email=f"{name}@example.org",
        email_verified=True,
    )
    async with world.services.database.begin() as tx:
        await people.add(tx, made, password_hash=hashed() if password else None)
    return made


@asynccontextmanager
async def browser(world: World, who: str | None = None, **options: Any) -> AsyncIterator[httpx.AsyncClient]:
    """A browser on our own page, signed in if `who` is given."""
    base_url = options.pop("base_url", "http://localhost:8000")
    async with world.client(base_url=base_url, headers={"Origin": base_url}, **options) as client:
        if who is not None:
            body = {"email": f"{who}@example.org", "password": PASSWORD}
            assert (await client.post("/api/auth/login", json=body)).status_code == 200
        yield client
