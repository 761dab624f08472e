"""How sure a recogniser was of each word, from the log probabilities of its tokens."""

from __future__ import annotations

import math
from collections.abc import Sequence

from feedbackyes.domain.transcript import Word
from feedbackyes.protocol.captions import WORD
from feedbackyes.protocol.server import Logprob


def timed_words(transcript: str, logprobs: Sequence[Logprob], start_ms: float, end_ms: float) -> tuple[Word, ...]:
    """Spread the words over the time in which they were said, evenly by characters: Realtime does not tell it.

    Returns:
        The words with their confidence, which is None where no token tells it.
    """
    spans = [(found.start(), found.end()) for found in WORD.finditer(transcript)]
    confidences = _by_word(transcript, spans, logprobs)
    scale = (end_ms - start_ms) / max(1, len(transcript))
    return tuple(
        Word(transcript[first:last], round(start_ms + first * scale), round(start_ms + last * scale), confidence)
        for (first, last), confidence in zip(spans, confidences, strict=True)
    )


def overall(words: Sequence[Word]) -> float | None:
    """The mean confidence of the words that have one, weighted by length; None when none has."""
    told = [(word.confidence, len(word.text)) for word in words if word.confidence is not None]
    weight = sum(length for _, length in told)
    return sum(confidence * length for confidence, length in told) / weight if weight else None


def _by_word(transcript: str, spans: Sequence[tuple[int, int]], logprobs: Sequence[Logprob]) -> list[float | None]:
    """Find each token in the transcript, and give each word the geometric mean of its tokens' probabilities."""
    found: list[list[float]] = [[] for _ in spans]
    position = word = 0
    for logprob in logprobs:
        token = logprob.token.strip()
        at = transcript.find(token, position) if token else -1
        if at < 0:
            continue
        while word + 1 < len(spans) and at >= spans[word][1]:
            word += 1
        found[word].append(min(0.0, logprob.logprob))
        position = at + len(token)
    return [math.exp(sum(values) / len(values)) if values else None for values in found]
