"""The one thing that is said to have worked, and the words that show it."""

from __future__ import annotations

from feedbackyes import library
from feedbackyes.analysis import judge
from feedbackyes.analysis.evidence import Proof
from feedbackyes.domain.rubric import Behaviour


def proof(behaviour: Behaviour, turn: int, quote: str, confidence: float = 1.0) -> Proof:
    return Proof(str(behaviour), turn, f"t{turn}", quote, None, None, sure=True, confidence=confidence)


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


def test_the_better_element_is_the_strength_although_the_other_was_heard_better() -> None:
    rubric = library.rubric("sbi")
    proofs: dict[str, list[Proof]] = {
        **{one.id: [] for one in rubric.elements},
        "situation": [proof(Behaviour.OBSERVATION_SPECIFIC, 0, "The table of that report was empty.")],
        "behaviour": [proof(Behaviour.OBSERVATION_SPECIFIC, 1, "You sent it at six.", 0.6)],
    }
    found = judge.judge(rubric, proofs, [])
    assert [one.level for one in found.elements[:2]] == [1, 2]
    assert found.strength is not None
    assert found.strength.element == "behaviour"


def test_every_strength_speaks_of_something_that_can_be_shown() -> None:
    for rubric in library.rubrics():
        for element in rubric.elements:
            assert element.strong, f"{rubric.id}, {element.id}"


def scored(*shown: tuple[Behaviour, int], experimental: tuple[Behaviour, ...] = ()) -> judge.Verdict:
    rubric = library.rubric("sbi")
    proofs = [proof(behaviour, turn, "Some words.") for behaviour, turn in shown]
    return judge.judge(rubric, {one.id: proofs for one in rubric.elements}, [], experimental=experimental)


CLEAR = (
    (Behaviour.SITUATION_NAMED, 0),
    (Behaviour.OBSERVATION_SPECIFIC, 0),
    (Behaviour.IMPACT_STATED, 0),
    (Behaviour.ASKS_VIEW, 1),
)


def test_after_what_was_clear_comes_what_would_make_it_better() -> None:
    found = scored(*CLEAR)
    assert [one.level for one in found.elements] == [2, 2, 2, 2]
    assert found.next_step is not None
    assert found.next_step.text == "At best you check that both of you remember the same moment."
    assert found.recommendations[0] == found.next_step.text


def test_nobody_is_told_to_add_what_was_noticed_but_not_scored() -> None:
    found = scored(*CLEAR, experimental=(Behaviour.IMPACT_STATED, Behaviour.SITUATION_NAMED))
    noticed = {one.id for one in found.elements if one.state == "unsure" and one.evidence}
    assert noticed == {"situation", "impact"}
    assert found.next_step is not None
    assert found.next_step.element == "behaviour"


def test_what_was_not_there_at_all_comes_first() -> None:
    found = scored(*CLEAR[1:])
    assert found.next_step is not None
    assert found.next_step.element == "situation"


def test_what_may_be_missing_comes_before_a_better_of_what_was_clear() -> None:
    found = scored(*CLEAR[:3], experimental=(Behaviour.ASKS_VIEW,))
    assert [one.level for one in found.elements] == [2, 2, 2, None]
    assert found.next_step is not None
    assert found.next_step.element == "ask_view"


def test_where_there_is_a_better_its_last_line_says_so() -> None:
    for rubric in library.rubrics():
        for element in rubric.elements:
            assert not element.can_be_better or element.looked_for[-1].startswith("At best"), element.id
