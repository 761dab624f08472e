"""What a server made of an utterance, and the words of it with their times.

Servers tell times of words, of segments, or none. Every word of the text gets one: that of the same word in the server's
list, else a share of what is between its neighbours, by length.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from math import exp
from typing import Any

import numpy as np

from feedbackyes.audio import Int16
from feedbackyes.stages.stt import RATE_HZ, RecognisedWord

UNHEARD_LOGPROB, UNHEARD_PROBABILITY = -1.0, 0.6
"""Whisper's own rule for a segment that it made of silence: less sure of its words than the first, and more sure than the
second that nobody spoke."""
QUIET = 0.1
"""Of the loudest frame: what is below is no voice."""
FRAME = RATE_HZ // 50
_PLAIN = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Mark:
    """A word or segment as the server tells of it, in milliseconds from the first sample."""

    text: str
    start_ms: float
    end_ms: float
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """`confidence`: None when the server says nothing of it."""

    text: str
    marks: tuple[Mark, ...] = ()
    confidence: float | None = None


def read(answer: Mapping[str, Any]) -> Heard:
    """Read an answer in `json` or `verbose_json`, or the last event of a stream.

    Raises:
        KeyError, TypeError, ValueError: it has another form.
    """
    text = answer["text"]
    if not isinstance(text, str):
        raise TypeError(text)
    segments = [segment for segment in answer.get("segments") or () if "avg_logprob" in segment]
    unheard = [segment for segment in segments if _is_unheard(segment)]
    if segments and len(unheard) == len(segments):
        return Heard("", (), 0.0)
    marks = tuple(_mark(word, "word") for word in answer.get("words") or ())
    if not marks:
        marks = tuple(_mark(segment, "text") for segment in answer.get("segments") or ())
    return Heard(text.strip(), marks, _confidence(answer, segments))


def joined(parts: Sequence[Heard]) -> Heard:
    """What was heard in several segments of one utterance, whose times count from its beginning."""
    sure = [part.confidence for part in parts if part.confidence is not None]
    return Heard(
        " ".join(part.text for part in parts if part.text),
        tuple(mark for part in parts for mark in part.marks),
        sum(sure) / len(sure) if sure else None,
    )


def words(heard: Heard, samples: Int16) -> tuple[RecognisedWord, ...]:
    """Each word of the text, in order, none over another, inside the utterance."""
    tokens = heard.text.split()
    duration_ms = len(samples) * 1000 / RATE_HZ
    known = _known(tokens, heard.marks)
    begin, end = _voiced(samples)
    usual = 1.0 if heard.confidence is None else heard.confidence
    found: list[RecognisedWord] = []
    at = 0
    while at < len(tokens):
        if (mark := known.get(at)) is not None:
            sure = usual if mark.confidence is None else mark.confidence
            found.append(_word(tokens[at], mark.start_ms, mark.end_ms, sure, found))
            at += 1
            continue
        until = next((index for index in range(at, len(tokens)) if index in known), len(tokens))
        first = found[-1].end_ms if found else min(begin, known[until].start_ms if until in known else begin)
        last = known[until].start_ms if until in known else max(end, first)
        for token, start_ms, end_ms in _spread(tokens[at:until], first, min(last, duration_ms)):
            found.append(_word(token, start_ms, end_ms, usual, found))
        at = until
    return tuple(found)


def _known(tokens: Sequence[str], marks: Sequence[Mark]) -> dict[int, Mark]:
    """The mark of each token that has one of its own."""
    singles = [part for mark in marks for part in _singles(mark)]
    one, other = [_plain(token) for token in tokens], [_plain(mark.text) for mark in singles]
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return {block.a + step: singles[block.b + step] for block in blocks for step in range(block.size)}


def _singles(mark: Mark) -> list[Mark]:
    """The words of a mark."""
    tokens = mark.text.split()
    if len(tokens) < 2:
        return [mark]
    return [Mark(*part, mark.confidence) for part in _spread(tokens, mark.start_ms, mark.end_ms)]


def _spread(tokens: Sequence[str], start_ms: float, end_ms: float) -> list[tuple[str, float, float]]:
    """Times by length of the words."""
    lengths = np.cumsum([0, *(len(token) + 1 for token in tokens)])
    times = start_ms + (max(end_ms, start_ms) - start_ms) * lengths / lengths[-1]
    return [(token, float(times[index]), float(times[index + 1])) for index, token in enumerate(tokens)]


def _word(
    text: str, start_ms: float, end_ms: float, confidence: float, before: Sequence[RecognisedWord]
) -> RecognisedWord:
    start = max(round(start_ms), before[-1].end_ms if before else 0)
    return RecognisedWord(text, start, max(round(end_ms), start + 1), min(1.0, max(0.0, confidence)))


def _voiced(samples: Int16) -> tuple[float, float]:
    """Milliseconds from the first to the last loud frame."""
    frames = samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME).astype(np.float32)
    levels = np.sqrt((frames**2).mean(axis=1)) if len(frames) else np.zeros(0)
    loud = np.flatnonzero(levels > QUIET * levels.max()) if len(levels) else np.zeros(0, int)
    if not len(loud):
        return 0.0, len(samples) * 1000 / RATE_HZ
    ms = FRAME * 1000 / RATE_HZ
    return float(loud[0] * ms), float((loud[-1] + 1) * ms)


def _mark(told: Mapping[str, Any], name: str) -> Mark:
    confidence = told.get("probability")
    if confidence is None and "avg_logprob" in told:
        confidence = exp(min(0.0, float(told["avg_logprob"])))
    sure = None if confidence is None else float(confidence)
    return Mark(str(told[name]), float(told["start"]) * 1000, float(told["end"]) * 1000, sure)


def _confidence(answer: Mapping[str, Any], segments: Sequence[Mapping[str, Any]]) -> float | None:
    found = [float(one["logprob"]) for one in answer.get("logprobs") or ()]
    found = found or [float(segment["avg_logprob"]) for segment in segments]
    return exp(min(0.0, sum(found) / len(found))) if found else None


def _is_unheard(segment: Mapping[str, Any]) -> bool:
    return (
        float(segment["avg_logprob"]) < UNHEARD_LOGPROB
        and float(segment.get("no_speech_prob") or 0.0) > UNHEARD_PROBABILITY
    )


def _plain(text: str) -> str:
    return _PLAIN.sub("", text.casefold())
