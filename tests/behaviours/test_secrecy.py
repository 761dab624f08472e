"""What a partner keeps, and which words tell it: the same for the voice and for the check after the talk."""

from __future__ import annotations

import pytest

from feedbackyes import library
from feedbackyes.analysis import persona
from feedbackyes.behaviours.secrecy import SENTENCE, Kept
from feedbackyes.domain.scenario import Scenario
from feedbackyes.domain.transcript import Speaker, Turn
from feedbackyes.stages.dialogue import Line
from feedbackyes.stages.dialogue._guard import Guard, Verdict

EVERY = pytest.mark.parametrize("scenario", library.scenarios(), ids=lambda one: one.id)
MARC = library.scenario("late-report")


def hidden_in(scenario: Scenario) -> list[str]:
    return [scenario.partner.secret, *(text for one in scenario.disclosures for text in (one.fact, *one.lines))]


def said_anyway(scenario: Scenario) -> list[str]:
    hidden = {line for one in scenario.disclosures for line in one.lines}
    return [line for line in scenario.lines() if line not in hidden]


def found_afterwards(scenario: Scenario, text: str) -> bool:
    turn = Turn("t1", "s", 1, Speaker.PARTNER, text, 0, 900)
    return any(one.kind == "secret" for one in persona.check(scenario, [turn]).findings)


def stopped_before(scenario: Scenario, text: str, *history: Line) -> bool:
    return Guard(scenario, history, ()).judge("", text, whole=True) is Verdict.LEAK


def keeping(fact: str) -> Kept:
    hidden = MARC.disclosures[0].model_copy(update={"fact": fact, "lines": ("There is nothing to say.",)})
    return Kept(MARC.model_copy(update={"disclosures": (hidden,)}))


@EVERY
def test_whatever_is_hidden_is_seen_among_other_words_by_both(scenario: Scenario) -> None:
    first, *_, last = said_anyway(scenario)
    for hidden in hidden_in(scenario):
        for planted in (hidden, f"{first} {hidden} {last}"):
            assert stopped_before(scenario, planted), planted
            assert found_afterwards(scenario, planted), planted


@EVERY
def test_one_sentence_of_it_is_enough_for_both_unless_it_only_leads_to_it(scenario: Scenario) -> None:
    sentences = [part.strip() for text in hidden_in(scenario) for part in SENTENCE.findall(text)]
    long = [f"{one} {said_anyway(scenario)[0]}" for one in sentences if len(one.split()) > 7]
    for planted in long:
        assert stopped_before(scenario, planted) == found_afterwards(scenario, planted), planted
    missed = [planted for planted in long if not found_afterwards(scenario, planted)]
    assert len(missed) <= 1, missed  # "So I will be honest with you now."


@EVERY
def test_what_the_partner_says_anyway_is_hardly_ever_taken_for_a_leak(scenario: Scenario) -> None:
    lines = said_anyway(scenario)
    assert [line for line in lines if Kept(scenario).leak_in(line)] == []
    apart = [f"Well then. {line}" for line in lines[::4]]
    taken = [text for text in apart if Kept(scenario).leak_in(text)]
    assert len(taken) <= 1, taken


def test_a_fact_that_is_known_is_no_leak_and_the_motive_still_is() -> None:
    kept = Kept(MARC)
    fact = next(one for one in MARC.disclosures if one.id == "finance-error")
    assert kept.leak_in(fact.fact).facts == {"finance-error"}
    kept.hear("I see.", [fact.id])
    assert not kept.leak_in(fact.fact)
    assert kept.leak_in(MARC.partner.secret).motive


def test_a_sentence_that_follows_does_not_cover_a_fact() -> None:
    fact = MARC.disclosures[0].lines[0]
    assert Kept(MARC).leak_in(f"{fact} And the coffee here, the weather, the lift, the car park and the lunch.").facts


@pytest.mark.parametrize(("verb", "tells"), [("sold", True), ("loved", False)])
def test_three_words_of_a_short_sentence_tell_it_in_any_order_among_others(verb: str, tells: bool) -> None:
    kept = keeping(
        "An aunt sold the piano. Flamingos juggled purple lanterns behind nine crooked violins and marble teapots."
    )
    text = f"The piano with the candles, which my aunt from Lisbon {verb} like a parrot or an umbrella, is in my dream."
    assert bool(kept.leak_in(text)) is tells


@pytest.mark.parametrize(("more", "tells"), [("", True), (" and teapots", False)])
def test_half_of_a_facts_own_words_among_many_others_tell_it(more: str, tells: bool) -> None:
    kept = keeping(f"Flamingos juggled purple lanterns and crooked violins{more}.")
    text = "The violins in my dream stand beside purple lanterns, a parrot, an umbrella and candles from Lisbon."
    assert bool(kept.leak_in(text)) is tells


@pytest.mark.parametrize(("where", "tells"), [("in October", True), ("in the kitchen", False)])
def test_three_of_a_facts_ideas_tell_it_in_other_words(where: str, tells: bool) -> None:
    assert bool(keeping("My father fell in autumn.").leak_in(f"Dad slipped {where}.")) is tells


def test_what_may_become_a_fact_is_told_before_it_is_one() -> None:
    kept = Kept(MARC)
    assert kept.begins_to_tell("My father moved in,")
    assert not kept.begins_to_tell("To be honest,")
