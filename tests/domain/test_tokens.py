from __future__ import annotations

import pytest

from feedbackyes.domain.errors import TooMany
from feedbackyes.domain.tokens import ShortLived


def test_a_token_stands_for_its_value_for_a_while() -> None:
    held: ShortLived[str] = ShortLived("ek_", 10)
    token = held.issue("a", now=100, until=160)
    assert token.startswith("ek_")
    assert len(token) > 40
    assert [held.find(token, now=now) for now in (100, 159.9, 160)] == ["a", "a", None]
    assert token in held
    assert held.find(token + "x", now=100) is None
    assert token + "x" not in held


def test_no_two_are_alike() -> None:
    held: ShortLived[int] = ShortLived("t", 1000)
    tokens = {held.issue(number, now=0, until=1): number for number in range(1000)}
    assert len(tokens) == 1000
    assert all(held.find(token, now=0) == number for token, number in tokens.items())


def test_the_old_make_room_for_others() -> None:
    held: ShortLived[str] = ShortLived("t", 2)
    short, long = held.issue("short", now=0, until=10), held.issue("long", now=0, until=100)
    with pytest.raises(TooMany):
        held.issue("third", now=5, until=50)
    third = held.issue("third", now=10, until=50)
    assert [held.find(token, now=20) for token in (short, long, third)] == [None, "long", "third"]
