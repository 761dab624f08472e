"""What a server holds, in numbers: for those who run it. Nothing of what anybody said."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, case, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from feedbackyes.domain.principal import Role
from feedbackyes.domain.session import OPEN_STATES
from feedbackyes.storage import schema

_users, _sessions = schema.users, schema.sessions


@dataclass(frozen=True, slots=True)
class PeopleCount:
    """`active`: were here since a moment; `disabled` ones are in no other number but `total`."""

    total: int
    admins: int
    trainers: int
    learners: int
    active: int
    disabled: int
    teams: int


@dataclass(frozen=True, slots=True)
class TalkCount:
    """`recent`: begun since a moment, and `recent_ms` how long those lasted that are over."""

    total: int
    recent: int
    recent_ms: int
    open: int


@dataclass(frozen=True, slots=True)
class DatabaseFacts:
    """`size_bytes`: on disk; None when the database does not tell."""

    engine: str
    revision: str | None
    size_bytes: int | None


async def people(tx: AsyncSession, *, active_since: int) -> PeopleCount:
    """`active_since`: Unix milliseconds."""
    enabled = _users.c.disabled_at.is_(None)

    def counted(role: Role) -> ColumnElement[int]:
        return func.count(case((enabled & (_users.c.role == role), 1)))

    query = select(
        func.count(),
        *(counted(role) for role in (Role.ADMIN, Role.TRAINER, Role.LEARNER)),
        func.count(case((enabled & (_users.c.last_seen_at >= active_since), 1))),
        func.count(_users.c.disabled_at),
    ).select_from(_users)
    total, admins, trainers, learners, active, disabled = tuple[int, ...]((await tx.execute(query)).one())
    teams = (await tx.execute(select(func.count()).select_from(schema.teams))).scalar_one()
    return PeopleCount(total, admins, trainers, learners, active, disabled, teams)


async def talks(tx: AsyncSession, *, since: int) -> TalkCount:
    """`since`: Unix milliseconds."""
    total = (await tx.execute(select(func.count()).select_from(_sessions))).scalar_one()
    lasted = func.sum(_sessions.c.ended_at - _sessions.c.started_at)
    recent = (await tx.execute(select(func.count(), lasted).where(_sessions.c.created_at >= since))).one()
    is_open = select(func.count()).where(_sessions.c.state.in_(_OPEN))
    return TalkCount(total, recent[0], int(recent[1] or 0), (await tx.execute(is_open)).scalar_one())


def open_ids() -> Select[tuple[str]]:
    """For `sessions.page`: the sessions that are not over."""
    return select(_sessions.c.id).where(_sessions.c.state.in_(_OPEN))


async def database(tx: AsyncSession) -> DatabaseFacts:
    revision = (await tx.execute(text("SELECT version_num FROM alembic_version"))).scalar_one_or_none()
    if tx.get_bind().dialect.name == "postgresql":
        size = (await tx.execute(text("SELECT pg_database_size(current_database())"))).scalar_one()
        return DatabaseFacts("PostgreSQL", revision, int(size))
    pages = (await tx.execute(text("PRAGMA page_count"))).scalar_one()
    page_bytes = (await tx.execute(text("PRAGMA page_size"))).scalar_one()
    return DatabaseFacts("SQLite", revision, int(pages) * int(page_bytes))


_OPEN = sorted(OPEN_STATES)
