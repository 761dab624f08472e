"""Talks in which somebody said something, in any language: words may be parts of others, accents and case do not count.

One's newest talks are looked at turn by turn, which costs the same however many talks there are of others. For what is not
found there, PostgreSQL has an index of the three-letter pieces of what was said (`pg_trgm`), which knows no language and so
suits all; `prepare` makes it. A word that is frequent is found in the first step, so that the index is asked for rare
ones only, which it finds quickly. SQLite has no such index: there the older talks are looked at turn by turn as well.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, literal, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from feedbackyes.domain.page import Page
from feedbackyes.domain.search import fold
from feedbackyes.domain.session import Session
from feedbackyes.domain.transcript import Speaker, TurnState
from feedbackyes.storage import schema, sessions
from feedbackyes.storage.database import Database

INDEX = "ix_turns_said"
LOOKED_AT = 300
"""Talks: some 6,000 turns, which takes milliseconds. A word that is in fewer than one of a dozen of them is rare."""
logger = logging.getLogger(__name__)
_turns, _corrections = schema.turns, schema.corrections
_beside = and_(_corrections.c.session_id == _turns.c.session_id, _corrections.c.turn_id == _turns.c.id)
_said = func.coalesce(_corrections.c.text, _turns.c.text)
# Turns of older versions are not folded.
_indexed = func.coalesce(_turns.c.folded, func.lower(_turns.c.text))
# The same, written so that the index is not taken where few turns are looked at.
_read = func.coalesce(_turns.c.folded, func.lower(_turns.c.text)).concat("")
# As the index has it: of what is being said, every word would be an entry that is gone with the next.
_is_over = _turns.c.state == TurnState.FINAL.value


@dataclass(frozen=True, slots=True)
class Found:
    """The first turn of a talk that has all the words, and in how many further ones they are."""

    session: Session
    turn_id: str
    speaker: Speaker
    text: str
    start_ms: int
    more: int


async def talks(
    tx: AsyncSession, owner_id: str, words: Sequence[str], *, cursor: str | None = None, limit: int = 24
) -> Page[Found]:
    """The owner's talks with a turn, of either side and as corrected, that has all of `words`; the newest first.

    What is being said is found once it has been.

    Raises:
        InvalidInput: `cursor` is none that an earlier page gave.
    """
    matching = _looked_at(owner_id, words, cursor=cursor, count=LOOKED_AT)
    page = await sessions.page(tx, owner_id=owner_id, among=matching, cursor=cursor, limit=limit)
    if page.next_cursor is None:
        page = await _beyond(tx, owner_id, words, page, cursor=cursor, limit=limit)
    ids = [session.id for session in page.items]
    columns = (_turns.c.session_id, _turns.c.id, _turns.c.speaker, _said.label("text"), _turns.c.start_ms)
    query = select(*columns).outerjoin_from(_turns, _corrections, _beside).where(_turns.c.session_id.in_(ids), _is_over)
    rows = (await tx.execute(query.where(*_has(_read, words)).order_by(_turns.c.seq))).all()
    found = []
    for session in page.items:
        first, *rest = [row for row in rows if row.session_id == session.id]
        found.append(Found(session, first.id, Speaker(first.speaker), first.text, first.start_ms, len(rest)))
    return Page(tuple(found), page.next_cursor)


async def _beyond(
    tx: AsyncSession, owner_id: str, words: Sequence[str], page: Page[Session], *, cursor: str | None, limit: int
) -> Page[Session]:
    """The page with what is found in older talks than were looked at: by the index, or by looking at them too."""
    behind = await sessions.cursor_behind(tx, owner_id, cursor=cursor, count=LOOKED_AT)
    if behind is None:
        return page
    if tx.get_bind().dialect.name == "sqlite":
        matching = _looked_at(owner_id, words, cursor=behind, count=-1)
    else:
        said = select(_turns.c.session_id).where(_is_over, *_has(_indexed, words)).distinct()
        matching = select(said.cte().prefix_with("MATERIALIZED").c.session_id)
    older = await sessions.page(
        tx, owner_id=owner_id, among=matching, cursor=behind, limit=limit - len(page.items) or 1
    )
    if len(page.items) == limit:
        return Page(page.items, behind if older.items else None)
    return Page((*page.items, *older.items), older.next_cursor)


async def prepare(database: Database) -> None:
    """Make the index, where the database can have it, while talks go on. Later calls find it there."""
    if database.engine_name != "postgresql":
        return
    async with database.alone(INDEX) as connection:
        if connection is None:  # another process is at it
            return
        valid = text("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(:name)")
        there = (await connection.execute(valid, {"name": INDEX})).scalar_one_or_none()
        if there:
            return
        try:
            await connection.execute(text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
        except DBAPIError as error:
            logger.warning("Searching talks has no index: the extension pg_trgm cannot be had (%s).", error.orig)
            return
        if there is False:  # its making was broken off
            await connection.execute(text(f"DROP INDEX {INDEX}"))
        await connection.execute(
            text(
                f"CREATE INDEX CONCURRENTLY {INDEX} ON turns USING gin (coalesce(folded, lower(text)) gin_trgm_ops) "
                "WHERE state = 'final'"
            )
        )
        await connection.execute(text("ANALYZE turns"))


def _looked_at(owner_id: str, words: Sequence[str], *, cursor: str | None, count: int) -> Select[tuple[str]]:
    """Selects which of the owner's next `count` talks have the words; below zero, of all of them."""
    newest = sessions.newest_ids(owner_id, cursor=cursor, limit=count).subquery()
    return select(newest.c.id).where(_is_in(newest.c.id, words))


def _is_in(session_id: ColumnElement[str], words: Sequence[str]) -> ColumnElement[bool]:
    """Whether a session has a turn with all the words. As a value, not `exists`, which would be made a join of all turns."""
    one = select(literal(1)).where(_turns.c.session_id == session_id, _is_over, *_has(_read, words)).limit(1)
    return one.scalar_subquery() == 1


def _has(said: ColumnElement[str], words: Sequence[str]) -> list[ColumnElement[bool]]:
    wanted = (fold(word).replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") for word in words)
    return [said.like(f"%{word}%", escape="\\") for word in wanted]
