"""Analyses that somebody asked for without waiting: where to look for what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import insert, select, update
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
    """`result` is the report as JSON values when it is done, the error's body when it failed."""

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


async def finish(tx: AsyncSession, analysis_id: str, state: AnalysisState, result: Mapping[str, Any]) -> None:
    await tx.execute(update(_table).where(_table.c.id == analysis_id).values(state=state, result=dict(result)))


async def fail_running(tx: AsyncSession, result: Mapping[str, Any]) -> None:
    """After a crash: those that were running will not be done by anybody."""
    running = _table.c.state == AnalysisState.RUNNING
    await tx.execute(update(_table).where(running).values(state=AnalysisState.FAILED, result=dict(result)))
