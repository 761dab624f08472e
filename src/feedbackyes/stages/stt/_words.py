"""Text as a recogniser sees it: sentences of dictionary words, with pronunciations for the words that no dictionary has."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

SENTENCE_END = re.compile(r"[.!?…]+(?=\s|$|[\"”’)])|[;:\n—–()]+")
TOKEN = re.compile(r"\d+|[^\W\d_]+(?:['’][^\W\d_]+)*['’]?")
VARIANT = re.compile(r"\(\d+\)$")
LETTERS_SPOKEN = 5
"""An unknown word in capitals that is no longer than this is spelt out."""

ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

# Letters to sounds for names, longest first; good enough for a recogniser to have a chance.
SOUNDS = {
    "tion": "SH AH N",
    "sion": "ZH AH N",
    "eigh": "EY",
    "sch": "SH",
    "tch": "CH",
    "igh": "AY",
    "chr": "K R",
    "ch": "CH",
    "sh": "SH",
    "th": "TH",
    "ph": "F",
    "wh": "W",
    "ck": "K",
    "ng": "NG",
    "qu": "K W",
    "gh": "G",
    "kn": "N",
    "wr": "R",
    "ee": "IY",
    "ea": "IY",
    "oo": "UW",
    "ou": "AW",
    "ow": "OW",
    "oa": "OW",
    "ai": "EY",
    "ay": "EY",
    "ei": "AY",
    "ey": "IY",
    "ie": "IY",
    "oi": "OY",
    "oy": "OY",
    "au": "AO",
    "aw": "AO",
    "oe": "OW",
    "ar": "AA R",
    "er": "ER",
    "ir": "ER",
    "ur": "ER",
    "or": "AO R",
    "ja": "Y AA",
    "ue": "UW",
    "a": "AE",
    "b": "B",
    "c": "K",
    "d": "D",
    "e": "EH",
    "f": "F",
    "g": "G",
    "h": "HH",
    "i": "IH",
    "j": "JH",
    "k": "K",
    "l": "L",
    "m": "M",
    "n": "N",
    "o": "AA",
    "p": "P",
    "q": "K",
    "r": "R",
    "s": "S",
    "t": "T",
    "u": "AH",
    "v": "V",
    "w": "W",
    "x": "K S",
    "y": "IY",
    "z": "Z",
}
AT_END = {"a": "AH", "o": "OW", "i": "IY", "e": "", "y": "IY", "es": "IH Z", "ed": "D", "ah": "AH"}
LATIN = str.maketrans("äöüåøæéèêëáàâãíìîïóòôõúùûñçßłš", "aouaoaeeeeaaaaiiiioooouuuncsls")

Dictionary = Mapping[str, Sequence[str]]
"""Pronunciations of each word, as phones with spaces."""


def read_dictionary(path: Path) -> dict[str, list[str]]:
    """Read a pronunciation dictionary: a word, "(2)" and so on for its variants, and its phones in each line."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        word, _, phones = line.partition(" ")
        if phones:
            found[VARIANT.sub("", word)].append(phones.strip())
    return dict(found)


def sentences(texts: Iterable[str]) -> list[list[str]]:
    """Words of each sentence as they are spelt, numbers in words; straight apostrophes, no punctuation."""
    found = []
    for text in texts:
        for part in SENTENCE_END.split(text):
            words = [word for token in TOKEN.findall(part) for word in _spoken(token)]
            if words:
                found.append(words)
    return found


def number_words(number: int) -> list[str]:
    """A cardinal number below a million in words; longer ones digit by digit."""
    if number >= 1_000_000:
        return [ONES[int(digit)] for digit in str(number)]
    if number >= 1000:
        rest = number % 1000
        return [*number_words(number // 1000), "thousand", *(number_words(rest) if rest else [])]
    if number >= 100:
        rest = number % 100
        return [ONES[number // 100], "hundred", *(number_words(rest) if rest else [])]
    if number >= 20:
        return [TENS[number // 10], *([ONES[number % 10]] if number % 10 else [])]
    return [ONES[number]]


def spellings(texts: Iterable[str]) -> dict[str, str]:
    """How words are written that are not written small: names, days, "I". Learned from where they stand inside a
    sentence, since at its beginning every word has a capital."""
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for words in sentences(texts):
        for word in words[1:]:
            forms[word.lower()][word] += 1
    common = {word: found.most_common(1)[0][0] for word, found in forms.items()}
    return {word: form for word, form in common.items() if form != word}


def pronounce(word: str, dictionary: Dictionary) -> list[str]:
    """Pronunciations of a word as it is spelt; of an unknown one a guess, empty when there is none."""
    lower = word.lower()
    if lower in dictionary:
        return list(dictionary[lower])
    if lower.endswith("'s"):
        return [f"{base} {_plural(base)}" for base in pronounce(word[:-2], dictionary)]
    if word.isupper() and 2 <= len(word) <= LETTERS_SPOKEN:
        letters = [dictionary.get(f"{letter}.", ("",))[0] for letter in lower]
        if all(letters):
            return [" ".join(letters)]
    guess = _sounds(lower.translate(LATIN).strip("'"))
    return [guess] if guess else []


def _spoken(token: str) -> list[str]:
    if token.isdigit():
        return number_words(int(token[:18]))
    return [token.replace("’", "'").strip("'")]


def _plural(phones: str) -> str:
    last = phones.rsplit(maxsplit=1)[-1]
    if last in {"S", "Z", "SH", "ZH", "CH", "JH"}:
        return "IH Z"
    return "S" if last in {"P", "T", "K", "F", "TH"} else "Z"


def _sounds(letters: str) -> str:
    """Phones for letters by `SOUNDS`; empty when a letter is none of the 26."""
    phones: list[str] = []
    at = 0
    while at < len(letters):
        rest = letters[at:]
        if at and rest in AT_END:
            phones += AT_END[rest].split()
            break
        size = next((size for size in (4, 3, 2, 1) if rest[:size] in SOUNDS and len(rest) >= size), 0)
        if not size:
            return ""
        sound = SOUNDS[rest[:size]].split()
        if rest[0] == "c" and rest[1:2] in {"e", "i", "y"}:
            sound = ["S"]
        if not (phones and size == 1 and phones[-1:] == sound and letters[at - 1] == rest[0]):
            phones += sound
        at += size
    return " ".join(phones)
