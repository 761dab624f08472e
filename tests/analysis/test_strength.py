"""The one thing that is said to have worked, and the words that show it."""

from __future__ import annotations

from feedbackyes import library
from feedbackyes.analysis import judge
from feedbackyes.analysis.evidence import Proof
from feedbackyes.domain.rubric import Behaviour


def proof(behaviour: Behaviour, turn: int, quote: str) -> Proof:
    return Proof(str(behaviour), turn, f"t{turn}", quote, None, None, sure=True)


SHOWN = [
    proof(Behaviour.IMPACT_STATED, 0, "The client waited."),
    proof(Behaviour.ASKS_VIEW, 1, "How do you see it?"),
    proof(Behaviour.PARAPHRASE, 2, "So the numbers came late, and that is why they were wrong in the end."),
]


def test_the_words_under_a_strength_are_those_that_it_speaks_of() -> None:
    rubric = library.rubric("sbi")
    proofs = {one.id: SHOWN if one.id == "ask_view" else [] for one in rubric.elements}
    found = judge.judge(rubric, proofs, [], cap=3)
    assert next(one for one in found.elements if one.id == "ask_view").level == 3
    assert found.strength is not None
    assert (found.strength.element, found.strength.quote) == ("ask_view", "How do you see it?")


def test_every_strength_speaks_of_something_that_can_be_shown() -> None:
    for rubric in library.rubrics():
        for element in rubric.elements:
            assert element.strong, f"{rubric.id}, {element.id}"
