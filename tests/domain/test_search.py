"""The words of a query, and the sentence that shows them."""

from __future__ import annotations

import pytest

from feedbackyes.domain.search import LONGEST, MOST_WORDS, sentence, words_of


def test_words_come_without_punctuation_and_once() -> None:
    assert words_of('  "the report", the REPORT? — ') == ("the", "REPORT")
    assert words_of(" ...  ") == ()
    assert len(words_of(" ".join(map(str, range(50))))) == MOST_WORDS


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["figures"], "The figures were missing."),
        (["friday", "report"], "On Friday the report was late!"),
        (["HELP"], "How can I help?"),
    ],
)
def test_the_sentence_with_the_most_of_them(words: list[str], expected: str) -> None:
    assert sentence("On Friday the report was late! The figures were missing. How can I help?", words) == expected


def test_a_long_sentence_is_cut_around_the_word() -> None:
    shown = sentence(f"{'before ' * 100}needle {'after ' * 100}", ["needle"])
    assert " needle " in shown
    assert shown.startswith("… before")
    assert shown.endswith("after …")
    assert len(shown) <= LONGEST + 4


def test_text_without_an_end_is_shown_whole() -> None:
    assert sentence("no end to it", ["end"]) == "no end to it"
    assert sentence("…", ["x"]) == "…"
