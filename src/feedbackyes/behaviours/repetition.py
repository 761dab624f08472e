"""What is said again: a good sentence counts once, what hurts counts every time, and the partner's words stay theirs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from feedbackyes.behaviours import Behaviour, Finding

FEWEST_WORDS = 4
"""Shorter turns are said again without being copied: "I see, go on"."""
_AGAINST = frozenset(
    {
        Behaviour.TRAIT_LABEL,
        Behaviour.BLAME,
        Behaviour.ABSOLUTE_YOU,
        Behaviour.DEMAND,
        Behaviour.THREAT,
        Behaviour.CALM_DOWN_COMMAND,
        Behaviour.PROBLEM_SOLVING_BEFORE_LISTENING,
        Behaviour.DEFENSIVE_JUSTIFICATION,
        Behaviour.LEADING_QUESTION,
        Behaviour.HEDGE,
    }
)
_COUNTS_AGAIN = _AGAINST | {
    Behaviour.REFUSAL_CLEAR,
    Behaviour.HOLDS_WHEN_PUSHED,
    Behaviour.YIELDS,
    Behaviour.APOLOGY,
    Behaviour.APOLOGY_CHAIN,
}
"""What does something each time: a no that stays a no, and what speaks against the learner."""
_ECHOES = _AGAINST | {Behaviour.PARAPHRASE}
"""What the partner's own sentence, said back word for word, may show."""
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")


class Said:
    """What was said before: a good sentence said again shows nothing more, nor does the partner's."""

    def __init__(self, words: Callable[[str], list[str]]) -> None:
        self._words = words
        self._turns: set[str] = set()
        self._quotes: set[tuple[Behaviour, str]] = set()
        self._heard: set[str] = set()

    def hear(self, text: str) -> None:
        """The partner says `text`."""
        for part in (text, *_SENTENCE.split(text)):
            whole = " ".join(self._words(part))
            self._heard.update([whole] if _is_sentence(whole) else [])

    def only_anew(self, text: str, shown: Sequence[Finding]) -> list[Finding]:
        """Of what a turn showed, what counts; the turn then counts as said."""
        whole = " ".join(self._words(text))
        again = whole in self._turns
        kept = [one for one in shown if one.behaviour in _COUNTS_AGAIN or not (again or self._quoted(one))]
        if whole in self._heard:
            kept = [one for one in kept if one.behaviour in _ECHOES]
        self._turns.update([whole] if _is_sentence(whole) else [])
        self._quotes.update((one.behaviour, " ".join(self._words(one.quote))) for one in kept)
        return kept

    def _quoted(self, one: Finding) -> bool:
        quote = " ".join(self._words(one.quote))
        return quote.count(" ") >= FEWEST_WORDS and (one.behaviour, quote) in self._quotes


def _is_sentence(words: str) -> bool:
    return words.count(" ") >= FEWEST_WORDS - 1
