"""Hashing passwords, few at a time."""

from __future__ import annotations

import asyncio
import threading

import pytest
from argon2 import PasswordHasher

from feedbackyes.api import passwords
from feedbackyes.api.passwords import Passwords
from feedbackyes.domain.errors import TooMany
from tests.api.accounts import QUICK


async def test_only_the_password_fits_and_nobody_has_none() -> None:
    hashing = Passwords(QUICK)
    hashed = await hashing.hash("correct horse battery")
    assert hashed.startswith("$argon2id$")
    assert await hashing.verify(hashed, "correct horse battery")
    assert not await hashing.verify(hashed, "correct horse battery ")
    assert not await hashing.verify(None, "correct horse battery")
    assert not await hashing.verify(None, "")
    assert not await hashing.verify("not a hash", "correct horse battery")


async def test_a_hash_of_other_parameters_is_stale() -> None:
    hashed = await Passwords(QUICK).hash("correct horse battery")
    assert not Passwords(QUICK).stale(hashed)
    assert Passwords().stale(hashed)


class Slow(PasswordHasher):
    """Waits to be let go on, and counts how many are at work."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.go, self.at_work, self.most = threading.Event(), 0, 0

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        self.at_work += 1
        self.most = max(self.most, self.at_work)
        self.go.wait(10)
        self.at_work -= 1
        return "done"


async def test_few_are_hashed_at_once_and_of_many_some_are_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "MOST_WAITING", 5)
    slow = Slow()
    hashing = Passwords(slow)
    waiting = [asyncio.create_task(hashing.hash("x")) for _ in range(5)]
    await asyncio.sleep(0)
    with pytest.raises(TooMany) as refused:
        await hashing.hash("x")
    assert refused.value.retry_after == 5
    slow.go.set()
    assert await asyncio.gather(*waiting) == ["done"] * 5
    assert slow.most <= passwords.AT_ONCE
