"""After a crash: what was being said is cut where the recording ends, and every open session gets its end."""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from typing import Any

import msgspec

from feedbackyes.domain.errors import ExpectedError
from feedbackyes.domain.session import EndReason, Session
from feedbackyes.domain.transcript import Speaker, Turn, TurnState
from feedbackyes.gateway.handover import handed_over
from feedbackyes.gateway.hub import LEAP
from feedbackyes.protocol.conversation import ConversationEvent, EventType
from feedbackyes.storage import Database, events, sessions, turns
from feedbackyes.storage.recordings.disk import Recordings

logger = logging.getLogger(__name__)


async def recover(database: Database, recordings: Recordings) -> list[Session]:
    """Mark the sessions that a crash left open as interrupted, and return them. Runs before any call begins."""
    now = time.time_ns() // 1_000_000
    async with database.begin() as tx:
        broken = await sessions.mark_interrupted(tx, at=now, spare=await handed_over(tx))
        for session in broken:
            await _recover_one(tx, session, _recorded_ms(recordings, session), now)
    if broken:
        logger.warning("%d session(s) were interrupted by a crash; what was said is kept.", len(broken))
    return broken


def _recorded_ms(recordings: Recordings, session: Session) -> int | None:
    """How much of the session the recording holds, which is how far it certainly came."""
    if not session.recording:
        return None
    try:
        recordings.repair(session.id)
        return recordings.duration_ms(session.id)
    except (ExpectedError, OSError):
        return None


async def _recover_one(tx: Any, session: Session, recorded_ms: int | None, now: int) -> None:
    seq = await events.last_seq(tx, session.id)
    told = await _told(tx, session.id)
    seq += LEAP

    def event(kind: EventType, data: dict[str, Any], turn_id: str | None = None) -> ConversationEvent:
        nonlocal seq
        seq += 1
        return ConversationEvent(
            session_id=session.id,
            seq=seq,
            t_ms=recorded_ms or 0,
            t_wall=now,
            type=kind,
            data=data,
            speaker="partner" if turn_id else None,
            turn_id=turn_id,
            origin="estimated",
        )

    for turn in await turns.every(tx, session.id):
        if turn.speaker is Speaker.PARTNER and turn.id not in told:
            heard = heard_by(turn, recorded_ms)
            stored = await turns.put(tx, heard)
            await events.append(tx, event("partner.transcript.final", msgspec.to_builtins(stored), turn.id))
    if recorded_ms is not None and session.started_at is not None and session.ended_at is not None:
        await sessions.update(tx, session.id, ended_at=max(session.ended_at, session.started_at + recorded_ms))
    data = {"state": session.state.value, "reason": EndReason.CRASHED.value}
    await events.append(tx, event("session.state", data))


async def _told(tx: Any, session_id: str) -> set[str]:
    """Ids of the partner's turns that everybody was told of."""
    found: set[str] = set()
    after = 0
    while page := await events.after(tx, session_id, after):
        found.update(one.turn_id for one in page if one.type == "partner.transcript.final" and one.turn_id)
        after = page[-1].seq
    return found


def heard_by(turn: Turn, until_ms: int | None) -> Turn:
    """A turn that was being spoken, as far as it was heard by `until_ms`; unknown means all of it."""
    final = replace(turn, state=TurnState.FINAL)
    if until_ms is None or until_ms >= turn.end_ms:
        return final
    words = tuple(word for word in turn.words if word.start_ms < until_ms)
    if not words:
        return replace(final, end_ms=max(turn.start_ms, until_ms), interrupted=True)
    return replace(
        final,
        text=" ".join(word.text for word in words),
        words=words,
        end_ms=max(turn.start_ms, until_ms),
        interrupted=True,
    )
