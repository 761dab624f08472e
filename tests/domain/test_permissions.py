"""Who may do what, by the table."""

from __future__ import annotations

import pytest

from feedbackyes.domain.errors import Forbidden
from feedbackyes.domain.permissions import AGGREGATES, CONTENT, TABLE, Action, Reach, allowed, check, check_role, reach
from feedbackyes.domain.principal import LOCAL_ADMIN, Principal, Role, TrainerKind
from feedbackyes.domain.sharing import Sharing

ANN = Principal("ann", Role.LEARNER, team_id="red")
TIM = Principal("tim", Role.TRAINER, team_id="red")
EVE = Principal("eve", Role.ADMIN)
LONE = Principal("lone", Role.TRAINER)
EXT = Principal("ext", Role.TRAINER, team_id="red", trainer_kind=TrainerKind.EXTERNAL)
BLUE = Principal("ben", Role.TRAINER, team_id="blue")
TEAMS = {Action.MANAGE_PULSE, Action.READ_DASHBOARD}


def test_the_table_decides_for_every_action_and_role() -> None:
    assert set(TABLE) == set(Action)
    assert all(set(row) == set(Role) for row in TABLE.values())


@pytest.mark.parametrize("action", Action)
def test_everybody_may_do_everything_with_what_is_theirs(action: Action) -> None:
    for one in (ANN, TIM, EVE, LOCAL_ADMIN):
        managing = {
            Action.MANAGE_WEBHOOKS,
            Action.MANAGE_MODELS,
            Action.RUN_SERVER,
            Action.READ_METRICS,
            Action.MANAGE_PEOPLE,
            Action.READ_AUDIT,
        }
        kept = {
            Role.LEARNER: managing | {Action.AUTHOR, Action.MONITOR, Action.SEE_PEOPLE, Action.INVITE, *TEAMS},
            Role.TRAINER: managing,
        }
        writes = action not in kept.get(one.role, set())
        assert allowed(one, action, one.id, one.team_id) is writes


@pytest.mark.parametrize("action", Action)
def test_learners_reach_nothing_of_others(action: Action) -> None:
    assert not allowed(ANN, action, "bob", "red")


@pytest.mark.parametrize("action", sorted(CONTENT))
def test_content_is_nobodys_by_role(action: Action) -> None:
    for one in (TIM, EXT, EVE, LONE, LOCAL_ADMIN):
        assert not allowed(one, action, "ann", "red")


def test_trainers_reach_of_their_team_what_it_costs_and_what_goes_on() -> None:
    people = {Action.SEE_PEOPLE, Action.INVITE}
    reached = {action for action in Action if allowed(TIM, action, "ann", "red")}
    assert reached == {Action.READ_USAGE, Action.MONITOR, *people, *TEAMS}
    assert not allowed(TIM, Action.READ_USAGE, "bob", "blue")


def test_trainers_from_outside_reach_sums_of_their_team_and_what_is_shared() -> None:
    assert {action for action in Action if allowed(EXT, action, "ann", "red")} == AGGREGATES
    assert not any(allowed(EXT, action, "bob", "blue") for action in Action)
    assert allowed(EXT, Action.MONITOR, "ann", "red", Sharing(people=("ext",)))
    assert allowed(EXT, Action.READ_SESSION, "ann", "red", Sharing(trainers_of="red"))


def test_sharing_with_trainers_means_those_of_that_team() -> None:
    shared = Sharing(trainers_of="red")
    for action in (Action.READ_SESSION, Action.ANALYSE_SESSION):
        readers = {one.id for one in (TIM, EXT, BLUE, LONE, EVE) if allowed(one, action, "ann", "red", shared)}
        assert readers == {"tim", "ext"}
    assert not allowed(Principal("ann2", Role.LEARNER, team_id="red"), Action.READ_SESSION, "ann", "red", shared)


def test_a_person_who_is_named_may_read_whatever_their_role() -> None:
    shared = Sharing(people=("bob", "eve"))
    assert allowed(Principal("bob", Role.LEARNER, team_id="blue"), Action.READ_SESSION, "ann", "red", shared)
    assert allowed(EVE, Action.READ_SESSION, "ann", "red", shared)
    assert not allowed(TIM, Action.READ_SESSION, "ann", "red", shared)


def test_a_recording_is_shared_by_a_tick_of_its_own() -> None:
    assert not allowed(TIM, Action.HEAR_RECORDING, "ann", "red", Sharing(trainers_of="red"))
    assert allowed(TIM, Action.HEAR_RECORDING, "ann", "red", Sharing(trainers_of="red", recording=True))
    assert not allowed(BLUE, Action.HEAR_RECORDING, "ann", "red", Sharing(trainers_of="red", recording=True))


def test_sharing_gives_no_more_than_reading() -> None:
    shared = Sharing(trainers_of="red", people=("tim",), recording=True)
    more = {action for action in Action if allowed(TIM, action, "ann", "red", shared)}
    before = {action for action in Action if allowed(TIM, action, "ann", "red")}
    assert more - before == CONTENT | {Action.SEE_SESSION}


def test_calls_of_nobodys_users_are_read_where_there_are_no_accounts() -> None:
    assert allowed(LOCAL_ADMIN, Action.READ_SESSION, "phone-12", None)
    assert not allowed(EVE, Action.READ_SESSION, "phone-12", None)


def test_having_no_team_is_not_a_team() -> None:
    assert not allowed(LONE, Action.READ_USAGE, "ann", None)
    assert not allowed(LONE, Action.READ_SESSION, "ann", None, Sharing(people=("tim",)))


def test_admins_see_stop_and_delete_but_read_and_speak_for_nobody_else() -> None:
    beyond = {action for action in Action if not allowed(EVE, action, "ann", "red")}
    assert beyond == {
        Action.USE,
        Action.CREATE_SESSION,
        Action.JOIN_SESSION,
        Action.CORRECT_TRANSCRIPT,
        Action.DISAGREE,
        Action.GIVE_CONSENT,
        Action.ANSWER_PULSE,
        Action.SHARE_SESSION,
        *CONTENT,
    }


def test_a_refusal_says_what_was_refused() -> None:
    with pytest.raises(Forbidden, match="stop this session"):
        check(ANN, Action.STOP_SESSION, "bob")
    check(EVE, Action.STOP_SESSION, "bob")
    with pytest.raises(Forbidden, match="not shared") as refused:
        check(EVE, Action.READ_SESSION, "bob")
    assert refused.value.code == "not_shared"


def test_a_role_without_reach_is_refused_before_anything_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TABLE, Action.USE, {**TABLE[Action.USE], Role.LEARNER: Reach.NONE})
    with pytest.raises(Forbidden, match="learner"):
        check_role(ANN, Action.USE)
    check_role(TIM, Action.USE)
    assert reach(ANN, Action.USE) is Reach.NONE
