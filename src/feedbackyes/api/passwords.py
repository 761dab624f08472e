"""Passwords: hashed with Argon2id, off the event loop, and few at a time, since each takes 64 MiB and a tenth of a second."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from feedbackyes.domain.errors import TooMany

T = TypeVar("T")
AT_ONCE = 2
MOST_WAITING = 32


class Passwords:
    """Parameters are the second recommendation of RFC 9106, section 4, which is the library's default."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0
        # Of nobody: who is not known has to take as long as who is. It matches no password.
        self._nobodys = ""

    async def hash(self, password: str) -> str:
        """Raises `TooMany` when many others are waiting."""
        return await self._in_turn(lambda: self._hasher.hash(password))

    async def verify(self, hashed: str | None, password: str) -> bool:
        """Whether it is the password; of somebody who has none it takes as long to say no. Raises `TooMany`."""
        if hashed is None and not self._nobodys:
            self._nobodys = await self.hash("")
        return await self._in_turn(lambda: self._matches(hashed or self._nobodys, password)) and hashed is not None

    def stale(self, hashed: str) -> bool:
        """Whether it was hashed with other parameters than those of today."""
        return self._hasher.check_needs_rehash(hashed)

    def _matches(self, hashed: str, password: str) -> bool:
        try:
            return self._hasher.verify(hashed, password)
        except (VerificationError, InvalidHashError):
            return False

    async def _in_turn(self, work: Callable[[], T]) -> T:
        if self._waiting >= MOST_WAITING:
            raise TooMany("Many people are signing in at once. Try again in a few seconds.", code="busy", retry_after=5)
        self._waiting += 1
        try:
            async with self._turn:
                return await asyncio.to_thread(work)
        finally:
            self._waiting -= 1
