"""One moment read in its place, and the hint that follows from what was said so far."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from feedbackyes import library
from feedbackyes.analysis import hints, judge, moments
from feedbackyes.analysis.evidence import Proof
from feedbackyes.domain.rubric import level
from feedbackyes.domain.transcript import Speaker, Turn

SBI, NO = library.rubric("sbi"), library.rubric("saying_no")
OBSERVED = "On Friday the report went out at six and the revenue table was empty."
ASKED = "How do you see it?"


def learner(*texts: str, session: str = "s") -> tuple[Turn, ...]:
    return tuple(Turn(f"t{i}", session, i, Speaker.LEARNER, text, i, i + 1) for i, text in enumerate(texts, 1))


@dataclass(frozen=True)
class Seen:
    behaviour: str
    turn: int


def proof(behaviour: str, turn: int) -> Proof:
    return Proof(behaviour, turn, f"t{turn}", "words", None, None, sure=True)


def test_what_was_said_before_is_no_evidence_and_is_not_mixed_up_with_the_new_words() -> None:
    context, own = moments.split(learner(OBSERVED, session="first"), learner(ASKED), "en")
    assert {"observation_specific", "situation_named"} <= {one.behaviour for one in context}
    assert {one.turn_id for one in own} == {"t1"}
    assert {one.quote for one in own} <= {ASKED, ASKED.rstrip("?")}


def test_what_the_partner_says_into_a_sentence_is_nothing_to_answer() -> None:
    asked = Turn("t2", "s", 2, Speaker.PARTNER, "No, but you will do it for me, please, just this once?", 4, 5)
    refused, *more = learner("I'm sorry, I can't take it on this week.", "So my answer is no.")
    talks = [(refused, turn, *more) for turn in (asked, replace(asked, cuts_in=True))]
    with_it, cut_in, without_it = (moments.split((), talk, "en")[1] for talk in (*talks, (refused, *more)))
    assert cut_in == without_it != with_it


def test_a_rule_that_asks_for_what_came_before_finds_it_there() -> None:
    element = SBI.element("ask_view")
    asked = [Seen("asks_view", 3)]
    assert level(element, asked).level == 1
    assert level(element, asked, context=[Seen("impact_stated", 2)]).level == 2
    assert level(element, asked, context=[Seen("impact_stated", 0)]).level == 1  # too long ago


def test_occasion_may_have_been_given_before() -> None:
    holds = NO.element("holds")
    assert level(holds, []).level is None
    assert level(holds, [], context=[Seen("yields", 0)]).level == 0


def test_what_spoilt_it_before_spoils_nothing_now() -> None:
    refusal = NO.element("refusal")
    assert level(refusal, [Seen("refusal_clear", 3)], context=[Seen("yields", 1)]).level == 2


def test_what_was_done_before_the_moment_neither_earns_nor_costs() -> None:
    proofs = {element.id: [proof("asks_view", 1)] for element in SBI.elements}
    verdict = judge.judge(SBI, proofs, learner("Good morning.", ASKED), context=[proof("impact_stated", 0)])
    states = {one.id: (one.state, one.level) for one in verdict.elements}
    assert states["impact"] == ("not_applicable", None)
    assert states["situation"] == ("scored", 0)


@pytest.mark.parametrize(
    ("said", "given", "element"),
    [
        ((), (), "situation"),
        ((), ("situation",), "behaviour"),
        ((OBSERVED,), (), "impact"),
        ((OBSERVED,), ("impact", "ask_view"), "impact"),
    ],
)
def test_a_hint_is_about_the_first_thing_that_has_not_come_up(
    said: tuple[str, ...], given: tuple[str, ...], element: str
) -> None:
    hint = hints.choose(SBI, (), learner(*said), "en", given)
    assert hint is not None
    assert (hint.element, hint.text) == (element, SBI.element(element).next_step)


def test_a_hint_knows_what_was_said_before_the_take() -> None:
    hint = hints.choose(SBI, learner(OBSERVED, "The client called me twice because of it."), (), "en")
    assert hint is not None
    assert hint.element == "ask_view"


def test_a_hint_waits_for_its_occasion() -> None:
    hint = hints.choose(NO, (), learner("Good morning."), "en")
    assert hint is not None
    assert hint.element == "refusal"
    assert hints.choose(NO, (), (), "en", ("refusal",)) == hint  # nothing else has had an occasion


def test_a_hint_is_in_the_language_of_the_talk() -> None:
    hint = hints.choose(NO, (), learner("Bonjour, Madame Delmas."), "fr-FR")
    assert hint is not None
    assert (hint.element, hint.language) == ("refusal", "fr")
    assert "Non, je ne peux pas" in hint.text


def test_in_a_language_without_detectors_the_criteria_are_named_in_order() -> None:
    first = hints.choose(SBI, (), learner("Buongiorno."), "it")
    second = hints.choose(SBI, (), learner("Buongiorno."), "it", ("situation",))
    assert first is not None
    assert second is not None
    assert (first.element, second.element) == ("situation", "behaviour")
