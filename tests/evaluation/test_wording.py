"""Words as they are compared."""

from __future__ import annotations

import pytest

from feedbackyes.evaluation.wording import words


def test_case_punctuation_and_hyphens_do_not_count() -> None:
    assert words("“Cold-hearted,” HE said—quietly…") == ("cold", "hearted", "he", "said", "quietly")


def test_apostrophes_of_any_kind_are_in_a_word() -> None:
    assert words("don’t 'don't' DON'T") == ("don't",) * 3


@pytest.mark.parametrize(
    ("language", "text", "read"),
    [
        ("en", "42", "forty two"),
        ("en-GB", "1,250 people", "one thousand two hundred fifty people"),
        ("en", "3.14 %", "three point one four percent"),
        ("en", "0", "zero"),
        ("en", "Mr. Dashwood & Dr. Lee", "mister dashwood and doctor lee"),
        ("de", "21 und 101", "einundzwanzig und einhunderteins"),
        ("de", "1.250,5 %", "eintausendzweihundertfünfzig komma fünf prozent"),
        ("fr", "71, 80, 99, 21", "soixante et onze quatre vingt quatre vingt dix neuf vingt et un"),
        ("fr", "quatre-vingts", "quatre vingt"),
        ("fr", "1961", "mille neuf cent soixante et un"),
        ("es", "100, 101 y 31", "cien ciento uno y treinta y uno"),
        ("es", "25 %", "veinticinco por ciento"),
    ],
)
def test_numbers_and_signs_are_as_they_are_read(language: str, text: str, read: str) -> None:
    assert words(text, language) == tuple(read.split())


@pytest.mark.parametrize(
    ("language", "number", "written"),
    [("en", "90210", "ninety thousand two hundred ten"), ("de", "1000", "eintausend"), ("es", "500", "quinientos")],
)
def test_figures_are_the_words_that_somebody_else_wrote(language: str, number: str, written: str) -> None:
    assert words(number, language) == words(written, language)


def test_very_long_numbers_are_read_digit_by_digit() -> None:
    assert words("1234567") == ("one", "two", "three", "four", "five", "six", "seven")


def test_a_language_whose_numbers_are_not_known_keeps_figures() -> None:
    assert words("21 ruzsa", "hu") == ("21", "ruzsa")


def test_languages_without_spaces_are_compared_by_character() -> None:
    assert words("你好。吗", "zh") == ("你", "好", "吗")
