"""A scenario shows learners what they may know, and gives a voice model only what was earned."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from feedbackyes import library
from feedbackyes.domain.scenario import Band, Requires, Scenario

EVERY = pytest.mark.parametrize("scenario", library.scenarios(), ids=lambda scenario: scenario.id)


def data(scenario: Scenario) -> dict[str, Any]:
    dumped: dict[str, Any] = scenario.model_dump(mode="json")
    return dumped


@EVERY
def test_nothing_hidden_is_public(scenario: Scenario) -> None:
    text = json.dumps(scenario.public(), ensure_ascii=False)
    partner = scenario.partner
    hidden = [partner.secret, partner.backstory, partner.goal, partner.style, *scenario.lines()]
    hidden += [disclosure.fact for disclosure in scenario.disclosures]
    assert [one for one in hidden if one.strip() in text] == []


@EVERY
def test_the_public_part_has_what_the_page_needs(scenario: Scenario) -> None:
    public = scenario.public()
    assert public["id"] == scenario.id
    assert public["role"]
    assert public["context"]
    assert public["objectives"]
    partner = public["partner"]
    assert isinstance(partner, dict)
    assert set(partner) == {"name", "role", "public_info"}
    assert public["opens"] in ("learner", "partner")


@EVERY
def test_an_unearned_fact_is_in_no_instructions(scenario: Scenario) -> None:
    persona = scenario.persona()
    assert scenario.partner.secret.strip() not in persona
    for disclosure in scenario.disclosures:
        assert disclosure.fact.strip() not in persona
        assert not any(line in persona for line in disclosure.lines)


@EVERY
def test_the_words_of_unearned_facts_do_not_leak_through_the_rest_of_the_persona(scenario: Scenario) -> None:
    persona = set(scenario.persona().lower().replace(",", " ").replace(".", " ").replace(";", " ").split())
    public = set(json.dumps(scenario.public()).lower().replace(",", " ").replace(".", " ").split())
    telling = {"stroke", "spring", "father", "bench", "mori's", "predecessor", "draft", "deleted", "merged", "daughter"}
    assert persona & telling - public == set()


@EVERY
def test_an_earned_fact_enters_the_instructions_alone(scenario: Scenario) -> None:
    first, *others = scenario.disclosures
    persona = scenario.persona([first.id])
    assert first.fact.strip() in persona
    assert not any(other.fact.strip() in persona for other in others)


def test_the_persona_says_who_how_and_in_which_context() -> None:
    scenario = library.scenario("late-report")
    persona = scenario.persona(cultural_context="US-English")
    for part in (scenario.partner.name, scenario.partner.style.strip(), "US-English", "No stage directions"):
        assert part in persona


@EVERY
def test_phrases_begin_with_what_learners_may_say_and_contain_the_partner(scenario: Scenario) -> None:
    phrases = scenario.phrases()
    assert phrases[0] == scenario.learner_phrases[0]
    assert set(scenario.lines()) <= set(phrases)
    assert len(scenario.learner_phrases) >= 40
    assert len(phrases) == len(set(phrases))


def test_bands_are_thirds() -> None:
    assert [Band.of(value) for value in (0, 0.33, 0.34, 0.66, 0.67, 1)] == [
        Band.LOW,
        Band.LOW,
        Band.MIDDLE,
        Band.MIDDLE,
        Band.HIGH,
        Band.HIGH,
    ]


def test_an_unknown_field_is_refused() -> None:
    broken = data(library.scenario("late-report")) | {"mood": "grim"}
    with pytest.raises(ValidationError, match="mood"):
        Scenario.model_validate(broken)


def test_a_disclosure_that_does_not_exist_cannot_be_named() -> None:
    broken = data(library.scenario("late-report"))
    broken["beats"][0]["trigger"]["disclosed"] = ["no-such-fact"]
    with pytest.raises(ValidationError, match="no-such-fact"):
        Scenario.model_validate(broken)


@pytest.mark.parametrize("part", ["beats", "disclosures"])
def test_ids_are_unique(part: str) -> None:
    broken = data(library.scenario("late-report"))
    broken[part].append(broken[part][0])
    with pytest.raises(ValidationError, match="with one id"):
        Scenario.model_validate(broken)


def test_a_scenario_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        library.scenario("late-report").title = "Another"


def test_a_scenario_survives_its_own_json() -> None:
    scenario = library.scenario("indirect-yes")
    assert Scenario.model_validate_json(scenario.model_dump_json()) == scenario


def test_the_vocabulary_holds_what_learners_may_say_and_nothing_hidden() -> None:
    for one in library.scenarios():
        said = one.vocabulary()
        assert set(one.learner_phrases) <= set(said)
        hidden = [one.partner.secret, *(text for fact in one.disclosures for text in (fact.fact, *fact.lines))]
        assert not set(said) & set(hidden)


def test_what_states_nothing_holds_for_everybody() -> None:
    """A beginner with a partner who is as tense, as closed and as distrustful as can be."""
    free = Requires()
    assert (free.trust_min, free.tension_max, free.openness_min, free.turns_min) == (0, 1, 0, 0)
    assert not any((free.behaviours, free.now, free.topics, free.disclosed))
