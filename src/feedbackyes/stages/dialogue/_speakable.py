"""What of a language model's text is spoken, clause by clause as it comes.

Models write what is not to be heard: their thoughts (`<think>`), stage directions (`*sighs*`, `[laughs]`, "Marc smiles."),
names before words as in a script, markdown, emoji, and the other person's next line. What is left is cut into sentences; the
first words of a reply also at a comma, so that the voice can begin.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from feedbackyes.behaviours.role import is_label, stage_direction
from feedbackyes.behaviours.role_words import ALONE, DIRECTION

FIRST_WORDS = 3
"""The voice begins with a clause that is at least so long."""
MOST_WORDS_AT_ONCE = 38
"""Without any full stop it is cut here."""
LONGEST_MARK = 160
"""Characters after which an opening bracket or star that nothing closes is a slip of the pen."""

_THOUGHT = re.compile(r"<(think|thinking|thought|reasoning)>", re.IGNORECASE)
_THOUGHT_OVER = re.compile(r"</(?:think|thinking|thought|reasoning)>", re.IGNORECASE)
_TAG_BEGUN = re.compile(r"</?\w{0,10}\Z")
_LONGEST_TAG = 16
_ENDS = re.compile(r"[.!?…]+[\"'”’»)\]*_]*(?=\s)|\n")
_PAUSES = re.compile(r"[,;:–—](?=\s)")
_LINK = re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)")
_ADDRESS = re.compile(r"\bhttps?://\S+")
_FENCE = re.compile(r"```[^\n`]*\n?|`")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]*>")
_SQUARE = re.compile(r"\[[^\]\n]*\]")
_ROUND = re.compile(r"\(([^()\n]*)\)")
_MARKED = re.compile(r"(?P<mark>\*{1,3}|(?<!\w)_{1,3})(?=\S)(?P<words>[^*_\n]+?)(?<=\S)(?P=mark)(?!\w)")
_SPANS = re.compile(rf"{_SQUARE.pattern}|{_ROUND.pattern}|(?<!\w)\*(?=[^\s*])[^*\n]+\*(?!\*)")
"""No clause ends within one."""
_LINE_START = re.compile(r"(?m)^[ \t]*(?:#{1,6}[ \t]+|>[ \t]*|[-*+•][ \t]+|\d{1,2}[.)][ \t]+|-{3,}[ \t]*$)")
_LABEL = re.compile(r"\A\W*(?P<words>[^\W\d_][^:.,!?\n]{0,39}?)\W*:\W?(?=\s|\*|$)")
_OTHER = re.compile(
    r"(?mi)^\W*(?:you|user|learner|human|me|player|vous|toi|utilisateur|sie|du|nutzer|usted|tú|usuario)\W*:(?=\s|$)"
)
_QUOTES = str.maketrans("", "", '"“”„«»')
_BOUNDARY = ".!?…\n"


@dataclass(frozen=True, slots=True)
class Clause:
    """Something to say, with white space at its end when more may follow. `whole`: it ends a sentence."""

    text: str
    whole: bool


class Speakable:
    """Takes a model's text as it comes. `name`: the partner's, in full; empty: it has none."""

    def __init__(self, name: str = "") -> None:
        self._name = name
        self._come = ""  # and not looked at
        self._raw = ""
        self._thinking = False
        self._begun = False
        self.over = False  # what follows is not the partner's

    def feed(self, text: str) -> Iterator[Clause]:
        """The model wrote `text`. Yields what can be said by now."""
        self._raw += self._aloud(text)
        while not self.over and (end := self._boundary()) is not None:
            yield from self._take(*end, after=" ")

    def end(self) -> Iterator[Clause]:
        """The model has ended."""
        if not self.over and not self._thinking:
            self._raw += self._come
            yield from self._take(len(self._raw), whole=True)
        self._raw = self._come = ""

    def _aloud(self, text: str) -> str:
        """What of the text that came is no thought."""
        self._come += text
        aloud = ""
        while match := (_THOUGHT_OVER if self._thinking else _THOUGHT).search(self._come):
            aloud += "" if self._thinking else self._come[: match.start()]
            self._come = self._come[match.end() :]
            self._thinking = not self._thinking
        if self._thinking:
            self._come = self._come[-_LONGEST_TAG:]
            return aloud
        begun = _TAG_BEGUN.search(self._come)
        kept = len(self._come) if begun is None else begun.start()
        aloud, self._come = aloud + self._come[:kept], self._come[kept:]
        return aloud

    def _take(self, end: int, whole: bool, after: str = "") -> Iterator[Clause]:
        part, self._raw = self._raw[:end], self._raw[end:]
        if (other := _OTHER.search(part)) is not None and (self._begun or other.start() > 0):
            part, self.over = part[: other.start()], True
        text = plain(part, self._name, after=self._begun)
        if any(character.isalnum() for character in text):
            self._begun = True
            yield Clause(text + after, whole or self.over)

    def _boundary(self) -> tuple[int, bool] | None:
        """Where the next clause ends, and whether a sentence ends there; None: not yet known."""
        settled, marked = _settled(self._raw), _SPANS.sub(lambda span: "x" * len(span[0]), self._raw)
        for match in _ENDS.finditer(marked, 0, settled):
            if not _is_abbreviation(marked, match):
                return match.end(), True
        if not self._begun:
            for match in _PAUSES.finditer(marked, 0, settled):
                if len(plain(self._raw[: match.end()], self._name).split()) >= FIRST_WORDS:
                    return match.end(), False
        return self._too_long(settled)

    def _too_long(self, settled: int) -> tuple[int, bool] | None:
        words = list(re.finditer(r"\S+", self._raw[:settled]))
        if len(words) <= MOST_WORDS_AT_ONCE:
            return None
        limit = words[MOST_WORDS_AT_ONCE - 1].end()
        pause = max((match.end() for match in _PAUSES.finditer(self._raw, 0, limit)), default=limit)
        return pause, False


def plain(text: str, name: str = "", *, after: bool = False) -> str:
    """Text without what is not spoken.

    Args:
        name: the partner's. after: something was said before, so that this is not the beginning of a reply.
    """
    text = unicodedata.normalize("NFC", text.replace("’", "'"))
    text = _FENCE.sub("", _ADDRESS.sub("", _LINK.sub(r"\1", text)))
    text = _LINE_START.sub("", _SQUARE.sub("", _TAG.sub("", text)))
    text = _MARKED.sub(lambda match: _unmarked(match, text, after=after), text)
    text = _ROUND.sub(lambda match: "" if DIRECTION.search(match[1].strip()) else f", {match[1].strip()},", text)
    text = "".join(character for character in text if _is_speech(character)).translate(_QUOTES)
    text = re.sub(r"\s+", " ", text).strip()
    text = _without_label(re.sub(r"\s+([.,!?;:…])", r"\1", text), name)
    text = re.sub(r",+(?=[,.!?;:…])|^[\s,;:.–—-]+", "", text)
    return "" if name and stage_direction(text, name) else text.strip()


def _unmarked(match: re.Match[str], text: str, *, after: bool) -> str:
    """Emphasis keeps its words. What stands for itself, beside sentences instead of in one, is to be done."""
    words = match["words"].strip()
    if match["mark"] in ("**", "__"):  # bold: a name, or emphasis
        return "" if ALONE.fullmatch(words.rstrip(".!?…")) else words
    before, behind = text[: match.start()].rstrip(), text[match.end() :].lstrip()
    begins = (before[-1] in _BOUNDARY + '"*_:)') if before else (not after or text[:1].isspace())
    stands_alone = begins and (not behind or behind[0].isupper() or behind[0] in '"“(*\n')
    return "" if DIRECTION.search(words) or (stands_alone and " " in words) else words


def _without_label(text: str, name: str) -> str:
    """Without "Marc:" or "Marc (quietly):" before the words."""
    label = _LABEL.match(text)
    if label is None:
        return text
    words = label["words"].strip(" *_")
    if (name and is_label(words, name)) or is_label(words, "partner") or ALONE.fullmatch(words):
        return text[label.end() :].lstrip()
    return text


def _is_speech(character: str) -> bool:
    """No emoji, arrow, star or control character."""
    if character in "#*_`~|\\^<>{}[]":
        return False
    kind = unicodedata.category(character)
    return kind not in ("So", "Sk", "Cf", "Cs", "Co", "Cn") and (kind != "Cc" or character.isspace())


def _settled(raw: str) -> int:
    """Up to where nothing is open that would change what is spoken: a bracket, a star."""
    end = len(raw)
    for opening, closing in (("(", ")"), ("[", "]")):
        place = raw.rfind(opening, 0, end)
        if place >= 0 and closing not in raw[place:end] and end - place < LONGEST_MARK:
            end = place
    stars = [match.start() for match in re.finditer(r"\*+|(?<!\w)_+(?=\w)|(?<=\w)_+(?!\w)", raw[:end])]
    if len(stars) % 2 and end - stars[-1] < LONGEST_MARK and not _is_bullet(raw, stars[-1]):
        end = stars[-1]
    return end


def _is_bullet(raw: str, place: int) -> bool:
    return raw[place : place + 2] == "* " and not raw[:place].rpartition("\n")[2].strip()


def _is_abbreviation(raw: str, match: re.Match[str]) -> bool:
    """ "Mr. Okafor", "z. B." and "3." at the beginning of a line end no sentence."""
    word = re.search(r"(\w+)\.\Z", raw[: match.end()])
    if word is None:
        return False
    short = len(word[1]) == 1 and word[1].isalpha() and word[1] not in "Iiaà"
    return short or word[1].lower() in _ABBREVIATIONS or (word[1].isdigit() and not raw[: word.start()].strip())


_ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "st",
        "vs",
        "etc",
        "bzw",
        "ca",
        "nr",
        "hr",
        "fr",
        "sr",
        "sra",
        "srta",
        "dra",
        "mme",
        "mlle",
        "env",
    ]
)
