"""Small cues around a talk, in the languages that scenarios are in: greetings, goodbyes, "say that again", abuse."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from feedbackyes.behaviours import is_known, language

_LOOKED_AT = 2000


@dataclass(frozen=True)
class Cues:
    """The patterns of one language, for text in lower case with plain apostrophes.

    Args:
        cutting_in: what anybody takes the floor with.
    """

    tag: str
    greeting: re.Pattern[str]
    wellbeing: re.Pattern[str]
    goodbye: re.Pattern[str]
    repeat: re.Pattern[str]
    bare_pardon: re.Pattern[str]
    thanks: re.Pattern[str]
    moment: re.Pattern[str]
    abuse: re.Pattern[str]
    asking: re.Pattern[str]
    cutting_in: tuple[str, ...]

    def greets(self, text: str) -> bool:
        """A greeting and little else."""
        return bool(self.greeting.search(_plain(text))) and len(text.split()) <= 7

    def asks_wellbeing(self, text: str) -> bool:
        """ "How are you?" and its kin, in a short turn."""
        return bool(self.wellbeing.search(_plain(text))) and len(text.split()) <= 12

    def says_goodbye(self, text: str) -> bool:
        """A goodbye in a turn that is not about something else."""
        return bool(self.goodbye.search(_plain(text))) and len(text.split()) <= 22

    def asks_to_repeat(self, text: str) -> bool:
        plain = _plain(text)
        return bool(self.repeat.search(plain) or self.bare_pardon.search(plain))

    def only_thanks(self, text: str) -> bool:
        return bool(self.thanks.search(_plain(text)))

    def asks_for_a_moment(self, text: str) -> bool:
        """ "Let me think" in a turn that says little else."""
        return bool(self.moment.search(_plain(text))) and len(text.split()) <= 9

    def is_abusive(self, text: str) -> bool:
        return bool(self.abuse.search(_plain(text)))

    def asks(self, text: str) -> bool:
        """The turn is, or ends in, a question, with or without a question mark."""
        plain = _plain(text)
        if "?" in plain:
            return True
        last = re.split(r"[.!;]\s+", plain.rstrip(".!"))[-1]
        return bool(self.asking.search(last))

    def content(self, text: str) -> frozenset[str]:
        """Stems of the words that carry meaning."""
        return language(self.tag).content_words(text)


@cache
def cues(tag: str = "en") -> Cues:
    """Those for a BCP 47 tag; English where there are none."""
    name = tag.replace("_", "-").split("-")[0].lower() if is_known(tag) else "en"
    found: Cues = import_module(f"{__package__}._cues_{name}").CUES
    return found


def _plain(text: str) -> str:
    return text[:_LOOKED_AT].lower().replace("’", "'").strip()
