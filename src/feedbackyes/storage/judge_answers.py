"""What a language model answered while a talk is judged, so that an analysis which was broken off goes on where it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from feedbackyes.storage import schema

_table = schema.judge_answers


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """One answer.

    Args:
        session_id: of the request; there need not be such a session.
        key: SHA-256 of all that was asked, as hexadecimal digits.
        body: the answer as JSON values.
    """

    session_id: str
    key: str
    owner_id: str
    team_id: str | None
    body: Mapping[str, Any]
    created_at: int


async def find(tx: AsyncSession, session_id: str, key: str, *, owner_id: str) -> Mapping[str, Any] | None:
    """The body of the owner's answer to that question."""
    here = (_table.c.session_id == session_id, _table.c.key == key, _table.c.owner_id == owner_id)
    body: Mapping[str, Any] | None = (await tx.execute(select(_table.c.body).where(*here))).scalar_one_or_none()
    return body


async def put(tx: AsyncSession, answer: StoredAnswer) -> None:
    """Store in place of an earlier answer to the same question."""
    await tx.execute(delete(_table).where(_table.c.session_id == answer.session_id, _table.c.key == answer.key))
    await tx.execute(insert(_table).values(**{name: getattr(answer, name) for name in StoredAnswer.__slots__}))


async def count(tx: AsyncSession, session_id: str) -> int:
    query = select(func.count()).select_from(_table).where(_table.c.session_id == session_id)
    return int((await tx.execute(query)).scalar_one())


async def delete_of(tx: AsyncSession, session_id: str, *, owner_id: str) -> None:
    """The report is there: nobody will ask for the answers again."""
    await tx.execute(delete(_table).where(_table.c.session_id == session_id, _table.c.owner_id == owner_id))


async def delete_older(tx: AsyncSession, *, before: int) -> None:
    """Answers from before the Unix millisecond `before`, for whose report nobody came back."""
    await tx.execute(delete(_table).where(_table.c.created_at < before))
