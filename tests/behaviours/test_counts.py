"""Words that metrics count, and listening noises."""

from __future__ import annotations

import pytest

from feedbackyes.behaviours import is_backchannel, language

english = language("en")


@pytest.mark.parametrize(
    "text", ["mm-hm", "Mhm.", "yeah", "Yeah, okay.", "I see", "uh-huh", "right, right", "Got it!", "oh wow"]
)
def test_listening_noises(text: str) -> None:
    assert is_backchannel(text)


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "wait",
        "stop",
        "yes I can",
        "okay so listen",
        "I see what you mean",
        "",
        "right now",
        "sorry",
        "but",
        "well",
    ],
)
def test_what_takes_the_floor(text: str) -> None:
    assert not is_backchannel(text)


def test_hedges_are_softening_words_and_not_their_doubles() -> None:
    assert english.hedges("Maybe we could sort of look, I guess.") == ["maybe", "sort of", "i guess"]
    assert english.hedges("What kind of report is it? That is kind of you. Have a bit of cake.") == []


def test_absolutes_count_only_close_to_you() -> None:
    assert english.absolutes("You never listen.") == ["never"]
    assert english.absolutes("It always rains in November here.") == []


@pytest.mark.parametrize(
    ("four_away", "five_away"),
    [
        ("They never eat fresh fish, you know.", "They never eat any fresh fish, you know."),
        ("You folks in sales never call.", "You good folks in sales never call."),
    ],
)
def test_close_is_within_four_words(four_away: str, five_away: str) -> None:
    assert english.absolutes(four_away) == ["never"]
    assert english.absolutes(five_away) == []


def test_fillers_and_words() -> None:
    assert english.fillers("Um, well, uh, I think so.") == ["um", "uh"]
    assert english.words("Don't stop — it's 5 o'clock!") == ["don't", "stop", "it's", "5", "o'clock"]


def test_content_words_ignore_endings_and_small_words() -> None:
    assert english.content_words("checking the reports") == english.content_words("he checked a report")
    assert english.content_words("stopped planning") == {"stop", "plan"}
    assert english.content_words("you and I will do it") == frozenset()
