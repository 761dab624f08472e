"""Everything that one has said or heard is found by its words, and nothing of others."""

from __future__ import annotations

import pytest

from feedbackyes.domain.correction import Correction
from feedbackyes.domain.session import Session, SessionState
from feedbackyes.domain.transcript import Speaker, Turn
from feedbackyes.storage import Database, corrections, search, sessions, turns


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
    ("word", "hits"), [("100%", 1), ("0%s", 0), ("_", 0), ("\\", 0), ("ÜBER", 1), ("Über", 1), ("' OR 1=1 --", 0)]
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
