"""The questions of a pulse, in all languages."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from feedbackyes.domain.pulse import THEMES
from feedbackyes.domain.pulse_words import LANGUAGES, ItemWords, PulseWords, ThemeWords, language_of

TEXTS = dict.fromkeys(LANGUAGES, "x")
THEME = ThemeWords(title=TEXTS, intro=TEXTS, lowest=TEXTS, highest=TEXTS, source="")
ITEMS = {item.id: ItemWords(text=TEXTS, practise=()) for theme in THEMES.values() for item in theme.items}


def test_words_are_wanted_for_all_that_is_asked_and_for_nothing_else() -> None:
    themes = dict.fromkeys(THEMES, THEME)
    assert PulseWords(themes=themes, items=ITEMS).items == ITEMS
    with pytest.raises(ValidationError, match="nothing that is asked: weather"):
        PulseWords(themes={**themes, "weather": THEME}, items=ITEMS)
    with pytest.raises(ValidationError, match=r"missing.*safety_1"):
        PulseWords(themes=themes, items={name: words for name, words in ITEMS.items() if name != "safety_1"})
    with pytest.raises(ValidationError, match="is wanted in en, de, fr, es"):
        ItemWords(text={"en": "x"}, practise=())


@pytest.mark.parametrize(
    ("tag", "language"), [("de", "de"), ("fr-CA", "fr"), ("ES", "es"), ("ja-JP", "en"), ("", "en")]
)
def test_a_region_does_not_matter_and_english_stands_in(tag: str, language: str) -> None:
    assert language_of(tag) == language
