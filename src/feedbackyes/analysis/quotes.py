"""Whether quoted words were said: looked up word for word, and always shown as they stand in the transcript.

Case, spaces, punctuation, quotation marks and the ways in which Unicode writes one letter are not words: they are forgiven. Words
are not: none may be missing, added, in another order or cut short. Where "…" says that words were left out, each part must be
there, in order, and what was left out may not be a no; then the longest part is the quote, because the parts were not said as one.
"""

from __future__ import annotations

import re
import unicodedata

FEWEST_LETTERS = 4
"""In a quote; less proves nothing."""
_WORD = re.compile(r"[^\W_]+")
_LEFT_OUT = re.compile(r"\s*(?:\[\s*)?(?:…|\.{3,}|(?:\.\s){2,}\.)(?:\s*\])?\s*|\s*\(\s*…\s*\)\s*")
_NO = re.compile(
    r"\b(?:not|no|never|nobody|nothing|none|hardly|without|cannot|\w+n['’]t|(?:ca|wo|do|does|did|is|are|was|were|could|would|should|has|have|had)nt|"
    r"nicht|nie|niemals|kein\w*|nichts|niemand|ohne|ne|n['’]|pas|jamais|rien|aucune?|sans|nunca|jamás|nada|nadie|ningun\w*|sin)\b",
    re.IGNORECASE,
)
Place = tuple[int, int]


def locate(quote: str, text: str) -> Place | None:
    """Where `quote` stands in `text`, from and up to a character; None: it was not said."""
    said, places = _folded(text)
    found: list[Place] = []
    for part in _LEFT_OUT.split(quote):
        words = _WORD.findall(_folded(part)[0])
        if not words:
            continue
        place = _find(words, said, found[-1][1] if found else 0)
        if place is None or (found and _NO.search(said[found[-1][1] : place[0]])):
            return None
        found.append(place)
    start, end = max(found, key=lambda one: one[1] - one[0], default=(0, 0))
    if sum(map(len, _WORD.findall(said[start:end]))) < FEWEST_LETTERS:
        return None
    return places[start], places[end]


def _find(words: list[str], said: str, start: int) -> Place | None:
    pattern = r"(?<![^\W_])" + r"[\W_]+".join(map(re.escape, words)) + r"(?![^\W_])"
    found = re.compile(pattern).search(said, start)
    return found.span() if found else None


def _folded(text: str) -> tuple[str, list[int]]:
    """Text as it is compared, and where each of its characters comes from; one place more for the end.

    A letter and its accents are one whichever way they are written, invisible characters are none, letters have one case.
    """
    folded: list[str] = []
    places: list[int] = []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and unicodedata.category(text[end]) in ("Mn", "Mc", "Cf"):
            end += 1
        visible = "".join(char for char in text[start:end] if unicodedata.category(char) != "Cf")
        # Folding may take a letter apart again ("İ"), so it is composed twice.
        one = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", visible).casefold())
        folded.append(one)
        places += [start] * len(one)
        start = end
    return "".join(folded), [*places, len(text)]
