"""Turns as stored."""

from __future__ import annotations

from dataclasses import replace

import pytest

from feedbackyes.domain.errors import InvalidInput
from feedbackyes.domain.session import Session, SessionState
from feedbackyes.domain.transcript import Speaker, Turn, TurnState, Word
from feedbackyes.storage import Database, sessions, turns
from feedbackyes.storage.turns import TurnRefused

WORDS = (Word("hello", 0, 300, 0.9), Word("there", 300, 650))
TURN = Turn("t1", "s", 1, Speaker.PARTNER, "hello there", 0, 650, 0.85, WORDS, TurnState.SPEAKING, False, False)


@pytest.fixture(autouse=True)
async def _session(database: Database) -> None:
    async with database.begin() as tx:
        await sessions.create(tx, Session("s", "ann", "red", SessionState.CREATED, 1))


async def test_a_turn_is_read_back_equal(database: Database) -> None:
    async with database.begin() as tx:
        assert await turns.put(tx, TURN) == TURN
    async with database.read() as tx:
        assert await turns.every(tx, "s") == (TURN,)


async def test_a_character_that_no_database_takes_is_replaced(database: Database) -> None:
    async with database.begin() as tx:
        await turns.put(tx, replace(TURN, text="hel\0lo", words=(Word("hel\0lo", 0, 300),)))
        assert [(turn.text, turn.words[0].text) for turn in await turns.every(tx, "s")] == [("hel\ufffdlo", "hel\0lo")]


async def test_putting_again_replaces(database: Database) -> None:
    final = replace(TURN, text="hello", words=WORDS[:1], state=TurnState.FINAL, cuts_in=True, end_ms=300)
    async with database.begin() as tx:
        await turns.put(tx, TURN)
        await turns.put(tx, final)
        assert await turns.every(tx, "s") == (final,)


async def test_places_are_given_in_order_and_kept(database: Database) -> None:
    async with database.begin() as tx:
        first = await turns.put(tx, replace(TURN, seq=0))
        second = await turns.put(tx, replace(TURN, id="t2", seq=0))
        again = await turns.put(tx, replace(TURN, seq=0, text="changed"))
        assert (first.seq, second.seq, again.seq) == (1, 2, 1)
        assert [turn.text for turn in await turns.every(tx, "s")] == ["changed", "hello there"]


async def test_a_taken_place_or_an_unknown_session_is_refused(database: Database) -> None:
    async with database.begin() as tx:
        await turns.put(tx, TURN)
    for wrong in (replace(TURN, id="t2"), replace(TURN, session_id="nobody")):
        with pytest.raises(turns.TurnRefused):
            async with database.begin() as tx:
                await turns.put(tx, wrong)


async def test_pages_follow_each_other(database: Database) -> None:
    async with database.begin() as tx:
        for seq in range(1, 6):
            await turns.put(tx, replace(TURN, id=f"t{seq}", seq=seq))
        first = await turns.page(tx, "s", limit=3)
        second = await turns.page(tx, "s", cursor=first.next_cursor, limit=3)
        assert [turn.seq for turn in (*first.items, *second.items)] == [1, 2, 3, 4, 5]
        assert second.next_cursor is None
        assert await turns.count(tx, ["s", "nobody"]) == {"s": 5}


@pytest.mark.parametrize("cursor", ["x", "-1", "²", "1.5", "9" * 30])
async def test_a_made_up_cursor_is_refused(database: Database, cursor: str) -> None:
    async with database.read() as tx:
        with pytest.raises(InvalidInput):
            await turns.page(tx, "s", cursor=cursor)


async def test_turns_that_are_being_spoken_grow_until_they_are_final(database: Database) -> None:
    session = Session("s", "ann", "red", SessionState.CREATED, 1)
    async with database.begin() as tx:
        await turns.keep_spoken(tx, [(session, replace(TURN, text="hello", words=WORDS[:1]))])
        await turns.keep_spoken(tx, [(session, TURN), (session, replace(TURN, id="t2", seq=2))])
        assert await turns.every(tx, "s") == (TURN, replace(TURN, id="t2", seq=2))
        final = await turns.put(tx, replace(TURN, state=TurnState.FINAL, text="hello"))
        await turns.keep_spoken(tx, [(session, TURN)])
        assert (await turns.every(tx, "s"))[0] == final


async def test_a_spoken_turn_needs_its_session(database: Database) -> None:
    unknown = Session("none", "ann", "red", SessionState.CREATED, 1)
    async with database.begin() as tx:
        with pytest.raises(TurnRefused):
            await turns.keep_spoken(tx, [(unknown, replace(TURN, session_id="none"))])
