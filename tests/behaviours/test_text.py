"""Patterns of English: what a missing apostrophe may match, and when they are compiled; stems."""

from __future__ import annotations

import re

import pytest

from feedbackyes.behaviours.en import text
from feedbackyes.behaviours.en.text import rx

COMPILE = re.compile
WILL = rx("(?:i|we)'ll [a-z]+")


@pytest.mark.parametrize("said", ["we'll call", "i'll call", "ill call", "i ll call", "we ll call"])
def test_an_apostrophe_may_be_missing_or_a_blank(said: str) -> None:
    assert WILL.search(said)


def test_a_missing_apostrophe_makes_no_other_word() -> None:
    assert not WILL.search("well done")


def test_patterns_are_compiled_when_asked_for_or_first_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "_PATTERNS", [])
    beforehand, later = text.Pattern("a+"), text.Pattern("b+")
    compiled: list[str] = []

    def compiling(source: str) -> re.Pattern[str]:
        compiled.append(source)
        return COMPILE(source)

    monkeypatch.setattr(re, "compile", compiling)
    later.search("b")
    assert compiled == ["b+"]
    text.prepare()
    beforehand.search("a")
    assert compiled == ["b+", "a+"]


@pytest.mark.parametrize(
    "words", ["miss missed misses missing", "discuss discussed", "check checks checking", "plan planned"]
)
def test_forms_of_a_word_have_one_stem(words: str) -> None:
    assert len({text.stem(word) for word in words.split()}) == 1
