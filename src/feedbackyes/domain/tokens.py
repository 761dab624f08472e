"""Tokens that stand for something for a while."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from feedbackyes.domain.errors import TooMany

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Held(Generic[T]):
    value: T
    until: float


class ShortLived(Generic[T]):
    """Values, each to be had by whoever shows the random token that was given out for it. Only hashes are kept.

    Args:
        prefix: of every token. most: tokens that are remembered at once. Times are seconds of any one clock.
    """

    def __init__(self, prefix: str, most: int) -> None:
        self._prefix = prefix
        self._most = most
        self._held: dict[bytes, _Held[T]] = {}

    def issue(self, value: T, *, now: float, until: float) -> str:
        """A token for `value` that holds before `until`.

        Raises:
            TooMany: there are as many as can be remembered.
        """
        if len(self._held) >= self._most:
            self._held = {key: held for key, held in self._held.items() if held.until > now}
        if len(self._held) >= self._most:
            raise TooMany("Too many tokens are waiting to be used. Try again in a minute.", code="token_quota")
        token = f"{self._prefix}{secrets.token_urlsafe(32)}"
        self._held[_hash(token)] = _Held(value, until)
        return token

    def find(self, token: str, *, now: float) -> T | None:
        """What `token` stands for; None when it was never given out, or its time is over."""
        held = self._held.get(_hash(token))
        return held.value if held is not None and held.until > now else None

    def take(self, token: str, *, now: float) -> T | None:
        """The same, once: afterwards the token stands for nothing."""
        held = self._held.pop(_hash(token), None)
        return held.value if held is not None and held.until > now else None

    def learn(self, token: str, value: T, until: float) -> None:
        """Know a token that another process has given out."""
        self._held[_hash(token)] = _Held(value, until)

    def drop(self, which: Callable[[T], bool]) -> list[bytes]:
        """Forget the tokens of values that `which` is true of; gives their SHA-256."""
        gone = [key for key, held in self._held.items() if which(held.value)]
        for key in gone:
            del self._held[key]
        return gone

    def __contains__(self, token: str) -> bool:
        """Whether the token was given out here; its time may be over."""
        return _hash(token) in self._held


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
