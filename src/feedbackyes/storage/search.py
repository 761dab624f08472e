"""Talks in which somebody said something: every turn of theirs is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from feedbackyes.domain.page import Page
from feedbackyes.domain.session import Session
from feedbackyes.domain.transcript import Speaker
from feedbackyes.storage import schema, sessions

_turns, _corrections = schema.turns, schema.corrections
_beside = and_(_corrections.c.session_id == _turns.c.session_id, _corrections.c.turn_id == _turns.c.id)
_said = func.coalesce(_corrections.c.text, _turns.c.text)


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

    Upper and lower case are the same; a word may be a part of another.

    Raises:
        InvalidInput: `cursor` is none that an earlier page gave.
    """
    here = (_turns.c.owner_id == owner_id, *(_has(word) for word in words))
    matching = select(_turns.c.session_id).outerjoin_from(_turns, _corrections, _beside).where(*here)
    page = await sessions.page(tx, owner_id=owner_id, among=matching, cursor=cursor, limit=limit)
    ids = [session.id for session in page.items]
    columns = (_turns.c.session_id, _turns.c.id, _turns.c.speaker, _said.label("text"), _turns.c.start_ms)
    query = select(*columns).outerjoin_from(_turns, _corrections, _beside).where(_turns.c.session_id.in_(ids), *here)
    rows = (await tx.execute(query.order_by(_turns.c.seq))).all()
    found = []
    for session in page.items:
        first, *rest = [row for row in rows if row.session_id == session.id]
        found.append(Found(session, first.id, Speaker(first.speaker), first.text, first.start_ms, len(rest)))
    return Page(tuple(found), page.next_cursor)


def _has(word: str) -> ColumnElement[bool]:
    """SQLite knows upper and lower case of ASCII only; of other letters the usual ways of writing are looked for."""
    ways = dict.fromkeys((word,) if word.isascii() else (word, word.lower(), word.upper(), word.capitalize()))
    escaped = (way.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") for way in ways)
    return or_(*(_said.ilike(f"%{way}%", escape="\\") for way in escaped))
