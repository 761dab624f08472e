"""Conversation events as stored."""

from __future__ import annotations

import pytest

from feedbackyes.domain.session import Session, SessionState
from feedbackyes.protocol.conversation import ConversationEvent
from feedbackyes.storage import Database, events, sessions


def event(seq: int, session_id: str = "s") -> ConversationEvent:
    return ConversationEvent(
        session_id=session_id,
        seq=seq,
        t_ms=seq * 10,
        t_wall=1_795_000_000_000 + seq,
        type="user.transcript.final",
        data={"text": "naïve ☕", "words": [{"start_ms": 1}], "confidence": None},
        speaker="learner",
        turn_id=f"t{seq}",
        origin="derived",
    )


@pytest.fixture(autouse=True)
async def _session(database: Database) -> None:
    async with database.begin() as tx:
        await sessions.create(tx, Session("s", "ann", None, SessionState.CREATED, 1))


async def test_events_are_read_back_equal_and_in_order(database: Database) -> None:
    async with database.begin() as tx:
        await events.append(tx, event(1), event(2))
        await events.append(tx, event(3))
    async with database.read() as tx:
        assert await events.after(tx, "s") == [event(1), event(2), event(3)]
        assert await events.after(tx, "s", 1, limit=1) == [event(2)]
        assert await events.last_seq(tx, "s") == 3
        assert await events.last_seq(tx, "nobody") == 0


@pytest.mark.parametrize("wrong", [event(1), event(2, "nobody")])
async def test_a_taken_number_or_an_unknown_session_is_refused(database: Database, wrong: ConversationEvent) -> None:
    async with database.begin() as tx:
        await events.append(tx, event(1))
    with pytest.raises(events.EventRefused):
        async with database.begin() as tx:
            await events.append(tx, wrong)
