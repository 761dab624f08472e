"""What people have agreed to, or refused: the answers that hold, and every answer that was given."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, delete, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from feedbackyes.domain.consent import TEXTS, Purpose, Way
from feedbackyes.domain.principal import Principal
from feedbackyes.storage import schema

_table, _answers = schema.consents, schema.consent_answers
_columns = [_answers.c[name] for name in ("purpose", "granted", "version", "way", "at")]
MOST_ANSWERS = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to one version of a question, at the Unix millisecond `at`."""

    purpose: Purpose
    granted: bool
    version: int
    way: Way
    at: int


async def get(tx: AsyncSession, principal: Principal, purpose: Purpose) -> bool | None:
    """The answer that holds; None when the question, as it is asked now, was never answered."""
    return await of(tx, principal.id, purpose)


async def of(tx: AsyncSession, owner_id: str, purpose: Purpose) -> bool | None:
    """The same of the person whose things these are, whoever asks."""
    here = (_table.c.owner_id == owner_id) & (_table.c.purpose == purpose) & _holds(purpose)
    return (await tx.execute(select(_table.c.granted).where(here))).scalar_one_or_none()


async def refused(tx: AsyncSession, owner_ids: Collection[str], purpose: Purpose) -> set[str]:
    """Who of these people has said no."""
    here = and_(_table.c.owner_id.in_(sorted(owner_ids)), _table.c.purpose == purpose, ~_table.c.granted)
    return set((await tx.execute(select(_table.c.owner_id).where(here))).scalars())


async def put(
    tx: AsyncSession, principal: Principal, purpose: Purpose, *, granted: bool, at: int, way: Way = Way.PAGE
) -> None:
    """Store an answer to the question as it is asked now, given at Unix millisecond `at`. Earlier ones are remembered."""
    here = (_table.c.owner_id == principal.id) & (_table.c.purpose == purpose)
    await tx.execute(delete(_table).where(here))
    values = {
        "owner_id": principal.id,
        "team_id": principal.team_id,
        "purpose": purpose,
        "granted": granted,
        "version": TEXTS[purpose].version,
        "at": at,
    }
    await tx.execute(insert(_table).values(**values))
    await note(tx, principal, purpose, granted=granted, at=at, way=way)


async def note(tx: AsyncSession, principal: Principal, purpose: Purpose, *, granted: bool, at: int, way: Way) -> None:
    """Remember an answer that was for one time only, such as that of a caller for one call."""
    values = {
        "id": secrets.token_hex(12),
        "owner_id": principal.id,
        "team_id": principal.team_id,
        "purpose": purpose,
        "granted": granted,
        "version": TEXTS[purpose].version,
        "way": way,
        "at": at,
    }
    await tx.execute(insert(_answers).values(**values))


async def history(tx: AsyncSession, owner_id: str) -> list[Answer]:
    """Every answer of somebody, the newest first."""
    query = select(*_columns).where(_answers.c.owner_id == owner_id)
    rows = await tx.execute(query.order_by(_answers.c.at.desc(), _answers.c.id).limit(MOST_ANSWERS))
    return [Answer(Purpose(row.purpose), row.granted, row.version, Way(row.way), row.at) for row in rows]


def _holds(purpose: Purpose) -> ColumnElement[bool]:
    """A refusal holds whatever the question becomes; to agree one has to have read what is asked now."""
    return or_(~_table.c.granted, _table.c.version >= TEXTS[purpose].version)
