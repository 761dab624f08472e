"""Words of another language, when there are only a few."""

from __future__ import annotations

import pytest

from feedbackyes.behaviours.role import is_foreign, may_be_foreign


@pytest.mark.parametrize(
    ("text", "may"), [("Nicht jetzt!", True), ("Nicht, what?", False), ("Tomorrow!", False), ("", False)]
)
def test_one_small_word_of_another_language_is_a_doubt_that_one_of_this_language_settles(text: str, may: bool) -> None:
    assert may_be_foreign(text, "en") is may


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("Ich und du, nicht the end.", True),
        ("Ich und du, nicht the.", False),
        ("Ich und du, Hans the end.", False),
        ("Ich und du, nicht the two of us.", False),
    ],
)
def test_of_six_words_four_small_ones_of_another_language_outweigh_one_of_this(text: str, foreign: bool) -> None:
    assert is_foreign(text, "en") is foreign
