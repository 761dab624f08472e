"""Interim text that only grows: a word is told when it has stayed the same for a while and another one follows it."""

from __future__ import annotations

from collections.abc import Sequence

STABLE = 3
"""Looks in a row in which a word has to be the same. Told words are then wrong in one case of eleven, and half a second
old; more looks help little, fewer do harm (docs/recognition.md)."""


class Telling:
    """What was told of an utterance so far."""

    def __init__(self) -> None:
        self._looks: list[list[str]] = []
        self._told: list[str] = []
        self._anything = False

    def look(self, words: list[str]) -> str:
        """Take the interim words since the last `part`; returns text to append."""
        self._looks = [*self._looks[1 - STABLE :], words[:-1]]
        if len(self._looks) < STABLE:
            return ""
        stable = _common(self._looks)
        if len(stable) <= len(self._told):
            return ""
        return self._tell(stable[_continuation(self._told, stable) :])

    def settle(self, words: list[str]) -> str:
        """Take the words that are settled since the last `part`; returns what of them was not told yet."""
        self._looks.clear()
        return self._tell(words[_continuation(self._told, words) :])

    def part(self) -> None:
        """What was settled stays; what follows is told on its own."""
        self._looks.clear()
        self._told.clear()

    def _tell(self, words: list[str]) -> str:
        if not words:
            return ""
        self._told += words
        text = (" " if self._anything else "") + " ".join(words)
        self._anything = True
        return text


def _common(looks: Sequence[Sequence[str]]) -> list[str]:
    """The longest common beginning."""
    common: list[str] = []
    for words in zip(*looks, strict=False):
        if len(set(words)) > 1:
            break
        common.append(words[0])
    return common


def _continuation(told: list[str], words: list[str]) -> int:
    """How many of `words` correspond to `told`: the beginning of `words` with the least edit distance to it."""
    costs = list(range(len(words) + 1))
    for row, word in enumerate(told, 1):
        diagonal, costs[0] = costs[0], row
        for column, other in enumerate(words, 1):
            diagonal, costs[column] = (
                costs[column],
                min(costs[column] + 1, costs[column - 1] + 1, diagonal + (word != other)),
            )
    return min(range(len(words) + 1), key=lambda column: (costs[column], abs(column - len(told))))
