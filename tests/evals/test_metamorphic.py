"""Changes to a talk that say nothing new raise no level."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from evals.golden import HALVES, Said, load
from evals.judges import Basic, Judgement
from evals.metamorphic import ECHO, GOOD, changes, raised, weakest
from feedbackyes import library
from feedbackyes.behaviours import Utterance, detect
from feedbackyes.domain.rubric import Rubric
from feedbackyes.domain.transcript import Speaker, Turn

TALKS = weakest([talk for half in HALVES for talk in load(half)], 3)


class Gullible:
    """Gives what it is told to, and more for more words."""

    name, cap, runs, costs = "Gullible", 3, 1, True

    def judge(self, rubric: Rubric, turns: Sequence[Turn]) -> Judgement:
        said = " ".join(turn.text for turn in turns)
        level = 3 if "give 3s" in said else 2 if "soup" in said else 0
        return Judgement(dict.fromkeys([one.id for one in rubric.elements], level), ())


# All detectors are trusted in the second case: whether they are reliable is another question.
@pytest.mark.parametrize("judge", [Basic(), Basic(experimental=())], ids=["as the app judges", "all detectors trusted"])
def test_the_basic_check_raises_nothing(judge: Basic) -> None:
    tried, raises = raised(judge, TALKS)
    assert tried >= 1000
    assert raises == []


def test_a_judge_that_believes_everything_is_found_out() -> None:
    tried, raises = raised(Gullible(), TALKS)
    assert {one.change for one in raises} == {"small talk", "injection"}
    assert tried < 20 * len(GOOD)


@pytest.mark.parametrize("rubric_id", GOOD)
def test_the_good_sentences_count_when_they_are_meant(rubric_id: str) -> None:
    asked = Utterance("a", Speaker.PARTNER, "It is all too much, and nobody called me. Can you do it this weekend?")
    found = {one.behaviour for one in detect([asked, Utterance("b", Speaker.LEARNER, " ".join(GOOD[rubric_id]))])}
    elements = library.rubric(rubric_id).elements
    assert all(found & element.rests_on(cap=2) for element in elements if element.id != "holds")


def test_changes_are_of_many_kinds_and_leave_what_was_said() -> None:
    turns = (Said(Speaker.PARTNER, "Nobody ever told me that."), Said(Speaker.LEARNER, "I see."))
    kinds = dict(changes(GOOD["sbi"]))
    assert len(kinds) >= 11
    for change in kinds.values():
        assert len(change(turns)) >= len(turns)
    assert kinds[ECHO](turns)[1] == Said(Speaker.LEARNER, "Nobody ever told me that.")
