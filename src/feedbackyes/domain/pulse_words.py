"""How a pulse asks, in several languages, and what to practise for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, model_validator

from feedbackyes.domain.pulse import THEMES

LANGUAGES = ("en", "de", "fr", "es")


def _in_all(texts: dict[str, str]) -> dict[str, str]:
    if set(texts) != set(LANGUAGES):
        raise ValueError(f"is wanted in {', '.join(LANGUAGES)}")
    return texts


Texts = Annotated[dict[str, str], AfterValidator(_in_all)]


class ThemeWords(BaseModel):
    """`lowest` and `highest` are what the ends of its scale mean."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Texts
    intro: Texts
    lowest: Texts
    highest: Texts
    source: str


class ItemWords(BaseModel):
    """`practise`: ids of rubrics, the best one first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: Texts
    practise: tuple[str, ...]


class PulseWords(BaseModel):
    """All themes and items, in all languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    themes: Mapping[str, ThemeWords]
    items: Mapping[str, ItemWords]

    @model_validator(mode="after")
    def _complete(self) -> PulseWords:
        items = {item.id for theme in THEMES.values() for item in theme.items}
        odd = sorted((self.themes.keys() ^ THEMES.keys()) | (self.items.keys() ^ items))
        if odd:
            raise ValueError(f"missing, or nothing that is asked: {', '.join(odd)}")
        return self


def language_of(tag: str) -> str:
    """The language of ours for a tag (BCP 47); English for one that we do not have."""
    primary = tag.split("-", maxsplit=1)[0].lower()
    return primary if primary in LANGUAGES else LANGUAGES[0]
