"""Detectors: what a learner's words do, by lexicon, pattern and turn order. No language model.

One package per language, named after it (`en`; the others are books of phrases, read by `phrasebook`); each offers `detect(turns)` and the word lists that metrics need.
The same findings move the scripted partner and prove the feedback. They work on a recogniser's text (lower case, no
punctuation, no question marks) as well as on typed text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, cast

from feedbackyes.domain.rubric import Behaviour
from feedbackyes.domain.transcript import Speaker

__all__ = [
    "LANGUAGES",
    "Behaviour",
    "Finding",
    "Language",
    "Utterance",
    "detect",
    "is_addressed_to_judge",
    "is_backchannel",
    "is_known",
    "language",
    "primary",
]


@dataclass(frozen=True, slots=True)
class Utterance:
    """One turn as the detectors see it. `text` of the partner is what was heard."""

    turn_id: str
    speaker: Speaker
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A behaviour with its evidence.

    Args:
        turn_id: of a learner's turn.
        start_char, end_char: where in that turn's text; `quote` is exactly that part.
        turn: position of the turn among those given to `detect`, from 0.
    """

    behaviour: Behaviour
    turn_id: str
    start_char: int
    end_char: int
    quote: str
    turn: int


class Language(Protocol):
    """What a language module offers."""

    @property
    def detects(self) -> frozenset[Behaviour]:
        """What it has detectors for. Of anything else nothing can be said, neither that it was there nor that it was not."""
        ...

    def detect(self, turns: Sequence[Utterance]) -> list[Finding]:
        """Every behaviour of the learner's turns, ordered by turn and position."""
        ...

    def prepare(self) -> None:
        """Compile everything now, so that the first talk need not wait for it."""
        ...

    def is_backchannel(self, text: str) -> bool:
        """Nothing but "mm-hm", "yeah", "okay": at most three words, all of them listening noises."""
        ...

    def hedges(self, text: str) -> list[str]: ...

    def absolutes(self, text: str) -> list[str]:
        """ "always", "never", "every time" close to "you"."""
        ...

    def fillers(self, text: str) -> list[str]: ...

    def is_addressed_to_judge(self, text: str, start: int, end: int) -> bool:
        """What stands there is in a sentence that speaks to whoever scores the talk."""
        ...

    def words(self, text: str) -> list[str]:
        """Lower-case words, contractions whole."""
        ...

    def content_words(self, text: str) -> frozenset[str]:
        """Stems of the words that carry meaning."""
        ...


LANGUAGES = ("en", "fr", "de", "es")


def is_known(tag: str) -> bool:
    """There are detectors for the language of a BCP 47 tag."""
    return primary(tag) in LANGUAGES


def language(tag: str) -> Language:
    """The module for a BCP 47 tag; English where there is none."""
    name = primary(tag) if is_known(tag) else "en"
    return cast("Language", import_module(f"{__name__}.{name}"))


def primary(tag: str) -> str:
    """The language of a BCP 47 tag: `en` of `en-GB`."""
    return tag.replace("_", "-").split("-", maxsplit=1)[0].lower()


def detect(turns: Sequence[Utterance], language_tag: str = "en") -> list[Finding]:
    """Every behaviour of the learner in `turns`, oldest turn first. Partner turns are context, never evidence."""
    return language(language_tag).detect(turns)


def is_backchannel(text: str, language_tag: str = "en") -> bool:
    """The text is only a listening noise, such as "mm-hm" or "yeah okay"."""
    return language(language_tag).is_backchannel(text)


def is_addressed_to_judge(text: str, start: int, end: int, language_tag: str = "en") -> bool:
    """The characters `start` to `end` of a turn speak to whoever scores the talk, not to the partner."""
    return language(language_tag).is_addressed_to_judge(text, start, end)
