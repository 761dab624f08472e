"""What was said is found however it is written; what was not said is not."""

from __future__ import annotations

import unicodedata
from typing import Literal

import pytest

from feedbackyes.analysis.quotes import locate

Form = Literal["NFC", "NFD"]
TEXT = "On Friday I couldn't reach you, and I was worried. We don't have a date, so the café stayed closed."


def quoted(quote: str, text: str = TEXT) -> str | None:
    place = locate(quote, text)
    return text[slice(*place)] if place else None


@pytest.mark.parametrize(
    ("quote", "text", "found"),
    [
        ("How do you see it?", "So how do you  see it", "how do you  see it"),
        ("TUESDAY'S stand-up,", "In Tuesday’s stand-up.", "Tuesday’s stand-up"),
        ("“I was worried”", TEXT, "I was worried"),
        ("*I was worried*", TEXT, "I was worried"),
        ("_I was worried_", TEXT, "I was worried"),
        ("I was\nworried", TEXT, "I was worried"),
        ("I couldn’t reach you", TEXT, "I couldn't reach you"),
        ("I was wor\u00adried\u200b", TEXT, "I was worried"),
        ("follow up", "I follow-up on it", "follow-up"),
        ("das Straßenfest", "DAS STRASSENFEST war laut", "DAS STRASSENFEST"),
        ("ＯＮ ＦＲＩＤＡＹ", TEXT, "On Friday"),
        ("İzmir'de kaldım", "Ben İzmir'de kaldım.", "İzmir'de kaldım"),
        ("¿Cómo lo ves?", "y tú, ¿cómo lo ves", "cómo lo ves"),
    ],
)
def test_writing_it_differently_is_forgiven(quote: str, text: str, found: str) -> None:
    assert quoted(quote, text) == found


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("other", ["NFC", "NFD"])
def test_accents_are_the_same_in_every_form_of_unicode(form: Form, other: Form) -> None:
    text = unicodedata.normalize(form, "Vous l'avez payé, déjà.")
    assert quoted(unicodedata.normalize(other, "l'avez payé, déjà"), text) == unicodedata.normalize(
        form, "l'avez payé, déjà"
    )


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("see it now", "How do you see it"),
        ("art of it", "party of it"),
        ("", "anything"),
        ("a", "a b"),
        ("?!…", "What?! No…"),
        ("I was not worried", TEXT),
        ("I was very worried", TEXT),
        ("worried I was", TEXT),
        ("I could reach you", TEXT),
        ("We do have a date", TEXT),
        ("vous avez paye", "vous avez payé"),
        ("I was worr", TEXT),
        ("we lost 5 days", "we lost five days"),
        ("on Friday. How do you see it", "on Friday. I was worried. How do you see it"),
    ],
)
def test_other_words_are_not_what_was_said(quote: str, text: str) -> None:
    assert quoted(quote, text) is None


@pytest.mark.parametrize("dots", ["…", "...", " . . . ", " […] ", " [...] ", "(…)"])
def test_of_words_that_were_left_out_the_longest_part_is_the_quote(dots: str) -> None:
    text = "On Friday I waited for an hour, and I was worried."
    assert quoted(f"On Friday{dots}and I was worried", text) == "and I was worried"
    assert quoted(f"… and I was worried {dots}", text) == "and I was worried"
    assert quoted(f"I waited for an hour{dots}worried", text) == "I waited for an hour"


@pytest.mark.parametrize(
    "quote",
    [
        "and I was worried … On Friday",
        "On Friday … and I was furious",
        "I was … closed all day",
        "We … have a date",
        "On Friday … we have a date",
        "On Friday … and I was worried",
    ],
)
def test_words_that_were_left_out_turn_nothing_round(quote: str) -> None:
    assert quoted(quote) is None


def test_long_quotes_are_looked_up_quickly() -> None:
    text = "word " * 4_000
    assert locate("word " * 400 + "end", text) is None
