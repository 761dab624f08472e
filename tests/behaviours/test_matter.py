"""Whose matter a talk is about, and what cannot be shown in it."""

from __future__ import annotations

import pytest

from feedbackyes.behaviours import Behaviour, Utterance, detect
from feedbackyes.behaviours.en.matter import Matter, foreign, settled
from feedbackyes.domain.transcript import Speaker


def after(
    matter: Matter,
    *shown: Behaviour,
    fresh: bool = False,
    opened: bool = False,
    criticised: bool = False,
    refused: bool = False,
) -> Matter:
    return settled(matter, shown, fresh=fresh, opened=opened, criticised=criticised, refused=refused)


def shown(*said: str) -> set[Behaviour]:
    """What the last turn shows; turns in order, each "P: " or "L: "."""
    speakers = {"P": Speaker.PARTNER, "L": Speaker.LEARNER}
    turns = [Utterance(f"t{i}", speakers[text[0]], text[3:]) for i, text in enumerate(said)]
    return {one.behaviour for one in detect(turns) if one.turn == len(turns) - 1}


def test_a_deed_that_nobody_had_spoken_of_makes_it_the_learners_matter() -> None:
    assert after(Matter.OPEN, Behaviour.OBSERVATION_SPECIFIC, fresh=True) is Matter.OWN


def test_an_answer_to_what_was_told_makes_it_the_partners_matter() -> None:
    assert after(Matter.OPEN, Behaviour.ACKNOWLEDGEMENT, opened=True) is Matter.THEIRS
    assert after(Matter.OPEN, Behaviour.ACKNOWLEDGEMENT) is Matter.OPEN


def test_hitting_back_answers_criticism_only() -> None:
    assert after(Matter.OPEN, Behaviour.BLAME, opened=True, criticised=True) is Matter.THEIRS
    assert after(Matter.OPEN, Behaviour.BLAME, opened=True) is Matter.OPEN


def test_a_deed_with_its_occasion_turns_the_talk_to_the_learners_matter() -> None:
    told = (Behaviour.OBSERVATION_SPECIFIC, Behaviour.SITUATION_NAMED)
    assert after(Matter.THEIRS, *told, fresh=True, opened=True) is Matter.OWN
    assert after(Matter.THEIRS, told[0], fresh=True, opened=True) is Matter.THEIRS


def test_a_refusal_makes_it_a_talk_about_a_favour() -> None:
    assert after(Matter.OPEN, Behaviour.REFUSAL_CLEAR, opened=True, refused=True) is Matter.FAVOUR


@pytest.mark.parametrize("matter", [Matter.OWN, Matter.INTERVIEW])
def test_what_is_settled_stays(matter: Matter) -> None:
    assert after(matter, Behaviour.ACKNOWLEDGEMENT, opened=True, refused=True) is matter


def test_nothing_is_foreign_while_it_is_open() -> None:
    assert foreign(Matter.OPEN) == frozenset()


def test_who_listens_to_trouble_gives_back_and_observes_nothing() -> None:
    trouble = "P: I've phoned your hotline four times about the refund since Friday."
    found = shown(trouble, "L: That must be annoying.", "P: It is.", "L: You phoned the hotline four times on Friday.")
    assert Behaviour.PARAPHRASE in found
    assert not found & {Behaviour.OBSERVATION_SPECIFIC, Behaviour.SITUATION_NAMED}


def test_an_interviewer_is_promised_nothing() -> None:
    asked = "P: Tell me about a time when you had to improvise."
    assert Behaviour.NEXT_STEP_AGREED not in shown(asked, "L: Since then I check the oven on the day before a holiday.")


def test_what_helps_is_a_consequence_of_something_proposed() -> None:
    before = ("P: Yes?", "L: You left the gate open on Sunday.", "P: Sorry.")
    helps = "That way the dog stays in."
    assert Behaviour.CONSEQUENCE_STATED not in shown(*before, f"L: {helps}")
    assert Behaviour.CONSEQUENCE_STATED in shown(*before, f"L: Could you pull it until it clicks? {helps}")
