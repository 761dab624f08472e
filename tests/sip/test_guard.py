from __future__ import annotations

import pytest

from feedbackyes.domain.errors import InvalidInput
from feedbackyes.sip.guard import ASKED_PER_SECOND, MAX_ASKED, STRANGERS_PER_SECOND, Entry, Guard, Rules, networks


def guard(
    *allowed: str,
    accounts: bool = False,
    calls: int = 2,
    per_minute: int = 2,
    per_source: int = 20,
    trunks: frozenset[str] = frozenset(),
) -> Guard:
    return Guard(Rules(networks(allowed), accounts, calls, per_minute, per_source, trunks))


def test_addresses_on_the_list_are_let_in_and_others_asked_or_not() -> None:
    door = guard("192.0.2.7", "10.0.0.0/8", "2001:db8::/32")
    assert [door.entry(host) for host in ("192.0.2.7", "10.9.9.9", "2001:db8::1", "::ffff:10.0.0.1")] == [
        Entry.OPEN
    ] * 4
    assert [door.entry(host) for host in ("192.0.2.8", "2001:db9::1", "name")] == [Entry.CLOSED] * 3
    assert guard("10.0.0.0/8", accounts=True).entry("192.0.2.8") is Entry.ASK


def test_what_is_no_network_is_refused() -> None:
    with pytest.raises(InvalidInput, match=r"10\.0\.0\.0/8"):
        networks(["example.org"])


def test_a_caller_may_call_so_often_in_a_minute() -> None:
    door = guard()
    assert [door.wait_seconds("a", "", "10.0.0.1", now) for now in (0.0, 10.0, 20.0)] == [0, 0, 40]
    assert door.wait_seconds("b", "", "10.0.0.1", 20.0) == 0
    assert door.wait_seconds("a", "", "10.0.0.1", 61.0) == 0


def test_an_address_may_call_so_often_whatever_numbers_it_gives() -> None:
    door = guard(per_source=3)
    assert [door.wait_seconds(f"+49{number}", "", "10.0.0.1", 0.0) for number in range(4)] == [0, 0, 0, 60]
    assert door.wait_seconds("+490", "", "10.0.0.2", 0.0) == 0, "nobody calls in somebody else's name to shut them out"
    assert door.wait_seconds("+499", "", "10.0.0.1", 60.0) == 0


def test_an_account_is_one_caller_and_a_trunk_many_wherever_they_come_from() -> None:
    door = guard(accounts=True, per_source=3, trunks=frozenset({"trunk"}))
    assert [door.wait_seconds(f"+49{number}", "phone", f"192.0.2.{number}", 0.0) for number in range(3)] == [0, 0, 60]
    assert [door.wait_seconds(f"+49{number}", "trunk", f"192.0.2.{number}", 0.0) for number in range(4)] == [
        0,
        0,
        0,
        60,
    ]


def test_a_call_that_was_refused_does_not_count() -> None:
    door = guard(per_minute=1, per_source=2)
    assert [door.wait_seconds("a", "", "10.0.0.1", 0.0) for _ in range(5)] == [0, 60, 60, 60, 60]
    assert door.wait_seconds("b", "", "10.0.0.1", 0.0) == 0


def test_so_many_datagrams_of_strangers_are_read_in_a_second() -> None:
    door = guard("10.0.0.0/8")
    assert [door.reads("192.0.2.8", place / 1000) for place in range(STRANGERS_PER_SECOND)] == [True] * 50
    assert [door.reads(host, 0.9) for host in ("192.0.2.8", "192.0.2.9", "10.0.0.1")] == [False, False, True]
    assert door.reads("192.0.2.8", 1.0)
    assert not door.reads("192.0.2.8", 1.0)


def test_who_is_asked_for_a_password_is_read_so_often_and_not_at_the_cost_of_others() -> None:
    door = guard(accounts=True)
    assert all(door.reads("192.0.2.8", 0.0) for _ in range(ASKED_PER_SECOND))
    assert [door.reads(host, 0.5) for host in ("192.0.2.8", "192.0.2.9")] == [False, True]
    assert door.reads("192.0.2.8", 1.0)
    for number in range(MAX_ASKED):
        door.reads(f"10.0.{number // 256}.{number % 256}", 1.2)
    assert [door.reads(host, now) for host, now in (("10.9.9.9", 1.3), ("10.9.9.9", 2.5))] == [False, True]


def test_so_many_calls_have_room() -> None:
    assert [guard().room(calls) for calls in (0, 1, 2)] == [True, True, False]
