from __future__ import annotations

from dataclasses import replace

import pytest

from feedbackyes.domain.session import EndReason, Session, SessionState
from feedbackyes.domain.transcript import Speaker, Turn, TurnState, Word
from feedbackyes.gateway.hub import LEAP
from feedbackyes.gateway.recovery import heard_by
from feedbackyes.storage import sessions, turns
from tests.gateway.conftest import OpenHouse

WORDS = tuple(Word(text, at, at + 400) for text, at in (("Good", 0), ("morning", 500), ("everybody", 1000)))
SPOKEN = Turn(
    "item_p", "s1", 1, Speaker.PARTNER, "Good morning everybody", 0, 1500, words=WORDS, state=TurnState.SPEAKING
)


async def test_a_crash_leaves_sessions_that_can_be_told_and_read(open_house: OpenHouse) -> None:
    begun = Session("s1", "alice", None, SessionState.CREATED, 1)
    words = tuple(Word(text, at, at + 400) for text, at in (("Good", 0), ("morning", 500), ("everybody", 1000)))
    spoken = Turn("item_p", "s1", 1, Speaker.PARTNER, "Good morning everybody", 0, 1500, words=words)
    async with open_house() as house, house.database.begin() as tx:
        await sessions.create(tx, begun)
        await sessions.set_state(tx, "s1", SessionState.CONNECTING, at=1)
        await sessions.set_state(tx, "s1", SessionState.LIVE, at=1)
        await turns.put(tx, replace(spoken, state=TurnState.SPEAKING))
    async with open_house() as house:
        session = await house.session()
        assert (session.state, session.end_reason) == (SessionState.INTERRUPTED, EndReason.CRASHED)
        final = await house.until("partner.transcript.final")
        assert final.seq > LEAP
        assert final.data["text"] == "Good morning everybody"
        last = await house.until("session.state")
        assert last.data == {"state": "interrupted", "reason": "crashed"}


def test_words_that_nobody_timed_are_spread_over_what_was_spoken() -> None:
    turn = heard_by(replace(SPOKEN, text="Good day to you.", end_ms=1600, words=()), 1000)
    assert (turn.text, turn.end_ms, turn.interrupted) == ("Good day to", 1000, True)
    assert [(word.text, word.start_ms, word.end_ms) for word in turn.words] == [
        ("Good", 0, 500),
        ("day", 500, 900),
        ("to", 900, 1200),
    ]


def test_what_was_only_written_has_no_words_in_time() -> None:
    assert heard_by(replace(SPOKEN, end_ms=0, words=()), None).words == ()


def test_a_broken_sentence_without_spaces_gets_none() -> None:
    turn = heard_by(replace(SPOKEN, text="おはようございます", end_ms=1800, words=()), 700)
    assert (turn.text, len(turn.words)) == ("おはよう", 4)


@pytest.mark.parametrize(
    ("until_ms", "text", "end_ms", "interrupted"),
    [
        (None, "Good morning everybody", 1500, False),
        (2000, "Good morning everybody", 1500, False),
        (900, "Good morning", 900, True),
        (100, "Good", 100, True),
    ],
)
def test_a_broken_sentence_ends_where_the_recording_does(
    until_ms: int | None, text: str, end_ms: int, interrupted: bool
) -> None:
    turn = heard_by(SPOKEN, until_ms)
    assert (turn.text, turn.end_ms, turn.interrupted, turn.state) == (text, end_ms, interrupted, TurnState.FINAL)
    assert " ".join(word.text for word in turn.words) == text
