"""Interim text: it grows, and contradicts the final words as little as may be."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from feedbackyes.stages.stt._telling import STABLE, Telling

WORDS = st.lists(st.sampled_from("abcd"), max_size=6)


def test_a_word_is_told_when_it_stayed_and_another_follows() -> None:
    telling = Telling()
    assert [telling.look(["so"]) for _ in range(STABLE)] == ["", "", ""]
    assert [telling.look(["so", "what"]) for _ in range(STABLE)] == ["", "", "so"]
    assert [telling.look(["so", "what", "now"]) for _ in range(STABLE)] == ["", "", " what"]
    assert telling.settle(["so", "what", "now", "then"]) == " now then"


def test_a_word_that_changes_is_not_told() -> None:
    telling = Telling()
    for word in ("sew", "sow", "so", "sew", "so"):
        assert telling.look([word, "what"]) == ""


def test_what_was_told_is_not_taken_back() -> None:
    telling = Telling()
    for _ in range(STABLE):
        told = telling.look(["an", "eye", "lid"])
    assert told == "an eye"
    assert telling.settle(["a", "nigh", "lead", "again"]) == " lead again"


def test_a_word_more_or_less_does_not_shift_the_rest() -> None:
    telling = Telling()
    for _ in range(STABLE):
        telling.look(["you", "are", "late", "now"])
    assert telling.settle(["late", "now"]) == " now"


def test_parts_follow_each_other() -> None:
    telling = Telling()
    assert telling.settle(["one"]) == "one"
    telling.part()
    assert telling.settle([]) == ""
    assert telling.settle(["one", "two"]) == " one two"


def test_a_part_that_goes_on_after_it_was_settled_is_not_told_twice() -> None:
    telling = Telling()
    assert telling.settle(["I", "think"]) == "I think"
    assert [telling.look(["I", "thing", "that", "you"]) for _ in range(STABLE)] == ["", "", " that"]
    assert telling.settle(["I", "think", "that", "you", "are"]) == " you are"


@given(st.lists(WORDS, max_size=12), WORDS)
def test_any_looks_end_in_all_words_that_are_left(looks: list[list[str]], final: list[str]) -> None:
    telling = Telling()
    told = "".join(telling.look(words) for words in looks)
    rest = telling.settle(final)
    assert told + rest == (told + rest).strip()
    assert not told or not rest or rest.startswith(" ")
    assert rest.split() == final[len(final) - len(rest.split()) :]
