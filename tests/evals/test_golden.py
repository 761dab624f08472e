"""The golden set is what docs/evaluation.md says it is."""

from __future__ import annotations

from collections import Counter

import pytest

from evals.golden import HALVES, Transcript, actual_hashes, load, stated_hashes
from feedbackyes import library
from feedbackyes.domain.rubric import Behaviour

TALKS = [talk for half in HALVES for talk in load(half)]
NAMES = {str(name) for name in Behaviour}


def test_the_half_that_gives_the_figures_is_as_it_was_committed() -> None:
    assert actual_hashes() == stated_hashes()


def test_there_are_enough_talks_and_each_has_its_own_name() -> None:
    assert len(TALKS) >= 120
    assert len({talk.id for talk in TALKS}) == len(TALKS)


def test_every_level_of_every_element_has_three_talks() -> None:
    count = Counter((talk.rubric, element, level) for talk in TALKS for element, level in talk.levels.items())
    few = [
        (rubric.id, element.id, level)
        for rubric in library.rubrics()
        for element in rubric.elements
        for level in range(max(rule.level for rule in element.rules) + 1)
        if count[rubric.id, element.id, level] < 3
    ]
    assert few == []


@pytest.mark.parametrize("half", HALVES)
def test_both_halves_have_typed_and_spoken_talks_in_many_englishes(half: str) -> None:
    talks = load(half)
    assert {talk.form for talk in talks} == {"typed", "spoken"}
    assert len({talk.english for talk in talks}) >= 6
    assert "nonnative" in {talk.english for talk in talks}


@pytest.mark.parametrize("talk", TALKS, ids=lambda talk: talk.id)
def test_labels_are_of_the_vocabulary_and_quote_the_turn(talk: Transcript) -> None:
    assert set(talk.levels) == {element.id for element in library.rubric(talk.rubric).elements}
    for said in talk.turns:
        assert said.behaviours | said.open <= NAMES
        assert not said.behaviours & said.open
        assert all(quote in said.text for _, quote in said.shows)
