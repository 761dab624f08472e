"""Analyses that somebody asked for without waiting: where to look for what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from feedbackyes.domain.errors import NotFound
from feedbackyes.storage import schema

_table = schema.analyses


class AnalysisState(StrEnum):
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Analysis:
    """One analysis.

    Args:
        result: the report as JSON values when it is done, the error's body when it failed.
        request: what was asked for, while it runs: another process may have to go on with it.
        done, total: questions to a language model; None when none is asked.
    """

    id: str
    session_id: str
    owner_id: str
    team_id: str | None
    state: AnalysisState
    created_at: int
    result: Mapping[str, Any] | None = None
    request: Mapping[str, Any] | None = None
    done: int | None = None
    total: int | None = None


async def add(tx: AsyncSession, analysis: Analysis) -> None:
    await tx.execute(insert(_table).values(**{name: getattr(analysis, name) for name in Analysis.__slots__}))


async def get(tx: AsyncSession, analysis_id: str) -> Analysis:
    """Raises `NotFound`."""
    row = (await tx.execute(select(_table).where(_table.c.id == analysis_id))).one_or_none()
    if row is None:
        raise NotFound(f"There is no analysis {analysis_id!r}.", code="analysis_not_found")
    return Analysis(**{**row._asdict(), "state": AnalysisState(row.state)})


async def running(tx: AsyncSession, session_id: str | None = None) -> list[Analysis]:
    """Those that are not done, the oldest first; of one session when it is named."""
    query = select(_table).where(_table.c.state == AnalysisState.RUNNING).order_by(_table.c.created_at, _table.c.id)
    if session_id is not None:
        query = query.where(_table.c.session_id == session_id)
    return [Analysis(**{**row._asdict(), "state": AnalysisState(row.state)}) for row in await tx.execute(query)]


async def advance(tx: AsyncSession, analysis_id: str, done: int, total: int) -> None:
    """Note how far it is. It never goes back: questions are answered side by side."""
    here = (_table.c.id == analysis_id, func.coalesce(_table.c.done, -1) < done)
    await tx.execute(update(_table).where(*here).values(done=done, total=total))


async def begin_again(tx: AsyncSession, analysis_id: str, request: Mapping[str, Any]) -> None:
    """Another process takes it up; what it has to do counts anew."""
    values = {"request": dict(request), "done": None, "total": None}
    await tx.execute(update(_table).where(_table.c.id == analysis_id).values(**values))


async def finish(tx: AsyncSession, analysis_id: str, state: AnalysisState, result: Mapping[str, Any]) -> None:
    """Store what became of it, and forget what was posted for it."""
    values = {"state": state, "result": dict(result), "request": None}
    await tx.execute(update(_table).where(_table.c.id == analysis_id).values(**values))
