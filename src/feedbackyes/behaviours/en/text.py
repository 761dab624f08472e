"""English text as the patterns see it: one character for one, so that every match is a verbatim quote."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_SAME = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "—": "-", "–": "-", " ": " "})
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)*", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…]+[\"')\]]*(?=\s|$)|\n+|;")
_HESITATION = re.compile(r"(?:(?:u+m+|u+h+|erm?|h+m+)\b[\s,.\-…]*|(?:well\s*,\s*)?(?:like|you know|i mean)\s*,\s*)+")
"""At the beginning of a sentence: says nothing, and what follows begins it."""
_GAP = r"(?:[\s,\-]+(?:(?:um+|uh+|er|erm|hmm?|ah|like|you know|i mean|well)[\s,\-]+)*)"

MACROS = {
    "youre": r"you(?:'|~)?(?:re| are|'ve been|re being| have been| were)",
    "youve": r"you(?:'ve| ve|ve| have)",
    "youll": r"you(?:'ll| ll|ll| will)",
    "im": r"i(?:'m| m|m| am)",
    "iwas": r"i(?:'m| m|m| am| was|'ve been| have been| ve been)",
    "ive": r"i(?:'ve| ve|ve| have)",
    "id": r"i(?:'d| d|d| would)",
    "ill": r"i(?:'ll| ll|ll| will)",
    "well": r"we(?:'ll| ll| will)",
    "weve": r"we(?:'ve| ve|ve| have)",
    "lets": r"let(?:'s| s|s| us)",
    "its": r"it(?:'s| s|s| is)",
    "thats": r"that(?:'s| s|s| is)",
    "nt": r"(?:n't| n t|nt| not)",
    "cant": r"can(?:'t| t|t|not| not)",
    "wont": r"(?:won(?:'t| t|t)|will not)",
    "dont": r"(?:don(?:'t| t|t)|do not)",
    "didnt": r"(?:didn(?:'t| t|t)|did not)",
    "isnt": r"(?:isn(?:'t| t|t)|is not)",
    "wasnt": r"(?:wasn(?:'t| t|t)|was not)",
    "very": r"(?:(?:so|really|very|just|quite|pretty|too|extremely|totally|completely|honestly|a bit|a little|rather|such an?|being|an?|kind of|sort of|incredibly|always|getting|simply|clearly|obviously|still|also) )*",
}
"""Fragments that patterns name in braces; they allow for contractions written apart or without the apostrophe."""


class Pattern:
    """A regular expression that is compiled when it is first looked for: all of them together take seconds."""

    __slots__ = ("_compiled", "_source")

    def __init__(self, source: str) -> None:
        self._source = source
        self._compiled: re.Pattern[str] | None = None
        _PATTERNS.append(self)

    @property
    def compiled(self) -> re.Pattern[str]:
        if self._compiled is None:
            self._compiled = re.compile(self._source)
        return self._compiled

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        return self.compiled.search(text, start, end)

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        return self.compiled.match(text, start)

    def fullmatch(self, text: str, start: int = 0) -> re.Match[str] | None:
        return self.compiled.fullmatch(text, start)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self.compiled.finditer(text)


_PATTERNS: list[Pattern] = []


def prepare() -> None:
    """Compile every pattern now, so that the first talk need not wait."""
    for pattern in _PATTERNS:
        _ = pattern.compiled


@lru_cache(maxsize=2048)
def rx(pattern: str) -> Pattern:
    """A pattern of our small language: `{name}` is a macro, a blank any gap with hesitations in it.

    A tilde is one plain space (for look-behinds, which need a fixed width). It matches whole words of normalised text.
    """
    pattern = loose(pattern)
    pattern = _MACRO.sub(lambda match: MACROS[match[1]], pattern)
    return Pattern(r"\b(?:" + pattern.replace(" ", _GAP).replace("~", " ") + r")\b")


_MACRO = re.compile(r"\{([a-z]+)\}")
_APOSTROPHE = re.compile(r"\(\?<[!=][^)]*\)|\[[^\]]*\]|(?<=\))'|(?<!we)(?<!he)(?<!she)'")
_NO_OTHER_WORD = r"(?:['~]|(?<!\bwe)(?<!he))"


def loose(pattern: str) -> str:
    """Let every apostrophe of a pattern be missing or a blank, as recognisers write: "didnt", "didn t".

    Look-behinds (fixed width) and character classes stay as they are, and so do "we're" and "he'll", which would turn
    into other words; after a group, what the group matched decides.
    """

    def loosened(match: re.Match[str]) -> str:
        if match[0] != "'":
            return match[0]
        return _NO_OTHER_WORD if match.string[: match.start()].endswith(")") else "['~]?"

    return _APOSTROPHE.sub(loosened, pattern)


def plain(pattern: str) -> Pattern:
    """An ordinary pattern with loose apostrophes, for normalised text."""
    return Pattern(loose(pattern).replace("~", " "))


def normalise(text: str) -> str:
    """Lower case with plain quotes, of the same length as `text`."""
    plain = text.translate(_SAME)
    return "".join(lower if len(lower := char.lower()) == 1 else char for char in plain)


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a turn: positions in its text, and the normalised words there."""

    start: int
    end: int
    text: str

    def sub(self, start: int, end: int) -> Span:
        """The part from `start` to `end`, counted from this span's beginning."""
        return Span(self.start + start, self.start + end, self.text[start:end])


