"""A moment of a talk: where it begins and ends."""

from __future__ import annotations

import pytest

from feedbackyes.domain import take
from feedbackyes.domain.errors import InvalidInput, NotFound
from feedbackyes.domain.take import Moment
from feedbackyes.domain.transcript import Speaker, Turn


def talk(speakers: str) -> tuple[Turn, ...]:
    """L and P, one letter for each turn; C is the partner cutting in."""
    return tuple(
        Turn(
            f"t{i}", "s", i, Speaker.LEARNER if letter == "L" else Speaker.PARTNER, "words", i, i, cuts_in=letter == "C"
        )
        for i, letter in enumerate(speakers, 1)
    )


def ids(found: Moment) -> tuple[list[str], str | None, list[str], list[str]]:
    names = [[turn.id for turn in part] for part in (found.before, found.said, found.reaction)]
    return names[0], found.cue.id if found.cue else None, names[1], names[2]


@pytest.mark.parametrize(
    ("speakers", "turn_id", "found"),
    [
        ("LPLPLP", "t3", (["t1"], "t2", ["t3"], ["t4"])),
        ("LPLP", "t1", ([], None, ["t1"], ["t2"])),
        ("PLLLP", "t3", ([], "t1", ["t2", "t3", "t4"], ["t5"])),  # an answer in pieces is one answer
        ("LPPPLP", "t5", (["t1"], "t2", ["t5"], ["t6"])),  # what only breaks a silence is no new cue
        ("LPL", "t3", (["t1"], "t2", ["t3"], [])),
        ("LCLPLCLCP", "t5", (["t1", "t2", "t3"], "t4", ["t5", "t7"], ["t9"])),  # cut into, it is still one answer
        ("LPLPP", "t3", (["t1"], "t2", ["t3"], ["t4", "t5"])),
    ],
)
def test_a_moment_is_one_exchange(
    speakers: str, turn_id: str, found: tuple[list[str], str | None, list[str], list[str]]
) -> None:
    assert ids(take.moment(talk(speakers), turn_id)) == found


def test_only_turns_of_the_learner_that_are_there_have_one() -> None:
    with pytest.raises(NotFound, match="'t9'"):
        take.moment(talk("LP"), "t9")
    with pytest.raises(InvalidInput, match="your own turns"):
        take.moment(talk("LP"), "t2")


def test_the_first_moment_of_a_take_begins_with_its_cue() -> None:
    assert ids(take.first(talk("PLPLP"))) == ([], "t1", ["t2"], ["t3"])
    assert take.first(talk("P")) == Moment()
    assert take.first(()) == Moment()
