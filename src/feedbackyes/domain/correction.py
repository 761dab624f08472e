"""Corrections: what a learner really said, where the recogniser wrote something else.

What was heard stays stored. A corrected turn counts as sure, and keeps the times of the words that both texts have.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from feedbackyes.domain.errors import InvalidInput
from feedbackyes.domain.transcript import Turn, Word

MAX_LETTERS = 5000
SHORTEST_MS = 200
"""A word for which no time is left still lasts so long, so that it can be heard."""
_WORD = re.compile(r"[\w']+")
_SPACE = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")


@dataclass(frozen=True, slots=True)
class Correction:
    """What was said in one turn of the learner, as they wrote it. `at` is in Unix milliseconds."""

    session_id: str
    turn_id: str
    text: str
    at: int


def clean(text: str) -> str:
    """The text in one line. Raises `InvalidInput` when nothing is left of it, or too much."""
    line = _SPACE.sub(" ", text).strip()
    if _WORD.search(line) is None:
        raise InvalidInput("Write what you said in this turn, or leave it as it was heard.", param="text")
    if len(line) > MAX_LETTERS:
        raise InvalidInput(f"A turn has at most {MAX_LETTERS} letters; this one has {len(line)}.", param="text")
    return line


def apply(turns: Sequence[Turn], corrections: Mapping[str, Correction]) -> tuple[Turn, ...]:
    """The transcript as corrected; `corrections` by turn."""
    return tuple(corrected(turn, corrections[turn.id].text) if turn.id in corrections else turn for turn in turns)


def corrected(turn: Turn, text: str) -> Turn:
    """The turn with `text` in place of what was heard, with no doubt about it.

    Words that were heard keep their times, those between them share the time between. Nothing in common: no word times,
    so that a quote plays the whole turn.
    """
    return replace(turn, text=text, confidence=None, words=_aligned(turn, text))


def _aligned(turn: Turn, text: str) -> tuple[Word, ...]:
    written = _WORD.findall(text)
    same = SequenceMatcher(None, [_plain(word.text) for word in turn.words], [_plain(word) for word in written], False)
    placed: list[Word | None] = [None] * len(written)
    for block in same.get_matching_blocks():
        for i in range(block.size):
            heard = turn.words[block.a + i]
            placed[block.b + i] = Word(written[block.b + i], heard.start_ms, heard.end_ms)
    if not any(placed):
        return ()
    return _filled(placed, written, turn)


def _filled(placed: Sequence[Word | None], written: Sequence[str], turn: Turn) -> tuple[Word, ...]:
    """Words without a time get equal parts of the time between their neighbours."""
    words: list[Word] = []
    for i, word in enumerate(placed):
        if word is None:
            after = next((j for j in range(i, len(placed)) if placed[j] is not None), len(placed))
            following = placed[after] if after < len(placed) else None
            start = words[-1].end_ms if words else turn.start_ms
            end = max(start, following.start_ms if following else turn.end_ms)
            words.append(Word(written[i], start, start + max(SHORTEST_MS, (end - start) // (after - i))))
        else:
            words.append(word)
    return tuple(words)


def _plain(word: str) -> str:
    return word.casefold().replace("’", "'").strip(".,;:!?…\"'")
