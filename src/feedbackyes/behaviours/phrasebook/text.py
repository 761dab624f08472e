"""Text of any language as patterns see it: one character for one, so that every match is a verbatim quote."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from feedbackyes.behaviours.en.text import LONGEST_TURN, Span

_SAME = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "—": "-", "–": "-", "\xa0": " ", "\u202f": " "})
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_PART = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile(r"[.!?…]+[\"')\]»”“]*(?=\s|$)|\n+|;|(?=[¿¡])")
_LONGEST_PIECE = 420
_MACRO = re.compile(r"\{([a-z]+)\}")
_TWO = {"ä": "ae", "ö": "oe", "ü": "ue"}
_UMLAUT = {"ä": "(?:ä|ae|a)", "ö": "(?:ö|oe|o)", "ü": "(?:ü|ue|u)", "ß": "(?:ß|ss)", "œ": "(?:œ|oe)"}
_MOOD = r"(?<=\bw)ü(?=rd)|(?<=\bk)ö(?=nnt)|(?<=\bh)ä(?=tt)|(?<=\bm)ü(?=sst)|(?<=\bm)ö(?=cht)|(?<=\bd)ü(?=rft)|(?<=\bw)ä(?=r)"
_MARKED = re.compile(rf"(?P<mood>{_MOOD})|[äöüßœ]")
"""`mood`: where a missing umlaut makes another word. "Würde" is not "wurde"."""


@dataclass(frozen=True)
class Script:
    """How a language is written.

    Args:
        kept: letters with marks that are not folded, because patterns need them.
        hesitations: what may stand between two words of a phrase, as alternatives.
        macros: fragments that patterns name in braces.
    """

    kept: str = ""
    hesitations: str = ""
    macros: Mapping[str, str] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.kept, self.hesitations))

    def normalise(self, text: str) -> str:
        """Lower case, plain apostrophes, marks folded; of the same length as `text`."""
        return "".join(_folded(char, self.kept) for char in text.translate(_SAME))

    def words(self, text: str) -> list[str]:
        """Lower-case words, contractions whole."""
        return _WORD.findall(self.normalise(text))

    def rx(self, pattern: str) -> re.Pattern[str]:
        """Compile a pattern for whole words of normalised text.

        `{name}` is a macro, a blank any gap with hesitations in it, `~` one plain space; apostrophes may be missing.
        """
        return _compiled(pattern, self)

    def before(self, pattern: str) -> re.Pattern[str]:
        """The same for words that end where something else begins."""
        return re.compile(rf"(?:{self.rx(pattern).pattern})[\s,'-]*$")


@lru_cache(maxsize=4096)
def _folded(char: str, kept: str) -> str:
    lower = char.lower()
    if len(lower) != 1:
        return char
    return lower if lower in kept else unicodedata.normalize("NFD", lower)[0]


@lru_cache(maxsize=1024)
def _compiled(pattern: str, script: Script) -> re.Pattern[str]:
    for _ in range(3):  # macros may name macros
        pattern = _MACRO.sub(lambda match: script.macros[match[1]], pattern)
    pattern = "".join(_folded(char, script.kept) if char.isalpha() and char.islower() else char for char in pattern)
    pattern = _MARKED.sub(_spellings, pattern)
    gap = rf"(?:[\s,\-]+(?:(?:{script.hesitations})[\s,\-]+)*)"
    pattern = _LOOSE.sub(lambda match: {"'": "[' ]?", " ": gap, "~": " "}.get(match[0], match[0]), pattern)
    return re.compile(rf"\b(?:{pattern})\b")


def _spellings(marked: re.Match[str]) -> str:
    """The ways in which a letter may be typed."""
    letter = marked[0]
    return f"(?:{letter}|{_TWO[letter]})" if marked["mood"] else _UMLAUT[letter]


_LOOSE = re.compile(r"\[[^\]]*\]|['~ ]")
"""Apostrophes and blanks; character classes stay as they are."""


def parts(text: str) -> list[str]:
    """Words of normalised text, contractions apart."""
    return _PART.findall(text)


def sentences(norm: str) -> list[Span]:
    """Sentences by punctuation; text without any is one sentence."""
    norm = norm[:LONGEST_TURN]
    found, start = [], 0
    for mark in [*_SENTENCE_END.finditer(norm), None]:
        end = mark.end() if mark else len(norm)
        piece = norm[start:end]
        if _WORD.search(piece):
            left = start + len(piece) - len(piece.lstrip(" \t\n¿¡"))
            found.append(Span(left, left + len(norm[left:end].rstrip()), norm[left:end].rstrip()))
        start = end
    return found


def pieces(sentence: Span, joint: re.Pattern[str]) -> Iterator[Span]:
    """A long stretch without punctuation in parts of bearable length, cut before a conjunction where there is one."""
    rest = sentence
    while len(rest.text) > _LONGEST_PIECE:
        cuts = [cut.end() for cut in joint.finditer(rest.text[:_LONGEST_PIECE]) if cut.end() > _LONGEST_PIECE // 2]
        blank = rest.text.rfind(" ", 1, _LONGEST_PIECE)
        cut = cuts[-1] if cuts else blank if blank > 0 else _LONGEST_PIECE
        yield rest.sub(0, cut)
        rest = rest.sub(cut, len(rest.text))
    if rest.text.strip():
        yield rest


def clauses(sentence: Span, joint: re.Pattern[str]) -> Iterator[Span]:
    """Rough clauses: cut at commas and before conjunctions."""
    start = 0
    for cut in [*joint.finditer(sentence.text), None]:
        end = cut.start() if cut else len(sentence.text)
        if sentence.text[start:end].strip():
            yield sentence.sub(start, end)
        start = cut.end() if cut else end
