"""Looking for words in what was said: which ones, and the sentence to show."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

MOST_WORDS = 8
LONGEST = 240
"""Characters of a sentence that is shown."""
_SENTENCE = re.compile(r"[^.!?…]+[.!?…]*[\"'”’)]*\s*")
_EDGES = "\"'“”‘’«»„.,;:!?…()[]"
_ACCENTS = re.compile("[\u0300-\u036f]")


def fold(text: str) -> str:
    """Text in which letters with and without accents, large and small, are the same: `Übergröße` is `ubergrosse`."""
    if text.isascii():
        return text.lower()
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).lower().replace("ß", "ss")


def words_of(query: str) -> tuple[str, ...]:
    """The words of a query without the punctuation around them, each once, at most `MOST_WORDS`."""
    stripped = (word.strip(_EDGES) for word in query.split())
    found = {fold(word): word for word in stripped if any(letter.isalnum() for letter in word)}
    return tuple(found.values())[:MOST_WORDS]


def sentence(text: str, words: Sequence[str]) -> str:
    """The first of the sentences of `text` with the most of `words`, cut around them when it is long."""
    sentences: list[str] = [one.group().strip() for one in _SENTENCE.finditer(text)] or [text.strip()]
    folded = [fold(word) for word in words]
    best = max(sentences, key=lambda one: sum(word in fold(one) for word in folded))
    if len(best) <= LONGEST:
        return best
    places = [fold(best).find(word) for word in folded]
    first = min((place for place in places if place >= 0), default=0)
    start = max(0, min(first - LONGEST // 3, len(best) - LONGEST))
    start = best.find(" ", start) + 1 if start > 0 else 0
    end = start + LONGEST
    end = best.rfind(" ", start, end) if end < len(best) else len(best)
    return ("… " if start > 0 else "") + best[start:end] + (" …" if end < len(best) else "")
