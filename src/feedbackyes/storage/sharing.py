"""With whom learners share their talks."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, delete, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from feedbackyes.domain.principal import Principal, Role
from feedbackyes.domain.session import Session
from feedbackyes.domain.sharing import PRIVATE, Sharing
from feedbackyes.storage import schema

_table = schema.session_shares


class Kind(StrEnum):
    """Who is named: the trainers of a team, or one person."""

    TRAINERS = "trainers"
    PERSON = "person"


async def of(tx: AsyncSession, session_id: str) -> Sharing:
    """With whom one session is shared."""
    return (await every(tx, [session_id])).get(session_id, PRIVATE)


async def every(tx: AsyncSession, session_ids: Collection[str]) -> dict[str, Sharing]:
    """The same of many; those that are shared with nobody are left out."""
    ids = sorted(set(session_ids))
    columns = (_table.c.session_id, _table.c.kind, _table.c.grantee_id, _table.c.recording)
    rows = (await tx.execute(select(*columns).where(_table.c.session_id.in_(ids)).order_by(_table.c.grantee_id))).all()
    found: dict[str, Sharing] = {}
    for row in rows:
        before = found.get(row.session_id, PRIVATE)
        trainers, people = before.trainers_of, before.people
        if row.kind == Kind.TRAINERS:
            trainers = row.grantee_id
        else:
            people = (*people, row.grantee_id)
        found[row.session_id] = Sharing(trainers, people, before.recording or row.recording)
    return found


async def put(tx: AsyncSession, session: Session, sharing: Sharing, *, at: int) -> None:
    """Share a session with these and nobody else, from the Unix millisecond `at` on."""
    await tx.execute(delete(_table).where(_table.c.session_id == session.id))
    named = [(Kind.PERSON, person) for person in dict.fromkeys(sharing.people)]
    if sharing.trainers_of is not None:
        named.append((Kind.TRAINERS, sharing.trainers_of))
    whose = {"session_id": session.id, "owner_id": session.owner_id, "team_id": session.team_id}
    rows = [
        {**whose, "kind": kind, "grantee_id": grantee, "recording": sharing.recording, "at": at}
        for kind, grantee in named
    ]
    if rows:
        await tx.execute(insert(_table), rows)


async def any_with(tx: AsyncSession, principal: Principal) -> bool:
    """Whether anything is shared with somebody."""
    return (await tx.execute(select(_table.c.session_id).where(_with(principal)).limit(1))).first() is not None


def sessions_with(principal: Principal) -> Select[tuple[str]]:
    """Selects the ids of the sessions that are shared with somebody."""
    return select(_table.c.session_id).where(_with(principal))


def _with(principal: Principal) -> ColumnElement[bool]:
    """As `Sharing.includes` says."""
    named = and_(_table.c.kind == Kind.PERSON, _table.c.grantee_id == principal.id)
    if principal.role is not Role.TRAINER or principal.team_id is None:
        return named
    return or_(named, and_(_table.c.kind == Kind.TRAINERS, _table.c.grantee_id == principal.team_id))
