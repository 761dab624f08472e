"""Sessions that one server leaves to the next: the process ends, the talk goes on.

A server that is drained waits for a pause, closes the line with 1012, so that what is said from then on is kept for the
next one, and stores the session as reconnecting, for the reason `shutdown`. Who
comes back to the server that starts next goes on where they were; who does not is taken to have left.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from feedbackyes.domain.session import Session, SessionState
from feedbackyes.domain.transcript import Turn
from feedbackyes.gateway.hub import LEAP
from feedbackyes.storage import events, sessions, turns
from feedbackyes.storage.recordings.disk import Recordings

if TYPE_CHECKING:
    from feedbackyes.gateway.call import Call

HANDED_OVER = "shutdown"
PAUSE_SHARE, PAUSE_SECONDS = 0.5, 0.05
"""From this share of the time on a pause is used, and how often it is looked for."""
SENTENCE_SECONDS = 2.0
"""Beyond the time, for a learner who is in the middle of one."""


@dataclass(frozen=True, slots=True)
class Before:
    """What a session was in the process before this one.

    Args:
        said: its turns in order. elapsed_ms: on the session clock, by now. last_seq: number of its last event.
        carried: messages of the learner that nobody has heard yet.
    """

    said: tuple[Turn, ...]
    elapsed_ms: float
    last_seq: int
    carried: tuple[bytes, ...] = ()


def may_hand_over(call: Call) -> bool:
    """Whether the next server can go on with a call: the learner can come back by themselves."""
    known = call.learner is None or getattr(call.learner, "comes_back", False)
    return (not call.direct or call.redial.calls_again) and known


def announcement(call: Call, seconds: float) -> str:
    """What the learner is told when the server is to stop."""
    if may_hand_over(call):
        return f"The server is being restarted. The line drops for a moment within {seconds:g} s; the talk goes on."
    return f"The server is being stopped. This session ends in {seconds:g} s."


async def hand_over(calls: Mapping[str, Call], tasks: Mapping[str, asyncio.Task[None]], seconds: float) -> None:
    """Give live calls their time; leave each to the next server in a pause, and all of them when the time is over."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    if tasks:
        await asyncio.wait(tasks.values(), timeout=seconds * PAUSE_SHARE)
    while tasks and loop.time() - began < seconds:
        for call in list(calls.values()):
            if call.provider is not None and call.continuity.is_quiet and may_hand_over(call):
                call.hand_over()
        await asyncio.wait(tasks.values(), timeout=PAUSE_SECONDS)
    while speaking := [call for call in calls.values() if _in_mid_sentence(call)]:
        for call in list(calls.values()):
            if call not in speaking:
                call.hand_over()
        if loop.time() - began >= seconds + SENTENCE_SECONDS:
            break
        await asyncio.wait(tasks.values(), timeout=PAUSE_SECONDS)
    for call in list(calls.values()):
        call.hand_over()


def _in_mid_sentence(call: Call) -> bool:
    """The learner speaks: what is cut now is half a turn here and half a turn there."""
    speaking = call.downstream.projection.spoken_since_ms is not None
    return speaking and call.provider is not None and call.ending is None and may_hand_over(call)


async def handed_over(tx: Any) -> list[str]:
    """Ids of the sessions that another process has left to this one."""
    found: list[str] = []
    for session_id in await sessions.in_state(tx, SessionState.RECONNECTING):
        told = await events.of_type(tx, session_id, "session.state")
        if told and told[-1].data.get("reason") == HANDED_OVER:
            found.append(session_id)
    return found


async def before(tx: Any, session: Session, recordings: Recordings) -> Before | None:
    """What there is to go on with; None for a session that no other process has had."""
    if session.state is not SessionState.RECONNECTING:
        return None
    elapsed_ms = 0.0 if session.started_at is None else time.time_ns() / 1_000_000 - session.started_at
    last_seq = await events.last_seq(tx, session.id) + LEAP
    carried = await asyncio.to_thread(recordings.carried, session.id)
    return Before(await turns.every(tx, session.id), max(0.0, elapsed_ms), last_seq, carried)
