"""The life cycle of a session, and ids that are safe anywhere."""

from __future__ import annotations

import itertools

import pytest

from feedbackyes.domain.errors import InvalidInput
from feedbackyes.domain.session import (
    OPEN_STATES,
    IllegalTransition,
    Session,
    SessionState,
    check_session_id,
    check_transition,
)

S = SessionState


@pytest.mark.parametrize(
    "path",
    [
        [S.CREATED, S.CONNECTING, S.LIVE, S.ENDED],
        [S.CREATED, S.CONNECTING, S.LIVE, S.RECONNECTING, S.LIVE, S.DRAINING, S.ENDED],
        [S.CREATED, S.ENDED],
        [S.CREATED, S.CONNECTING, S.DRAINING, S.ENDED],
    ],
)
def test_these_lives_are_possible(path: list[SessionState]) -> None:
    for before, after in itertools.pairwise(path):
        check_transition(before, after)


@pytest.mark.parametrize("state", sorted(OPEN_STATES))
def test_every_open_session_can_end_and_be_interrupted(state: SessionState) -> None:
    check_transition(state, S.ENDED)
    check_transition(state, S.INTERRUPTED)


@pytest.mark.parametrize("state", sorted(set(S) - OPEN_STATES))
def test_what_is_over_stays_over(state: SessionState) -> None:
    for after in set(S) - {state}:
        with pytest.raises(IllegalTransition, match=state.value):
            check_transition(state, after)


@pytest.mark.parametrize("state", S)
def test_staying_is_allowed(state: SessionState) -> None:
    check_transition(state, state)


@pytest.mark.parametrize(("before", "after"), [(S.CREATED, S.LIVE), (S.LIVE, S.CREATED), (S.DRAINING, S.LIVE)])
def test_no_steps_are_skipped_or_gone_back(before: SessionState, after: SessionState) -> None:
    with pytest.raises(IllegalTransition):
        check_transition(before, after)


@pytest.mark.parametrize("session_id", ["session_123", "a", "8f14e45f-ceea-467f-a1d2-c0ffee", "x" * 128])
def test_ids_of_clients_are_taken_as_they_are(session_id: str) -> None:
    check_session_id(session_id)


@pytest.mark.parametrize("session_id", ["", "x" * 129, "a b", "a/b", "..", "é", "a\n", "a%00"])
def test_ids_that_would_be_unsafe_somewhere_are_refused(session_id: str) -> None:
    with pytest.raises(InvalidInput):
        check_session_id(session_id)


def test_nothing_is_recorded_watched_or_hinted_unless_it_was_agreed_to() -> None:
    plain = Session(id="s", owner_id="anna", team_id=None, state=S.CREATED, created_at=1)
    assert not any((plain.recording, plain.monitoring, plain.hints, plain.push_to_talk, plain.basic_ears))
