"""What became of each hidden fact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from feedbackyes import library
from feedbackyes.analysis.behind import replay
from feedbackyes.domain.behind import Behind, HiddenFact
from feedbackyes.domain.scenario import Requires, Scenario
from feedbackyes.domain.transcript import Speaker, Turn
from feedbackyes.stages.dialogue import Line
from feedbackyes.stages.dialogue._scenario import Player

LATE = library.scenario("late-report")
HIDDEN = [disclosure.id for disclosure in LATE.disclosures]


def turn(seq: int, speaker: Speaker, text: str, *, confidence: float | None = None, cut: bool = False) -> Turn:
    start = seq * 5000
    return Turn(f"t{seq}", "s", seq, speaker, text, start, start + 4000, confidence, interrupted=cut)


def played(scenario: Scenario, says: Sequence[str]) -> list[Turn]:
    """The scripted partner's answers to these sentences."""
    player, turns, history = Player(scenario, 1), list[Turn](), list[Line]()
    for sentence in says:
        history.append(Line("learner", sentence))
        turns.append(turn(len(turns) + 1, Speaker.LEARNER, sentence))
        answer = player.answer(history, "turn")
        assert answer is not None
        history.append(Line("partner", answer))
        turns.append(turn(len(turns) + 1, Speaker.PARTNER, answer))
    return turns


def facts(turns: Sequence[Turn], before: Sequence[Turn] = ()) -> dict[str, HiddenFact]:
    found: Behind = replay("s", LATE, turns, before=before, doubted_below=0.35)
    return {fact.id: fact for fact in found.facts}


def says(name: str, scenario: Scenario = LATE) -> tuple[str, ...]:
    return next(test.says for test in scenario.tests if test.name == name)


@pytest.mark.parametrize("scenario", library.scenarios(), ids=lambda one: one.id)
def test_what_the_scripted_partner_tells_was_earned_one_turn_before(scenario: Scenario) -> None:
    turns = played(scenario, says("skilled", scenario))
    found = {fact.id: fact for fact in replay("s", scenario, turns, doubted_below=0.35).facts}
    told = next(test.told for test in scenario.tests if test.name == "skilled")
    assert told
    for id_ in told:
        fact = found[id_]
        assert fact.state == "told"
        assert fact.told is not None
        assert fact.earned is not None
        assert 0 < fact.told.start_ms - fact.earned.start_ms <= 5000


@pytest.mark.parametrize("scenario", library.scenarios(), ids=lambda one: one.id)
def test_what_stays_hidden_says_what_would_have_opened_it(scenario: Scenario) -> None:
    turns = played(scenario, says("clumsy", scenario))
    for fact in replay("s", scenario, turns, doubted_below=0.35).facts:
        assert (fact.state, fact.told, fact.earned) == ("hidden", None, None)
        assert fact.closest is not None
        assert not all(condition.met for condition in fact.conditions)


def test_a_fact_that_comes_second_says_so() -> None:
    found = facts(played(LATE, says("clumsy")))
    first, second = found[HIDDEN[0]], found[HIDDEN[1]]
    assert all(condition.kind != "first" for condition in first.conditions)
    assert [one.facts for one in second.conditions if one.kind == "first"] == [(HIDDEN[0],)]


def test_once_the_first_is_earned_it_does_not_stand_in_the_way_of_the_second() -> None:
    found = facts(played(LATE, says("skilled")[:3]))
    assert (found[HIDDEN[0]].state, found[HIDDEN[1]].state) == ("told", "hidden")
    assert [one.met for one in found[HIDDEN[1]].conditions if one.kind == "first"] == [True]


def after_a_greeting(requires: Requires) -> list[tuple[str, bool]]:
    """What a fact that asks for this is said to have asked for, and whether it was so."""
    closed = LATE.disclosures[0].model_copy(update={"requires": requires})
    easy = LATE.difficulty.model_copy(update={"disclosure_threshold": 0})
    scenario = LATE.model_copy(update={"disclosures": (closed,), "difficulty": easy})
    (fact,) = replay("s", scenario, [turn(1, Speaker.LEARNER, "Hello.")], doubted_below=0.35).facts
    return [(one.kind, one.met) for one in fact.conditions]


@pytest.mark.parametrize(("more", "met"), [(0.0, True), (0.01, False)])
def test_just_as_much_trust_as_a_fact_asks_for_is_enough(more: float, met: bool) -> None:
    asked = after_a_greeting(Requires(trust_min=LATE.state.trust + more, openness_min=1))
    assert asked == [("trust", met), ("openness", False)]


