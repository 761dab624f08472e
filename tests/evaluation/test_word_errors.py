"""Word error rates and how sure they are."""

from __future__ import annotations

import pytest

from feedbackyes.evaluation.word_errors import WordErrors, compare, interval


@pytest.mark.parametrize(
    ("reference", "heard", "errors"),
    [
        ("a b c", "a b c", WordErrors(3)),
        ("a b c", "a x c", WordErrors(3, substitutions=1)),
        ("a b c", "a c", WordErrors(3, deletions=1)),
        ("a c", "a b c", WordErrors(2, insertions=1)),
        ("", "a b", WordErrors(0, insertions=2)),
        ("a b", "", WordErrors(2, deletions=2)),
        ("the cat sat", "cat sat down", WordErrors(3, insertions=1, deletions=1)),
    ],
)
def test_the_fewest_errors_are_counted_by_kind(reference: str, heard: str, errors: WordErrors) -> None:
    assert compare(reference.split(), heard.split()) == errors


def test_rates_are_of_the_words_of_all_clips_together() -> None:
    total = WordErrors(8, substitutions=1) + WordErrors(2, deletions=2, insertions=1)
    assert (total.count, total.rate) == (4, 0.4)


def test_a_clip_without_words_in_which_words_are_heard_is_wrong() -> None:
    assert (WordErrors().rate, WordErrors(insertions=3).rate) == (0.0, 1.0)


def test_the_interval_holds_the_rate_and_narrows_with_more_clips() -> None:
    few = [WordErrors(10, substitutions=number % 4) for number in range(8)]
    many = few * 20
    rate = sum(few, WordErrors()).rate
    low, high = interval(few)
    closer_low, closer_high = interval(many)
    assert low < closer_low < rate < closer_high < high
    assert interval(few) == (low, high)


def test_one_clip_says_nothing_of_others() -> None:
    assert interval([WordErrors(10, deletions=1)]) == (0.1, 0.1)
    with pytest.raises(ValueError, match="no clips"):
        interval([])
