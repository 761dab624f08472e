"""Ids, stamps and readers of scenarios that are written here."""

from __future__ import annotations

import pytest

from feedbackyes.domain.errors import InvalidInput
from feedbackyes.domain.own_scenario import OwnScenario, new_id, stamped
from feedbackyes.domain.principal import Principal, Role, TrainerKind

WRITER = Principal("tim", Role.TRAINER, team_id="red", trainer_kind=TrainerKind.INTERNAL)


def test_an_id_says_what_it_is_about() -> None:
    assert new_id("The late report, again!", "3fa2") == "the-late-report-again-3fa2"
    assert new_id("¿?", "3fa2") == "scenario-3fa2"
    assert len(new_id("word " * 100, "3fa2")) < 70


def test_id_and_version_are_the_servers_and_the_rest_stays_as_it_was() -> None:
    text = "# mine\nid: other\ntitle: A\nversion: 7\nbeats:\n  - id: kept\n"
    assert stamped(text, "a-1", 2) == "# mine\nid: a-1\ntitle: A\nversion: 2\nbeats:\n  - id: kept\n"
    assert stamped("title: A\n", "a-1", 2) == "id: a-1\nversion: 2\ntitle: A\n"


def test_one_value_in_braces_has_no_line_for_them() -> None:
    with pytest.raises(InvalidInput, match="a line for each"):
        stamped("{title: A}", "a-1", 2)


def of_red(*, shared: bool = True, team_id: str | None = "red", deleted_at: int | None = None) -> OwnScenario:
    return OwnScenario("late-1", "tim", team_id, 1, shared, created_at=1, updated_at=1, deleted_at=deleted_at)


@pytest.mark.parametrize(
    ("who", "shared", "draft"),
    [
        (WRITER, True, True),
        (Principal("lea", Role.LEARNER, team_id="red"), True, False),
        (Principal("leo", Role.LEARNER, team_id="blue"), False, False),
        (Principal("eve", Role.TRAINER, team_id="red", trainer_kind=TrainerKind.EXTERNAL), False, False),
    ],
    ids=["writer", "of the team", "of another team", "trainer from outside"],
)
def test_a_team_practises_what_was_shared_with_it(who: Principal, shared: bool, draft: bool) -> None:
    assert of_red().is_offered(who) is of_red().seen_by(who) is shared
    assert of_red(shared=False).is_offered(who) is of_red(shared=False).seen_by(who) is draft
    assert not of_red(deleted_at=2).seen_by(who)


def test_all_teams_practise_what_belongs_to_none() -> None:
    assert of_red(team_id=None).is_offered(Principal("leo", Role.LEARNER, team_id="blue"))


def test_admins_see_drafts_that_they_are_not_offered() -> None:
    admin = Principal("ada", Role.ADMIN)
    assert of_red(shared=False).seen_by(admin)
    assert not of_red(shared=False).is_offered(admin)
    assert not of_red(deleted_at=2).seen_by(admin)
    assert (of_red().source(admin), of_red().source(WRITER)) == ("shared", "mine")
