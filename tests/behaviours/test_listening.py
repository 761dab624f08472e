"""How much of the partner's words a sentence gives back before it counts as listening, and where."""

from __future__ import annotations

import pytest

from feedbackyes.behaviours.en.listening import PartnerWords
from feedbackyes.behaviours.en.text import sentences

PARTNER = "I called the hotline four times about the refund."


def echoes(partner: str, turn: str) -> list[str]:
    """What the last sentence of a turn gives back."""
    said = sentences(turn)[-1]
    return [said.text[start:end] for start, end in PartnerWords(partner).echoed_in(said)]


def taken_up(partner: str, turn: str) -> str | None:
    said = sentences(turn)[-1]
    place = PartnerWords(partner).taken_up(said)
    return None if place is None else said.text[slice(*place)]


def test_an_echo_is_found_where_it_stands_however_late_in_the_turn() -> None:
    turn = "Right. Nobody was there at all, and four times about the refund."
    assert echoes(PARTNER, turn)[0] == "and four times about the refund."
    assert taken_up(PARTNER, "Right. You called them about a refund, I see.") == "you called them about a refund"


def test_two_words_are_an_echo_only_as_a_sentence_of_their_own() -> None:
    assert echoes(PARTNER, "The hotline.") == ["the hotline."]
    assert echoes(PARTNER, "The hotline, and I never liked it.") == []


@pytest.mark.parametrize(
    ("turn", "given_back"),
    [
        ("Four times about the refund.", True),
        ("Not four times about the refund.", False),
        ("When you called the hotline four times about the refund.", False),
        ("You never called the hotline four times about the refund.", False),
        ("The hotline four times about the refund was just not called.", False),
        ("The hotline four times about the refund was called and they did not answer.", True),
    ],
)
def test_neither_a_contradiction_nor_a_question_is_an_echo(turn: str, given_back: bool) -> None:
    assert bool(echoes(PARTNER, turn)) is given_back


def test_small_words_alone_give_nothing_back() -> None:
    partner = "And then it was the invoice."
    assert echoes(partner, "It was the invoice.") == ["it was the invoice."]
    assert echoes(partner, "And then it was.") == []


def test_of_words_without_a_verb_one_in_three_is_the_partners() -> None:
    assert echoes(PARTNER, "The refund after weeks of paperwork.") != []
    assert echoes(PARTNER, "The refund after weeks of tedious paperwork.") == []


@pytest.mark.parametrize("turn", ["You called them about a refund.", "She called about a refund."])
def test_their_matter_is_taken_up_whoever_the_clause_is_about(turn: str) -> None:
    assert taken_up(PARTNER, turn) is not None


@pytest.mark.parametrize(("about", "taken"), [("refund", True), ("boat", False)])
def test_what_they_went_through_is_taken_up_with_one_word_of_theirs(about: str, taken: bool) -> None:
    turn = f"You waited weeks with tedious paperwork about a {about}."
    assert (taken_up(PARTNER, turn) is not None) is taken
