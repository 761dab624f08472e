"""Talks that come from another system. Importing the same again adds nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from feedbackyes.domain.principal import Principal
from feedbackyes.domain.session import EndReason, Session, SessionState
from feedbackyes.domain.transcript import Turn
from feedbackyes.domain.transcript_export import Line
from feedbackyes.storage import sessions, turns
from feedbackyes.storage.database import Database

PREFIX = "imported-"


@dataclass(frozen=True, slots=True)
class Added:
    """What was new."""

    talks: int = 0
    turns: int = 0


def session_id(owner: Principal, talk: str) -> str:
    """The same for the same talk of the same person, whenever it comes."""
    return PREFIX + hashlib.sha256(f"{owner.id}\0{talk}".encode()).hexdigest()[:24]


async def add(database: Database, owner: Principal, talk: str, lines: Sequence[Line], *, language: str) -> Added:
    """Store one talk, or what of it is not here yet. `lines` are all of the same talk."""
    said = sorted(lines, key=lambda line: line.at)
    id_ = session_id(owner, talk)
    async with database.begin() as tx:
        session = await sessions.find(tx, id_)
        is_new = session is None
        if session is None:
            session = _session(id_, owner, said, language)
            await sessions.create(tx, session)
        known = {turn.id for turn in await turns.every(tx, id_)}
        begun = session.started_at or said[0].at
        count = 0
        for line in said:
            if line.item not in known:
                known.add(line.item)
                at_ms = max(0, line.at - begun)
                await turns.put(tx, Turn(line.item, id_, 0, line.speaker, line.text, at_ms, at_ms))
                count += 1
        if said[-1].at > (session.ended_at or 0):
            await sessions.update(tx, id_, ended_at=said[-1].at)
    return Added(int(is_new), count)


def _session(id_: str, owner: Principal, said: Sequence[Line], language: str) -> Session:
    return Session(
        id=id_,
        owner_id=owner.id,
        team_id=owner.team_id,
        state=SessionState.ENDED,
        created_at=said[0].at,
        started_at=said[0].at,
        ended_at=said[-1].at,
        end_reason=EndReason.COMPLETED,
        language=language,
        basic_ears=False,
    )
