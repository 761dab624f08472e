"""After a crash: what was being said is cut where the recording ends, and every open session gets its end.

Where several processes share the sessions, those of one that is lost are first free for another one to go on with.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from feedbackyes.domain.errors import ExpectedError
from feedbackyes.domain.session import EndReason, Session, SessionState
from feedbackyes.domain.transcript import Speaker, Turn, TurnState, Word
from feedbackyes.gateway.handover import handed_over
from feedbackyes.gateway.hub import LEAP
from feedbackyes.protocol.captions import Caption
from feedbackyes.protocol.conversation import ConversationEvent, EventType
from feedbackyes.storage import Database, events, sessions, turns
from feedbackyes.storage.recordings.disk import Recordings

NODE_LOST = "node_lost"
_NODE_LOST = "The server of this talk was lost. It goes on at another one."
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
    made = await _Events.behind(tx, session.id, recorded_ms, now)
    await _close_turns(tx, session, recorded_ms, made)
    if recorded_ms is not None and session.started_at is not None and session.ended_at is not None:
        await sessions.update(tx, session.id, ended_at=max(session.ended_at, session.started_at + recorded_ms))
    data = {"state": session.state.value, "reason": EndReason.CRASHED.value}
    await events.append(tx, made("session.state", data))


async def free(tx: Any, session: Session, recordings: Recordings, *, now: int) -> None:
    """Another process had this session and has let it fall: put right what was left in the middle, so that it can go on."""
    recorded_ms = _recorded_ms(recordings, session)
    made = await _Events.behind(tx, session.id, recorded_ms, now)
    await _close_turns(tx, session, recorded_ms, made)
    if session.state is SessionState.CREATED:
        return
    if session.state is SessionState.CONNECTING:
        await sessions.set_state(tx, session.id, SessionState.DRAINING, at=now)
    await sessions.set_state(tx, session.id, SessionState.RECONNECTING, at=now)
    data = {"state": SessionState.RECONNECTING.value, "reason": NODE_LOST, "message": _NODE_LOST}
    await events.append(tx, made("session.state", data))


async def interrupt(tx: Any, session: Session, recordings: Recordings, *, now: int) -> None:
    """Another process had this session and has let it fall, and its learner has no way back."""
    recorded_ms = _recorded_ms(recordings, session)
    await _close_turns(tx, session, recorded_ms, await _Events.behind(tx, session.id, recorded_ms, now))
    await close(tx, session, SessionState.INTERRUPTED, EndReason.CRASHED, now=now)


async def close(tx: Any, session: Session, state: SessionState, reason: EndReason, *, now: int) -> None:
    """End a session that nobody came back for."""
    made = await _Events.behind(tx, session.id, None, now)
    await sessions.set_state(tx, session.id, state, at=now, reason=reason)
    await events.append(tx, made("session.state", {"state": state.value, "reason": reason.value}))


@dataclass(slots=True)
class _Events:
    """Makes events that go behind all that are stored, and behind those that were not."""

    session_id: str
    seq: int
    t_ms: int
    now: int

    @classmethod
    async def behind(cls, tx: Any, session_id: str, t_ms: int | None, now: int) -> _Events:
        return cls(session_id, await events.last_seq(tx, session_id) + LEAP, t_ms or 0, now)

    def __call__(self, kind: EventType, data: dict[str, Any], turn_id: str | None = None) -> ConversationEvent:
        self.seq += 1
        return ConversationEvent(
            session_id=self.session_id,
            seq=self.seq,
            t_ms=self.t_ms,
            t_wall=self.now,
            type=kind,
            data=data,
            speaker="partner" if turn_id else None,
            turn_id=turn_id,
            origin="estimated",
        )


async def _close_turns(tx: Any, session: Session, recorded_ms: int | None, made: _Events) -> None:
    told = await _told(tx, session.id)
    for turn in await turns.every(tx, session.id):
        if turn.speaker is Speaker.PARTNER and turn.id not in told:
            stored = await turns.put(tx, heard_by(turn, recorded_ms))
            await events.append(tx, made("partner.transcript.final", msgspec.to_builtins(stored), turn.id))
        elif turn.state is TurnState.SPEAKING:
            await turns.put(tx, replace(turn, state=TurnState.FINAL))


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
    turn = replace(turn, state=TurnState.FINAL, words=turn.words or _spread(turn))
    if until_ms is None or until_ms >= turn.end_ms:
        return turn
    words = tuple(word for word in turn.words if word.start_ms < until_ms)
    if not words:
        return replace(turn, end_ms=max(turn.start_ms, until_ms), interrupted=True)
    return replace(
        turn,
        text=turn.text[: _end_of(words, turn.text)],
        words=words,
        end_ms=max(turn.start_ms, until_ms),
        interrupted=True,
    )


def _end_of(words: tuple[Word, ...], text: str) -> int:
    """Where the last of these words ends, with which `text` begins. Not every script has spaces between them."""
    end = 0
    for word in words:
        end = text.index(word.text, end) + len(word.text)
    return end


def _spread(turn: Turn) -> tuple[Word, ...]:
    """Words whose times nobody told, evenly over what was spoken; none of what was only written."""
    if turn.end_ms <= turn.start_ms:
        return ()
    caption = Caption(exact=False, text=turn.text, audio_ms=turn.end_ms - turn.start_ms)
    return tuple(
        Word(word.text, round(turn.start_ms + word.start_ms), round(turn.start_ms + word.end_ms))
        for word in caption.words(turn.text)
    )
