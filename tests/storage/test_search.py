"""Everything that one has said or heard is found by its words, and nothing of others."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import func, select, text

from feedbackyes.domain.correction import Correction
from feedbackyes.domain.session import Session, SessionState
from feedbackyes.domain.transcript import Speaker, Turn, TurnState
from feedbackyes.storage import Database, corrections, schema, search, sessions, turns


@pytest.fixture
async def talks(database: Database) -> Database:
    said = {
        "old": ("ann", ["The report was late.", "A late report again.", "100% sure, über alles."]),
        "new": ("ann", ["Sorry, the REPORT was late."]),
        "bobs": ("bob", ["The report was late."]),
    }
    async with database.begin() as tx:
        for number, (id_, (owner, texts)) in enumerate(said.items()):
            session = Session(id_, owner, None, SessionState.CREATED, number)
            await sessions.create(tx, session)
            for place, text in enumerate(texts, 1):
                await turns.put(
                    tx, Turn(f"t{place}", id_, place, Speaker.LEARNER, text, place * 1000, place * 1000 + 1)
                )
    await search.prepare(database)
    return database


async def found(database: Database, *words: str, owner: str = "ann") -> list[tuple[str, str, int]]:
    async with database.read() as tx:
        page = await search.talks(tx, owner, words)
    return [(one.session.id, one.turn_id, one.more) for one in page.items]


async def test_the_newest_talk_first_with_its_first_turn(talks: Database) -> None:
    assert await found(talks, "report", "Late") == [("new", "t1", 0), ("old", "t1", 1)]


async def test_all_words_are_in_one_turn(talks: Database) -> None:
    assert await found(talks, "again", "report") == [("old", "t2", 0)]
    assert await found(talks, "again", "sorry") == []


@pytest.mark.parametrize(
    ("word", "hits"),
    [("100%", 1), ("0%s", 0), ("_", 0), ("\\", 0), ("ÜBER", 1), ("Über", 1), ("uber", 1), ("' OR 1=1 --", 0)],
)
async def test_letters_are_letters_and_case_is_none(talks: Database, word: str, hits: int) -> None:
    assert len(await found(talks, word)) == hits


async def test_what_was_corrected_is_found_as_it_was_said(talks: Database) -> None:
    async with talks.begin() as tx:
        await corrections.put(
            tx, await sessions.get(tx, "new"), Correction("new", "t1", "Sorry, the resort was late.", 5)
        )
    assert await found(talks, "report") == [("old", "t1", 1)]
    assert await found(talks, "resort") == [("new", "t1", 0)]


async def test_pages_go_on_where_the_last_one_ended(talks: Database) -> None:
    async with talks.read() as tx:
        first = await search.talks(tx, "ann", ["report"], limit=1)
        rest = await search.talks(tx, "ann", ["report"], cursor=first.next_cursor, limit=1)
    assert [one.session.id for one in [*first.items, *rest.items]] == ["new", "old"]
    assert rest.next_cursor is None


async def test_postgresql_finds_by_an_index_that_is_made_once_while_talks_go_on(talks: Database) -> None:
    if talks.engine_name != "postgresql":
        pytest.skip("SQLite looks at talk after talk.")
    async with talks.begin() as tx:  # a talk that goes on does not wait for the index, nor it for the talk's end
        await turns.put(tx, Turn("t9", "new", 9, Speaker.LEARNER, "Something else.", 9, 10))
    await asyncio.gather(search.prepare(talks), search.prepare(talks))
    async with talks.read() as tx:
        await tx.execute(text("SET LOCAL enable_seqscan = off"))
        said = func.coalesce(schema.turns.c.folded, func.lower(schema.turns.c.text)).like("%report%")
        query = select(schema.turns.c.id).where(said, schema.turns.c.state == "final")
        plan = (
            await tx.execute(text(f"EXPLAIN {query.compile(tx.get_bind(), compile_kwargs={'literal_binds': True})}"))
        ).scalars()
        assert any(search.INDEX in line for line in plan)


async def test_what_is_being_said_is_found_once_it_has_been(talks: Database) -> None:
    turn = Turn("t9", "new", 9, Speaker.LEARNER, "Quite unheard of.", 9, 10, state=TurnState.SPEAKING)
    async with talks.begin() as tx:
        await turns.put(tx, turn)
    assert await found(talks, "unheard") == []
    async with talks.begin() as tx:
        await turns.put(tx, replace(turn, state=TurnState.FINAL))
    assert await found(talks, "unheard") == [("new", "t9", 0)]


@pytest.mark.parametrize("limit", [1, 2, 24])
async def test_beyond_the_newest_talks_the_search_goes_on(
    talks: Database, limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "LOOKED_AT", 2)
    async with talks.begin() as tx:
        for number in range(5):
            await sessions.create(tx, Session(f"more{number}", "ann", None, SessionState.CREATED, 10 + number))
            words = "The report, once more." if number % 2 else "Nothing."
            await turns.put(tx, Turn("t1", f"more{number}", 1, Speaker.LEARNER, words, 1, 2))
    found: list[str] = []
    cursor: str | None = None
    async with talks.read() as tx:
        while True:
            page = await search.talks(tx, "ann", ["report"], cursor=cursor, limit=limit)
            assert len(page.items) <= limit
            found += [one.session.id for one in page.items]
            cursor = page.next_cursor
            if cursor is None:
                break
    assert found == ["more3", "more1", "new", "old"]
