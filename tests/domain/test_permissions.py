"""Who may do what, by the table."""

from __future__ import annotations

import pytest

from feedbackyes.domain.errors import Forbidden
from feedbackyes.domain.permissions import TABLE, Action, Reach, allowed, check, check_role, others, reach
from feedbackyes.domain.principal import LOCAL_ADMIN, Principal, Role

ANN = Principal("ann", Role.LEARNER, team_id="red")
TIM = Principal("tim", Role.TRAINER, team_id="red")
EVE = Principal("eve", Role.ADMIN)
LONE = Principal("lone", Role.TRAINER)


def test_the_table_decides_for_every_action_and_role() -> None:
    assert set(TABLE) == set(Action)
    assert all(set(row) == set(Role) for row in TABLE.values())


@pytest.mark.parametrize("action", Action)
def test_everybody_may_do_everything_with_what_is_theirs(action: Action) -> None:
    for one in (ANN, TIM, EVE, LOCAL_ADMIN):
        kept = {
            Role.LEARNER: {Action.AUTHOR, Action.MANAGE_WEBHOOKS, Action.MANAGE_MODELS, Action.MONITOR},
            Role.TRAINER: {Action.MANAGE_WEBHOOKS, Action.MANAGE_MODELS},
        }
        writes = action not in kept.get(one.role, set())
        assert allowed(one, action, one.id, one.team_id) is writes


@pytest.mark.parametrize("action", Action)
def test_learners_reach_nothing_of_others(action: Action) -> None:
    assert not allowed(ANN, action, "bob", "red")


def test_trainers_read_and_judge_their_team_and_no_more() -> None:
    reached = {action for action in Action if allowed(TIM, action, "ann", "red")}
    assert reached == {Action.READ_SESSION, Action.ANALYSE_SESSION, Action.READ_USAGE, Action.MONITOR}
    assert not allowed(TIM, Action.READ_SESSION, "bob", "blue")


def test_who_else_may_depends_on_the_team() -> None:
    assert set(others(Action.READ_SESSION, "red")) == {Role.TRAINER, Role.ADMIN}
    assert set(others(Action.READ_SESSION, None)) == {Role.ADMIN}
    assert others(Action.DISAGREE, "red") == ()


def test_having_no_team_is_not_a_team() -> None:
    assert not allowed(LONE, Action.READ_SESSION, "ann", None)


def test_admins_reach_all_but_speak_and_agree_for_nobody_else() -> None:
    beyond = {action for action in Action if not allowed(EVE, action, "ann", "red")}
    assert beyond == {
        Action.USE,
        Action.CREATE_SESSION,
        Action.JOIN_SESSION,
        Action.CORRECT_TRANSCRIPT,
        Action.DISAGREE,
        Action.GIVE_CONSENT,
    }


def test_a_refusal_says_what_was_refused() -> None:
    with pytest.raises(Forbidden, match="stop this session"):
        check(ANN, Action.STOP_SESSION, "bob")
    check(EVE, Action.STOP_SESSION, "bob")


def test_a_role_without_reach_is_refused_before_anything_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TABLE, Action.USE, {**TABLE[Action.USE], Role.LEARNER: Reach.NONE})
    with pytest.raises(Forbidden, match="learner"):
        check_role(ANN, Action.USE)
    check_role(TIM, Action.USE)
    assert reach(ANN, Action.USE) is Reach.NONE
