"""Drawing several points of a talk together, also where no set phrase says so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from feedbackyes.behaviours.en.counts import content_words
from feedbackyes.behaviours.en.text import Span, plain

_OPENS = plain(
    r"^(?:(?:okay|ok|right|well|yes|yeah|good|alright|all right|um+|uh+|great|now|and|thanks|thank you)[\s,.]+)*(?:so\b|overall\b|all in all|altogether|if i (?:have|put|got|understood)|what (?:i've|i have|i'm|i) hear|let me (?:see|check|make sure)|summing|just to check|what i(?:'ve| have) got|to get (?:it|this|that) right|then you|from what)"
)
_GATHERS = plain(
    r"\bwhat (?:i've|i have|i'm|i am|i) hear(?:d|ing)?\b|\b(?:all )?together\b|\bgot (?:it|that) all\b|\boverall\b"
)
_MY_OWN = plain(r"\b(?:i|i'm|i've|i'll|i'd|my|me|we|we'll|let's|please|you should|you must)\b")
_ITEM = re.compile(r",|;|:| and | plus | then ")
_LONGEST = 40
"""Words that are looked at."""
_LONG = 10
"""Blanks of a statement that needs no opening words."""
_FEWEST, _OF_A_LIST, _MANY = 3, 2, 5
"""Things that the partner had spoken of."""


def draws_together(sentence: Span, told: Sequence[frozenset[str]]) -> tuple[int, int] | None:
    """A statement that takes up what the partner said in several turns.

    Args:
        told: content words of the partner's turns, oldest first.
    """
    text = " ".join(sentence.text.split(" ")[:_LONGEST])
    if len(told) < 2 or text.endswith("?"):
        return None
    shared = content_words(text) & frozenset().union(*told)
    turns = [turn & shared for turn in told if turn & shared]
    apart = any(first - second and second - first for first in turns for second in turns)
    if not _OPENS.search(text) and not (
        apart and text.count(" ") >= _LONG and len(_ITEM.findall(text)) >= _OF_A_LIST and not _MY_OWN.search(text)
    ):
        return None
    several = len(shared) >= _FEWEST and (apart or (len(turns) > 1 and len(shared) >= _MANY))
    listed = bool(_GATHERS.search(text)) and len(_ITEM.findall(text)) >= _OF_A_LIST and len(shared) >= _OF_A_LIST
    return (0, len(text)) if several or listed else None