def sentences(text: str) -> list[Span]:
    """Sentences by punctuation, without the noises that they begin with; text without any is one sentence."""
    norm = normalise(text[:LONGEST_TURN])
    found, start = [], 0
    for mark in [*_SENTENCE_END.finditer(norm), None]:
        end = mark.end() if mark else len(norm)
        span = _trim(norm, start, end)
        if hesitation := _HESITATION.match(span.text):
            span = span.sub(hesitation.end(), len(span.text))
        if _WORD.search(span.text):
            found.append(span)
        start = end
    return found


LONGEST_TURN = 8_000
"""Characters of a turn that are looked at: about ten minutes of speech."""
_LONGEST_PIECE = 420


def pieces(sentence: Span) -> Iterator[Span]:
    """A long stretch without punctuation in parts of bearable length, cut before a conjunction where there is one.

    Patterns may look back and forth within a part; this keeps their work linear in the length of the turn.
    """
    rest = sentence
    while len(rest.text) > _LONGEST_PIECE:
        joints = [
            joint.end() for joint in _JOINT.finditer(rest.text[:_LONGEST_PIECE]) if joint.end() > _LONGEST_PIECE // 2
        ]
        blank = rest.text.rfind(" ", 1, _LONGEST_PIECE)
        cut = joints[-1] if joints else blank if blank > 0 else _LONGEST_PIECE
        yield rest.sub(0, cut)
        rest = rest.sub(cut, len(rest.text))
    if rest.text.strip():
        yield rest


_JOINT = re.compile(
    r"[,:]\s+|\s+-+\s+|\s+(?=(?:and|but|because|so|although|though|however|then|when|if|while|which|since)\s)"
    # Where a recogniser leaves out the full stop, a question's word order shows that something new begins.
    r"|\s+(?=(?:what|how|why)(?:'s|\s+(?:is|was|are|were|do|did|does|would|could|can|made|makes|happened|else))\b)"
    r"|(?<!what)(?<!how)(?<!why)\s+(?=(?:could|can|would|did|does|have|are)\s+you\b)"
)


def clauses(sentence: Span) -> Iterator[Span]:
    """Rough clauses: cut at commas and before conjunctions."""
    start = 0
    for joint in [*_JOINT.finditer(sentence.text), None]:
        end = joint.start() if joint else len(sentence.text)
        span = _trim(sentence.text, start, end)
        if span.text:
            yield Span(sentence.start + span.start, sentence.start + span.end, span.text)
        start = joint.end() if joint else end


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end, text[start:end])


def words(text: str) -> list[str]:
    """Lower-case words, contractions whole."""
    return _WORD.findall(normalise(text))


def stem(word: str) -> str:
    """A crude stem: enough to see that "checking" and "checked" are one word."""
    word = word.split("'", maxsplit=1)[0]
    for suffix in ("ingly", "edly", "ing", "ied", "ies", "ed", "es", "ly", "s"):
        if word.endswith(suffix) and len(word) - len(suffix) >= 3 and not word.endswith("ss"):
            base = word[: -len(suffix)]
            base = base + "y" if suffix in ("ied", "ies") else base
            return base[:-1] if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "slz" else base.rstrip("e")
    return word.rstrip("e") if len(word) > 3 else word
