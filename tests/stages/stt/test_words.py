"""Text as the recogniser sees it."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedbackyes.stages.stt._words import number_words, pronounce, read_dictionary, sentences, spellings

DICTIONARY = {
    "julia": ["JH UW L Y AH"],
    "boss": ["B AO S"],
    "cat": ["K AE T"],
    "s.": ["EH S"],
    "b.": ["B IY"],
    "i.": ["AY"],
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hi, Marc. Thanks for coming!", [["Hi", "Marc"], ["Thanks", "for", "coming"]]),
        ("It’s the boss's well-known “plan”…", [["It's", "the", "boss's", "well", "known", "plan"]]),
        (
            "Call at 14:30, or in 21 days; not 105.",
            [
                ["Call", "at", "fourteen"],
                ["thirty", "or", "in", "twenty", "one", "days"],
                ["not", "one", "hundred", "five"],
            ],
        ),
        ("Version 3.5 costs 1200 €", [["Version", "three", "five", "costs", "one", "thousand", "two", "hundred"]]),
        ("   ...   ", []),
        ("naïve Zoë", [["naïve", "Zoë"]]),
    ],
)
def test_sentences(text: str, expected: list[list[str]]) -> None:
    assert sentences([text]) == expected


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (13, "thirteen"),
        (40, "forty"),
        (99, "ninety nine"),
        (100, "one hundred"),
        (2026, "two thousand twenty six"),
        (500_000, "five hundred thousand"),
        (1_234_567, "one two three four five six seven"),
    ],
)
def test_numbers(number: int, words: str) -> None:
    assert " ".join(number_words(number)) == words


def test_spellings_are_learned_inside_sentences() -> None:
    text = ["The report is late, Marc.", "Marc and I know that. We said it to Marc.", "Now we wait. So what now?"]
    assert spellings(text) == {"marc": "Marc", "i": "I"}


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Julia", ["JH UW L Y AH"]),
        ("Julia's", ["JH UW L Y AH Z"]),
        ("boss's", ["B AO S IH Z"]),
        ("cat's", ["K AE T S"]),
        ("SBI", ["EH S B IY AY"]),
        ("sbi", ["S B IY"]),
        ("Halvorsen", ["HH AE L V AO R S EH N"]),
        ("Kwame", ["K W AE M"]),
        ("Müller", ["M AH L ER"]),
        ("Cecilia", ["S EH S IH L IH AH"]),
        ("Priya", ["P R IH IY AH"]),
        ("日本", []),
    ],
)
def test_pronunciations(word: str, expected: list[str]) -> None:
    assert pronounce(word, DICTIONARY) == expected


def test_a_dictionary_file_with_variants(tmp_path: Path) -> None:
    path = tmp_path / "words.dict"
    path.write_text("the DH AH\nthe(2) DH IY\nof AH V\n\n", encoding="utf-8")
    assert read_dictionary(path) == {"the": ["DH AH", "DH IY"], "of": ["AH V"]}