@pytest.mark.parametrize(("turns", "asked"), [(1, []), (2, [("turns", False)])])
def test_a_fact_that_the_first_words_may_open_asks_for_no_number_of_turns(
    turns: int, asked: list[tuple[str, bool]]
) -> None:
    assert after_a_greeting(Requires(turns_min=turns, openness_min=1)) == [*asked, ("openness", False)]


def test_a_fact_told_without_being_earned_slipped() -> None:
    line = LATE.disclosures[0].lines[0]
    found = facts([turn(1, Speaker.LEARNER, "Hello."), turn(2, Speaker.PARTNER, f"Well. {line}")])
    assert (found[HIDDEN[0]].state, found[HIDDEN[1]].state) == ("slipped", "hidden")


def test_a_fact_told_too_early_slipped_although_it_was_earned_later() -> None:
    turns = played(LATE, says("skilled"))
    early = turn(0, Speaker.PARTNER, LATE.disclosures[0].lines[0])
    fact = facts([early, *(one for one in turns if one.text not in LATE.disclosures[0].lines)])[HIDDEN[0]]
    assert (fact.state, fact.earned) == ("slipped", None)


def test_own_words_tell_it_and_public_words_do_not() -> None:
    told = "To be honest, they only came at four, there was a mistake in them, and I needed two hours to find it."
    public = "You know that the report is due on Friday, and that finance sends me the figures on Friday."
    assert facts([turn(1, Speaker.PARTNER, told)])[HIDDEN[0]].state == "slipped"
    assert facts([turn(1, Speaker.PARTNER, public)])[HIDDEN[0]].state == "hidden"


def test_the_learner_tells_nothing() -> None:
    assert facts([turn(1, Speaker.LEARNER, LATE.disclosures[0].lines[0])])[HIDDEN[0]].state == "hidden"


def test_who_cuts_in_early_has_not_heard_it() -> None:
    line = LATE.disclosures[0].lines[0].split()
    most, little = " ".join(line[: len(line) * 3 // 4]), " ".join(line[: len(line) // 4])
    assert facts([turn(1, Speaker.PARTNER, most, cut=True)])[HIDDEN[0]].state == "slipped"
    assert facts([turn(1, Speaker.PARTNER, little, cut=True)])[HIDDEN[0]].state == "hidden"


def test_earned_but_cut_off_is_not_told() -> None:
    turns = played(LATE, says("skilled"))
    telling = facts(turns)[HIDDEN[0]].told
    assert telling is not None
    kept = [one for one in turns if one.seq < int(telling.turn_id[1:])]
    fact = facts(kept)[HIDDEN[0]]
    assert (fact.state, fact.told) == ("earned", None)
    assert fact.earned is not None


def test_turns_that_were_not_understood_earn_nothing() -> None:
    turns = [
        turn(one.seq, one.speaker, one.text, confidence=0.2 if one.speaker is Speaker.LEARNER else None)
        for one in played(LATE, says("skilled"))
    ]
    assert {fact.state for fact in facts(turns).values()} <= {"slipped", "hidden"}


def test_what_was_heard_wrong_and_corrected_counts_as_earning_it() -> None:
    said = played(LATE, says("skilled"))
    heard = [replace(one, text="Ow do ewe") if one.speaker is Speaker.LEARNER else one for one in said]
    found = {fact.id: fact for fact in replay("s", LATE, said, heard=heard, doubted_below=0.35).facts}
    assert found[HIDDEN[0]].state == "told"
    found = {fact.id: fact for fact in replay("s", LATE, heard, heard=said, doubted_below=0.35).facts}
    assert found[HIDDEN[0]].state == "told"
    assert facts(heard)[HIDDEN[0]].state == "slipped"


def test_a_take_knows_what_was_told_before_it() -> None:
    turns = played(LATE, says("skilled"))
    telling = facts(turns)[HIDDEN[0]].told
    assert telling is not None
    at = int(telling.turn_id[1:])
    found = facts([turn(99, Speaker.LEARNER, "I see.")], before=turns[:at])
    assert found[HIDDEN[0]].state == "told_before"


def test_what_the_first_words_of_a_take_earn_is_earned_in_it() -> None:
    turns = played(LATE, says("skilled"))
    earned = facts(turns)[HIDDEN[0]].earned
    assert earned is not None
    at = next(i for i, one in enumerate(turns) if one.id == earned.turn_id)
    fact = facts(turns[at:], before=turns[:at])[HIDDEN[0]]
    assert (fact.state, fact.earned) == ("told", earned)
