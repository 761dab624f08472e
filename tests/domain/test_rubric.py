"""Levels follow from behaviours, by the rules of the rubric and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedbackyes import library
from feedbackyes.domain.rubric import Behaviour, Element, Rubric, Rule, level, levels

ELEMENTS = {
    "sbi": "situation behaviour impact ask_view",
    "desc": "describe express specify consequences",
    "coin": "context observation impact next_steps",
    "nvc": "observation feeling need request",
    "active_listening": "open_questions reflections acknowledgement summary withholds_advice",
    "star": "situation task action result learning",
    "leaps": "listen empathise ask paraphrase summarise_next_step",
    "saying_no": "refusal reason no_apology_chain alternative holds",
    "receiving_feedback": "non_defensive clarify acknowledge thanks next_step",
}
AGAINST = (
    Behaviour.TRAIT_LABEL,
    Behaviour.BLAME,
    Behaviour.ABSOLUTE_YOU,
    Behaviour.DEMAND,
    Behaviour.THREAT,
    Behaviour.CALM_DOWN_COMMAND,
    Behaviour.DEFENSIVE_JUSTIFICATION,
    Behaviour.YIELDS,
    Behaviour.APOLOGY_CHAIN,
)


@dataclass(frozen=True)
class Seen:
    behaviour: str
    turn: int


def seen(*pairs: tuple[str, int]) -> list[Seen]:
    return [Seen(behaviour, turn) for behaviour, turn in pairs]


def sbi(name: str) -> Element:
    return library.rubric("sbi").element(name)


findings = st.lists(st.builds(Seen, st.sampled_from([str(one) for one in Behaviour]), st.integers(0, 6)), max_size=12)
elements = st.sampled_from([element for rubric in library.rubrics() for element in rubric.elements])


@pytest.mark.parametrize(("rubric_id", "names"), ELEMENTS.items())
def test_rubrics_have_the_elements_of_the_vocabulary(rubric_id: str, names: str) -> None:
    assert [element.id for element in library.rubric(rubric_id).elements] == names.split()


def test_a_clean_observation_is_clear_and_a_label_beside_it_makes_it_mixed() -> None:
    element = sbi("behaviour")
    assert level(element, seen(("observation_specific", 0))).level == 2
    assert level(element, seen(("observation_specific", 0), ("absolute_you", 0))).level == 1
    assert level(element, seen(("observation_specific", 0), ("absolute_you", 1))).level == 2
    assert level(element, seen(("trait_label", 0))).level == 0


def test_a_question_counts_in_full_only_soon_after_what_was_said() -> None:
    element = sbi("ask_view")
    assert level(element, seen(("impact_stated", 0), ("asks_view", 2))).level == 2
    assert level(element, seen(("impact_stated", 0), ("asks_view", 3))).level == 1
    assert level(element, seen(("asks_view", 0), ("impact_stated", 1))).level == 1


def test_evidence_points_at_the_findings_that_the_level_rests_on() -> None:
    found = seen(("hedge", 0), ("observation_specific", 1), ("blame", 2))
    assert level(sbi("behaviour"), found).evidence == (1,)
    assert level(sbi("behaviour"), seen(("hedge", 0), ("blame", 2))).evidence == (1,)


def test_without_a_language_model_no_level_is_above_two() -> None:
    element = library.rubric("desc").element("specify")
    found = seen(("request_doable", 1), ("next_step_agreed", 2), ("asks_view", 2))
    assert level(element, found, cap=3).level == 3
    assert level(element, found).level == 2


@pytest.mark.parametrize("rubric_id", ELEMENTS)
def test_every_element_reaches_three_but_the_one_that_only_leaves_something_out(rubric_id: str) -> None:
    reach = {one.id: max(rule.level for rule in one.rules) for one in library.rubric(rubric_id).elements}
    assert {name: top for name, top in reach.items() if top < 3} == (
        {"no_apology_chain": 2} if rubric_id == "saying_no" else {}
    )


@pytest.mark.parametrize(
    ("element", "rule"),
    [
        pytest.param(element, rule, id=f"{rubric.id}.{element.id}")
        for rubric in library.rubrics()
        for element in rubric.elements
        for rule in element.rules
        if rule.level == 3
    ],
)
def test_whatever_else_is_said_who_reaches_three_has_reached_two(element: Element, rule: Rule) -> None:
    reached = 0
    for name, extra, turn in product(rule.any_of, Behaviour, range(3)):
        found = seen(*((str(one), 0) for one in rule.all_of), *((str(name), at) for at in range(rule.at_least)))
        found += seen((str(extra), turn))
        if level(element, found, cap=3).level == 3:
            assert level(element, found).level == 2, (name, extra, turn)
            reached += 1
    assert reached


def test_asking_whether_they_saw_the_same_makes_it_two_way() -> None:
    element = sbi("situation")
    assert level(element, seen(("situation_named", 0), ("clarifying_question", 0)), cap=3).level == 3
    assert level(element, seen(("situation_named", 0), ("clarifying_question", 1)), cap=3).level == 2
    assert level(element, seen(("situation_named", 0), ("clarifying_question", 0), ("blame", 0)), cap=3).level == 1


def test_an_element_without_occasion_is_not_applicable() -> None:
    holds = library.rubric("saying_no").element("holds")
    assert level(holds, seen(("refusal_clear", 0))).level is None
    assert level(holds, seen(("holds_when_pushed", 1))).level == 2
    assert level(holds, seen(("holds_when_pushed", 1), ("yields", 2))).level == 1
    assert level(holds, seen(("yields", 2))).level == 0


@given(elements, findings)
def test_levels_are_bounded_and_have_reasons(element: Element, found: list[Seen]) -> None:
    result = level(element, found)
    assert result.why
    assert result.level is None or 0 <= result.level <= 2
    assert all(0 <= place < len(found) for place in result.evidence)


@given(elements, findings, st.sampled_from([str(one) for one in AGAINST]), st.integers(0, 6), st.sampled_from([2, 3]))
def test_a_counter_behaviour_never_raises_a_level(
    element: Element, found: list[Seen], worse: str, turn: int, cap: int
) -> None:
    before, after = level(element, found, cap=cap).level, level(element, [*found, Seen(worse, turn)], cap=cap).level
    if before is not None and after is not None and worse not in element.applies_if:
        assert after <= before


@given(elements, findings, st.integers(0, 6))
def test_saying_the_same_again_in_the_same_turn_changes_nothing(element: Element, found: list[Seen], turn: int) -> None:
    again = [*found, *(one for one in found if one.turn == turn)]
    assert level(element, again).level == level(element, found).level


def test_levels_cover_every_element_in_order() -> None:
    rubric = library.rubric("star")
    assert list(levels(rubric, [])) == [element.id for element in rubric.elements]


def test_the_hash_changes_with_the_content() -> None:
    rubric = library.rubric("sbi")
    changed = rubric.model_copy(update={"title": "Something else"})
    assert len(rubric.hash) == 64
    assert rubric.hash == Rubric.model_validate(rubric.model_dump()).hash
    assert rubric.hash != changed.hash


TRANSLATED = [(one.id, language) for one in library.rubrics() for language in ("de", "es", "fr")]


@pytest.mark.parametrize(("rubric_id", "language"), TRANSLATED)
def test_what_is_looked_for_is_in_the_language_of_the_talk(rubric_id: str, language: str) -> None:
    rubric = library.rubric(rubric_id)
    for element in rubric.elements:
        wording, spoken = element.wording(f"{language.upper()}-XX")
        assert spoken == language
        assert (wording.looked_for, wording.next_step) != (element.looked_for, element.next_step)
        assert element.wording("it") == (element.wording("en")[0], "en")


def test_a_translation_is_of_the_whole_rubric_and_judges_nothing() -> None:
    rubric = library.rubric("nvc")
    data = rubric.model_dump()
    data["elements"][0]["translations"] = {}
    with pytest.raises(ValueError, match="does not say all of 'observation' in 'de'"):
        Rubric.model_validate(data)
    for element in data["elements"]:
        element["translations"] = {}
    assert Rubric.model_validate(data).hash == rubric.hash


def test_a_rubric_refuses_two_elements_of_one_name() -> None:
    rubric = library.rubric("sbi")
    data = rubric.model_dump()
    data["elements"] = [data["elements"][0], data["elements"][0]]
    with pytest.raises(ValueError, match="names an element twice"):
        Rubric.model_validate(data)


def test_an_element_is_found_by_name_or_not_at_all() -> None:
    assert library.rubric("sbi").element("impact").id == "impact"
    with pytest.raises(KeyError):
        library.rubric("sbi").element("magic")


def test_a_rule_needs_all_of_its_conditions() -> None:
    rule = Rule(level=2, any_of=(Behaviour.SUMMARY,), all_of=(Behaviour.NEXT_STEP_AGREED,), at_least=2, why="Both.")
    element = sbi("impact").model_copy(update={"rules": (rule,)})
    assert level(element, seen(("summary", 0), ("next_step_agreed", 0))).level == 0
    assert level(element, seen(("summary", 0), ("summary", 1))).level == 0
    assert level(element, seen(("summary", 0), ("summary", 1), ("next_step_agreed", 5))).level == 2
